"""What a proposal does to texts that were announced and have not applied yet (S3)."""

from collections.abc import Callable, Iterator

from archive.faults import Fault, Severity
from archive.redlines import Redline
from archive.revisions import BlobId, Revision, Source
from archive.words import normalised_words, words_of_plain
from notify.proposed_changes import Event, ProposedChange

HtmlOf = Callable[[BlobId], str]
RedlineOf = Callable[[BlobId, BlobId], Redline]


def announced_faults(
    change: ProposedChange, *, html_of: HtmlOf, redline_of: RedlineOf
) -> Iterator[Fault]:
    """Yield why an announced text would never apply, or would undo the words that are proposed."""
    if change.event is not Event.WORDS or change.present is None:
        return
    yield from _replaced(change)
    yield from _undone(change, html_of, redline_of)


def _replaced(change: ProposedChange) -> Iterator[Fault]:
    revision = change.revision
    block = revision.front_matter.change
    would_be = {each.id: each for each in change.policy.revisions}
    for announced in change.present.scheduled if change.present else ():
        left = would_be.get(announced.id)
        if left is None or left.applies_from is not None:
            continue  # it stands, or was given another name with another day
        withdrawn = block is not None and block.withdraws == announced.effective
        if withdrawn or announced.effective in (None, revision.effective):
            continue
        yield Fault(
            code="replaces-scheduled",
            severity=Severity.ERROR,
            message=f"the text announced for {announced.effective} would never apply: write"
            f" `after: {announced.effective}` to let it apply until this one does, or"
            f" `change: withdraws: {announced.effective}` to take it back",
            path=revision.path,
        )


def _undone(change: ProposedChange, html_of: HtmlOf, redline_of: RedlineOf) -> Iterator[Fault]:
    """Yield each announced text that has the words which a mend replaces, and not the new ones."""
    revision, former = change.revision, change.former
    if former is None or revision.source is not Source.GIT:
        return
    for announced in change.policy.scheduled:
        if announced.id == revision.id or not _applies_later(announced, revision):
            continue
        words = normalised_words(html_of(announced.blob))
        lost = [
            after or before
            for each in redline_of(former.blob, revision.blob).changes
            for before, after in each.sentences
            if _is_undone(_words(before), _words(after), words)
        ]
        if lost:
            more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
            yield Fault(
                code="mend-undone",
                severity=Severity.ERROR,
                message=f"the text announced for {announced.effective} does not have this mend"
                f" (“{_short(lost[0])}”{more}), and would undo it on that day: make the same mend"
                f" in {announced.path}",
                path=revision.path,
            )


def _applies_later(announced: Revision, revision: Revision) -> bool:
    day, own = announced.applies_from, revision.applies_from
    return day is not None and own is not None and day > own


def _is_undone(before: str, after: str, announced: str) -> bool:
    came_in = bool(after) and after in announced
    stays = bool(before) and before in announced
    return stays and not came_in if before else not came_in


def _words(sentence: str) -> str:
    return " ".join(words_of_plain(sentence))


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 80 else f"{sentence[:79]}…"
