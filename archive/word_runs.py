"""Words replaced in Markdown at the one place where they stand, whatever is round them.

For clauses that are more than words in their Markdown: admonitions, footnotes, definitions, raw
HTML. The words that go are looked up with as many of the words beside them as it takes to name
one place; where markup stands between them, or no place or more than one is named, nothing is
replaced.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from archive.pieces import Piece, Word
from archive.runs import Token
from archive.word_patches import escaped, is_of_one_look, look

_MOST_BESIDE: Final = 12  # words on either side that are looked up with those that go


class _Gap(NamedTuple):
    """Words between two kept ones, these as the old text has them."""

    before: Sequence[Token]
    struck: Sequence[Token]
    after: Sequence[Token]
    come: Sequence[Token]
    apart: bool  # whether white space stands before the kept word that follows, in the new text


class _Place(NamedTuple):
    start: int
    end: int
    words: str


def replaced_in_place(markdown: str, leaves: Sequence[Sequence[Piece]]) -> str | None:
    """Return Markdown with the words of a clause changed as marked; None where that is unsafe.

    What comes back is to be rendered and compared.
    """
    gaps = [gap for pieces in leaves for gap in _gaps([p.word for p in pieces if p.word])]
    return _written(markdown, [_place_of(markdown, gap) for gap in gaps])


def exchanged(markdown: str, old: Sequence[Token], new: Sequence[Token]) -> str | None:
    """Return Markdown with all words of a clause exchanged; None unless they stand in one place."""
    return _written(markdown, [_place_of(markdown, _Gap((), old, (), new, apart=True))])


def _written(markdown: str, places: Sequence[_Place | None]) -> str | None:
    at, parts = 0, []
    for place in places:
        if place is None or place.start < at:
            return None
        parts += [markdown[at : place.start], place.words]
        at = place.end
    return "".join([*parts, markdown[at:]])


def _gaps(words: Sequence[Word]) -> Iterator[_Gap]:
    """Yield where words go or come, in order."""
    old = [word.old for word in words if word.old is not None]
    at = struck = 0
    come: list[Token] = []
    for word in [*words, None]:
        if word is not None and word.old is None:
            come += [word.new] if word.new is not None else []
        elif word is not None and word.new is None:
            struck += 1
        else:
            apart = word is None or word.new is None or bool(word.new.space)
            if struck or come:
                end = at + struck
                yield _Gap(old[:at], old[at:end], old[end:], come, apart)
            at, struck, come = at + struck + 1, 0, []


def _place_of(markdown: str, gap: _Gap) -> _Place | None:
    """Return the one place of a gap and the words that come there."""
    if not _looks_alike(gap):
        return None
    most = min(len(gap.before), _MOST_BESIDE), min(len(gap.after), _MOST_BESIDE)
    sizes = [(one, two) for one in range(most[0] + 1) for two in range(most[1] + 1)]
    for one, two in sorted(sizes, key=sum):
        before, after = gap.before[len(gap.before) - one :], gap.after[:two]
        if not (gap.struck or before or after):
            continue
        found = list(_pattern(before, gap.struck, after).finditer(markdown))
        if len(found) == 1:
            return _place(found[0], gap, beside=bool(before))
    return None


def _looks_alike(gap: _Gap) -> bool:
    """Whether the words that come look as those that go, or as those beside them."""
    beside = [*gap.before[-1:], *gap.after[:1]]
    looks = [look(token) for token in gap.struck or beside]
    return all(is_of_one_look(token) and look(token) in looks for token in gap.come)


def _pattern(
    before: Sequence[Token], struck: Sequence[Token], after: Sequence[Token]
) -> re.Pattern[str]:
    """Return what finds words in Markdown, the white space round those that go told apart."""
    lead = tail = ""
    if struck:
        lead = _space(struck) if before else r"\s*"
        tail = _space(after) if after else r"\s*"
    else:
        lead = _space(after) if before and after else r"\s*"
    words = [*before, *struck, *after]
    opens = r"(?<!\w)" if re.match(r"\w", words[0].text) else ""
    closes = r"(?!\w)" if re.search(r"\w\Z", words[-1].text) else ""
    first, second = (opens, "") if before else ("", opens)
    gone = f"(?P<lead>{lead}){second}(?P<gone>{_expression(struck)})(?P<tail>{tail})"
    if not after:
        gone = gone.replace("(?P<tail>", f"{closes}(?P<tail>") if struck else gone
        closes = ""
    return re.compile(f"{first}{_expression(before)}{gone}{_expression(after)}{closes}")


def _space(tokens: Sequence[Token]) -> str:
    return r"\s+" if tokens and tokens[0].space else ""


def _expression(tokens: Sequence[Token]) -> str:
    return "".join(
        f"{_space(tokens[number:]) if number else ''}{_words(token)}"
        for number, token in enumerate(tokens)
    )


def _words(token: Token) -> str:
    return r"\s+".join(map(re.escape, token.text.split()))


def _place(found: re.Match[str], gap: _Gap, *, beside: bool) -> _Place:
    """Return where words go, with the white space round them, and what is to stand there."""
    lead, tail = found["lead"], found["tail"]
    words = "".join(
        f"{' ' if number and token.space else ''}{token.text}"
        for number, token in enumerate(gap.come)
    )
    words = escaped(words, before=f"{found.string[: found.start('lead')]}{lead}")
    if not words and gap.before and gap.after:
        written = _as(lead, apart=gap.apart)
    elif not words:
        written = lead if gap.after else tail  # nothing is left before it, or after it
    elif gap.struck:
        lead = _as(lead, apart=bool(gap.come[0].space)) if gap.before else lead
        tail = _as(tail, apart=gap.apart) if gap.after else tail
        written = f"{lead}{words}{tail}"
    elif beside:
        tail = _as(lead, apart=gap.apart) if gap.after else lead
        written = f"{' ' if gap.come[0].space else ''}{words}{tail}"
    else:
        lead = _as(lead, apart=bool(gap.come[0].space)) if gap.before else lead
        written = f"{lead}{words}{' ' if gap.apart else ''}"
    return _Place(found.start("lead"), found.end("tail"), written)


def _as(space: str, *, apart: bool) -> str:
    """Return white space as it is written, where there is to be some."""
    return (space or " ") if apart else ""
