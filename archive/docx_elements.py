"""Elements of a DOCX file by their names, in both forms of the format: as Word saves it, and strict."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT_W: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


def all_of(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Return every element of a name, in whichever of the two forms of the format."""
    return root.iter(f"{W}{name}", f"{STRICT_W}{name}")


def children_of(parent: etree._Element, name: str) -> list[etree._Element]:
    """Return the elements of a name that stand in another one directly."""
    return [child for child in parent if child.tag in (f"{W}{name}", f"{STRICT_W}{name}")]


def is_word(element: etree._Element) -> bool:
    """Return whether an element is one of Word's own."""
    return str(element.tag).startswith((W, STRICT_W))


def name_of(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute_of(element: etree._Element, name: str) -> str | None:
    """Return one of Word's own attributes, None where it is not there."""
    return element.get(f"{W}{name}") or element.get(f"{STRICT_W}{name}")
