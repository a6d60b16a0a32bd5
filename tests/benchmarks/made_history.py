"""A made history of policies, as long as one likes and always the same, written by fast-import."""

import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

_BEGAN: Final = datetime(2001, 1, 1, tzinfo=UTC)
_DOCUMENTS: Final = 60
_LENGTHS: Final = (15, 30, 60, 120)  # sentences: from 1.5 to 13 KB
_WORDS: Final = (
    "we you your our data account service information may will share keep use collect store"
    " partners law request notice consent address device purpose security rights payment content"
    " settings delete access provide third party process period days agreement location support"
).split()


@dataclass(slots=True)
class _Policy:
    """One document while its history is made."""

    path: str
    effective: datetime
    sentences: list[str]
    former: list[str] = field(default_factory=list)

    def text(self) -> bytes:
        blocks = [
            f"{'## ' if number % 12 == 0 else '* ' if number % 7 == 0 else ''}{sentence}"
            for number, sentence in enumerate(self.sentences)
        ]
        head = f"---\neffective: {self.effective:%Y-%m-%d}\n---\n# Policy\n\n"
        return (head + "\n\n".join(blocks) + "\n").encode()


def make_history(root: Path, commits: int, *, seed: int = 1) -> None:
    """Make a repository with so many commits on its branch `main`."""
    root.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
    _import(root, _stream(random.Random(seed), commits, start=0))


def add_commits(root: Path, commits: int, *, after: int, seed: int = 2) -> None:
    """Add commits to a made history of a known length: new policies, and edits of these."""
    _import(root, _stream(random.Random(seed), commits, start=after))


def _import(root: Path, stream: Iterator[bytes]) -> None:
    with subprocess.Popen(
        ["git", "fast-import", "--quiet", "--force"], cwd=root, stdin=subprocess.PIPE
    ) as importing:
        assert importing.stdin is not None
        for part in stream:
            importing.stdin.write(part)
        importing.stdin.close()
    assert importing.returncode == 0


def _stream(chance: random.Random, commits: int, *, start: int) -> Iterator[bytes]:
    policies: list[_Policy] = []
    wanted = _DOCUMENTS if start == 0 else 5
    for number in range(start, start + commits):
        at = _BEGAN + timedelta(hours=5 * number)
        yield _commit(at, first=number == start and start > 0)
        if len(policies) < wanted and chance.random() < 0.2 + (not policies):
            policies.append(_new(chance, at, f"policy/text-{number}.md"))
            yield _file(policies[-1])
        else:
            yield from _edit(chance, chance.choice(policies), at)


def _commit(at: datetime, *, first: bool) -> bytes:
    head = f"commit refs/heads/main\ncommitter Legal <legal@example.com> {int(at.timestamp())} +0000\ndata 4\nEdit\n"
    return (head + ("from refs/heads/main^0\n" if first else "")).encode()


def _new(chance: random.Random, at: datetime, path: str) -> _Policy:
    sentences = [_sentence(chance) for _ in range(chance.choice(_LENGTHS))]
    return _Policy(path=path, effective=at + timedelta(days=10), sentences=sentences)


def _edit(chance: random.Random, policy: _Policy, at: datetime) -> Iterator[bytes]:
    kind = chance.random()
    place = chance.randrange(len(policy.sentences))
    if kind < 0.005:
        new = policy.path.replace(".md", "-again.md") if "again" not in policy.path else ""
        if new:
            yield f"R {policy.path} {new}\n".encode()
            policy.path = new
    elif kind < 0.02 and policy.former:
        policy.sentences = policy.former
    elif kind < 0.1:
        policy.sentences[place] = policy.sentences[place].replace(" we ", " **we** ", 1)
    elif kind < 0.15:
        link = f"[our page](https://policies.example.com/{chance.randrange(1000)})"
        policy.sentences[place] = f"{link} {policy.sentences[place].rpartition(') ')[2]}"
    else:
        policy.former = list(policy.sentences)
        policy.sentences[place] = _sentence(chance)
        if chance.random() < 0.3:
            policy.effective = at + timedelta(days=chance.choice((0, 10, 30)))
    yield _file(policy)


def _file(policy: _Policy) -> bytes:
    text = policy.text()
    return f"M 100644 inline {policy.path}\ndata {len(text)}\n".encode() + text + b"\n"


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randrange(8, 28))).capitalize() + "."
