"""Two texts compared, and the answer as text, HTML or JSON."""

import html
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from archive.errors import UnreadableText
from archive.front_matter import split
from archive.marks import Mark
from archive.redline_json import segments_and_changes
from archive.redlines import Redline, compare
from archive.rendering import render
from archive.terminal import safe
from archive.texts import decoded

_BRACKETS: Final = {
    Mark.STRUCK: ("[-", "-]", "\x1b[31;9m"),
    Mark.MOVED_FROM: ("[-", "-]", "\x1b[33;9m"),
    Mark.INSERTED: ("{+", "+}", "\x1b[32;4m"),
    Mark.MOVED_TO: ("{+", "+}", "\x1b[33;4m"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A redline, the name it was asked by, and the seconds it took (rendering left out)."""

    name: str
    redline: Redline
    seconds: float

    def document(self, *, with_html: bool) -> dict[str, object]:
        """Return the document of `diff --format json`."""
        whole = {"id": self.name, "equal": self.redline.equal, "seconds": round(self.seconds, 4)}
        added = {"html": self.redline.html} if with_html else {}
        return whole | segments_and_changes(self.redline) | added

    def text(self, *, colour: bool) -> str:
        """Return the redline for a terminal; marks in brackets where there are no colours."""
        return "".join(_marked(s.mark, safe(s.text), colour=colour) for s in self.redline.segments)

    def page(self) -> str:
        """Return the redline as an HTML document that stands alone."""
        return (
            '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
            f"<title>{html.escape(self.name)}</title>\n{self.redline.html}\n</html>"
        )


def compare_two(old: str, new: str, *, name: str) -> Comparison:
    """Return the comparison of two Markdown texts."""
    before, after = render(old), render(new)
    start = time.perf_counter()
    redline = compare(before, after)
    return Comparison(name=name, redline=redline, seconds=time.perf_counter() - start)


def compare_batch(pairs: Path, *, with_html: bool) -> Iterator[str]:
    """Yield a JSON answer for each line of a file of pairs, in order, as each is done.

    Raises UnreadableText naming the line that is not {"id", "old", "new"} with two
    paths that can be read.
    """
    with pairs.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                name, old, new = _pair(line, number, pairs)
                answer = compare_two(old, new, name=name).document(with_html=with_html)
                yield json.dumps(answer, ensure_ascii=False)


def read_text(path: str) -> str:
    """Return the Markdown of a file without its front matter."""
    try:
        return split(decoded(Path(path).read_bytes()))[1]
    except OSError as error:
        raise UnreadableText(f"{path}: {error.strerror or 'cannot be read'}") from error


def _pair(line: str, number: int, file: Path) -> tuple[str, str, str]:
    try:
        pair = json.loads(line)
        return str(pair["id"]), read_text(pair["old"]), read_text(pair["new"])
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableText(
            f'{file}:{number}: write {{"id": "…", "old": "PATH", "new": "PATH"}} on each line'
        ) from error


def _marked(mark: Mark, text: str, *, colour: bool) -> str:
    if mark is Mark.GLYPHS_FROM:
        return ""
    if mark not in _BRACKETS:
        return text
    before, after, code = _BRACKETS[mark]
    return f"{code}{text}\x1b[0m" if colour else f"{before}{text}{after}"
