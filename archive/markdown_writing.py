"""HTML written as the Markdown that this site renders to the same words.

What Markdown cannot say (cells that span, struck words, anchors) stays HTML inside it.
"""

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final
from urllib.parse import quote

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

_SPACE: Final = re.compile(r"[ \t\r\n]+")
_ESCAPED: Final = re.compile(r"[\\`*_\[\]{}]")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_TAG: Final = re.compile(r"<(?=[A-Za-z/!?])")
# What begins a line and would make it a list, a heading, a quotation, a rule or a definition.
_NUMBERED: Final = re.compile(r"^( *\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_MARKED: Final = re.compile(r"^( *)([#+>-]|!!!)", re.MULTILINE)
_NO_ESCAPE: Final = re.compile(r"^( *)(~~~|[:=|])", re.MULTILINE)
_CLOSING_HASH: Final = re.compile(r"#$")
_FENCE: Final = re.compile(r"`{3,}")
_MERGED: Final = ("strong", "b", "em", "i", "code")
_BLOCKS_IN_AN_ITEM: Final = ("p", "div", "ul", "ol", "dl", "table", "blockquote", "pre")
_BLOCKS_IN_A_CELL: Final = ("ul", "ol", "table", "pre", "blockquote", "h1", "h2", "h3", "dl")
_STRUCTURE: Final = ("ul", "ol", "dl", "table", "tbody", "thead", "tr", "div", "li", "blockquote")
_IN_ADDRESSES: Final = "/:?#@!$&+,;=%~-._'"
_SPANS: Final = ("colspan", "rowspan")
_INDENT: Final = 4  # what Python-Markdown asks of everything inside a list item


def markdown_of(cleaned: str, *, links: AbstractSet[str] = frozenset()) -> str:
    """Return Markdown that shows what cleaned HTML shows; of its links, the absolute ones.

    `links` are other addresses that are known to be right.
    """
    soup = BeautifulSoup(cleaned, "html.parser")
    targets = _keep_anchors(soup) | links
    for link in soup.find_all("a"):
        href = str(link.get("href") or "")
        if href and not href.startswith(("http://", "https://", "mailto:")) and href not in targets:
            del link["href"]
    for name in _MERGED:
        _merge_neighbours(soup, name)
    for cell in soup.find_all(["td", "th"]):
        _break_paragraphs(soup, cell)
    text = _Writer(table_infer_header=True).convert_soup(soup)
    lines = "\n".join(line.rstrip() for line in str(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"


def _keep_anchors(soup: BeautifulSoup) -> AbstractSet[str]:
    """Put an empty anchor where a link of the same text leads to; return those addresses."""
    wanted = {
        str(link["href"])[1:]: None
        for link in soup.find_all("a", href=re.compile(r"^#[\w.:-]+\Z", re.ASCII))
    }
    found = set()
    for name in wanted:
        target = soup.find(id=name)
        if isinstance(target, Tag):
            found.add(f"#{name}")
            anchor = soup.new_tag("a", id=name)
            within = target.find(["p", "td", "th"]) if target.name in _STRUCTURE else target
            place = within if isinstance(within, Tag) else target
            if target.name == "a" and not target.get("href"):
                continue
            if place.name in ("a", "img", "br", "hr"):
                place.insert_before(anchor)
            else:
                place.insert(0, anchor)
            del target["id"]
    return found


def _merge_neighbours(soup: BeautifulSoup, name: str) -> None:
    """Make one of two like elements side by side, as their marks would run into each other."""
    for element in soup.find_all(name):
        following = element.next_sibling
        while isinstance(following, Tag) and following.name == name:
            element.extend(list(following.contents))
            following.decompose()
            following = element.next_sibling


def _break_paragraphs(soup: BeautifulSoup, cell: Tag) -> None:
    """Part the paragraphs of a table's cell by line breaks, as its line holds no others."""
    for paragraph in cell.find_all(["p", "div"], recursive=False)[1:]:
        paragraph.insert_before(soup.new_tag("br"))


Writing = Callable[["_Writer", Tag, str, AbstractSet[str]], str]


def _within(opening: str, closing: str) -> Writing:
    """Return what writes an inline element between marks, the spaces at its ends outside them."""

    def write(_: "_Writer", __: Tag, text: str, parent_tags: AbstractSet[str]) -> str:
        words = text.strip()
        if not words or "_noformat" in parent_tags:
            return text
        start = text.index(words)
        return f"{text[:start]}{opening}{words}{closing}{text[start + len(words) :]}"

    return write


class _Writer(MarkdownConverter):
    """markdownify, told what Python-Markdown takes otherwise than others do.

    Each method is given an element, what stands in it as Markdown, and the names above it.
    """

    def escape(self, text: str, parent_tags: AbstractSet[str]) -> str:
        text = _ESCAPED.sub(r"\\\g<0>", _SPACE.sub(" ", text))
        if parent_tags & {"td", "th"}:
            text = text.replace("|", r"\|")
        return _TAG.sub("&lt;", _ENTITY.sub("&amp;", text))

    def convert_a(self, el: Tag, text: str, parent_tags: AbstractSet[str]) -> str:
        href, name = str(el.get("href") or ""), str(el.get("id") or "")
        if "_noformat" in parent_tags:
            return text
        if not href or not text.strip():
            return f'<a id="{name}"></a>{text}' if name else text
        address = quote(href, safe=_IN_ADDRESSES)
        return _within("[", f"]({address})")(self, el, text, parent_tags)

    def convert_hr(self, _: Tag, __: str, parent_tags: AbstractSet[str]) -> str:  # noqa: ARG002 (theirs)
        # Never "---": at the head of a file that would begin its front matter.
        return "\n\n* * *\n\n"

    def convert_br(self, _: Tag, __: str, parent_tags: AbstractSet[str]) -> str:
        return "<br>" if {"_inline", "li"} & set(parent_tags) else "<br>\n"

    def convert_p(self, _: Tag, text: str, parent_tags: AbstractSet[str]) -> str:
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        return f"\n\n{_guarded(text)}\n\n"

    def convert_div(self, el: Tag, text: str, parent_tags: AbstractSet[str]) -> str:
        words = any(isinstance(c, NavigableString) and c.strip() for c in el.children)
        if words or "_inline" in parent_tags:
            return self.convert_p(el, text, parent_tags)
        return f"\n\n{text.strip()}\n\n"

    def convert_hN(self, n: int, _: Tag, text: str, parent_tags: AbstractSet[str]) -> str:  # noqa: N802 (theirs)
        words = _CLOSING_HASH.sub(r"\\#", _SPACE.sub(" ", text).strip())
        if "_inline" in parent_tags or not words:
            return words
        return f"\n\n{'#' * n} {words}\n\n"

    def convert_li(self, el: Tag, text: str, parent_tags: AbstractSet[str]) -> str:  # noqa: ARG002 (theirs)
        block = el.find(_BLOCKS_IN_AN_ITEM, recursive=False)
        own, rest = _own_words(el, text.strip()) if block else (text, "")
        # A bullet alone on its line is read as words; one before a space that stays is not.
        words = f"{_guarded(own)}{rest}" if text.strip() else "&#160;"
        bullet = f"{_number(el)}." if el.parent is not None and el.parent.name == "ol" else "-"
        indented = re.sub(r"^(?=.)", " " * _INDENT, words, flags=re.MULTILINE)
        # An item of several blocks must stand apart, or the next one is taken into it.
        before, after = ("\n\n", "\n\n") if "\n\n" in words else ("", "\n")
        return f"{before}{bullet.ljust(_INDENT - 1)} {indented[_INDENT:]}{after}"

    def convert_table(self, el: Tag, text: str, parent_tags: AbstractSet[str]) -> str:
        if _is_plain_table(el) and "_inline" not in parent_tags:
            return f"\n\n{text.strip()}\n\n"
        return f"\n\n{_SPACE.sub(' ', str(el))}\n\n"

    def convert_td(self, _: Tag, text: str, parent_tags: AbstractSet[str]) -> str:  # noqa: ARG002 (theirs)
        return f" {' '.join(text.split())} |"

    convert_th = convert_td

    def convert_pre(self, _: Tag, text: str, parent_tags: AbstractSet[str]) -> str:  # noqa: ARG002 (theirs)
        longest = max(map(len, _FENCE.findall(text)), default=2)
        fence = "`" * (longest + 1)
        words = text.strip("\n")
        return f"\n\n{fence}\n{words}\n{fence}\n\n" if words.strip() else ""

    def convert_time(self, el: Tag, text: str, parent_tags: AbstractSet[str]) -> str:
        """Keep a machine date, by which a text states its day beyond doubt."""
        day = str(el.get("datetime") or "")[:10]
        if "_noformat" in parent_tags or not _is_day(day):
            return text
        return f'<time datetime="{day}">{text}</time>'

    convert_strong = convert_b = _within("**", "**")
    convert_em = convert_i = _within("*", "*")
    convert_del = convert_s = _within("<s>", "</s>")
    convert_sub = _within("<sub>", "</sub>")
    convert_sup = _within("<sup>", "</sup>")
    convert_q = _within("<q>", "</q>")


def _own_words(item: Tag, text: str) -> tuple[str, str]:
    """Return the first line of an item that holds blocks, where it is the item's own; the rest."""
    first = next((c for c in item.children if isinstance(c, Tag) or str(c).strip()), None)
    if isinstance(first, Tag) and first.name in ("ul", "ol"):
        # Two bullets on one line are not read as two lists; an item without words is.
        return "&#160;", f"\n{text}"
    if isinstance(first, Tag) and first.name in _BLOCKS_IN_AN_ITEM:
        return "", text
    own, line_end, rest = text.partition("\n")
    return own, f"{line_end}{rest}"


def _guarded(text: str) -> str:
    """Return lines of which none begins as a list, a heading or the like does."""
    text = _NUMBERED.sub(r"\1\\\2", text.strip(" \t\r\n"))
    text = _MARKED.sub(r"\1\\\2", text)
    return _NO_ESCAPE.sub(lambda match: f"{match[1]}&#{ord(match[2][0])};{match[2][1:]}", text)


def _number(item: Tag) -> int:
    start = str(item.parent.get("start") or "") if item.parent is not None else ""
    return (int(start) if re.fullmatch(r"\d{1,6}", start) else 1) + len(
        item.find_previous_siblings("li")
    )


def _is_plain_table(table: Tag) -> bool:
    """Return whether a table is rows of equal length whose cells hold words alone."""
    rows = [row.find_all(["td", "th"], recursive=False) for row in table.find_all("tr")]
    spans = any(cell.get(key, "1") != "1" for row in rows for cell in row for key in _SPANS)
    blocks = table.find(_BLOCKS_IN_A_CELL) is not None
    within = table.find_parent(["table", "li", "blockquote"]) is not None
    return (
        bool(rows)
        and not (spans or blocks or within or table.find("caption"))
        and len({len(row) for row in rows}) == 1
    )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
