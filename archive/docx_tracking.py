"""What nobody has decided yet in a DOCX file: its tracked changes and its comments, listed."""

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from archive.declarations import quoted
from archive.docx_elements import STRICT_W, W, all_of, name_of

_CHANGES: Final = {
    "ins": "inserted",
    "del": "deleted",
    "moveTo": "moved here",
    "moveFrom": "moved away",
    "cellIns": "cell inserted",
    "cellDel": "cell deleted",
    "cellMerge": "cell merged",
    "rPrChange": "letters look otherwise",
    "pPrChange": "paragraph looks otherwise",
    "tblPrChange": "table looks otherwise",
    "trPrChange": "row looks otherwise",
    "tcPrChange": "cell looks otherwise",
}
_OF_LOOKS: Final = frozenset(name for name in _CHANGES if name.endswith("Change"))
_SHOWN: Final = 60  # characters of each


def undecided_in(parts: Mapping[str, etree._Element]) -> Iterator[str]:
    """Yield each tracked change and comment of a file's parts, with its words and its author."""
    for root in parts.values():
        if name_of(root) == "comments":
            for comment in all_of(root, "comment"):
                yield f"comment{_by(comment)}: {_quotation(comment)}"
        else:
            yield from _changes(root)


def _changes(root: etree._Element) -> Iterator[str]:
    for each in root.iter():
        name = _name(each)
        if name not in _CHANGES:
            continue
        if name in _OF_LOOKS or _holds_runs(each):
            if _goes_with_its_row(each):
                continue
            words = "" if name in _OF_LOOKS else f": {_quotation(each)}"
            yield f"{_CHANGES[name]}{_by(each)}{words}"
        elif _holder(each) == "trPr":
            row = next(each.iterancestors(f"{W}tr", f"{STRICT_W}tr"), each)
            yield f"row {_CHANGES[name]}{_by(each)}: {_row_quotation(row)}"
        elif _holder(each) == "tcPr":
            yield f"{_CHANGES[name]}{_by(each)}"
        elif not _has_changed_words(each):
            yield f"end of a paragraph {_CHANGES[name]}{_by(each)}"


def _has_changed_words(mark: etree._Element) -> bool:
    """Whether the paragraph whose end is marked holds words that are marked likewise."""
    paragraph = next(mark.iterancestors(f"{W}p", f"{STRICT_W}p"), None)
    if paragraph is None:
        return False
    return any(_name(each) == _name(mark) and _holds_runs(each) for each in paragraph.iter())


def _goes_with_its_row(change: etree._Element) -> bool:
    """Whether words stand in a row that comes or goes as a whole, as they do: it was told of."""
    row = next(change.iterancestors(f"{W}tr", f"{STRICT_W}tr"), None)
    marks = () if row is None else (each for each in row if _name(each) == "trPr")
    return any(_name(mark) == _name(change) for holder in marks for mark in holder)


def _holds_runs(change: etree._Element) -> bool:
    return any(_name(each) in ("t", "delText") for each in change.iter())


def _holder(change: etree._Element) -> str:
    parent = change.getparent()
    return "" if parent is None else _name(parent)


def _by(change: etree._Element) -> str:
    author = _attribute(change, "author")
    day = _attribute(change, "date")[:10]
    who = f" by {quoted(author)}" if author else ""
    return f"{who} on {quoted(day)}" if day else who


def _row_quotation(row: etree._Element) -> str:
    return _quoted(" | ".join(_words(cell) for cell in row if _name(cell) == "tc"))


def _quotation(element: etree._Element) -> str:
    return _quoted(_words(element))


def _words(element: etree._Element) -> str:
    texts = (each.text or "" for each in element.iter() if _name(each) in ("t", "delText"))
    return " ".join("".join(texts).split())


def _quoted(words: str) -> str:
    return f"“{quoted(words[:_SHOWN])}{'…' if len(words) > _SHOWN else ''}”"


def _attribute(element: etree._Element, name: str) -> str:
    return element.get(f"{W}{name}") or element.get(f"{STRICT_W}{name}") or ""


def _name(element: etree._Element) -> str:
    tag = str(element.tag)
    return tag.rpartition("}")[2] if tag.startswith((W, STRICT_W)) else ""
