"""What a policy is called where its front matter does not say: by its heading, or by its file."""

import re
from itertools import islice
from typing import Final

from archive.names import language_tag
from archive.revisions import Language

_HEADING: Final = re.compile(r"^#[ \t]+(\S.*)$|^(.+)\n=+[ \t]*$", re.MULTILINE)
_MARKUP: Final = re.compile(r"[*_`]|\{[^}]*\}|\[|\]\([^)]*\)|<[^>]*>")
_NO_WORDS: Final = re.compile(
    r"^(`{3,}|~{3,}).*?(?:^\1[`~]*[ \t]*$|\Z)|<!--.*?(?:-->|\Z)", re.MULTILINE | re.DOTALL
)
_BLOCK: Final = re.compile(r"\S[^\n]*(?:\n[ \t]*\S[^\n]*)*")
_SIGNS: Final = re.compile(r"[-_\s]+")
_READ: Final = 50_000  # characters; whoever has no heading there has none for the whole
_LONGEST: Final = 200
_BEFORE: Final = 2  # blocks above a text's heading, such as a date and a link to older texts


def title_of(markdown: str, *, path: str, language: Language) -> str:
    """Return the heading above a text, else the words of its file's name without the language.

    The first of several great headings, below an introduction, is that of a section.
    """
    text = _NO_WORDS.sub("", markdown[:_READ])
    headings = list(islice(_HEADING.finditer(text), 2))
    if headings and (len(headings) == 1 or _is_above(text, headings[0].start())):
        words = _words(headings[0][1] or headings[0][2])
        if words:
            return words
    return _name(path, language)


def _words(heading: str) -> str:
    plain = _MARKUP.sub("", heading[: 5 * _LONGEST].rstrip().rstrip("#"))
    return " ".join(plain.split())[:_LONGEST]


def _is_above(text: str, start: int) -> bool:
    return len(list(islice(_BLOCK.finditer(text, 0, start), _BEFORE + 1))) <= _BEFORE


def _name(path: str, language: Language) -> str:
    *folders, file = path.split("/")
    name = file.rpartition(".")[0] or file
    for each in (name, *reversed(folders)):
        words = _without_language(list(filter(None, _SIGNS.split(each))), language)
        if words:
            return " ".join(words)
    return name


def _without_language(words: list[str], language: Language) -> list[str]:
    """Leave out the tag of a text's own language at either end: "EN-Terms", "terms.pt-BR"."""
    parts = [part for word in words for part in _at_dots(word)]
    for size in (2, 1):
        if language_tag("-".join(parts[:size])) == language:
            return parts[size:]
        if language_tag("-".join(parts[-size:])) == language:
            return parts[:-size]
    return words


def _at_dots(word: str) -> list[str]:
    """Return a word cut where a language may follow it, "terms.de"; "1.0" is one word."""
    name, dot, tag = word.rpartition(".")
    return [name, tag] if dot and name and language_tag(tag) else [word]
