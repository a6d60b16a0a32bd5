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
from archive.words import shown_words, surely_differ, without_frames, words_of_plain

# What begins a block that takes nothing from the block before it and gives nothing to it.
_CUT: Final = re.compile(r"\n\n(?=[^\W\d_]|#|\||\*\*\w|[\[(\"“])")
# A block that is nothing but a list, and what begins the next of its items.
_LIST: Final = re.compile(
    r"[*+-] +(?:[*_]{0,3}[^\W_]|[^\s\w*+-])[^\n]*(?:\n(?: {4}|[*+-] +(?:[*_]{0,3}[^\W_]|[^\s\w*+-]))[^\n]*)*"
)
_NEXT_ITEM: Final = re.compile(r"\n(?=[*+-] )")
# Tags that stay within their line; any other may close, hide or move what follows.
_RAW_HTML: Final = re.compile(
    r"""<(?!br\ ?/?>|https?://[^\s<>"']*>|[\w.+-]+@[\w.-]+>|[\s\d=(,.;)]
        |img(?:\ [\w-]+="[^"<>\n]*")*\ ?/?>)""",
    re.IGNORECASE | re.VERBOSE,
)
# In an attribute these become what a reader of HTML may take for a tag.
_HIDDEN_HTML: Final = re.compile(r"&(?:#|lt|gt|nvlt|nvgt)", re.IGNORECASE)
_REACHES_FAR: Final = ("```", "~~~", "]:", "[TOC]", "\x02", "\x03")
# Lists and quotes so deep that the renderer may give up on the text as a whole.
_DEEP: Final = re.compile(r"\n(?!-+\n)[ \t>*+:.)0-9-]{60}")
# Letters, figures and marks that no renderer reads as markup, each line beginning with a letter.
_PLAIN: Final = re.compile(
    r"""(?:[(“"]?[^\W\d_](?:[^\W_]|[ \xa0,.;:?!()'"‘’“”/%$€£–—…@+=®©™·•-])*(?:\n|\Z))+"""
)
# Blocks of which it is known what they show: a list, a heading, a heading that is underlined.
_BULLETS: Final = re.compile(r"(?:[*+-] [^\n]*(?:\n|\Z))+")
_NUMBERS: Final = re.compile(r"(?:\d{1,9}\. [^\n]*(?:\n|\Z))+")
_MARKS: Final = re.compile(r"^(?:[*+-]|\d{1,9}\.) +", re.MULTILINE)
_HASHES: Final = re.compile(r"#{1,6} +(?=[^\n]*\Z)")
_UNDERLINE: Final = re.compile(r"\A([^\n]+)\n(?:-{3,}|={3,})\Z")
_LINK_WORDS: Final = re.compile(r"(?<!!)\[([^\[\]\n]*)\]\(\)")
_STRONG: Final = re.compile(r"(\*\*|\*)(?=[^\s*])([^*\n]*[^\s*])\1(?!\*)")
_ESCAPED_MARK: Final = re.compile(r"\\([().!+-])")
# What follows a link's or a picture's words: where it leads, and its title.
_PLACE: Final = r"""[^\s\[\]()<>`\\{}|"'*]"""
_TAIL: Final = re.compile(
    rf"""\]\({_PLACE}*(?:\({_PLACE}*\){_PLACE}*)*(?: "(?:[^\n\[\]<>`\\{{}}|"']|'(?! *\)))*")?\)"""
)
_ESCAPED: Final = re.compile(r"\\[\\*_{}\[\]()>#+.!-]")
_PICTURE: Final = re.compile(r"!\[[^\[\]<\n]*\]\(\)")
_LINK: Final = re.compile(r"\[[^\[\]<\n]*\]\(\)")
# However many spaces stand behind the mark of a list's item, it says the same.
_ITEM: Final = re.compile(
    r"^( {0,3}(?:[*+-]|\d{1,9}\.)) +(?=[*_]{0,3}[^\W_]|[\[(“\"])", re.MULTILINE
)
_NO_PLAIN_LINK: Final = re.compile(r"[\[\]`\\]|^[ >]*(?: {4}|\t)", re.MULTILINE)
# What keeps a renderer busy is thousands of these; the worst thousand known takes 0.3 seconds.
_MARKUP: Final = re.compile(r"[\[_`!<{&]|\*(?! )")
_MOST_MARKUP: Final = 1000
_LONGEST: Final = 50_000
_NEIGHBOURS: Final = 4  # texts remembered as they were cut: each is compared with the next one
_KEPT: Final = 4096  # stretches whose words are remembered: those of a few long texts


def same_words_unrendered(old: str, new: str) -> bool | None:
    """Return whether two texts show equal words; None where each must be rendered to tell."""
    if old.strip() == new.strip():
        return True
    if not (_is_separable(old) and _is_separable(new)):
        return False if surely_differ(old, new) else None
    before, after = _differing(_stretches(old), _stretches(new))
    return _same_words_in_all(before, after)


