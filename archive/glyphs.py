"""Glyphs and words: which stretches of text are one word, and which differ only in type.

A word's key is what is compared. Quotes, dashes, invisible and composed characters of
another shape give the same key; other letters, figures and punctuation do not.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

IMAGE: Final = "\ufffc"  # stands for a picture while a text is cut into words

_INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_DASHES: Final = "-‐‑‒–—―−"
_FOLDED: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_INVISIBLE, ""),
        "…": "...",
    }
)
# Python's \w leaves out the accents and vowel signs that are written as characters of their own.
_SIGNS: Final = "".join(
    chr(code) for code in range(0x300, 0x3100) if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
_IN_WORD: Final = rf"[\w{_INVISIBLE}{_SIGNS}]"
# The bounds keep a long hostile run without spaces from being read again at each of its words.
_WORD: Final = re.compile(
    rf"""(
      https?://[^\s<>"“”{IMAGE}]{{0,2000}}[\w/]
    | [\w.+-]{{1,64}}@\w[\w-]{{0,62}}(?:\.\w[\w-]{{0,62}})+
    | {_IN_WORD}+(?:['’.]{_IN_WORD}+|(?<=\d),(?=\d){_IN_WORD}+)*
    | \.\.\. | [{_DASHES}]+ | \S
    )""",
    re.VERBOSE,
)
# The same for the many texts in which all of that comes down to less, cut in half the time. The
# four separators are white space to all else here, yet not to a pattern of ASCII.
_SIMPLE_WORD: Final = re.compile(
    r"(\w+(?:['.]\w+|(?<=\d),(?=\d)\w+)*|\.\.\.|-+|[^\s\x1c-\x1f])", re.ASCII
)
_LONG: Final = 40  # characters from which on a stretch is not remembered
_MOST_KNOWN: Final = 1 << 16
_ADDRESS_SIGNS: Final = ("@", "://")
# Scripts written without spaces: each character with its signs is compared by itself.
_UNSPACED: Final = re.compile(
    rf"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    rf"[{_INVISIBLE}{_SIGNS}]*)"
)


def words(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each word and punctuation mark, in order."""
    spans = map(re.Match.span, _pattern(text).finditer(text))
    if _has_spaces_between_words(text):
        return spans
    return (part for span in spans for part in _unspaced(text, *span))


def keys(text: str) -> tuple[str, ...]:
    """Return what each word and mark of a text is compared by."""
    return tuple(chain.from_iterable(map(_CUT_KEYS.__getitem__, text.split())))


def pieces(text: str) -> list[str]:
    """Return the words and marks of a text with the white space around each, in turn.

    They begin and end with white space, which may be none; joined they are the text.
    """
    if _has_spaces_between_words(text):
        return _pattern(text).split(text)
    found, at = [], 0
    for start, end in words(text):
        found += [text[at:start], text[start:end]]
        at = end
    return [*found, text[at:]]


class _Known(dict[str, tuple[str, ...]]):
    """What was made of stretches without white space; most of them stand in many texts."""

    def __init__(self, make: Callable[[str], Iterable[str]]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, stretch: str) -> tuple[str, ...]:
        made = tuple(self._make(stretch))
        if len(stretch) < _LONG:
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[stretch] = made
        return made


def _cut_keys(stretch: str) -> Iterator[str]:
    return (key(stretch[start:end]) for start, end in words(stretch))


_CUT_KEYS: Final = _Known(_cut_keys)


def _pattern(text: str) -> re.Pattern[str]:
    simple = text.isascii() and not any(sign in text for sign in _ADDRESS_SIGNS)
    return _SIMPLE_WORD if simple else _WORD


def _has_spaces_between_words(text: str) -> bool:
    return text.isascii() or not _UNSPACED.search(text)


def _unspaced(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for part in _UNSPACED.split(text[start:end]):
        if part:
            yield at, at + len(part)
            at += len(part)


@lru_cache(maxsize=1 << 16)
def key(word: str) -> str:
    """Return what a word is compared by; nothing is left of invisible characters."""
    if word.isalnum() and word.isascii():
        return word
    folded = unicodedata.normalize("NFC", word.translate(_FOLDED))
    return "-" if folded and not folded.strip("-") else folded


def spacing(raw: str) -> str:
    """Return white space with its ordinary runs as one space; a no-break space stays itself."""
    return " " if raw in (" ", "\n") else re.sub(r"[ \t\r\n\f\v]+", " ", raw)
