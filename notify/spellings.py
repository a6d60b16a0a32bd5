"""Spellings: whether other letters are another word, or the same one in another form."""

from typing import Final

from rapidfuzz.distance import OSA

from notify.rules import Rules

FIRM: Final = frozenset(  # a letter more or less in one of these is another meaning
    "not now no any may many must can will would shall should could never ever only all none nor "
    "your our their his her its you we they who whom use user sell sale send opt out "
    "employer employee employers employees licensor licensee licensors licensees "
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety".split()
)
_ENDINGS: Final = frozenset(
    end + more
    for end in ("", "e", "s", "es", "ed", "d", "ing", "y", "ies", "ied", "ly", "n", "en", "al")
    for more in ("", "s")
)


def same_words(went: list[str], came: list[str], rules: Rules) -> bool:
    """Whether two stretches of words say the same."""
    left = [word for word in went if word not in rules.trivial]
    right = [word for word in came if word not in rules.trivial]
    if "".join(left).replace("-", "") == "".join(right).replace("-", ""):
        return True
    return len(left) == len(right) and all(map(_same_word, left, right))


def _same_word(one: str, other: str) -> bool:
    """Whether two words differ in spelling or inflection alone."""
    if one == other:
        return True
    if one in FIRM or other in FIRM or not (one + other).replace("-", "").isalpha():
        return False
    short, long = sorted((one, other), key=len)
    if len(short) < 4:  # of short words every letter counts
        return long == short + "s"
    if long.startswith(("un", "in", "non", "dis")) and long.endswith(short):
        return False
    stem = short[: max(4, len(short) - 2)]
    return OSA.distance(one, other) <= 1 + (len(short) > 7) or (
        long.startswith(stem) and long[len(stem) :] in _ENDINGS and short[len(stem) :] in _ENDINGS
    )
