"""Which two texts are compared: pairs of versions drawn from repositories of policies.

The same seed draws the same pairs from the same history. Near pairs follow each other, far pairs
are two or more years apart.
"""

import random
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Self

from archive.rendering import render
from tests.benchmarks.yardstick import STOPWORDS, words

_SEED: Final = 20261122
_SUFFIXES: Final = (".md", ".markdown", ".txt")
_SMALLEST, _LARGEST = 2_000, 100_000  # bytes
_TWO_YEARS: Final = 2 * 365 * 24 * 60 * 60  # seconds
_SHARED: Final = 0.35  # of the vocabulary; below it a crawler took in an error page
_ENGLISH: Final = 0.1  # of the words are the commonest English ones; in other languages hardly any
_TRIES: Final = 2_000  # draws from each history; some have few pairs to give
_FRONT_MATTER: Final = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two texts of one policy, as Markdown and as readers see them."""

    name: str
    old: str
    new: str

    @cached_property
    def old_html(self) -> str:
        return render(self.old)

    @cached_property
    def new_html(self) -> str:
        return render(self.new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What was drawn from some repositories."""

    near: tuple[Pair, ...]
    far: tuple[Pair, ...]
    texts: tuple[str, ...]  # the newest of each document, to make mutations of


@dataclass(frozen=True, slots=True)
class _State:
    at: int
    blob: str


_Choice = Callable[[random.Random, list[_State]], tuple[_State, _State] | None]


def draw(repositories: Sequence[Path], *, near: int, far: int) -> Drawn:
    """Return up to so many near and far pairs of each repository's English documents."""
    drawn = [_draw(root, near=near, far=far) for root in repositories]
    return Drawn(
        near=tuple(pair for each in drawn for pair in each.near),
        far=tuple(pair for each in drawn for pair in each.far),
        texts=tuple(text for each in drawn for text in each.texts),
    )


def _draw(root: Path, *, near: int, far: int) -> Drawn:
    chance = random.Random(f"{_SEED} {root.name}")
    histories = _histories(root)
    with _Blobs(root) as blobs:
        nears = _pairs(_some(chance, histories, _follows), near, blobs, root.name, least=_SHARED)
        fars = _pairs(_some(chance, histories, _long_after), far, blobs, root.name, least=0.0)
        newest = [blobs.text(states[-1].blob) for _, states in sorted(histories.items())]
    texts = tuple(text for text in newest if _fits(text))
    return Drawn(near=tuple(nears), far=tuple(fars), texts=texts)


def _histories(root: Path) -> dict[str, list[_State]]:
    """Return the blobs each document had, oldest first."""
    command = ["git", "log", "--first-parent", "-m", "--raw", "--no-renames", "--no-abbrev"]
    out = subprocess.run(
        [*command, "-z", "--reverse", "--format=%x00%ct", "HEAD"],
        cwd=root,
        check=True,
        capture_output=True,
    ).stdout.decode("utf-8", "replace")
    histories: dict[str, list[_State]] = {}
    fields = iter(out.split("\0"))
    at = 0
    for field in fields:
        if field.strip().isdigit():
            at = int(field)
        elif field.lstrip("\n").startswith(":"):
            blob, path = field.split(" ")[3], next(fields)
            if path.lower().endswith(_SUFFIXES) and blob.strip("0"):
                histories.setdefault(path, []).append(_State(at, blob))
    return histories


def _follows(chance: random.Random, states: list[_State]) -> tuple[_State, _State] | None:
    if len(states) < 2:
        return None
    place = chance.randrange(1, len(states))
    return states[place - 1], states[place]


def _long_after(chance: random.Random, states: list[_State]) -> tuple[_State, _State] | None:
    old = chance.choice(states)
    later = [state for state in states if state.at >= old.at + _TWO_YEARS]
    return (old, chance.choice(later)) if later else None


def _some(
    chance: random.Random, histories: dict[str, list[_State]], choose: _Choice
) -> Iterator[tuple[str, _State, _State]]:
    """Yield pairs, each document as likely as the other however long its history is."""
    seen = set()
    paths = sorted(histories)
    for _ in range(_TRIES if paths else 0):
        path = chance.choice(paths)
        pair = choose(chance, histories[path])
        if pair and pair not in seen:
            seen.add(pair)
            yield path, *pair


def _pairs(
    candidates: Iterator[tuple[str, _State, _State]],
    wanted: int,
    blobs: "_Blobs",
    name: str,
    *,
    least: float,
) -> list[Pair]:
    pairs: list[Pair] = []
    for path, old, new in candidates:
        if len(pairs) == wanted:
            break
        before, after = blobs.text(old.blob), blobs.text(new.blob)
        if before != after and _fits(before) and _fits(after) and _shared(before, after) >= least:
            label = f"{name}:{path} {old.blob[:8]} {new.blob[:8]}"
            pairs.append(Pair(name=label, old=before, new=after))
    return pairs


def _fits(text: str) -> bool:
    if not _SMALLEST <= len(text.encode()) <= _LARGEST:
        return False
    found = [word.lower() for word in words(text)]
    return sum(word in STOPWORDS for word in found) >= _ENGLISH * len(found)


def _shared(old: str, new: str) -> float:
    one, other = set(words(old)), set(words(new))
    return len(one & other) / max(len(one | other), 1)


class _Blobs:
    """Reads texts out of one repository."""

    def __init__(self, root: Path) -> None:
        self._git = subprocess.Popen(
            ["git", "cat-file", "--batch"],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._git.communicate()

    def text(self, blob: str) -> str:
        """Return a text without its front matter, its lines ended as git ends them."""
        assert self._git.stdin
        assert self._git.stdout
        self._git.stdin.write(f"{blob}\n".encode())
        self._git.stdin.flush()
        size = int(self._git.stdout.readline().split()[2])
        raw = self._git.stdout.read(size + 1)[:-1].decode("utf-8", "replace")
        return _FRONT_MATTER.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
