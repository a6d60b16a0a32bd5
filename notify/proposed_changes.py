"""Proposed changes: what each policy would be after a proposal that it is not now."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from archive.register import Policy, Register
from archive.revisions import Revision, Source, State
from notify.formers import former_text


class Event(StrEnum):
    """What would happen to a policy."""

    FIRST_TEXT = "first text"
    WORDS = "words"  # another text
    DECLARATION = "declaration"  # another date, other services: no word
    DECISION = "decision"  # another `change:` block: no word
    FORM = "form"  # nothing that a reader could see, or another place
    WITHDRAWAL = "withdrawal"  # an announced text that is taken out of its folder
    RETIREMENT = "retirement"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedChange:
    """One text of a policy that would come, be declared anew, or go."""

    event: Event
    policy: Policy  # as it would be
    present: Policy | None  # as it is; None: there is none
    revision: Revision  # of a retirement: the last text
    former: Revision | None  # the text it changes; None where no words change

    @property
    def is_translation(self) -> bool:
        """Whether its people are told by the notice about the original."""
        return self.policy.original is not None

    @property
    def is_of_the_past(self) -> bool:
        """Whether it is a text from before git, which nobody is told of any more."""
        return self.revision.source is Source.EARLIER


def proposed_changes(before: Register, after: Register) -> tuple[ProposedChange, ...]:
    """Return what would change between two readings: by policy, each original before its translations."""
    present = {(policy.id, policy.language): policy for policy in before}
    in_order = sorted(after, key=lambda policy: (policy.id, policy.original is not None))
    return tuple(
        change
        for policy in in_order
        for change in _of(policy, present.get((policy.id, policy.language)))
    )


def lost_policies(before: Register, after: Register) -> tuple[Policy, ...]:
    """Return the policies whose id would be gone, which no retirement does."""
    kept = {(policy.id, policy.language) for policy in after}
    return tuple(policy for policy in before if (policy.id, policy.language) not in kept)


def _of(policy: Policy, present: Policy | None) -> Iterator[ProposedChange]:
    known = {} if present is None else {r.id: r for r in present.revisions}
    for place, revision in enumerate(policy.revisions):
        was = known.get(revision.id)
        if revision.preview:
            former = former_text(policy, place)
            event = Event.WORDS if former else Event.FIRST_TEXT
        elif was is not None and was.blob != revision.blob:
            former, event = None, _under_equal_words(was, revision)
        elif was is not None and _is_taken_back(was, revision) and not policy.retired:
            former, event = None, Event.WITHDRAWAL
        else:
            continue
        yield ProposedChange(
            event=event, policy=policy, present=present, revision=revision, former=former
        )
    newest = policy.revisions[-1]
    if policy.retired and not (present is not None and present.retired):
        event = Event.RETIREMENT
    elif present is not None and policy.path != present.path and newest.id in known:
        event = Event.FORM
    else:
        return
    yield ProposedChange(event=event, policy=policy, present=present, revision=newest, former=None)


def _is_taken_back(was: Revision, revision: Revision) -> bool:
    gone = revision.ended is not None and revision.ended.gone
    return gone and was.state is State.SCHEDULED and revision.state is State.WITHDRAWN


def _under_equal_words(was: Revision, revision: Revision) -> Event:
    if len(revision.datings) > len(was.datings):
        return Event.DECLARATION
    if was.front_matter.change != revision.front_matter.change:
        return Event.DECISION
    return Event.FORM
