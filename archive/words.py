"""The normalised words of a text: what decides whether a commit made a revision.

Markup, wrapping, quotes, dashes and link targets are no words; struck words count as
absent. The letters and their order, and all other punctuation, are. To the words shown belongs
that there is a picture, and what is said in its place.
"""

import hashlib
import html
import re
from collections import Counter
from collections.abc import Callable
from typing import Final

# Part of every word hash: raise it when the same HTML gives other words than before.
WORDS: Final = "w1"

_STRUCK: Final = re.compile(r"<(del|s)\b[^>]*>.*?</\1>", re.DOTALL)
_INLINE_TAG: Final = re.compile(
    r"</?(?:a|abbr|b|cite|code|dfn|em|i|ins|kbd|mark|q|samp|small|span|strong|sub|sup|time|u|var"
    r"|wbr)\b(?:[^>\"]|\"[^\"]*\")*>"
)
# No "<" outside quotes: else each of many that nothing closes is followed to the end.
_TAG: Final = re.compile(r"<(?:[^<>\"]|\"[^\"]*\")*>")
# A parser of HTML takes the second "<" for an attribute, and both vanish as one tag.
_TAG_IN_TAG: Final = re.compile(r"<[a-z/!?][^<>]*<", re.IGNORECASE)
_GLYPHS: Final = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a", " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
    "…": "...",
}
# A search finds the few there are ten times as fast as `str.translate` walks a long text.
_GLYPH: Final = re.compile(f"[{''.join(_GLYPHS)}]")
# Where one of these stands anywhere in a text, a plain line may be hidden or struck.
_HIDING: Final = re.compile(
    r"<(?:!--|!\[|\?|(?:del|s|script|style|template|iframe|object|svg|math|head|title|noscript)\b"
    r"|[a-z][^<>\n]*\smarkdown\b)|~~~",
    re.IGNORECASE,
)
_WHOLE_FRAME: Final = re.compile(
    r"""<iframe(?: [\w-]+(?:="[^"<>\n]*")?)*></iframe>""", re.IGNORECASE
)
# A definition may take in the lines below it, and a second one of its name is not shown.
_DEFINITION: Final = re.compile(r"^[ >]*\*?\[[^\]\n]+\]:", re.MULTILINE)
# Where a link leads, and its title where that ends on its line.
_TARGET: Final = re.compile(r'\]\([^()\s]*(?: "[^"\n]*")?\)')
# A tag or picture that goes on below its line: what stands there may be no text.
_UNFINISHED: Final = re.compile(
    r"""<[a-z/!?](?!(?:[^<>"'\n]|"[^"<>\n]*"|'[^'<>\n]*')*>)|!\[(?![^\[\]\n]*\])""", re.IGNORECASE
)
# Where one of these is left in a line, some of its words may be markup and not text.
_MARKUP: Final = re.compile(r"[<>{}`~^=]|!\[|\]\[|\]\(|\]:|\[\^|^\s*\[|&#?\w+;|^\s*\*\[|^\s*!!!")
# What may stand inside a word and vanish: where a link leads, and what attributes it has.
_TARGETS: Final = re.compile(r"\](?:\([^()]*\)|\[[^\[\]]*\])")
_ATTRIBUTES: Final = re.compile(r"\{[^{}]*\}")
_PICTURE: Final = re.compile(r'<img\b(?:[^<>"]|"[^"]*")*>')
_PICTURE_SIGN: Final = "\ufffc"
_ALT: Final = re.compile(r'\salt="([^"]*)"')
_NO_WORD: Final = re.compile(r"[^\w\s]|_")
_RULE: Final = re.compile(r"^[ >]*(\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?)[ ]*$", re.MULTILINE)
# Any markup at all needs one of these.
_SUSPICIOUS: Final = re.compile(r"[][<>{}`~^=&]|^\s*!!!")
_LIST_NUMBER: Final = re.compile(r"^(?:[^\S\n]|>)*\d+[.)\\]", re.MULTILINE)
_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_WORD: Final = re.compile(r"[^\W_]+")


def normalised_words(rendered: str) -> str:
    """Return the visible words and marks of cleaned HTML, single spaces between them."""
    text = _STRUCK.sub(" ", rendered)
    text = _INLINE_TAG.sub("", text)
    return " ".join(words_of_plain(html.unescape(_TAG.sub(" ", text))))


def shown_words(rendered: str) -> str:
    """Return the normalised words with every picture among them, and what is said in its place.

    Where a picture comes from is not told: that a text shows another one cannot be seen in it.
    """
    if "<img" in rendered:
        rendered = _PICTURE.sub(_picture_words, rendered)
    return normalised_words(rendered)


