"""Files from outside read into Markdown: HTML and DOCX, through the allow-list of the pages."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

import mammoth  # type: ignore[import-untyped]
import nh3
from bs4 import BeautifulSoup, Tag
from bs4.dammit import UnicodeDammit

from archive.docx_origins import Origin
from archive.docx_packages import read_docx_package
from archive.docx_xml import bookmark_name
from archive.errors import UnreadableText
from archive.front_matter import split
from archive.markdown_writing import markdown_of
from archive.placeholders import is_placeholder
from archive.rendering import clean, render
from archive.texts import decoded
from archive.words import normalised_words

MARKDOWN: Final = (".md", ".markdown")
HTML: Final = (".html", ".htm", ".xhtml")
DOCX: Final = (".docx",)

LARGEST: Final = 20_000_000  # bytes of a file
_LONGEST: Final = 2_000_000  # characters of a text; `check` refuses longer ones

# What a saved page has round its text; the words inside go as well.
_ROUND_THE_TEXT: Final = set(
    "aside button datalist dialog iframe math nav noscript object option script select style svg"
    " template textarea".split()
)
_STYLES: Final = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
_PREFIX: Final = "docx-"  # of the anchors that a Word file brings
_HEADING: Final = re.compile(r"^# +(\S[^\n]*)$", re.MULTILINE)
_MARKUP: Final = re.compile(r"\\(?=[^\w\s])|[*`]|</?[a-z][^>]*>|\]\([^)]*\)|\[")
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignFile:
    """A file as it came: how its name ends, and its bytes."""

    suffix: str
    data: bytes
    links: frozenset[str] = frozenset()  # addresses within the site that its links may keep


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedText:
    """What a file from outside says, as Markdown, and what a person should look at."""

    markdown: str  # front matter included, where the file had one
    title: str | None
    remarks: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()  # tracked changes and comments
    origin: Origin | None = None  # the text that a Word document says it was made from


def read_foreign(file: ForeignFile) -> ImportedText:
    """Return a file's text; raises UnreadableText, which says what to do."""
    if len(file.data) > LARGEST:
        raise UnreadableText(f"has more than {LARGEST // 1_000_000} MB; a text has less")
    if file.suffix in DOCX:
        found = _from_docx(file.data, file.links)
    elif file.suffix in HTML:
        found = _from_page(file.data)
    else:
        text = decoded(file.data)
        found = ImportedText(markdown=text, title=_title(split(text)[1]))
    if len(found.markdown) > _LONGEST:
        raise UnreadableText("is longer than 2,000,000 characters; divide it")
    if is_placeholder(split(found.markdown)[1], dates=()):
        raise UnreadableText("holds no text below its headings")
    return found


def _from_docx(data: bytes, links: frozenset[str]) -> ImportedText:
    package = read_docx_package(data)
    result = mammoth.convert_to_html(
        io.BytesIO(package.data),
        style_map=_STYLES,
        include_embedded_style_map=False,
        external_file_access=False,
        convert_image=lambda _: [],
        id_prefix=_PREFIX,
    )
    page = _with_known_anchors(clean(result.value), links)
    markdown, remarks = _written(page, links)
    lost = _lost_words(package.words, page)
    if lost:
        remarks = (*remarks, f"words of the file that did not get through: “{lost}”")
    return ImportedText(
        markdown=markdown,
        title=_title(markdown),
        remarks=(*package.remarks, *remarks),
        undecided=package.undecided,
        origin=package.origin,
    )


def _with_known_anchors(page: str, links: frozenset[str]) -> str:
    """Return a page whose links to bookmarks of ours lead to the anchors they were made from."""
    for link in sorted(links):
        if link.startswith("#"):
            bookmark = f'href="#{_PREFIX}{bookmark_name(link[1:])}"'
            page = page.replace(bookmark, f'href="{escape(link)}"')
    return page


def _from_page(data: bytes) -> ImportedText:
    text = UnicodeDammit(data, ["utf-8"], is_html=True).unicode_markup
    if text is None:
        raise UnreadableText("is text in no encoding that is known; save it as UTF-8")
    whole = BeautifulSoup(_well_formed(text), "html.parser")
    for hidden in whole.find_all(hidden=True):
        hidden.extract()
    part = _main_part(whole)
    pictures = len(part.find_all("img"))
    for picture in part.find_all("img"):
        picture.extract()
    page = clean(str(part))
    markdown, remarks = _written(page)
    if part is not whole:
        remarks = (*remarks, f"taken is its <{part.name}>; the rest of the page is left out")
    if pictures:
        remarks = (*remarks, f"{pictures} picture{'s' if pictures > 1 else ''} left out")
    return ImportedText(markdown=markdown, title=_title(markdown), remarks=remarks)


def _well_formed(page: str) -> str:
    """Return a page as a browser would read it, its own form kept, what is round the text gone."""
    return nh3.clean(
        page,
        tags=(nh3.ALLOWED_TAGS | {"main"}) - _ROUND_THE_TEXT,
        clean_content_tags=_ROUND_THE_TEXT | {"title"},
        generic_attribute_prefixes=None,
        attributes={
            **nh3.ALLOWED_ATTRIBUTES,
            "time": {"datetime"},
            "*": {"id", "hidden", "lang", "title"},
        },
        link_rel=None,
    )


def _main_part(page: BeautifulSoup) -> Tag:
    """Return the one part a page marks as its text, or the whole page."""
    for name in ("main", "article"):
        parts = page.find_all(name)
        if len(parts) == 1:
            return parts[0]
    return page


def _written(page: str, known_links: frozenset[str] = frozenset()) -> tuple[str, tuple[str, ...]]:
    """Return cleaned HTML as Markdown, and whether its words are still the same."""
    markdown = markdown_of(page, links=known_links)
    before, after = normalised_words(page), normalised_words(render(markdown))
    links = len(re.findall(r"<a [^>]*href=", page)) - len(
        re.findall(r"<a [^>]*href=", render(markdown))
    )
    remarks = (
        [] if before == after else [f"compare it with the file from “{_differing(before, after)}”"]
    )
    if links > 0:
        remarks.append(f"{links} link{'s' if links > 1 else ''} within the old site left out")
    return markdown, tuple(remarks)


def _differing(before: str, after: str) -> str:
    words, others = before.split(), after.split()
    start = next(
        (n for n, pair in enumerate(zip(words, others, strict=False)) if pair[0] != pair[1]),
        min(len(words), len(others)),
    )
    return " ".join(words[max(0, start - 3) : start + 5])[:_SHOWN]


def _lost_words(words: str, page: str) -> str:
    """Return words of the file that the page lacks, as many as can be shown."""
    missing = Counter(re.findall(r"\w+", words)) - Counter(re.findall(r"\w+", _struck_too(page)))
    return " ".join(_in_order(words, missing))[:_SHOWN]


def _struck_too(page: str) -> str:
    return normalised_words(re.sub(r"</?(?:s|del)>", "", page))


def _in_order(words: str, missing: Counter[str]) -> Iterator[str]:
    left = Counter(missing)
    for word in re.findall(r"\w+", words):
        if left[word] > 0:
            left[word] -= 1
            yield word


def _title(markdown: str) -> str | None:
    heading = _HEADING.search(markdown)
    words = " ".join(_MARKUP.sub("", heading[1]).split()) if heading else ""
    return words[:200] if words and words.isprintable() else None
