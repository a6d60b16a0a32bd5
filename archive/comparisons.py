"""Two texts compared, and the answer as text, HTML or JSON."""

import time
from dataclasses import dataclass
from datetime import datetime

from archive.chromium import Sheet
from archive.confined_rendering import render_confined
from archive.docx_documents import Labels, WordFile, redline_as_docx
from archive.garbage_collection import paused_collection
from archive.named_texts import Pair
from archive.printed_edges import page_numbers, printed_edge
from archive.redline_documents import redline_document
from archive.redline_json import change_document, segments_and_changes
from archive.redline_text import redline_text
from archive.redlines import MarkedText, Redline, mark, places_of_changes, redline_of
from archive.revisions import Language
from archive.source_lines import file_lines
from archive.speech import speech_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A redline, the pair it is of, and its seconds (rendering left out)."""

    pair: Pair
    html: tuple[str, str]  # of both texts
    marked: MarkedText
    redline: Redline
    seconds: float

    @property
    def name(self) -> str:
        """What the pair is called."""
        return self.pair.name

    @property
    def language(self) -> Language:
        """The language of the new text."""
        return self.pair.new.language

    def document(self, *, with_html: bool) -> dict[str, object]:
        """Return the document of `diff --format json`."""
        whole = {"id": self.name, "equal": self.redline.equal, "seconds": round(self.seconds, 4)}
        found = segments_and_changes(self.redline) | {"changes": self._changes_with_lines()}
        return whole | found | ({"html": self.redline.html} if with_html else {})

    def _changes_with_lines(self) -> list[dict[str, object]]:
        old, new = self.pair.old, self.pair.new
        before = file_lines(old.markdown, self.html[0], above=old.lines_above)
        after = file_lines(new.markdown, self.html[1], above=new.lines_above)
        places = places_of_changes(self.marked)
        return [
            change_document(change)
            | {
                "before_lines": [before[n] for n in places[change.clause].old if before[n]],
                "after_lines": [after[n] for n in places[change.clause].new if after[n]],
            }
            for change in self.redline.changes
        ]

    def text(self, *, width: int, colour: bool) -> str:
        """Return the changes for a terminal of so many columns."""
        return redline_text(self.redline, width=width, colour=colour)

    def page(self) -> str:
        """Return the redline as an HTML document that stands alone."""
        return redline_document(self.redline, name=self.name, language=self.language)


def compare_pair(pair: Pair) -> Comparison:
    """Return the comparison of two texts."""
    before, after = render_confined(pair.old.markdown), render_confined(pair.new.markdown)
    start = time.perf_counter()
    with paused_collection():
        marked = mark(before, after)
        redline = redline_of(marked)
    return Comparison(
        pair=pair,
        html=(before, after),
        marked=marked,
        redline=redline,
        seconds=time.perf_counter() - start,
    )


def pair_as_sheet(pair: Pair, *, now: datetime) -> Sheet:
    """Return the redline of two texts as a document to be printed.

    It bears the time at which the new text was published; a file's, this moment.
    """
    compared = compare_pair(pair)
    speech = speech_in(compared.language)
    return Sheet(
        html=compared.page(),
        header=printed_edge(speech, pair.name, ""),
        footer=printed_edge(speech, "", page_numbers(speech)),
        at=pair.new.published or now,
    )


def pair_as_docx(pair: Pair, *, now: datetime) -> WordFile:
    """Return the redline of two texts as a Word document with tracked changes.

    They bear the time at which the new text was published; a file's, this moment. The document
    says which text of a policy the new one is, for whoever imports it again.
    """
    before, after = render_confined(pair.old.markdown), render_confined(pair.new.markdown)
    at = pair.new.published or now
    labels = Labels(title=pair.name, language=pair.new.language, at=at, origin=pair.new.origin)
    return redline_as_docx(mark(before, after), labels)
