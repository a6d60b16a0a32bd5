"""Sentence words: the words of a sentence to compare by, without what is no word of it.

Dates, addresses of pages, numbers of sections, templates and glyphs are left out; contractions
are written out, and words with several spellings have one.
"""

import re
from functools import lru_cache
from typing import Final

from notify.rules import Rules
from notify.same_spellings import in_one_spelling

_MONTH: Final = (
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|ember|ober)?"
)
_NOT_WORDS: Final = re.compile(
    rf"""!\[[^\]]{{0,300}}\]\([^)\s]{{0,500}}\)?   # an image that was never rendered
    | <[^<>]{{0,300}}>
    | (?:https?://|www\.)\S+
    | \b{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b
    | \b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\.?,?\s+\d{{4}}\b
    | \b{_MONTH}\.?\s+\d{{4}}\b
    | \b\d{{4}}-\d\d?-\d\d?\b | \b\d\d?[/.]\d\d?[/.](?:\d\d){{1,2}}\b
    | \b(?:section|article|clause|paragraph|part|appendix|exhibit)s?\s+
      (?:[a-z]|[ivx]{{1,4}}|\d{{1,3}})?(?:[.\d]+|\([a-z0-9]{{1,3}}\)|\.[a-z]\b)*(?=\W|$)
      (?:(?<=\d)\s?\((?-i:[A-Z])[^()]{{0,80}}\))?   # the title of what is referred to
    | (?<=[\s;,:])\((?:[ivx]{{1,5}}|[a-z])\)(?=\s)   # the number of an entry inside of a sentence
    | \b\d{{1,4}}(?:\.\d{{1,4}}){{2,}}\b | ^\d{{1,3}}\.\d{{1,3}}\s
    | ^\W{{0,3}}(?:\d{{1,3}}(?:\.\d{{1,3}})*|[a-z]|[ivx]{{1,5}})[.)]+(?:\s|$)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TEMPLATE: Final = re.compile(r"\{[{%].{0,200}?[}%]\}")
FILLED: Final = "\ue000"  # stands for what a template would fill in: any few words
# Signs that say by themselves what a word would: yes or no, more or less. Two tildes strike nothing
# out on the page, but whoever reads them takes the words between for struck.
_SAYING: Final = r"[✓✔☑✅✗✘✕☒❌☐≤≥≠±]|[<>](?=\s?[$€£]?\d)|~~"
WORD: Final = re.compile(rf"[^\W\d_]+(?:['-][^\W\d_]+)*|[$€£]?\d[\d.,]*%?|{FILLED}|{_SAYING}")
_POINT: Final = re.compile(r"\d[.,]")  # that may end the sentence and not belong to the number
_CONTRACTIONS: Final = (
    (re.compile(r"\b(?:can't|cannot)\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"\bit's\b"), "it is"),
)
_GLYPHS: Final = str.maketrans(
    {**dict.fromkeys("“”„", '"'), **dict.fromkeys("‘’‚", "'"), "‑": "-", "–": " - ", "—": " - "}
)
_INITIALS: Final = re.compile(r"[A-Z](?<!\w[A-Z])\.(?:[A-Z]\.)+")


@lru_cache(maxsize=4096)
def readable(text: str) -> str:
    """Return a sentence in plain glyphs, without dates, addresses and what else is no word of it."""
    plain = _TEMPLATE.sub(" ", in_plain_glyphs(text))
    return " ".join(_NOT_WORDS.sub(" ", plain).replace("*", " ").replace("`", " ").split())


def comparable(text: str, rules: Rules) -> list[str]:
    """Return the words of a sentence to compare by, with a mark where a template stands."""
    return words_of(readable(_TEMPLATE.sub(f" {FILLED} ", text)), rules)


def words_of(plain: str, rules: Rules) -> list[str]:
    """Return the words to compare by: lower case, contractions written out, one spelling."""
    return in_one_spelling(written_words(plain), rules.same)


def in_plain_glyphs(text: str) -> str:
    """Return a text with one glyph for each kind of quotation mark, hyphen and dash."""
    return text if text.isascii() else text.translate(_GLYPHS)


def written_words(plain: str) -> list[str]:
    """Return the words as they are spelt, in lower case and with contractions written out.

    No word holds white space: those of a text are those of its lines, one after the other.
    """
    text = _INITIALS.sub(lambda found: found.group().replace(".", ""), plain).casefold()
    if "'" in text or "cannot" in text:  # looking for each takes time, and most have none
        for contraction, full in _CONTRACTIONS:
            text = contraction.sub(full, text)
    words: list[str] = WORD.findall(text)
    return [word.strip(".,") for word in words] if _POINT.search(text) else words
