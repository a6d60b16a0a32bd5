"""Whether two Markdown texts show equal words, with as little rendering as can be.

Most texts can be cut into stretches that show the same words alone as in their place: each begins
after an empty line as a paragraph, heading or table does, and nothing in the whole text reaches
beyond its own block (raw HTML, fences, definitions, a table of contents). Of two such texts only
the stretches that differ are looked at, and only those in doubt are rendered.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Final

import markdown

from archive.rendering import new_renderer, render
from archive.words import normalised_words, surely_differ, words_of_plain

# What begins a block that takes nothing from the block before it and gives nothing to it.
_CUT: Final = re.compile(r"\n\n(?=[^\W\d_]|#|\||\*\*\w|[\[(\"“])")
# Tags that stay within their line; any other may close, hide or move what follows.
_RAW_HTML: Final = re.compile(
    r"""<(?!br\ ?/?>|https?://[^\s<>"']*>|[\w.+-]+@[\w.-]+>|[\s\d=(,.;)]
        |img(?:\ [\w-]+="[^"<>\n]*")*\ ?/?>)""",
    re.IGNORECASE | re.VERBOSE,
)
_WHOLE_FRAME: Final = re.compile(
    r"""<iframe(?: [\w-]+(?:="[^"<>\n]*")?)*></iframe>""", re.IGNORECASE
)
# In an attribute these become what a reader of HTML may take for a tag.
_HIDDEN_HTML: Final = re.compile(r"&(?:#|lt|gt|nvlt|nvgt)", re.IGNORECASE)
_REACHES_FAR: Final = ("```", "~~~", "]:", "[TOC]", "\x02", "\x03")
# Lists and quotes so deep that the renderer may give up on the text as a whole.
_DEEP: Final = re.compile(r"\n(?!-+\n)[ \t>*+:.)0-9-]{60}")
# Letters, figures and marks that no renderer reads as markup, each line beginning with a letter.
_PLAIN: Final = re.compile(r"(?:[^\W\d_](?:[^\W_]|[ ,.;:?!()'\"’“”/%$€£–—-])*(?:\n|\Z))+")
# A link whose target is no word, whatever stands round it.
_LINK: Final = re.compile(
    r"(?<![!\\])(\[[^\[\]`<\\\n]*\])\([a-z#/][\w:/.?=&%#~+,;@$-]*(?: \"[\w .,;:/-]*\")?\)",
    re.IGNORECASE,
)
_NO_PLAIN_LINK: Final = re.compile(r"[\[\]`]|\\[()]|^[ >]*(?: {4}|\t)", re.MULTILINE)
# What keeps a renderer busy is thousands of these; the worst thousand known takes 0.3 seconds.
_MARKUP: Final = re.compile(r"[\[_`!<{&]|\*(?! )")
_MOST_MARKUP: Final = 1000
_LONGEST: Final = 50_000
_KEPT: Final = 4096  # stretches whose words are remembered: those of a few long texts


def same_words_unrendered(old: str, new: str) -> bool | None:
    """Return whether two texts show equal words; None where each must be rendered to tell."""
    if old.strip() == new.strip():
        return True
    if not (_is_separable(old) and _is_separable(new)):
        return False if surely_differ(old, new) else None
    before, after = _differing(_CUT.split(old), _CUT.split(new))
    return _same_words_in_all(before, after)


def _same_words_in_all(old: list[str], new: list[str]) -> bool | None:
    """Compare place by place where both have as many stretches, and else the words of all."""
    aligned = len(old) == len(new)
    unequal = list(_unequal(old, new)) if aligned else []
    if aligned and not unequal:
        return True
    # What stands in both adds the same words to both, so it cannot make up for a loss.
    gone = [one for one, _ in unequal] or _beyond(old, new)
    come = [other for _, other in unequal] or _beyond(new, old)
    if surely_differ("\n\n".join(gone), "\n\n".join(come)):
        return False
    if any(map(_is_heavy, gone + come)):
        return None
    if aligned and all(_words(one) == _words(other) for one, other in unequal):
        return True
    if len(unequal) == 1:
        return False
    return _same_when_rendered(old, new) if _same_in_any_order(gone, come) else False


def _same_in_any_order(gone: list[str], come: list[str]) -> bool:
    return sorted(_words_of_all(gone)) == sorted(_words_of_all(come))


def _same_when_rendered(old: list[str], new: list[str]) -> bool | None:
    if any(map(_is_heavy, old + new)):
        return None
    return _words_of_all(old) == _words_of_all(new)


def _unequal(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    for one, other in zip(old, new, strict=True):
        if one != other and not _link_elsewhere(one, other):
            yield one, other


def _beyond(one: list[str], other: list[str]) -> list[str]:
    return list((Counter(one) - Counter(other)).elements())


def _is_separable(text: str) -> bool:
    return not (
        any(mark in text for mark in _REACHES_FAR)
        or ("<" in text and _RAW_HTML.search(_WHOLE_FRAME.sub("", text)))
        or ("&" in text and _HIDDEN_HTML.search(text))
        or _DEEP.search(f"\n{text}")
    )


def _differing(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Leave out the stretches that both texts begin with, and those that both end with."""
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    left = shorter - start
    end = next((n for n in range(left) if old[-1 - n] != new[-1 - n]), left)
    return old[start : len(old) - end], new[start : len(new) - end]


def _link_elsewhere(old: str, new: str) -> bool:
    """Whether two stretches are the same but for where their plain links lead."""
    before = _LINK.sub(_bare, old)
    return before == _LINK.sub(_bare, new) and _NO_PLAIN_LINK.search(before) is None


def _bare(link: re.Match[str]) -> str:
    return f"\x02{link[1][1:-1]}\x03"


def _is_heavy(stretch: str) -> bool:
    """Whether rendering it may take long, so that it must not be done here (T6 of the threat list)."""
    return len(stretch) > _LONGEST or (
        len(stretch) > _MOST_MARKUP and len(_MARKUP.findall(stretch)) > _MOST_MARKUP
    )


def _words_of_all(stretches: Sequence[str]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(map(_words, stretches)))


@lru_cache(maxsize=_KEPT)
def _words(stretch: str) -> tuple[str, ...]:
    """Return the visible words and marks of one stretch of a text."""
    if _PLAIN.fullmatch(stretch):
        return tuple(words_of_plain(stretch))
    return tuple(normalised_words(render(stretch, _renderer())).split())


@cache
def _renderer() -> markdown.Markdown:
    return new_renderer()


def separate_stretches(text: str) -> list[str]:
    """Return the stretches of a text that are rendered alone as in their place; one where none is."""
    return _CUT.split(text) if _is_separable(text) else [text]
