"""Changed pictures: those that came or went, and those of which something else is said now."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from archive.pieces import Word
from archive.runs import Token

if TYPE_CHECKING:
    from archive.redlines import Redline

PICTURES: Final = "Pictures that were added, taken out or described otherwise"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPicture:
    """What is said of a picture in its place, before and now; empty where there is or was none."""

    clause: str  # the change that it belongs to; empty where it has no place in the new text
    old: str
    new: str


def changed_pictures(redline: "Redline") -> tuple[ChangedPicture, ...]:
    """Return the pictures that changed, in reading order."""
    return tuple(
        ChangedPicture(
            clause=change.clause if _has_place(redline, change.clause) else "", old=old, new=new
        )
        for change in redline.changes
        for old, new in change.pictures
    )


def _has_place(redline: "Redline", clause: str) -> bool:
    return f'id="{clause}"' in redline.html


def pictures_told(number: int) -> str:
    """Return "1 picture changed", "2 pictures changed"."""
    return "1 picture changed" if number == 1 else f"{number:,} pictures changed"


def picture_told(picture: ChangedPicture) -> str:
    """Return "“Fees” → “All fees”", a missing one named so."""
    old, new = (f"“{each}”" if each else "no picture" for each in (picture.old, picture.new))
    return f"{old} → {new}"


def pictures_changed(words: Iterable[Word]) -> tuple[tuple[str, str], ...]:
    """Return what pictures showed and show that differ, in pairs, of the words of a clause.

    A picture is known by its alternative words, or by the name of its file where it has none.
    """
    gone: list[str] = []
    come: list[str] = []
    for word in words:
        if word.new is None and word.old is not None:
            gone += _pictures(word.old)
        elif word.old is None and word.new is not None:
            come += _pictures(word.new)
    if not gone and not come:
        return ()
    both = Counter(gone) & Counter(come)
    pairs = zip_longest(_without(gone, both), _without(come, both), fillvalue="")
    return tuple(pairs)


def _pictures(token: Token) -> Iterable[str]:
    if len(token.parts) == 1 and token.parts[0].atom is None:  # as most are
        return ()
    return _descriptions(token)


def _descriptions(token: Token) -> Iterator[str]:
    for part in token.parts:
        if part.atom is not None and part.atom.tag == "img":
            attributes = dict(part.atom.attributes)
            source = attributes.get("src", "")
            said = " ".join(attributes.get("alt", "").split())
            yield said or source.rsplit("/", 1)[-1] or source or "?"


def _without(pictures: Iterable[str], both: Counter[str]) -> list[str]:
    left = Counter(both)
    kept = []
    for picture in pictures:
        if left[picture]:
            left[picture] -= 1
        else:
            kept.append(picture)
    return kept
