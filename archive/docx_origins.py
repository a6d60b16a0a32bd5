"""Which text a Word document was made from, as a property that the document carries.

It is a property of one's own, which Word shows among the properties of a file; Word and
LibreOffice keep it when the file is saved again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from archive.errors import InvalidValue

_NAME: Final = "Fair Notice text"
_PROPERTIES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of properties of one's own
_FIRST_ID: Final = "2"  # 0 and 1 are taken by the format itself
_VALUE: Final = re.compile(
    r"([a-z0-9][a-z0-9/-]{0,199}) ([a-z0-9-]{2,35}) (\d{4}-\d{2}-\d{2}-[0-9a-f]{8}(?:-\d+)?)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The text that a document was made from."""

    policy: str  # its id
    language: str
    revision: str  # its id

    def __post_init__(self) -> None:
        if _VALUE.fullmatch(self.value) is None:
            raise InvalidValue(f"{self.value}: is no policy, language and revision")

    @property
    def value(self) -> str:
        """What the document says of it: "privacy en 2026-06-01-0123abcd"."""
        return f"{self.policy} {self.language} {self.revision}"


def origin_part(origin: Origin) -> etree._Element:
    """Return the part docProps/custom.xml of a document made from a text."""
    root = etree.Element(f"{{{_PROPERTIES}}}Properties", nsmap={"vt": _TYPES})
    each = etree.SubElement(root, f"{{{_PROPERTIES}}}property")
    each.set("fmtid", _FORMAT)
    each.set("pid", _FIRST_ID)
    each.set("name", _NAME)
    etree.SubElement(each, f"{{{_TYPES}}}lpwstr").text = origin.value
    return root


def origin_in(parts: Mapping[str, etree._Element]) -> Origin | None:
    """Return the text that a document says it was made from; None where it says none."""
    root = parts.get("docProps/custom.xml")
    for each in root.iter() if root is not None else ():
        if etree.QName(each).localname == "property" and each.get("name") == _NAME:
            found = _VALUE.fullmatch("".join(map(str, each.itertext())).strip())
            if found is not None:
                return Origin(policy=found[1], language=found[2], revision=found[3])
    return None
