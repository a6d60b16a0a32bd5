"""Quoting: words of a policy in a reason, short enough to read."""

from collections.abc import Iterable
from typing import Final

QUOTED: Final = 160  # letters of a sentence that a reason repeats


def listed(words: Iterable[str]) -> str:
    """Return words as a list that reads well, cut where it grows long."""
    all_words = list(words)
    text = " and ".join(part for part in (", ".join(all_words[:-1]), *all_words[-1:]) if part)
    return text if len(text) <= QUOTED else text[:QUOTED].rsplit(" ", 1)[0] + " …"


def quoted(sentence: str, around: Iterable[str] = ()) -> str:
    """Return a sentence short enough to read, with the words that matter still in it."""
    text = sentence.rstrip(" .;:")
    if len(text) <= QUOTED:
        return text
    places = [text.find(word) for word in around if word in text]
    start = max(0, min(places, default=0) - QUOTED // 2)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    cut = text[start : start + QUOTED].rsplit(" ", 1)[0]
    return f"{'… ' if start else ''}{cut} …"
