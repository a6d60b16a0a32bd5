"""Texts that make an engine blow up, compared in a process of its own with a limit on its work.

Run as `python -m tests.archive.long_texts NAME`; prints as JSON what the redline gives back, how
much of it was kept and the seconds of the processor it took, and is stopped after a minute of them.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Callable
from typing import Final

from archive.clauses import visible_text
from archive.marks import NEW_ONLY, OLD_ONLY, Mark
from archive.redlines import Redline, compare

_LIMIT: Final = 60  # seconds of the processor
_CHANCE: Final = random.Random(1)
_WORDS: Final = [
    "".join(_CHANCE.choices("abcdefghijklmnoprstuvwy", k=n % 7 + 3)) for n in range(6000)
]
_COMMON: Final = (
    "the a of to and in that is for we you our your may not with or by as be on".split()
)


def _sentence(chance: random.Random) -> str:
    found = (
        chance.choice(_COMMON) if chance.random() < 0.45 else chance.choice(_WORDS)
        for _ in range(chance.randrange(8, 28))
    )
    return f"{' '.join(found).capitalize()}."


def _text(seed: int, size: int) -> str:
    """Return so many characters of made sentences."""
    chance = random.Random(seed)
    sentences: list[str] = []
    length = 0
    while length < size:
        sentences.append(_sentence(chance))
        length += len(sentences[-1]) + 1
    return " ".join(sentences)


def _paragraph(text: str) -> str:
    return f"<p>{text}</p>"


def _paragraphs(text: str) -> str:
    sentences = text.split(". ")
    return "".join(
        _paragraph(". ".join(sentences[at : at + 4])) for at in range(0, len(sentences), 4)
    )


def _edited(text: str) -> str:
    """Return a text with three words in ten replaced."""
    chance = random.Random(3)
    return " ".join(chance.choice(_WORDS) if chance.random() < 0.3 else w for w in text.split(" "))


def _items(count: int, step: int) -> str:
    return f"<ul>{''.join(f'<li>Item {n * step} of the list</li>' for n in range(count))}</ul>"


def _row(text: str) -> str:
    cells = "".join(f"<td>{word}</td>" for word in text.split())
    return f"<table><tbody><tr>{cells}</tr></tbody></table>"


CASES: Final[dict[str, Callable[[], tuple[str, str]]]] = {
    "two unrelated documents of 100 KB": lambda: (
        _paragraphs(_text(1, 100_000)), _paragraphs(_text(2, 100_000))
    ),
    "a paragraph of 60 KB, three words in ten edited": lambda: (
        _paragraph(_text(1, 60_000)), _paragraph(_edited(_text(1, 60_000)))
    ),
    "2,000 list items nearly alike": lambda: (_items(2_000, 1), _items(2_000, 3)),
    "two unrelated documents of 1 MB": lambda: (
        _paragraphs(_text(1, 1_000_000)), _paragraphs(_text(2, 1_000_000))
    ),
    "a paragraph of 500 KB, three words in ten edited": lambda: (
        _paragraph(_text(1, 500_000)), _paragraph(_edited(_text(1, 500_000)))
    ),
    "two unrelated paragraphs of 500 KB": lambda: (
        _paragraph(_text(1, 500_000)), _paragraph(_text(2, 500_000))
    ),
    "20,000 list items nearly alike": lambda: (_items(20_000, 1), _items(20_000, 3)),
    "a paragraph of 500 KB cut into a thousand": lambda: (
        _paragraph(_text(1, 500_000)), _paragraphs(_text(1, 500_000)).replace("</p>", ".</p>")
    ),
    "a row of some 10,000 cells, five of them gone": lambda: (
        _row(_text(1, 65_000)), _row(_text(1, 65_000).split(" ", 5)[5])
    ),
    "500 KB of punctuation": lambda: (_paragraph(", ; " * 125_000), _paragraph("; . " * 125_000)),
}  # fmt: skip


def _side(redline: Redline, left_out: frozenset[Mark]) -> str:
    kept = (segment.text for segment in redline.segments if segment.mark not in left_out)
    return " ".join("".join(kept).split())


def main(name: str) -> None:
    """Compare the two texts of a case and tell what came of it."""
    resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT, _LIMIT))
    old, new = CASES[name]()
    start = time.process_time()
    redline = compare(old, new)
    seconds = time.process_time() - start
    kept = sum(len(s.text.split()) for s in redline.segments if s.mark is Mark.KEPT)
    old_text, new_text = visible_text(old), visible_text(new)
    told = {
        "exact": _side(redline, NEW_ONLY) == old_text and _side(redline, OLD_ONLY) == new_text,
        "kept": kept / len(new_text.split()),
        "seconds": seconds,
    }
    print(json.dumps(told))  # noqa: T201 (what the test reads)


if __name__ == "__main__":
    main(sys.argv[1])
