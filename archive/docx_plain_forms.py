"""What a DOCX file shows, in the plain forms that every reader of the format knows.

Readers pass over elements that they do not know, with the words in them.
"""

from typing import Final

from lxml import etree

from archive.docx_elements import all_of, children_of, name_of

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Fields, the two directions of writing, and characters that have their reading above them.
_ROUND_WORDS: Final = ("fldSimple", "dir", "bdo", "ruby", "rubyBase")


def make_plain(root: etree._Element) -> None:
    """Write a part's elements in their plain forms; cells and rows that are deleted go."""
    _choose_alternatives(root)
    for name in _ROUND_WORDS:
        for each in list(all_of(root, name)):
            _put_in_its_place(each, each)
    _take_deleted_cells_away(root)
    _strike_once(root)


def _choose_alternatives(root: etree._Element) -> None:
    """Put the plain form of an object in its place; where it has none, the other one."""
    for choice in list(root.iter(f"{_MC}AlternateContent")):
        chosen = choice.find(f"{_MC}Fallback")
        chosen = choice.find(f"{_MC}Choice") if chosen is None or not len(chosen) else chosen
        _put_in_its_place(choice, chosen)


def _put_in_its_place(element: etree._Element, holder: etree._Element | None) -> None:
    """Put what a holder holds where an element stands."""
    parent = element.getparent()
    if parent is None:
        return
    for each in list(holder) if holder is not None else []:
        element.addprevious(each)
    parent.remove(element)


def _take_deleted_cells_away(root: etree._Element) -> None:
    """Take away rows and cells whose deletion is tracked, and a row or table that they leave empty."""
    for cell in list(all_of(root, "tc")):
        if _is_marked(cell, "tcPr", "cellDel"):
            _remove_with_what_it_leaves_empty(cell)
    for row in list(all_of(root, "tr")):
        if _is_marked(row, "trPr", "del"):
            _remove_with_what_it_leaves_empty(row)


def _is_marked(element: etree._Element, properties: str, mark: str) -> bool:
    return any(children_of(each, mark) for each in children_of(element, properties))


def _remove_with_what_it_leaves_empty(part: etree._Element) -> None:
    holder = part.getparent()
    if holder is None:
        return
    holder.remove(part)
    of_tables = name_of(holder) in ("tr", "tbl")
    if of_tables and next(all_of(holder, "tc"), None) is None:
        _remove_with_what_it_leaves_empty(holder)


def _strike_once(root: etree._Element) -> None:
    """Make words struck twice words struck: they count as absent, too."""
    for twice in list(all_of(root, "dstrike")):
        twice.tag = str(twice.tag).replace("}dstrike", "}strike")
