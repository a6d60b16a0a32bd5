"""The engines that are measured: ours, and two that others use for the same thing."""

import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import lxml.html.diff

from archive.clauses import parse
from archive.redlines import Redline, compare
from tests.benchmarks import pages
from tests.benchmarks.policy_pairs import Pair
from tests.benchmarks.yardstick import Stream, Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an engine said of a pair, and what it took."""

    stream: Stream
    old: str  # the texts as the engine was given them, without markup it does not show
    new: str
    seconds: float
    page: str = ""  # HTML, of those that write it
    kinds: Counter[str] = field(default_factory=Counter)  # of the changes, where they are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One way to compare two texts."""

    name: str
    answer: Callable[[Pair], Answer]


def stream_of(redline: Redline) -> Stream:
    """Return the segments of a redline as a stream."""
    return [Stretch(segment.mark.value, segment.text) for segment in redline.segments]


def _ours(pair: Pair) -> Answer:
    before, after = pair.old_html, pair.new_html  # rendered before the clock starts
    parse.cache_clear()
    start = time.process_time()
    redline = compare(before, after)
    seconds = time.process_time() - start
    old, new = pages.visible(pair.old_html), pages.visible(pair.new_html)
    return Answer(
        stream=stream_of(redline),
        old=old,
        new=new,
        seconds=seconds,
        page=redline.html,
        kinds=Counter(change.kind.value for change in redline.changes),
    )


def _lxml(pair: Pair) -> Answer:
    before, after = pair.old_html, pair.new_html
    start = time.process_time()
    page = lxml.html.diff.htmldiff(before, after)
    seconds = time.process_time() - start
    old, new = pages.visible(before), pages.visible(after)
    return Answer(stream=pages.marked(page), old=old, new=new, seconds=seconds, page=page)


_GIT_WORD: Final = "[[:alnum:]_]+|[^[:space:]]"
_GIT_MARKS: Final = {" ": "=", "-": "-", "+": "+"}


def _git(pair: Pair) -> Answer:
    with TemporaryDirectory() as folder:
        old, new = Path(folder, "old"), Path(folder, "new")
        old.write_text(pair.old, encoding="utf-8")
        new.write_text(pair.new, encoding="utf-8")
        start = time.perf_counter()
        out = subprocess.run(
            ["git", "diff", "--no-index", "--word-diff=porcelain", f"--word-diff-regex={_GIT_WORD}",
             "--unified=1000000", old, new],
            capture_output=True,
            check=False,
        ).stdout.decode("utf-8", "replace")  # fmt: skip
        seconds = time.perf_counter() - start
    return Answer(stream=_porcelain(out), old=pair.old, new=pair.new, seconds=seconds)


def _porcelain(out: str) -> list[Stretch]:
    """Return the words of git's own word diff; a line with "~" stands for a line's end."""
    hunks = re.split(r"^@@.*@@.*\n", out, flags=re.MULTILINE)[1:]
    return [
        Stretch("=", "\n") if line == "~" else Stretch(_GIT_MARKS[line[0]], line[1:])
        for hunk in hunks
        for line in hunk.split("\n")
        if line and line[0] in "~ -+"
    ]


ENGINES: Final = (
    Engine(name="Fair Notice", answer=_ours),
    Engine(name="lxml.html.diff", answer=_lxml),
    Engine(name="git --word-diff", answer=_git),
)
