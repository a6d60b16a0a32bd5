"""Two builds of one commit on one day are the same to the byte, wherever and whenever they run."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.sample_history import rebuild_sample
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build
from tests.site_overrides.hostile import hostile_history

pytestmark = pytest.mark.slow


def contents(site: Path) -> dict[str, bytes]:
    return {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }


def differing(one: dict[str, bytes], two: dict[str, bytes]) -> set[str]:
    return {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)}


def a_moved_history(root: Path) -> Path:
    """A repository whose addresses changed, with a page of its owner's beside the policies."""
    made = PolicyRepository(root)
    made.write("docs/about.md", "# About\n\nUs.")
    made.write(
        "mkdocs.yml",
        "site_name: Ours\nsite_url: https://policies.example.com/\ndocs_dir: docs\n"
        "theme: {name: material}\nplugins: [search, fairnotice]\n",
    )
    made.commit({"policy/terms.md": policy("# Terms\n\nWords.", "2027-03-01")}, "2026-12-01")
    made.commit({"policy/terms.md": policy("# Terms\n\nWords.", "2027-04-01")}, "2026-12-02")
    renamed = policy("# Terms\n\nOther words.", "2027-05-01", id="conditions")
    made.commit({"policy/terms.md": renamed}, "2026-12-03")
    return root


@pytest.mark.parametrize("history", [a_moved_history, hostile_history])
def test_a_second_build_changes_no_byte(
    tmp_path: Path, history: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = history(tmp_path / "one")
    first = contents(build(root).folder)
    shutil.copytree(root, tmp_path / "elsewhere" / "two", symlinks=True)
    elsewhere = tmp_path / "elsewhere" / "two"
    for made in ("site", ".fairnotice"):
        shutil.rmtree(elsewhere / made)
    monkeypatch.setenv("TZ", "Pacific/Auckland")

    again, moved = contents(build(root).folder), contents(build(elsewhere).folder)

    assert differing(first, again) == set()
    assert differing(first, moved) == set()


def test_the_sample_is_the_same_from_a_cold_and_a_warm_cache(
    sample_site: Path, tmp_path: Path
) -> None:
    sample = rebuild_sample(tmp_path / "again")
    cold = contents(build(sample.root, today=sample.today).folder)
    warm = contents(build(sample.root, today=sample.today).folder)

    assert differing(contents(sample_site), cold) == set()
    assert differing(cold, warm) == set()
