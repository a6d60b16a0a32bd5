"""What a site of many versions costs beside a plain MkDocs Material site of its present pages."""

import json
import random
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final

import pytest
import yaml

from tests.benchmarks.measuring import PYTHON, Figure, Run, hold, run

POLICIES: Final = 50
VERSIONS: Final = 10  # of each; nine of them are archived
KILOBYTES: Final = 19  # the mean of the longest public history measured
TODAY: Final = "2026-01-01"
RUNS: Final = 3  # of each build; the median counts
_WORDS: Final = (
    "we keep the data that you give us for as long as your account is open and delete it within "
    "days after you close it unless a law asks us to hold records longer share with providers who "
    "process them on our behalf under contract security measures access request services purposes"
).split()

# Renders every text and its parts, on one core, into an empty cache: what a version costs by itself.
_TEXTS_ALONE: Final = """
import sys
from pathlib import Path
from archive.workspace import open_workspace
from site_overrides.page_parts import text_parts
with open_workspace(Path(sys.argv[1])) as workspace:
    for policy in workspace.register:
        for revision in policy.revisions:
            text_parts(workspace.texts, revision.blob)
"""

# What Python-Markdown alone takes for the same texts, as MkDocs calls it.
_CONVERSION: Final = """
import sys
from pathlib import Path
import markdown
for file in sorted(Path(sys.argv[1]).glob("*.md")):
    markdown.Markdown(extensions=sys.argv[2].split()).convert(file.read_text(encoding="utf-8"))
"""
_EXTENSIONS: Final = "toc tables footnotes admonition attr_list"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifty policies of ten dated versions each, every version a few sentences from the one before."""
    root = tmp_path_factory.mktemp("policies")
    git = ["git", "-C", str(root)]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    stream = "".join(_history(random.Random(7)))
    subprocess.run([*git, "fast-import", "--quiet"], input=stream.encode(), check=True)
    subprocess.run([*git, "reset", "-q", "--hard"], check=True)
    return root


def _history(chance: random.Random) -> Iterator[str]:
    texts = [_text(chance) for _ in range(POLICIES)]
    day = datetime(2015, 1, 1, tzinfo=UTC)
    for version in range(VERSIONS):
        for number, sections in enumerate(texts):
            _reword(sections, chance)
            day += timedelta(hours=8)
            source = _source(number, version, sections).encode()
            who = f"Legal <legal@example.com> {int(day.timestamp())} +0000"
            yield f"commit refs/heads/main\ncommitter {who}\ndata 4\nEdit\n"
            yield f"M 100644 inline policy/policy-{number}.md\n"
            yield f"data {len(source)}\n{source.decode()}\n"


def _text(chance: random.Random) -> list[list[str]]:
    sections: list[list[str]] = []
    size = 0
    while size < KILOBYTES * 1000:
        section = [_sentence(chance) for _ in range(9)]
        size += sum(map(len, section)) + 30
        sections.append(section)
    return sections


def _sentence(chance: random.Random) -> str:
    words = " ".join(chance.choices(_WORDS, k=chance.randint(8, 24)))
    link = f" See [more]({chance.choice(['policy-1.md', 'https://example.com/'])})."
    return f"{words.capitalize()}.{link if chance.random() < 0.05 else ''}"


def _reword(sections: list[list[str]], chance: random.Random) -> None:
    for section in chance.sample(sections, 3):
        section[chance.randrange(len(section))] = _sentence(chance)


def _source(number: int, version: int, sections: list[list[str]]) -> str:
    effective = f"{2015 + version}-12-01"
    parts = [f"---\ntitle: Policy {number}\neffective: {effective}\n---\n\n# Policy {number}\n"]
    for place, section in enumerate(sections, 1):
        paragraphs = " ".join(section[:3]), " ".join(section[3:6])
        items = "\n".join(f"- **{item.split()[0]}** {item}" for item in section[6:])
        parts.append(f"## {place}. Section\n\n{paragraphs[0]}\n\n{paragraphs[1]}\n\n{items}\n")
    return "\n".join(parts)


@pytest.fixture(scope="module")
def plain(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plain MkDocs Material project of the present texts."""
    root = tmp_path_factory.mktemp("plain")
    (root / "docs").mkdir()
    names = []
    for file in sorted((repository / "policy").iterdir()):
        _, _, text = file.read_text(encoding="utf-8").split("---\n", 2)
        (root / "docs" / file.name).write_text(text, encoding="utf-8")
        names.append(file.name)
    config = {
        "site_name": "Policies",
        "theme": {"name": "material", "font": False},
        "nav": names,
        "plugins": ["search"],
        "markdown_extensions": _EXTENSIONS.split(),
        "validation": {"links": {"not_found": "ignore"}},
    }
    (root / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    return root


def _fairnotice(repository: Path, site: Path) -> Run:
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "fairnotice",
        "build",
        "--today",
        TODAY,
        "--site-dir",
        site,
    ]
    return run(command, cwd=repository)


