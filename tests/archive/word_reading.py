"""Reads Word documents as Word does when all tracked changes are accepted, or rejected."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COME = {f"{W}ins", f"{W}moveTo"}
GONE = {f"{W}del", f"{W}moveFrom"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A paragraph: its style, and its words with a line's end for each break."""

    style: str
    words: str


def root_of(data: bytes, part: str = "word/document.xml") -> etree._Element:
    """The XML of a part."""
    with ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(part))


def accepted(data: bytes) -> list[Read]:
    """The paragraphs with words that are left when every change is accepted."""
    return _settled(data, GONE)


def rejected(data: bytes) -> list[Read]:
    """The same when every change is rejected."""
    return _settled(data, COME)


def words(paragraphs: list[Read]) -> str:
    """All words, with single spaces."""
    return " ".join(" ".join(each.words for each in paragraphs).split())


def _settled(data: bytes, leaving: set[str]) -> list[Read]:
    found: list[Read] = []
    begun = ""
    for paragraph in root_of(data).iter(f"{W}p"):
        row = next(paragraph.iterancestors(f"{W}tr"), None)
        if row is not None and _marked(row.find(f"{W}trPr"), leaving):
            continue
        begun += "".join(_words(paragraph, leaving))
        last = row is not None and paragraph.getnext() is None  # a cell's last end is its own
        if not last and _marked(paragraph.find(f"{W}pPr/{W}rPr"), leaving):
            continue
        found.append(Read(style=_style(paragraph, leaving), words=begun))
        begun = ""
    assert not begun.strip(), "words without the end of a paragraph"
    return [each for each in found if each.words.strip()]


def _marked(properties: etree._Element | None, leaving: set[str]) -> bool:
    return properties is not None and any(each.tag in leaving for each in properties)


def _style(paragraph: etree._Element, leaving: set[str]) -> str:
    former = paragraph.find(f"{W}pPr/{W}pPrChange/{W}pPr") if leaving is COME else None
    properties = paragraph.find(f"{W}pPr") if former is None else former
    style = None if properties is None else properties.find(f"{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def _words(paragraph: etree._Element, leaving: set[str]) -> Iterator[str]:
    for each in paragraph.iter(f"{W}t", f"{W}delText", f"{W}br"):
        if not any(above.tag in leaving for above in each.iterancestors()):
            yield "\n" if each.tag == f"{W}br" else each.text or ""
