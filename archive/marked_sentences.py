"""Sentences that differ, their words marked as the redline marks them: what a list or mail quotes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from archive.changes import Change, Quote
from archive.clause_words import ClauseWords
from archive.marks import Mark, Segment
from archive.sentences import Span
from archive.word_diff import Run

CONTEXT: Final = 12  # unchanged words kept on each side of a change

_BETWEEN_CELLS: Final = Segment(mark=Mark.KEPT, text=" | ")
_BRACKETS: Final = {Mark.STRUCK: ("[-", "-]"), Mark.INSERTED: ("{+", "+}")}


def quotes_of(change: Change) -> tuple[Quote, ...]:
    """Return the sentences of a change that differ, each as the redline marks its words.

    Those of a clause that only one text has are struck, or inserted, as they stand.
    """
    if change.quotes:
        return change.quotes
    return tuple(quote for pair in change.sentences if (quote := _whole(*pair)))


def in_brackets(quote: Iterable[Segment]) -> str:
    """Return a quote for a reader without colours: [-struck-]{+inserted+}, spaces outside."""
    return "".join(map(_in_brackets, quote))


def _in_brackets(segment: Segment) -> str:
    words = segment.text.strip()
    if segment.mark not in _BRACKETS or not words:
        return segment.text
    before, _, after = segment.text.partition(words)
    opening, closing = _BRACKETS[segment.mark]
    return f"{before}{opening}{words}{closing}{after}"


def _whole(before: str, after: str) -> Quote:
    sides = ((Mark.STRUCK, before), (Mark.INSERTED, after))
    return tuple(Segment(mark=mark, text=text) for mark, text in sides if text.strip())


def joined_cells(cells: Iterable[Quote]) -> Quote:
    """Return the cells of a row as one quote, shortened."""
    segments: list[Segment] = []
    for cell in cells:
        segments += [_BETWEEN_CELLS, *cell] if segments and cell else cell
    return shortened(segments)


def marked(
    old: ClauseWords, new: ClauseWords, olds: Span, news: Span, runs: Iterable[Run]
) -> Quote:
    """Return the words of a sentence and of what it was, marked by the runs that both share.

    The struck and the kept words are the old sentence, the inserted and the kept ones the new,
    but for the glyphs of a kept word. Words that the text itself strikes are left out.
    """
    quoted = _Quoted(old, new)
    i, j = olds.start, news.start
    for run in (*_inside(runs, olds, news), Run(olds.end, news.end, 0)):
        quoted.replaced(Span(i, run.old), Span(j, run.new))
        i, j = run.old + run.length, run.new + run.length
        quoted.kept(Span(run.old, i), Span(run.new, j))
    return quoted.segments()


def _inside(runs: Iterable[Run], olds: Span, news: Span) -> Iterator[Run]:
    """Yield what of each run stands in both sentences."""
    for run in runs:
        skipped = max(0, olds.start - run.old, news.start - run.new)
        length = min(run.length, olds.end - run.old, news.end - run.new) - skipped
        if length > 0:
            yield Run(run.old + skipped, run.new + skipped, length)


class _Quoted:
    """Writes a quote, white space outside the marks wherever both texts have it."""

    def __init__(self, old: ClauseWords, new: ClauseWords) -> None:
        self._old, self._new = old, new
        self._texts: list[tuple[Mark, str]] = []

    def segments(self) -> Quote:
        return tuple(Segment(mark=mark, text=text) for mark, text in self._texts)

    def replaced(self, olds: Span, news: Span) -> None:
        struck, inserted = _seen(self._old, olds), _seen(self._new, news)
        inside = bool(self._texts)
        apart = inside and bool(struck) and self._old.is_apart(olds.start)
        apart_now = inside and bool(inserted) and self._new.is_apart(news.start)
        if apart and apart_now:
            self._add(Mark.KEPT, " ")
            apart = apart_now = False
        self._add(Mark.STRUCK, struck, apart=apart)
        self._add(Mark.INSERTED, inserted, apart=apart_now)

    def kept(self, olds: Span, news: Span) -> None:
        text = self._new.text(news)
        if not text:
            return
        before, now = self._old.is_apart(olds.start), self._new.is_apart(news.start)
        if before != now:
            self._end_with_space(Mark.STRUCK if before else Mark.INSERTED)
        self._add(Mark.KEPT, text, apart=before and now and bool(self._texts))

    def _end_with_space(self, mark: Mark) -> None:
        """Give the white space that one text alone has before a kept word to its own words."""
        for place in range(len(self._texts) - 1, max(-1, len(self._texts) - 3), -1):
            if self._texts[place][0] is mark:
                self._texts[place] = mark, f"{self._texts[place][1]} "
                return

    def _add(self, mark: Mark, text: str, *, apart: bool = False) -> None:
        if not text:
            return
        if apart:
            text = f" {text}"
        if self._texts and self._texts[-1][0] is mark:
            text = f"{self._texts.pop()[1]}{text}"
        self._texts.append((mark, text))


def _seen(words: ClauseWords, span: Span) -> str:
    """Return the words of which anything can be seen; a change of the others is none."""
    return words.text(span) if any(words.keys[span.start : span.end]) else ""


def shortened(segments: Sequence[Segment]) -> Quote:
    """Return a quote with its long kept stretches shortened to a few words beside each change."""
    last = len(segments) - 1
    return tuple(
        _shortened(segment, first=place == 0, last=place == last)
        for place, segment in enumerate(segments)
    )


def _shortened(segment: Segment, *, first: bool, last: bool) -> Segment:
    words = segment.text.split()
    head = [] if first else words[:CONTEXT]
    tail = [] if last else words[-CONTEXT:]
    if segment.mark is not Mark.KEPT or len(words) <= len(head) + len(tail) + 1:
        return segment
    before = " " if segment.text.startswith(" ") else ""
    after = " " if segment.text.endswith(" ") else ""
    return replace(segment, text=f"{before}{' '.join([*head, '…', *tail])}{after}")
