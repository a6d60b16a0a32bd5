"""Versions of a policy, and which text applied on which day.

Takes the publications of one policy in order and derives its revisions, datings,
versions and their states by the rules of the design ("Words", "Dates"). Nothing here
runs git or reads a file: whether two texts have equal words is asked of the caller.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from archive.applicability import decide_applicability, spans_by_joining
from archive.draft_reading import SameWords, read_drafts
from archive.drafts import Draft, UnreadDate
from archive.faults import Fault
from archive.publication_checks import check_publications
from archive.publications import Absence, Publication
from archive.revisions import Language, PolicyId, Revision, RevisionId, State, Version
from archive.timelines import Binding, Timeline
from archive.version_addresses import places, run_numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The versions of one policy, oldest first, and what is wrong with their dates."""

    versions: tuple[Version, ...]
    faults: tuple[Fault, ...]
    timelines: tuple[Timeline, ...] = ()  # for those who joined earlier, oldest members first
    turns: frozenset[date] = frozenset()  # the days that may turn a state or a fault into another


def derive_history(
    publications: Sequence[Publication | Absence],
    *,
    policy_id: PolicyId,
    language: Language,
    today: date,
    same_words: SameWords,
    same_but_date: SameWords,
    unread_date: UnreadDate,
) -> History:
    """Return the versions that follow from a policy's publications, seen from a day.

    `same_words` tells whether two texts show equal normalised words, `same_but_date`
    whether they do once each text's own date statement is left out, and `unread_date` which
    words of the second look like a date and stand for none.
    """
    reading = read_drafts(
        publications, same_words=same_words, same_but_date=same_but_date, unread_date=unread_date
    )
    decide_applicability(reading.drafts)
    ids = _ids(reading.drafts)
    revisions = [
        _revision(draft, later, ids, policy_id=policy_id, language=language, today=today)
        for draft, later in _with_later(reading.drafts)
    ]
    versions = _versions(reading.drafts, revisions)
    faults = (*reading.faults, *check_publications(reading, today=today))
    return History(
        versions=versions,
        faults=faults,
        timelines=_timelines(reading.drafts, ids),
        turns=_turns(reading.drafts),
    )


def _turns(drafts: Sequence[Draft]) -> frozenset[date]:
    """Return every day that `today` is compared with: between two of them nothing changes."""
    return frozenset(
        day
        for draft in drafts
        for day in (draft.applies_from, draft.applies_until, draft.applies_at_the_earliest)
        if day is not None
    )


def _timelines(drafts: Sequence[Draft], ids: Mapping[int, RevisionId]) -> tuple[Timeline, ...]:
    return tuple(
        Timeline(
            joined_before=day,
            bindings=tuple(
                Binding(revision=ids[id(draft)], begins=begins, ends=ends)
                for draft, begins, ends in spans
            ),
        )
        for day, spans in spans_by_joining(drafts)
    )


def _with_later(drafts: Sequence[Draft]) -> list[tuple[Draft, Draft | None]]:
    return [
        (draft, drafts[number + 1] if number + 1 < len(drafts) else None)
        for number, draft in enumerate(drafts)
    ]


def _ids(drafts: Sequence[Draft]) -> dict[int, RevisionId]:
    """Name each draft's revision; a text put back on the day it first stood is numbered."""
    taken: dict[str, int] = {}
    ids = {}
    for draft in drafts:
        name = f"{draft.first.published_on.isoformat()}-{draft.first.sha256[:8]}"
        taken[name] = taken.get(name, 0) + 1
        number = "" if taken[name] == 1 else f"-{taken[name]}"
        ids[id(draft)] = RevisionId(f"{name}{number}")
    return ids


def _revision(
    draft: Draft,
    later: Draft | None,
    ids: Mapping[int, RevisionId],
    *,
    policy_id: PolicyId,
    language: Language,
    today: date,
) -> Revision:
    first, newest = draft.first, draft.newest
    return Revision(
        id=ids[id(draft)],
        policy_id=policy_id,
        language=language,
        commit=first.commit,
        path=first.path,
        source=first.source,
        blob=newest.blob,
        sha256=newest.sha256,
        first_blob=first.blob,
        first_sha256=first.sha256,
        published=first.published,
        published_on=first.published_on,
        announced=first.published_on,
        first_recorded=first.first_recorded,
        datings=tuple(draft.datings),
        effective=draft.effective,
        effective_source=draft.effective_source,
        applies_from=draft.applies_from,
        applies_until=draft.applies_until,
        state=_state(draft, later, today),
        undated=draft.undated,
        existing=draft.binds_existing_from if draft.has_day_for_existing else None,
        ended=draft.ended,
        same_text_as=ids[id(draft.returns_to)] if draft.returns_to else None,
        front_matter=newest.front_matter,
        preview=first.preview,
        former_places=tuple(dict.fromkeys(draft.former_places)),
    )


def _state(draft: Draft, later: Draft | None, today: date) -> State:
    if _taken_back(draft, later):
        return State.WITHDRAWN
    if draft.applies_from is None:
        replaced_by_its_own_version = later is not None and later.effective == draft.effective
        stood = draft.applies_at_the_earliest <= draft.first.published_on
        return State.SUPERSEDED if replaced_by_its_own_version or stood else State.WITHDRAWN
    if draft.applies_from > today:
        return State.SCHEDULED
    if draft.applies_until is None or draft.applies_until > today:
        return State.IN_FORCE
    if later is None and draft.ended_on is not None:
        return State.ARCHIVED
    return State.SUPERSEDED


def _taken_back(draft: Draft, later: Draft | None) -> bool:
    """Whether it was withdrawn or taken off before it ever applied.

    So it was as well where the former text was put back on the day it was published.
    """
    if draft.applies_from is not None:
        return False
    return (
        draft.withdrawn_on is not None
        or draft.ended_on is not None
        or (
            later is not None
            and later.returns_to is not None
            and later.first.published_on == draft.first.published_on
        )
    )


def _versions(drafts: Sequence[Draft], revisions: Sequence[Revision]) -> tuple[Version, ...]:
    numbers = run_numbers([draft.placed for draft in drafts])
    standing = zip(numbers, revisions, places([draft.placed for draft in drafts]), strict=True)
    versions = []
    for _, members in groupby(standing, key=itemgetter(0)):
        _, run, (place, *_) = zip(*members, strict=True)
        state = _version_state(run)
        versions.append(Version(revisions=run, address=place.version, state=state))
    return tuple(versions)


def _version_state(run: Sequence[Revision]) -> State:
    states = {revision.state for revision in run}
    for state in (State.IN_FORCE, State.SCHEDULED, State.ARCHIVED, State.SUPERSEDED):
        if state in states:
            return state
    return State.WITHDRAWN
