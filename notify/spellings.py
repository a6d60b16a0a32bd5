"""Spellings: whether other letters are another word, or the same one in another form."""

import re
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
# Words that no slip of a finger parts, though few letters do: each is its own meaning.
_LOOKALIKES: Final = (
    ("charg", "chang"),
    ("consent", "content", "contest"),
    ("countr", "count"),
    ("date", "data"),
    ("biannual", "biennial"),
    ("personal", "personnel"),
    ("prescri", "proscri"),
    ("formal", "former"),
    ("insur", "injur"),
    ("statu", "statute"),
    ("principal", "principle"),
    ("adverse", "averse"),
    ("protect", "protest"),
    ("respectiv", "respectful"),
    ("competen", "competit"),
    ("conform", "confirm"),
    ("moral", "morale"),
    ("prosecut", "persecut"),
    ("deceased", "diseased"),
)
_PARTIES: Final = re.compile(r"(?:or|er|ee)s?$")  # the employer and the employee, and their like


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
    if one[0] != other[0] or _are_opposites(one, other):
        return False
    stem = short[: max(4, len(short) - 2)]
    return OSA.distance(one, other) <= 1 + (len(short) > 7) or (
        long.startswith(stem) and long[len(stem) :] in _ENDINGS and short[len(stem) :] in _ENDINGS
    )


def _are_opposites(one: str, other: str) -> bool:
    """Whether two words that begin alike are known as two, or name two sides of a contract.

    What turns a word round mostly stands at its head, where few slips are made: "exclude" for
    "include", "irrevocable" for "revocable". So words that begin otherwise are never the same.
    """
    sides = {side.group().rstrip("s") for side in map(_PARTIES.search, (one, other)) if side}
    if len(sides) > 1 and "ee" in sides:
        return True
    known = ((_of(group, one), _of(group, other)) for group in _LOOKALIKES)
    return any(mine and theirs and mine != theirs for mine, theirs in known)


def _of(group: tuple[str, ...], word: str) -> str | None:
    """Return the longest beginning of a group that a word has."""
    return max((each for each in group if word.startswith(each)), key=len, default=None)
