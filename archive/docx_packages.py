"""What of a DOCX file may be read: bounded, without entities, and what a person should know of it.

A DOCX file is a ZIP of XML. Only its XML parts are kept, each written anew as it was
understood here, so that whoever reads on meets nothing else.
"""

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from archive.docx_elements import all_of, attribute_of, children_of
from archive.docx_origins import Origin, origin_in
from archive.docx_plain_forms import make_plain
from archive.docx_remarks import remarks_on, words_of
from archive.docx_tracking import undecided_in
from archive.errors import UnreadableText

_MOST_PARTS: Final = 2_000
_MOST_BYTES: Final = 100_000_000  # of everything in the file, pictures included
_MOST_XML: Final = 16_000_000  # of the parts that are read; a hundred pages come to about two
_XML_PART: Final = re.compile(r"(?:\[Content_Types\]|[\w./ -]+)\.(?:xml|rels)", re.IGNORECASE)

_MAIN: Final = "word/document.xml"
_OF_OTHER_FILES: Final = ("altChunk", "subDoc")
_OFF: Final = {"0", "false", "off"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocxPackage:
    """A DOCX file that may be read, the words it shows, and what a person should look at."""

    data: bytes
    words: str
    remarks: tuple[str, ...]
    undecided: tuple[str, ...]  # tracked changes and comments, one by one
    origin: Origin | None  # the text it says it was made from


def read_docx_package(data: bytes) -> DocxPackage:
    """Return the readable parts of a DOCX file; tracked changes count as accepted.

    Raises UnreadableText for what is no DOCX file, unpacks to too much, or declares entities.
    """
    parts = {name: _parsed(name, part) for name, part in _xml_parts(data).items()}
    main = parts.get(_MAIN)
    if main is None:
        raise UnreadableText(f"is no DOCX file: it has no {_MAIN}; save it as .docx again")
    if _main_part(parts) != _MAIN:
        raise UnreadableText(f"keeps its text elsewhere than in {_MAIN}; save it as .docx again")
    if any(True for name in _OF_OTHER_FILES for _ in all_of(main, name)):
        raise UnreadableText(
            "takes in a piece of another file, which Word alone can open: open it in Word, save it"
            " as .docx again, and give that"
        )
    hidden = _hidden_styles(parts.get("word/styles.xml"))
    remarks = tuple(remarks_on(parts, main, hides=bool(_hidden_runs(main, hidden))))
    undecided = tuple(undecided_in(parts))
    for root in parts.values():
        make_plain(root)
        _remove(root, _hidden_runs(root, hidden))
    return DocxPackage(
        data=_packed(parts),
        words=words_of(main),
        remarks=remarks,
        undecided=undecided,
        origin=origin_in(parts),
    )


def _xml_parts(data: bytes) -> dict[str, bytes]:
    """Return the XML parts by name, unpacked only once all their sizes are known to be sound."""
    try:
        with ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            _check_sizes(infos)
            wanted = [info for info in infos if _XML_PART.fullmatch(info.filename)]
            return {info.filename: _unpacked(package, info) for info in wanted}
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableText(
            "is no DOCX file that can be opened: it is damaged, has a password, or is of another"
            " kind; save it as .docx again"
        ) from error


def _unpacked(package: ZipFile, info: ZipInfo) -> bytes:
    """Return a part, no more of it than its size says: a part may unpack to a thousand times that."""
    with package.open(info) as part:
        return part.read(info.file_size)


def _check_sizes(infos: list[ZipInfo]) -> None:
    if len(infos) > _MOST_PARTS:
        raise UnreadableText(
            f"holds {len(infos):,} files, more than any text has; it is not opened"
        )
    if len({info.filename for info in infos}) < len(infos):
        raise UnreadableText("holds two files of one name; save it as .docx again")
    everything = sum(info.file_size for info in infos)
    xml = sum(info.file_size for info in infos if _XML_PART.fullmatch(info.filename))
    if everything > _MOST_BYTES or xml > _MOST_XML:
        size = f"{everything / 1e6:,.0f} MB, {xml / 1e6:,.0f} MB of it text"
        raise UnreadableText(f"unpacks to {size}, more than any text has; it is not opened")


def _parsed(name: str, part: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableText(
            f"is damaged: {name} is no XML that is safe to read; save it as .docx again"
        ) from error
    # A DOCX file has no document type; one declares entities, which grow or read other files.
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableText(f"declares a document type in {name}, as no DOCX file does; not read")
    return root


def _packed(parts: Mapping[str, etree._Element]) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as package:
        for name, root in parts.items():
            package.writestr(name, etree.tostring(root, encoding="utf-8", xml_declaration=True))
    return packed.getvalue()


def _main_part(parts: Mapping[str, etree._Element]) -> str:
    """Return the part that programs read as the text: the file's relations name it."""
    relations = parts.get("_rels/.rels")
    named = [
        relation.get("Target", "").removeprefix("/").removeprefix("./")
        for relation in (relations if relations is not None else ())
        if relation.get("Type", "").endswith("/officeDocument")
    ]
    return named[0] if len(set(named)) == 1 else "" if named else _MAIN


def _hidden_styles(styles: etree._Element | None) -> frozenset[str | None]:
    """Return the ids of the styles whose words Word does not show, by themselves or inherited."""
    every = list(all_of(styles, "style")) if styles is not None else []
    based = {attribute_of(style, "styleId"): _value(style, "basedOn") for style in every}
    says = {attribute_of(style, "styleId"): _hides(style) for style in every}

    def hidden(name: str | None) -> bool:
        for _ in says:  # styles may be based on each other in a ring
            if says.get(name) is not None or name not in based:
                break
            name = based[name]
        return bool(says.get(name))

    return frozenset(filter(hidden, says))


def _hidden_runs(root: etree._Element, styles: frozenset[str | None]) -> list[etree._Element]:
    """Return the runs that are not shown: by their own look, their style's, their paragraph's."""
    found = []
    for paragraph in all_of(root, "p"):
        whole = _value(paragraph, "pPr", "pStyle") in styles
        for run in all_of(paragraph, "r"):
            own = _hides(run)
            if own or (own is None and (whole or _value(run, "rPr", "rStyle") in styles)):
                found.append(run)
    return found


def _hides(element: etree._Element) -> bool | None:
    """Whether the look of a run or a style hides its words; None where it does not say."""
    for properties in children_of(element, "rPr"):
        for hidden in children_of(properties, "vanish"):
            return attribute_of(hidden, "val") not in _OFF
    return None


def _value(element: etree._Element, *path: str) -> str | None:
    """Return the value of the element that a path of names leads to; None where there is none."""
    found = [element]
    for name in path:
        found = [child for each in found for child in children_of(each, name)]
    return attribute_of(found[0], "val") if found else None


def _remove(root: etree._Element, elements: Iterable[etree._Element]) -> None:
    for element in elements:
        parent = element.getparent()
        if parent is not None and element is not root:
            parent.remove(element)