def _picture_words(tag: re.Match[str]) -> str:
    said = _ALT.search(tag[0])
    return f" {_PICTURE_SIGN} {html.escape(html.unescape(said[1])) if said else ''} "


def words_of_plain(text: str) -> list[str]:
    """Return the words and marks of a text that holds no markup."""
    return _TOKEN.findall(_GLYPH.sub(lambda glyph: _GLYPHS[glyph[0]], text))


def words_hash(rendered: str) -> str:
    """Return "w1:sha256:…", equal for texts that show equal words."""
    digest = hashlib.sha256(shown_words(rendered).encode("utf-8", "surrogatepass"))
    return f"{WORDS}:sha256:{digest.hexdigest()}"


def surely_differ(old: str, new: str) -> bool:
    """Return True when two Markdown texts show different words beyond doubt, without rendering.

    True only where lines without doubtful markup hold a word more often than the other text
    can show it. False says nothing: render both and compare.
    """
    if _may_hide(old) or _may_hide(new):
        return False
    before, after = _changed_lines(old.split("\n"), new.split("\n"))
    shared = Counter(before) & Counter(after)
    gone, come = Counter(before) - shared, Counter(after) - shared
    return _shows_more(gone, old, come, new) or _shows_more(come, new, gone, old)


def _may_hide(text: str) -> bool:
    return (
        (("<" in text or "~~~" in text) and _HIDING.search(without_frames(text)) is not None)
        or (("<" in text or "![" in text) and _UNFINISHED.search(text) is not None)
        or "[TOC]" in text
        or ("]:" in text and _DEFINITION.search(text) is not None)
        # The title of a link may take in whole lines.
        or ("](" in text and "](" in _TARGET.sub("]", text))
    )


def without_frames(text: str) -> str:
    """Return a text without the frames that end where they begin, and so hide nothing else."""
    return _WHOLE_FRAME.sub("", text)


def _changed_lines(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Cut the lines that both texts begin with, and those that both end with."""
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    left = shorter - start
    end = next((n for n in range(left) if old[-1 - n] != new[-1 - n]), left)
    return old[start : len(old) - end], new[start : len(new) - end]


def _shows_more(lines: Counter[str], text: str, other_lines: Counter[str], other_text: str) -> bool:
    """Return whether lines of one text show a word more often than the other text can."""
    columns = _fewest_columns(text)
    plain = "\n".join(line for line in lines.elements() if not _is_doubtful(line, columns))
    shown = Counter(_WORD.findall(_without_numbers(plain)))
    others = "\n".join(other_lines.elements())
    # Most words stand there as they are: counting them so is quick, and never counts too many.
    missing = shown - Counter(_WORD.findall(others))
    if not missing:
        return False
    most, most_in_doubt = _at_most(others), _at_most(_doubtful_lines(other_text))
    return any(most_in_doubt(word) == 0 and shown[word] > most(word) for word in missing)


def _doubtful_lines(text: str) -> str:
    """Return the lines that may show words which they do not hold, whatever stands round them now."""
    columns = _fewest_columns(text)
    return "\n".join(line for line in text.split("\n") if _is_doubtful(line, columns))


def _at_most(text: str) -> Callable[[str], int]:
    """Return what counts how often a text may show a word, however its letters are marked up."""
    unescaped = html.unescape(text)
    if _TAG_IN_TAG.search(unescaped):
        return lambda _: len(text)
    joined = _ATTRIBUTES.sub("", _TARGETS.sub("", _TAG.sub("", unescaped)))
    joined = _NO_WORD.sub("", joined)
    return lambda word: text.count(word) + joined.count(word)


def _is_doubtful(line: str, columns: int | None) -> bool:
    """Return whether some of the words of a line may be markup, or stand in a cell too many."""
    if columns is not None and line.strip().strip("|").count("|") >= columns:
        return True
    if _SUSPICIOUS.search(line) is None:
        return False
    return _MARKUP.search(_starts_with_link(_without_numbers(line))) is not None


def _without_numbers(lines: str) -> str:
    """Return lines without the numbers of list items and without where their links lead."""
    return _LIST_NUMBER.sub("", _TARGET.sub("]", lines))


def _fewest_columns(text: str) -> int | None:
    """Return how many columns the narrowest table of a text has; None without any table."""
    if "|" not in text:
        return None
    rules = (rule.strip().strip("|").count("|") + 1 for rule in _RULE.findall(text))
    return min(rules, default=None)


def _starts_with_link(line: str) -> str:
    """A bracket at the start of a line is a link's text once its target was cut."""
    return line.lstrip().removeprefix("[") if line.lstrip().startswith("[") else line