def test_a_site_with_450_archived_versions_beside_a_plain_one(
    repository: Path, plain: Path, tmp_path: Path
) -> None:
    archived = POLICIES * (VERSIONS - 1)
    plainly = [
        run([PYTHON, "-m", "mkdocs", "build", "-q", "-d", tmp_path / f"plain-{n}"], cwd=plain)
        for n in range(RUNS)
    ]
    alone = run([PYTHON, "-c", _TEXTS_ALONE, repository], cwd=repository)
    converted = run([PYTHON, "-c", _CONVERSION, plain / "docs", _EXTENSIONS], cwd=plain)
    cold = _fairnotice(repository, tmp_path / "site")
    warm = [_fairnotice(repository, tmp_path / f"warm-{n}") for n in range(RUNS)]
    again = _fairnotice(repository, tmp_path / "site")

    base, cpu = (median(each.cpu_seconds for each in runs) for runs in (plainly, warm))
    files = sum(1 for _ in (tmp_path / "site").rglob("index.html")) - POLICIES
    hold(
        f"A site of {POLICIES} policies with {archived} archived versions of {KILOBYTES} KB",
        [
            Figure(what="plain MkDocs Material build, CPU", value=base, unit="s"),
            Figure(what="its peak memory", value=_peak(plainly), unit="MB"),
            Figure(what="archived files written", value=files, unit="files"),
            Figure(
                what="each text rendered once, no redline, CPU a version",
                value=alone.cpu_seconds * 1000 / (POLICIES * VERSIONS),
                unit="ms",
                bound=17,
            ),
            Figure(
                what="Python-Markdown alone, CPU a text",
                value=converted.cpu_seconds * 1000 / POLICIES,
                unit="ms",
            ),
            Figure(what="cold build, CPU", value=cold.cpu_seconds, unit="s"),
            Figure(
                what="cold build, cores used",
                value=cold.cpu_seconds / cold.seconds,
                unit="",
            ),
            Figure(what="warm build, CPU", value=cpu, unit="s", bound=base + 0.0012 * files),
            Figure(what="warm build : plain build", value=cpu / base, unit="times", bound=1.5),
            Figure(
                what="warm build in the place of the old site, CPU",
                value=again.cpu_seconds,
                unit="s",
            ),
            Figure(
                what="peak memory, warm : plain",
                value=_peak(warm) / _peak(plainly),
                unit="times",
                bound=1.3,
            ),
            Figure(
                what="search index : plain",
                value=_searched(tmp_path / "site") / _searched(tmp_path / "plain-0"),
                unit="times",
                bound=1.02,
            ),
        ],
    )


def _peak(runs: list[Run]) -> float:
    return median(each.peak_mb for each in runs)


def _searched(site: Path) -> int:
    """Return how many characters the search of a site holds."""
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    return sum(len(entry["title"]) + len(entry["text"]) for entry in index["docs"])
