"""Changes of real policies that careful readers have judged, and how to read them.

A labels file holds one JSON object a line: `id`, `repo`, the blobs `old` and `new`, and what
counts as right: `level`, `effect` and `consent` (lists, where two readers differed), `topics`.
"""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REDUCING = frozenset({"reduces", "both"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One change as readers judged it."""

    id: str
    source: str  # the repository it comes from
    old: str
    new: str
    levels: frozenset[str]
    effects: frozenset[str]
    consents: frozenset[bool]
    topics: frozenset[str]
    why: str

    @property
    def surely_significant(self) -> bool:
        return self.levels == {"significant"}

    @property
    def surely_reduces(self) -> bool:
        return self.effects <= REDUCING

    @property
    def surely_asks_consent(self) -> bool:
        return self.consents == {True}


def texts_of(corpus: Path, root: Path) -> Path:
    """Return a bare repository, made in a folder, with the objects of all bundles."""
    subprocess.run(["git", "init", "-q", "--bare", root], check=True)
    for bundle in sorted(corpus.glob("*.bundle")):
        branches = f"refs/heads/*:refs/{bundle.stem}/*"
        subprocess.run(["git", "-C", root, "fetch", "-q", bundle, branches], check=True)
    return root


def read_labels(paths: list[Path]) -> Iterator[Label]:
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            said = json.loads(line)
            yield Label(
                id=said["id"],
                source=said["repo"],
                old=said["old"],
                new=said["new"],
                levels=frozenset(said["level"]),
                effects=frozenset(said["effect"]),
                consents=frozenset(said["consent"]),
                topics=frozenset(said["topics"]),
                why=said["why"],
            )