@lru_cache(maxsize=_NEIGHBOURS)
def _stretches(text: str) -> Sequence[str]:
    """Cut a text into stretches, and a list into its items."""
    found: list[str] = []
    for stretch in _CUT.split(text):
        for number, block in enumerate(stretch.split("\n\n")):
            if _LIST.fullmatch(block):
                found.extend(_NEXT_ITEM.split(block))
            elif number == 0:
                found.append(block)
            else:
                found[-1] += f"\n\n{block}"
    return found


def _same_words_in_all(old: Sequence[str], new: Sequence[str]) -> bool | None:
    """Compare place by place where both have as many stretches, and else the words of all."""
    aligned = len(old) == len(new)
    unequal = list(_unequal(old, new)) if aligned else []
    if aligned and not unequal:
        return True
    # What stands in both adds the same words to both, so it cannot make up for a loss.
    gone = [one for one, _ in unequal] or list(map(_bare, _beyond(old, new)))
    come = [other for _, other in unequal] or list(map(_bare, _beyond(new, old)))
    if surely_differ("\n\n".join(gone), "\n\n".join(come)):
        return False
    if any(map(_is_heavy, gone + come)):
        return None
    if aligned and all(_words(one) == _words(other) for one, other in unequal):
        return True
    if len(unequal) == 1:
        return False
    return _same_when_rendered(old, new) if _same_in_any_order(gone, come) else False


def _same_in_any_order(gone: Sequence[str], come: Sequence[str]) -> bool:
    return sorted(_words_of_all(gone)) == sorted(_words_of_all(come))


def _same_when_rendered(old: Sequence[str], new: Sequence[str]) -> bool | None:
    if any(map(_is_heavy, (*old, *new))):
        return None
    return _words_of_all(old) == _words_of_all(new)


def _unequal(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the stretches that differ in more than where their links lead."""
    for one, other in zip(old, new, strict=True):
        if one != other and _bare(one) != _bare(other):
            yield _bare(one), _bare(other)


def _beyond(one: Sequence[str], other: Sequence[str]) -> list[str]:
    return list((Counter(one) - Counter(other)).elements())


@lru_cache(maxsize=_NEIGHBOURS)
def _is_separable(text: str) -> bool:
    return not (
        any(mark in text for mark in _REACHES_FAR)
        or ("<" in text and _RAW_HTML.search(without_frames(text)))
        or ("&" in text and _HIDDEN_HTML.search(text))
        or _DEEP.search(f"\n{text}")
    )


def _differing(old: Sequence[str], new: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Leave out the stretches that both texts begin with, and those that both end with."""
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    left = shorter - start
    end = next((n for n in range(left) if old[-1 - n] != new[-1 - n]), left)
    return old[start : len(old) - end], new[start : len(new) - end]


def _bare(stretch: str) -> str:
    """Return a stretch that shows the same words, its links without where they lead."""
    stretch = _ITEM.sub(r"\1 ", stretch)
    if "](" not in stretch:
        return stretch
    return "\n\n".join(map(_bare_block, stretch.split("\n\n")))


def _bare_block(block: str) -> str:
    """Empty the links and pictures of a block in which every bracket is one's beyond doubt."""
    bare = _TAIL.sub("]()", block)
    rest = _LINK.sub("", _PICTURE.sub("", _ESCAPED.sub("", bare)))
    return block if _NO_PLAIN_LINK.search(rest) else bare


def _is_heavy(stretch: str) -> bool:
    """Whether rendering it may take long, so that it must not be done here (T6 of the threat list)."""
    return len(stretch) > _LONGEST or (
        len(stretch) > _MOST_MARKUP and len(_MARKUP.findall(stretch)) > _MOST_MARKUP
    )


def _words_of_all(stretches: Sequence[str]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(map(_words, stretches)))


def _words(stretch: str) -> tuple[str, ...]:
    """Return the visible words and marks of one stretch of a text."""
    return _words_of_bare(_bare(stretch))


@lru_cache(maxsize=_KEPT)
def _words_of_bare(stretch: str) -> tuple[str, ...]:
    shown = _shown(stretch)
    if shown is not None:
        return tuple(words_of_plain(shown))
    return tuple(shown_words(render(stretch, _renderer())).split())


def _shown(stretch: str) -> str | None:
    """Return what the plainest of stretches show without rendering them; None for all others."""
    blocks = [_shown_in(block) for block in stretch.split("\n\n")]
    shown = "\n".join(blocks)
    return shown if _PLAIN.fullmatch(shown) else None


def _shown_in(block: str) -> str:
    """Return a block without the markup that surely is none of its words."""
    if _BULLETS.fullmatch(block) or _NUMBERS.fullmatch(block):
        block = _MARKS.sub("", block)
    block = _UNDERLINE.sub(r"\1", _HASHES.sub("", block) if block.startswith("#") else block)
    block = _LINK_WORDS.sub(r"\1", block)
    if "*" in block:
        block = _STRONG.sub(r"\2", block)
    return _ESCAPED_MARK.sub(r"\1", block)


@cache
def _renderer() -> markdown.Markdown:
    return new_renderer()


def separate_stretches(text: str) -> list[str]:
    """Return the stretches of a text that are rendered alone as in their place; one where none is."""
    return _CUT.split(text) if _is_separable(text) else [text]
