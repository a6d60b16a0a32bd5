"""DOCX files made by hand: the XML that Word writes, as little of it as a test needs."""

import io
from collections.abc import Mapping
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_ROOT = (
    f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="rId1"'
    f' Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
    for name in ("Title", "heading 1", "heading 2", "heading 3")
)
# Numbering 1 is a list of bullets, 2 of numbers, 3 of letters.
NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{number}">'
    + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{form}"/></w:lvl>' for level in range(3))
    + "</w:abstractNum>"
    for number, form in ((1, "bullet"), (2, "decimal"))
) + "".join(
    f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in (1, 2)
)


def docx(
    *body: str,
    links: Mapping[str, str] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A DOCX file of these paragraphs; `links` by their relation, `parts` beside or instead."""
    related = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/hyperlink" Target="{escape(to)}" TargetMode="External"/>'
        for key, to in (links or {}).items()
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "word/document.xml": part("document", f"<w:body>{''.join(body)}</w:body>"),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONSHIPS}">{related}</Relationships>',
        "word/styles.xml": part("styles", STYLES),
        "word/numbering.xml": part("numbering", NUMBERING),
        **(parts or {}),
    }
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return packed.getvalue()


def part(name: str, content: str) -> str:
    """One XML part of a DOCX file."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_NAMESPACES}>{content}</w:{name}>'


def p(*runs: str, style: str = "", numbered: tuple[int, int] | None = None) -> str:
    """A paragraph of words and runs, in a style, or numbered (list and level)."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        properties += (
            f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>'
        )
    words = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{words}</w:p>"


def r(words: str, properties: str = "") -> str:
    """A run of words, with the properties of its letters."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def link(words: str, to: str) -> str:
    """A link to a relation of the file."""
    return f'<w:hyperlink r:id="{to}">{r(words)}</w:hyperlink>'


def inserted(words: str, author: str) -> str:
    """A tracked insertion."""
    return f'<w:ins w:id="1" w:author="{escape(author)}">{r(words)}</w:ins>'


def deleted(words: str, author: str) -> str:
    """A tracked deletion."""
    return (
        f'<w:del w:id="2" w:author="{escape(author)}"><w:r><w:delText>{escape(words)}</w:delText>'
        "</w:r></w:del>"
    )


def table(*rows: tuple[str, ...], header: bool = False) -> str:
    """A table of cells; its first row may repeat on each page."""
    written = ""
    for number, cells in enumerate(rows):
        head = "<w:trPr><w:tblHeader/></w:trPr>" if header and number == 0 else ""
        inner = "".join(
            f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in cells
        )
        written += f"<w:tr>{head}{inner}</w:tr>"
    return f"<w:tbl>{written}</w:tbl>"
