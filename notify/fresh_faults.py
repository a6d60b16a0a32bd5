"""The faults that a proposal brings: what was wrong before it is not laid at its door."""

from dataclasses import replace
from typing import NamedTuple

from archive.faults import Fault, Severity
from archive.proposals import Proposal
from archive.register import Policy
from archive.revisions import BlobId, Language, PolicyId, Revision
from notify.fault_lines import with_line
from notify.language_differences import language_faults
from notify.proposed_changes import Event, ProposedChange

# Several texts of one day are no import here, and today's clock is not the proposal's.
_NOT_OF_A_PROPOSAL = frozenset(("batch-import", "future-commit"))


class _Found(NamedTuple):
    fault: Fault
    policy: Policy | None  # None: of none


class FreshFaults:
    """The faults that a proposal brings, each handed out once, to the text it stands in."""

    def __init__(self, proposal: Proposal, changes: tuple[ProposedChange, ...]) -> None:
        self._texts = proposal.texts
        self._left = [
            *_of_the_register(proposal, changes),
            *(
                _Found(fault, policy)
                for policy, fault in language_faults(proposal.after, markdown=self._plain_markdown)
            ),
        ]

    def of(self, revision: Revision) -> list[Fault]:
        """Return those of one text; what they ask for stands in its file."""
        mine = [
            each
            for each in self._left
            if each.policy is not None
            and (each.policy.id, each.policy.language) == _key(revision)
            and each.fault.path == revision.path
        ]
        self._left = [each for each in self._left if each not in mine]
        return [each.fault for each in mine]

    def rest(self) -> tuple[Fault, ...]:
        """Return those of texts that do not change themselves, and of no text."""
        return tuple(
            each.fault if each.policy is None else self._placed(each.fault, each.policy)
            for each in self._left
        )

    def _placed(self, fault: Fault, policy: Policy) -> Fault:
        standing = (r for r in reversed(policy.revisions) if r.path == fault.path)
        revision = next(standing, None)
        if revision is None:
            return fault
        return with_line(fault, self._texts.source(revision.blob), policy.language)

    def _plain_markdown(self, blob: BlobId, language: Language) -> str:
        """Return a text without the statements of its own date."""
        markdown = self._texts.markdown(blob)
        for start, end in reversed(self._texts.effective(blob, language).spans):
            markdown = f"{markdown[:start]} {markdown[end:]}"
        return markdown


def _of_the_register(proposal: Proposal, changes: tuple[ProposedChange, ...]) -> list[_Found]:
    """Return what is wrong with the register as it would be and is not as it is.

    Whether a mend is undone by the next text is told by the words, not by the order of edits.
    """
    mended = {_key(change.revision) for change in changes if change.event is Event.WORDS}
    was = [*proposal.before.faults, *(f for policy in proposal.before for f in policy.faults)]
    known = {_identity(fault) for fault in was}
    found = [_Found(fault, None) for fault in proposal.after.faults]
    found += [_Found(fault, policy) for policy in proposal.after for fault in policy.faults]
    return [
        _as_it_stood(each) if _identity(each.fault) in known else each
        for each in found
        if each.fault.commit == "" or _identity(each.fault) not in known
        if each.fault.code not in _NOT_OF_A_PROPOSAL
        if not (
            each.fault.code == "stale-preview"
            and each.policy is not None
            and (each.policy.id, each.policy.language) in mended
        )
    ]


def _as_it_stood(found: _Found) -> _Found:
    """Return a fault as a warning where it stood at the head of the file before."""
    if not found.fault.code.startswith("front-matter-"):
        return found
    return found._replace(fault=replace(found.fault, severity=Severity.WARNING))


def _key(revision: Revision) -> tuple[PolicyId, Language]:
    return revision.policy_id, revision.language


def _identity(fault: Fault) -> tuple[str, str, str]:
    return fault.code, fault.path, fault.message
