"""Changes made on purpose to real texts, so that the right answer is known.

Each takes a Markdown text and gives a case, or nothing where the text offers no place for it.
What must not be seen is checked here on the rendered pages, apart from any engine.
"""

import random
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tests.benchmarks import pages
from tests.benchmarks.policy_pairs import Pair
from tests.benchmarks.yardstick import words


class Kind(StrEnum):
    """What was done to a text."""

    MOVED = "a paragraph moved"
    MOVED_EDITED = "a paragraph moved, two words edited"
    SPLIT = "a paragraph split"
    MERGED = "two paragraphs merged"
    RENUMBERED = "a section inserted, all numbers shift"
    WRAPPED = "lines broken elsewhere"
    LINK = "another link target"
    QUOTES = "straight quotes to curly ones"
    SPACES = "spaces and blank lines"
    SYNTAX = "other Markdown for the same page"
    STRUCTURE = "tables and nested lists"


UNSEEN: Final = (Kind.WRAPPED, Kind.LINK, Kind.QUOTES, Kind.SPACES, Kind.SYNTAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Two texts, what was done to the first, and how many words or headings it was done to."""

    kind: Kind
    pair: Pair
    size: int


_Made = tuple[str, str, int] | None
_LONG: Final = 25  # words that make a paragraph one to move
_FURTHER: Final = 3  # times as many words stand between its two places
_PROSE: Final = re.compile(r"[A-Z“\"'](?:[^*_`<>\[\]{}|\\&])+\Z")
_MARKER: Final = re.compile(r"[-+#=~:]|\d+[.)]|!!!")
_SENTENCE: Final = re.compile(r"(?<=[a-z]{3}[.!?])\s+(?=[A-Z])")
_LINK: Final = re.compile(r"(?<=\]\()https?://[^()\s]+(?=\))")
_HEADING: Final = re.compile(r"(#{1,6}) +([A-Z].*)")


def cases(texts: Iterable[str], *, seed: int = 1) -> Iterator[Case]:
    """Yield every change that each text offers a place for."""
    for number, text in enumerate(texts):
        chance = random.Random(f"{seed} {number}")
        for kind, mutate in _MUTATIONS.items():
            made = mutate(chance, text.strip("\n"))
            if made is not None:
                old, new, size = made
                pair = Pair(name=f"{kind}, text {number}", old=old, new=new)
                if old != new and (kind not in UNSEEN or _looks_the_same(pair)):
                    yield Case(kind=kind, pair=pair, size=size)


def _looks_the_same(pair: Pair) -> bool:
    return words(pages.visible(pair.old_html)) == words(pages.visible(pair.new_html))


def _blocks(text: str) -> list[str]:
    return re.split(r"\n{2,}", text)


def _is_prose(block: str) -> bool:
    """Whether a block is a paragraph without markup, wherever it stands."""
    plain = not any(_MARKER.match(line.lstrip()) for line in block.split("\n"))
    return plain and bool(_PROSE.match(block))


def _is_heading(block: str) -> bool:
    return bool(_HEADING.fullmatch(block))


def _to_move(chance: random.Random, blocks: list[str]) -> tuple[int, int] | None:
    """Return a paragraph and a place far from it, both among paragraphs and headings."""
    free = [_is_prose(block) or _is_heading(block) for block in blocks]
    sizes = [len(words(block)) for block in blocks]
    fit = [
        n
        for n in range(1, len(blocks) - 1)
        if _is_prose(blocks[n]) and all(free[n - 1 : n + 2]) and sizes[n] >= _LONG
    ]
    chance.shuffle(fit)
    for place in fit:
        targets = [
            n
            for n in range(1, len(blocks))
            if all(free[n - 1 : n + 1])
            and sum(sizes[min(n, place + 1) : max(n, place)]) >= _FURTHER * sizes[place]
        ]
        if targets and blocks.count(blocks[place]) == 1:
            return place, chance.choice(targets)
    return None


def _moved(chance: random.Random, text: str) -> _Made:
    return _move(chance, text, lambda block: block)


def _moved_edited(chance: random.Random, text: str) -> _Made:
    return _move(chance, text, lambda block: _with_two_words_edited(chance, block))


def _move(chance: random.Random, text: str, edit: Callable[[str], str]) -> _Made:
    blocks = _blocks(text)
    found = _to_move(chance, blocks)
    if found is None:
        return None
    place, target = found
    after: list[str] = []
    for number, block in enumerate([*blocks, ""]):
        if number == target:
            after.append(edit(blocks[place]))
        if number != place:
            after.append(block)
    return text, "\n\n".join(after), len(words(blocks[place]))


def _with_two_words_edited(chance: random.Random, block: str) -> str:
    found = block.split(" ")
    long = [n for n, word in enumerate(found) if word.isalpha() and len(word) > 4]
    for n in chance.sample(long, min(2, len(long))):
        found[n] = "lantern" if n % 2 else "orchard"
    return " ".join(found)


def _split(chance: random.Random, text: str) -> _Made:
    blocks = _blocks(text)
    fit = [
        n
        for n, block in enumerate(blocks)
        if _is_prose(block) and len(_SENTENCE.findall(block)) >= 2 and blocks.count(block) == 1
    ]
    if not fit:
        return None
    place = chance.choice(fit)
    parts = _SENTENCE.split(blocks[place])
    at = chance.randrange(1, len(parts))
    halves = [" ".join(parts[:at]), " ".join(parts[at:])]
    whole = [*blocks[:place], " ".join(parts), *blocks[place + 1 :]]
    cut = [*blocks[:place], *halves, *blocks[place + 1 :]]
    return "\n\n".join(whole), "\n\n".join(cut), len(words(blocks[place]))


def _merged(chance: random.Random, text: str) -> _Made:
    made = _split(chance, text)
    return made and (made[1], made[0], made[2])


def _renumbered(chance: random.Random, text: str) -> _Made:
    blocks = _blocks(text)
    headings = [n for n, block in enumerate(blocks) if _is_heading(block)]
    if len(headings) < 4:
        return None
    before = chance.randrange(1, len(headings) - 1)
    section = "Keeping of lanterns\n\nLanterns are kept in the orchard and lit at dusk by whoever is near."
    inserted = f"{blocks[headings[before]].partition(' ')[0]} {section}"
    with_section = [
        *blocks[: headings[before]],
        *inserted.split("\n\n"),
        *blocks[headings[before] :],
    ]
    return _numbered(blocks), _numbered(with_section), len(headings) - before


def _numbered(blocks: list[str]) -> str:
    """Return a text with a running number before each heading."""
    numbers = iter(range(1, len(blocks) + 1))
    return "\n\n".join(
        _HEADING.sub(lambda found: f"{found[1]} {next(numbers)}. {found[2]}", block)
        if _is_heading(block)
        else block
        for block in blocks
    )


def _in_prose(text: str, change: Callable[[str], str]) -> _Made:
    blocks = _blocks(text)
    return text, "\n\n".join(change(b) if _is_prose(b) else b for b in blocks), len(blocks)


def _wrapped(chance: random.Random, text: str) -> _Made:
    return _in_prose(text, lambda block: _wrap(block, chance.randrange(40, 100)))


def _wrap(block: str, width: int) -> str:
    lines = textwrap.wrap(block, width, break_long_words=False, break_on_hyphens=False)
    return block if any(_MARKER.match(line) for line in lines) else "\n".join(lines)


def _link(chance: random.Random, text: str) -> _Made:
    found = list(_LINK.finditer(text))
    if not found:
        return None
    link = chance.choice(found)
    return text, f"{text[: link.start()]}https://example.com/elsewhere{text[link.end() :]}", 1


def _quotes(_: random.Random, text: str) -> _Made:
    return _in_prose(text, _curly)


def _curly(block: str) -> str:
    paired = re.sub(r'"([^"\n]*)"', r"“\1”", block)
    return re.sub(r"(?<=\w)'(?=\w)", "’", paired).replace(" - ", " – ").replace("...", "…")


def _spaces(chance: random.Random, text: str) -> _Made:
    made = _in_prose(text, lambda block: re.sub(r"(?<=[.,]) ", " " * chance.randrange(2, 4), block))
    return made and (made[0], made[1].replace("\n\n", "\n\n\n"), made[2])


def _syntax(_: random.Random, text: str) -> _Made:
    new = re.sub(r"(?<![*\w])\*\*(\w[^*_\n]*\w)\*\*(?![*\w])", r"__\1__", text)
    new = re.sub(r"(?<![*\w])\*(\w[^*_\n]*\w)\*(?![*\w])", r"_\1_", new)
    new = re.sub(r"^\* ", "- ", new, flags=re.MULTILINE)
    return text, re.sub(r"^# +(\S.*?)(?: #+)?$", r"\1\n===", new, count=1, flags=re.MULTILINE), 1


_MUTATIONS: Final[dict[Kind, Callable[[random.Random, str], _Made]]] = {
    Kind.MOVED: _moved,
    Kind.MOVED_EDITED: _moved_edited,
    Kind.SPLIT: _split,
    Kind.MERGED: _merged,
    Kind.RENUMBERED: _renumbered,
    Kind.WRAPPED: _wrapped,
    Kind.LINK: _link,
    Kind.QUOTES: _quotes,
    Kind.SPACES: _spaces,
    Kind.SYNTAX: _syntax,
}

_TABLE: Final = [
    ["Provider", "Task", "Place", "Since"],
    ["Acme Hosting", "keeps the servers", "Germany", "2019"],
    ["Bolt Mail", "sends our letters", "Spain", "2020"],
    ["Cairn Pay", "takes your payments", "Ireland", "2021"],
]
_LIST: Final = [
    "- what you give us",
    "    - your name",
    "    - your address",
    "- what we see",
    "    - pages you open",
    "        - and for how long",
    "    - errors you meet",
    "- what others tell us",
]


def structure_cases() -> Iterator[Case]:
    """Yield edits of tables and nested lists, after which a redline is easily no valid HTML."""
    tables = {"table": _TABLE} | _table_edits()
    lists = {"list": _LIST} | _list_edits()
    whole = _page(_TABLE, _LIST)
    edits = {
        **{name: _page(rows, _LIST) for name, rows in tables.items()},
        **{name: _page(_TABLE, lines) for name, lines in lists.items()},
    }
    for name, page in edits.items():
        if page != whole:
            for way, old, new in (("", whole, page), (", undone", page, whole)):
                pair = Pair(name=f"{Kind.STRUCTURE}: {name}{way}", old=old, new=new)
                yield Case(kind=Kind.STRUCTURE, pair=pair, size=1)


def _page(rows: list[list[str]], lines: list[str]) -> str:
    table = [f"| {' | '.join(row)} |" for row in rows]
    if rows:
        table.insert(1, "|" + "---|" * len(rows[0]))
    parts = ["We use these firms:", "\n".join(table), "We keep:", "\n".join(lines), "That is all."]
    return "\n\n".join(part for part in parts if part)


def _table_edits() -> dict[str, list[list[str]]]:
    by_row = {f"row {n} removed": _TABLE[:n] + _TABLE[n + 1 :] for n in (1, 2, 3)}
    by_column = {
        f"column {n} removed": [row[:n] + row[n + 1 :] for row in _TABLE] for n in (0, 1, 3)
    }
    return {
        **by_row,
        **by_column,
        "cell edited": [
            *_TABLE[:2],
            ["Bolt Mail", "sends our parcels", "Spain", "2020"],
            _TABLE[3],
        ],
        "cell emptied": [*_TABLE[:2], ["Bolt Mail", "", "Spain", "2020"], _TABLE[3]],
        "rows swapped": [_TABLE[0], _TABLE[2], _TABLE[1], _TABLE[3]],
        "header renamed": [["Firm", "Duty", "Place", "Since"], *_TABLE[1:]],
        "table removed": [],
    }


def _list_edits() -> dict[str, list[str]]:
    return {
        "inner item removed": [*_LIST[:2], *_LIST[3:]],
        "inner list removed": [_LIST[0], *_LIST[3:]],
        "innermost list removed": [*_LIST[:5], *_LIST[6:]],
        "item with its list removed": [*_LIST[:3], _LIST[7]],
        "last item removed": _LIST[:7],
        "item nested": [*_LIST[:7], "    - what others tell us"],
        "item edited": [*_LIST[:2], "    - your postal address", *_LIST[3:]],
        "list numbered": [re.sub(r"^- ", "1. ", line) for line in _LIST],
        "list made of paragraphs": [f"{line.strip(' -').capitalize()}.\n" for line in _LIST],
        "item with a second paragraph": [*_LIST, "", "    They are named above."],
        "list removed": [],
    }
