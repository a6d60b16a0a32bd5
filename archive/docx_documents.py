"""Word documents: a text, or a redline whose changes are tracked, as a DOCX file."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from archive.docx_numbering import numbering_part
from archive.docx_origins import Origin, origin_part
from archive.docx_paragraphs import Paragraph, paragraphs_of
from archive.docx_runs import Fate
from archive.docx_tables import in_tables
from archive.docx_xml import Tracking, W, document_part
from archive.redlines import MarkedText, mark
from archive.revisions import Language
from archive.runs import Token

_AUTHOR: Final = "Fair Notice"  # whom Word names beside each change
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_CREATED: Final = "{http://purl.org/dc/terms/}created"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the same text gives the same bytes on every day


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFile:
    """A DOCX file, and what of the text is otherwise in it."""

    data: bytes
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What a Word file says of itself."""

    title: str
    language: Language
    at: datetime  # aware: when its changes were made, or its text published
    origin: Origin | None = None  # the text it is made from, where it is one


def text_as_docx(html: str, labels: Labels) -> WordFile:
    """Return a cleaned text as a Word document."""
    return redline_as_docx(mark(html, html), labels)


def redline_as_docx(marked: MarkedText, labels: Labels) -> WordFile:
    """Return a redline as a Word document; accepting all its changes leaves the new text.

    Words that differ only in quotation marks, dashes and the like stand as the new text has
    them, and are not tracked.
    """
    tracking = Tracking(author=_AUTHOR, at=labels.at)
    paragraphs = paragraphs_of(marked)
    part = document_part(in_tables(paragraphs), tracking)
    parts = {
        "[Content_Types].xml": _stored("content_types.xml"),
        "_rels/.rels": _stored("relationships.xml"),
        "docProps/core.xml": _core(labels),
        "word/document.xml": part.root,
        "word/_rels/document.xml.rels": _relations(part.links),
        "word/styles.xml": _styles(labels.language),
        "word/numbering.xml": numbering_part(part.numberings),
        "word/settings.xml": _stored("settings.xml"),
    }
    if labels.origin is not None:
        parts["docProps/custom.xml"] = origin_part(labels.origin)
    else:
        _forget_custom_part(parts["[Content_Types].xml"], parts["_rels/.rels"])
    return WordFile(
        data=_packed(parts), remarks=(*_remarks(marked, part.replaced), *_columns(paragraphs))
    )


def _remarks(marked: MarkedText, replaced: int) -> Iterator[str]:
    words = [
        piece.word
        for section in marked.sections
        for leaf in section.leaves
        for piece in leaf
        if piece.word is not None
    ]
    glyphs = sum(
        word.old is not None and word.new is not None and word.old.text != word.new.text
        for word in words
    )
    pictures = sum(_pictures(word.new) for word in words)
    if replaced:
        one = "character that no Word file can hold is"
        many = "characters that no Word file can hold are"
        yield f"{replaced:,} {one if replaced == 1 else many} written as U+FFFD"
    if glyphs:
        yield f"words or marks in other glyphs (quotes, dashes), which are not tracked: {glyphs:,}"
    if pictures:
        yield f"pictures left out: {pictures:,}"


def _columns(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """Say where a program that knows no tracked columns leaves one without words."""
    fates = {cell.fate for paragraph in paragraphs for cell in paragraph.cells}
    done = {Fate.DELETED: "accepted", Fate.INSERTED: "rejected"}
    if named := [word for fate, word in done.items() if fate in fates]:
        yield (
            f"a column of a table came or went: once all changes are {' or '.join(named)}, Word takes"
            " it away, LibreOffice leaves it empty"
        )


def _pictures(token: Token | None) -> int:
    return (
        sum(part.atom is not None and part.atom.tag == "img" for part in token.parts)
        if token
        else 0
    )


def _stored(name: str) -> etree._Element:
    content = (files("archive") / "docx_parts" / name).read_bytes()
    return etree.fromstring(content, etree.XMLParser(remove_blank_text=True))


def _forget_custom_part(*lists: etree._Element) -> None:
    for root in lists:
        for each in root:
            if "docProps/custom.xml" in (each.get("PartName", "")[1:], each.get("Target")):
                root.remove(each)


def _core(labels: Labels) -> etree._Element:
    root = _stored("core.xml")
    values = {
        f"{_DC}title": "".join(c for c in labels.title if c.isprintable()),
        f"{_DC}creator": _AUTHOR,
        f"{_DC}language": labels.language,
        _CREATED: labels.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    for name, value in values.items():
        for each in root.iter(name):
            each.text = value
    return root


def _relations(links: Mapping[str, str]) -> etree._Element:
    root = _stored("document_relationships.xml")
    for address, name in links.items():
        relation = etree.SubElement(root, root[0].tag)
        relation.set("Id", name)
        relation.set("Type", f"{_TYPES}/hyperlink")
        relation.set("Target", address)
        relation.set("TargetMode", "External")
    return root


def _styles(language: Language) -> etree._Element:
    root = _stored("styles.xml")
    for each in root.iter(f"{{{W}}}lang"):
        each.set(f"{{{W}}}val", language)
    return root


def _packed(parts: Mapping[str, etree._Element]) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as package:
        for name, root in parts.items():
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            content = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
            package.writestr(info, content)
    return packed.getvalue()
