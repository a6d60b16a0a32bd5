"""Two texts compared, and the answer as text, HTML or JSON."""

import time
from dataclasses import dataclass
from datetime import datetime

from archive.confined_rendering import render_confined
from archive.docx_documents import Labels, WordFile, redline_as_docx
from archive.named_texts import Pair
from archive.redline_documents import redline_document
from archive.redline_json import segments_and_changes
from archive.redline_text import redline_text
from archive.redlines import Redline, compare, mark
from archive.revisions import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A redline, the name it was asked by, its seconds (rendering left out) and its language."""

    name: str
    redline: Redline
    seconds: float
    language: Language

    def document(self, *, with_html: bool) -> dict[str, object]:
        """Return the document of `diff --format json`."""
        whole = {"id": self.name, "equal": self.redline.equal, "seconds": round(self.seconds, 4)}
        added = {"html": self.redline.html} if with_html else {}
        return whole | segments_and_changes(self.redline) | added

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
    redline = compare(before, after)
    return Comparison(
        name=pair.name,
        redline=redline,
        seconds=time.perf_counter() - start,
        language=pair.new.language,
    )


def pair_as_docx(pair: Pair, *, now: datetime) -> WordFile:
    """Return the redline of two texts as a Word document with tracked changes.

    They bear the time at which the new text was published; a file's, this moment.
    """
    before, after = render_confined(pair.old.markdown), render_confined(pair.new.markdown)
    at = pair.new.published or now
    labels = Labels(title=pair.name, language=pair.new.language, at=at)
    return redline_as_docx(mark(before, after), labels)
