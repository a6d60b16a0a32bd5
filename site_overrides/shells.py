"""The theme around an archived page: rendered once for each depth, then filled thousands of times."""

import re
from dataclasses import dataclass
from html import escape
from itertools import chain, zip_longest
from typing import Final, Protocol

from markupsafe import Markup

from archive.revisions import Language
from site_overrides.archived_pages import ArchivedPage
from site_overrides.errors import UnsuitableConfiguration

# Letters and digits only, so that no filter of a theme changes them.
TITLE: Final = "FairNoticeShellTitle0"
HEAD: Final = "FairNoticeShellHead0"
CANONICAL: Final = "FairNoticeShellCanonical0"
BODY: Final = "FairNoticeShellBody0"
CONTENTS: Final = "FairNoticeShellContents0"
_SLOTS: Final = re.compile(
    f"({TITLE}|{HEAD}|{CANONICAL}|{BODY}|<li[^>]*>(?:(?!<li).)*?{CONTENTS}.*?</li>)", re.DOTALL
)


class Draw(Protocol):
    """Draws a page of the theme with tokens at an address, in a language."""

    def __call__(self, address: str, language: Language, *, contents: bool) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """A page of the theme, cut where title, head, canonical address, contents and body go."""

    fixed: tuple[bytes, ...]  # one more than there are slots
    slots: tuple[str, ...]  # the tokens between them

    def around(self, page: ArchivedPage, *, canonical: str) -> bytes:
        """Return the whole page; only head, body and contents are HTML already."""
        values = {
            TITLE: escape(page.title),
            CANONICAL: escape(canonical),
            HEAD: page.head,
            BODY: page.body,
        }
        filled = [values.get(slot, page.contents).encode() for slot in self.slots]
        return b"".join(chain.from_iterable(zip_longest(self.fixed, filled, fillvalue=b"")))


class Shells:
    """The shells of one build, each drawn when the first page of its kind comes."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._drawn: dict[tuple[int, bool, Language], Shell] = {}

    def for_page(self, page: ArchivedPage) -> Shell:
        """Return the shell for a page: links of the theme depend on how deep it lies, words on language."""
        kind = (page.address.count("/"), bool(page.contents), page.language)
        if kind not in self._drawn:
            drawn = self._draw(page.address, page.language, contents=bool(page.contents))
            self._drawn[kind] = cut(drawn)
        return self._drawn[kind]


def cut(html: str) -> Shell:
    """Return the shell that a page drawn with tokens makes."""
    pieces = _SLOTS.split(html)
    if pieces.count(BODY) != 1:
        raise UnsuitableConfiguration(
            "the theme leaves out the text of archived pages: let main.html show {{ page.content }}"
        )
    return Shell(fixed=tuple(piece.encode() for piece in pieces[::2]), slots=tuple(pieces[1::2]))


def skip_target() -> Markup:
    """Return the anchor that the theme's skip link of an archived page leads to."""
    return Markup("fn-text")
