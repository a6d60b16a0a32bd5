"""Changed links: where the links of a text lead now, and where they led under the same words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from archive.clauses import Document, parse
from archive.redlines import Redline
from archive.runs import Element

HEADING: Final = "Links that lead elsewhere"
# Python-Markdown's own: where a footnote stands follows from its words.
_FOOTNOTES: Final = ("#fn:", "#fnref:")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLink:
    """Words that lead elsewhere now; a target is empty where they are or were no link."""

    clause: str  # the change that it belongs to
    words: str  # what readers click; empty where they are no link any more
    old: str
    new: str


def changed_links(redline: Redline) -> tuple[ChangedLink, ...]:
    """Return the links that lead elsewhere under words that stayed, in reading order."""
    listed = [
        (change.clause, old, new)
        for change in redline.changes
        for old, new in change.links
        if unquote(old) != unquote(new) and not (_is_footnote(old) and _is_footnote(new))
    ]
    if not listed:
        return ()
    words = link_words(parse(redline.html))
    return tuple(
        ChangedLink(clause=clause, words=words.get(new, "") if new else "", old=old, new=new)
        for clause, old, new in listed
    )


def link_words(page: Document) -> Mapping[str, str]:
    """Return the words of the links of a page, or of a redline's, by where they lead."""
    texts: dict[Element, list[str]] = {}
    for block in page.blocks:
        for part in (part for leaf in block.leaves for part in leaf.parts):
            link = next((element for element in part.within if element.tag == "a"), None)
            if link is not None and not any(element.tag == "del" for element in part.within):
                texts.setdefault(link, []).append(part.text)
    return {
        dict(link.attributes).get("href", ""): " ".join("".join(parts).split())
        for link, parts in texts.items()
    }


def links_told(number: int) -> str:
    """Return "1 link leads elsewhere", "2 links lead elsewhere"."""
    return "1 link leads elsewhere" if number == 1 else f"{number:,} links lead elsewhere"


def _is_footnote(target: str) -> bool:
    return target.startswith(_FOOTNOTES)
