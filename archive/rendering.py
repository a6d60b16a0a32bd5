"""What the public sees of a text: Markdown to HTML, cleaned by one allow-list.

The same function renders the page in force, archived pages, redlines and mails,
so a redline compares what readers were shown.
"""

import html
import re
from typing import Final

import markdown

# Part of every cache key: raise it when the same Markdown gives other HTML than before.
RENDERER: Final = "r2"

EXTENSIONS: Final = (
    "toc",
    "tables",
    "fenced_code",
    "attr_list",
    "def_list",
    "footnotes",
    "admonition",
    "md_in_html",
    "sane_lists",
)
EXTENSION_OPTIONS: Final = {"tables": {"use_align_attribute": True}, "toc": {"permalink": False}}

_TAGS: Final = set(
    "a abbr b blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 "
    "h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub sup table tbody td "
    "tfoot th thead tr u ul var wbr time details summary".split()
)
_ATTRIBUTES: Final = {
    "*": {"id", "lang", "dir", "title"},
    "a": {"href", "rel", "rev"},
    "img": {"src", "alt", "width", "height"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "ol": {"start", "type", "reversed"},
    "time": {"datetime"},
    "abbr": {"title"},
}
_CONTENT_GOES_TOO: Final = set("script style template iframe object svg math head title".split())
# Material's own elements are called `__search`, `__drawer` and the like.
_PLAIN_ID: Final = re.compile(r"(?!__)[\w.:-]{1,200}")
# No text can forge it: the allow-list takes this class from whatever an author writes.
_AS_WRITTEN: Final = '<pre class="as-written">'
_DEEPEST: Final = 100  # elements in one another; a list in a list in a list takes six
_TAG: Final = re.compile(r"""<(/?)([a-z][a-z0-9]*)(?:[^<>"]|"[^"]*")*>""")
_VOID: Final = frozenset({"br", "hr", "img", "wbr"})
_CLASSES: Final = {
    "div": {"admonition", "note", "warning", "important", "tip", "info", "footnote"},
    "p": {"admonition-title"},
    "a": {"footnote-ref", "footnote-backref"},
}


def new_renderer() -> markdown.Markdown:
    """Return what reads Markdown here; for many short texts one is made and used again."""
    return markdown.Markdown(
        extensions=list(EXTENSIONS), extension_configs=dict(EXTENSION_OPTIONS), output_format="html"
    )


def render(markdown_text: str, renderer: markdown.Markdown | None = None) -> str:
    """Return the HTML of a text without its front matter; no script, style or form survives.

    A text too deeply nested to be read by anybody is shown as it is written.
    """
    fresh = new_renderer() if renderer is None else renderer.reset()
    try:
        page = clean(fresh.convert(markdown_text))
    except RecursionError:
        # Lists inside lists inside lists, thousands deep: one text must not stop the others.
        return as_written(markdown_text)
    return laid_out(page, markdown_text)


def laid_out(page: str, markdown_text: str) -> str:
    """Return a cleaned page, or its text as it is written where elements stand in too many others.

    Nobody sees a hundred levels, and what is compared of a clause grows with all that it stands in.
    """
    depth = 0
    for tag in _TAG.finditer(page):
        if tag[1]:
            depth -= 1
        elif tag[2] not in _VOID:
            depth += 1
            if depth > _DEEPEST:
                return as_written(markdown_text)
    return page


def as_written(markdown_text: str) -> str:
    """Return a text as HTML that shows every character of it, for one that cannot be laid out."""
    return f"{_AS_WRITTEN}{html.escape(markdown_text)}</pre>"


def is_as_written(page: str) -> bool:
    """Return whether HTML shows a text as it is written, because it could not be laid out."""
    return page.startswith(_AS_WRITTEN)


def clean(page: str) -> str:
    """Return HTML with everything outside the allow-list removed (T1 of the threat list)."""
    import nh3  # noqa: PLC0415 - most builds find every text in the cache, cleaned

    return nh3.clean(
        page,
        tags=_TAGS,
        clean_content_tags=_CONTENT_GOES_TOO,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        allowed_classes=_CLASSES,
        url_schemes={"https", "http", "mailto"},
        link_rel=None,
        generic_attribute_prefixes=None,
    )


def _kept(tag: str, attribute: str, value: str) -> str | None:  # noqa: ARG001 (nh3's signature)
    """Drop an id that is no plain name, or that the theme's own scripts look for."""
    if attribute == "id" and not _PLAIN_ID.fullmatch(value):
        return None
    return value
