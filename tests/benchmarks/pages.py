"""Pages as readers and browsers take them: visible text, structure, and what is not valid in them.

Written apart from the engine, so that it can tell whether the engine is right.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

import html5lib
import lxml.html
from lxml.html import HtmlElement

from tests.benchmarks.yardstick import Stretch

_INLINE: Final = frozenset(
    "a abbr b cite code del dfn em i img ins kbd mark q s samp small span strong sub sup time u "
    "var wbr".split()
)
_BLOCKS: Final = frozenset(
    "blockquote dd details div dl dt figure h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody td tfoot th thead "
    "tr ul".split()
)
_ONLY: Final = {  # what alone may stand in an element
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "tr": {"td", "th"},
    "tbody": {"tr"},
    "thead": {"tr"},
    "tfoot": {"tr"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
}
_IN_LINE: Final = _INLINE | {"br"}  # elements that stand among words
_NO_BLOCKS: Final = frozenset("p h1 h2 h3 h4 h5 h6 dt".split()) | _INLINE
_RENAMED: Final = {"del": "s", "strike": "s", "ins": "u"}  # the text's own, in a redline


def body(page: str) -> HtmlElement:
    """Return the body of an HTML fragment."""
    found = lxml.html.document_fromstring(f"<html><body>{page}</body></html>").find("body")
    assert found is not None
    return found


def visible(page: str) -> str:
    """Return what readers see of a page, each block on lines of its own."""
    return "".join(text for _, text in _texts(body(page)))


def marked(page: str) -> list[Stretch]:
    """Return the visible text of a page whose changes stand in `ins` and `del`."""
    return [
        Stretch("-" if "del" in above else "+" if "ins" in above else "=", text)
        for above, text in _texts(body(page))
    ]


def _texts(root: HtmlElement) -> Iterator[tuple[frozenset[str], str]]:
    yield from _walk(root, frozenset())


def _walk(element: HtmlElement, above: frozenset[str]) -> Iterator[tuple[frozenset[str], str]]:
    if not isinstance(element.tag, str):
        return
    inside = above | {element.tag}
    apart = element.tag not in _INLINE
    if apart:
        yield above, "\n"
    if element.text:
        yield inside, element.text
    for child in element:
        yield from _walk(child, inside)
        if child.tail:
            yield inside, child.tail
    if apart:
        yield above, "\n"


def faults(page: str) -> Counter[str]:
    """Return what is not valid in a page: errors of parsing, and elements where none may stand.

    Words that stand in a list and in none of its items are one fault, in however many elements.
    """
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(
        f"<!doctype html><html><head><title>t</title></head><body>{page}</body></html>"
    )
    found = Counter(str(error[1]) for error in parser.errors)
    found.update(_misplaced(tree, frozenset()))
    return found


def _misplaced(element: Element, above: frozenset[str]) -> Iterator[str]:
    allowed = _ONLY.get(element.tag)
    if allowed is not None and _has_words(element):
        yield f"words in {element.tag}"
    for child in element:
        if allowed is not None and child.tag not in allowed | _IN_LINE:
            yield f"{child.tag} in {element.tag}"
        if child.tag in _BLOCKS and above & _NO_BLOCKS:
            yield f"{child.tag} inside {'/'.join(sorted(above & _NO_BLOCKS))}"
        inside = above if child.tag not in _BLOCKS or child.tag in _NO_BLOCKS else frozenset[str]()
        yield from _misplaced(child, inside | {_RENAMED.get(child.tag, child.tag)})


def _has_words(element: Element) -> bool:
    """Whether words, a line break or any other inline element stand in it directly."""
    texts = (element.text, *(child.tail for child in element))
    return any(child.tag in _IN_LINE for child in element) or any(
        text and text.strip() for text in texts
    )


def structure(page: str) -> list[str]:
    """Return the elements of a page, with their attributes and texts, in order."""
    return [*_structure(body(page))]


def accepted_structure(page: str) -> list[str]:
    """Return the elements of a redline's page when all of it is accepted."""
    root = body(page)
    for element in list(root.iter()):
        names = (element.get("class") or "").split()
        added = element.tag == "span" and (element.get("id") or "").startswith("change-")
        if (
            element.tag == "del" or "removed" in names or added
        ) and element.getparent() is not None:
            element.drop_tree()
    for element in list(root.iter("ins")):
        element.drop_tag()
    return [*_structure(root)]


def _structure(root: HtmlElement) -> Iterator[str]:
    _without_repeated_ids(root)
    text: list[str] = []
    for event, element in _events(root):
        if event == "text":
            text.append(str(element))
            continue
        words = " ".join("".join(text).split())
        text.clear()
        if words:
            yield words
        yield str(element)


def _without_repeated_ids(root: HtmlElement) -> None:
    """Take ids away from all elements but the first: a browser knows only that one by it."""
    seen = set()
    for element in root.iter():
        name = element.get("id")
        if name is not None and name in seen:
            del element.attrib["id"]
        seen.add(name)


def _events(element: HtmlElement) -> Iterator[tuple[str, str]]:
    tag = _RENAMED.get(str(element.tag), str(element.tag))
    yield "tag", f"<{tag}{_attributes(element)}>"
    if element.text:
        yield "text", element.text
    for child in element:
        yield from _events(child)
        if child.tail:
            yield "text", child.tail
    yield "tag", f"</{tag}>"


def _attributes(element: HtmlElement) -> str:
    """Return the attributes but for those with which a redline marks and names its changes."""
    kept = []
    for name, value in sorted(element.attrib.items()):
        if name == "data-was":
            continue
        if name == "class":
            others = " ".join(part for part in value.split() if not part.startswith("change"))
            kept += [f"class={others}"] if others else []
        elif not (name == "id" and value.startswith("change-")):
            kept.append(f"{name}={value}")
    return " ".join(["", *kept])
