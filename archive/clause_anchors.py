"""The lasting anchor of a clause: made of its first wording, so that no later one moves it."""

from base64 import b32encode
from collections.abc import Collection
from hashlib import sha256
from itertools import count
from typing import Final

from archive.words import normalised_words

# No anchor of an author's text holds this character: the allow-list of the HTML takes it out.
_OURS: Final = "c~"
_LETTERS: Final = 8  # 40 bits: one pair in a policy of 10,000 wordings shares an anchor by chance


def wording_anchor(html: str) -> str:
    """Return the anchor that a clause's words make; equal for equal words, whatever the markup."""
    words = normalised_words(html.replace("\x1f", " | ")) or html
    digest = sha256(words.encode("utf-8", "surrogatepass")).digest()
    return f"{_OURS}{b32encode(digest).decode().lower()[:_LETTERS]}"


def lasting_anchor(html: str, taken: Collection[str]) -> str:
    """Return the anchor of a clause with this first wording; equal ones are numbered in order."""
    anchor = wording_anchor(html)
    if anchor not in taken:
        return anchor
    return next(each for n in count(2) if (each := f"{anchor}-{n}") not in taken)
