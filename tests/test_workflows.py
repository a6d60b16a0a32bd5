"""What runs by itself on GitHub: is it safe, with a stranger's pull request before it (T12, T13)?"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from archive.recipes import RECIPES, recipe_files
from archive.settings import Settings

ROOT = Path(__file__).parents[1]
ACTION = ROOT / "action.yml"
CHECK = ".github/workflows/policies-check.yml"
COMMENT = ".github/workflows/policies-comment.yml"
WORKFLOWS = {
    part.path: part.content
    for recipe in RECIPES
    for part in recipe_files(recipe, Settings())
    if part.path.startswith(".github/")
} | {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / ".github").rglob("*.y*ml")
}
ALL = WORKFLOWS | {ACTION.name: ACTION.read_text(encoding="utf-8")}
HOOKS = ".pre-commit-hooks.yaml"


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    """Audit a folder, without the network, and let nothing pass for a matter of taste."""
    return subprocess.run(
        [
            *(Path(sys.executable).with_name("zizmor"), "--offline", "--no-config"),
            *("--persona", "pedantic", "--strict-collection", "--collect=all", "."),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def every(found: Any) -> Iterator[dict[str, Any]]:
    """Yield each mapping in a document, however deep."""
    if isinstance(found, dict):
        yield found
    for below in found.values() if isinstance(found, dict) else found:
        if isinstance(below, dict | list):
            yield from every(below)


def values(path: str, key: str) -> list[Any]:
    """Return what stands under a key, wherever it is written in a file."""
    return [each[key] for each in every(yaml.safe_load(ALL[path])) if key in each]


def test_zizmor_finds_nothing(tmp_path: Path) -> None:
    for path, content in ALL.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    shutil.copy(ROOT / HOOKS, tmp_path)

    done = zizmor(tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr
    assert [path for path in (*ALL, HOOKS) if f"completed ./{path}" not in done.stderr] == []


def test_zizmor_would_find_what_is_unsafe(tmp_path: Path) -> None:
    unsafe = ALL[CHECK].replace("  pull_request:", "  pull_request_target:")
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / CHECK).write_text(unsafe, encoding="utf-8")

    done = zizmor(tmp_path)

    assert done.returncode != 0
    assert "dangerous-triggers" in done.stdout


@pytest.mark.parametrize("path", ALL)
def test_no_expression_stands_where_a_shell_would_read_it(path: str) -> None:
    assert [run for run in values(path, "run") if "${{" in run] == []


@pytest.mark.parametrize("path", ALL)
def test_every_action_is_named_by_its_commit(path: str) -> None:
    used = values(path, "uses")

    assert [name for name in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", name)] == []


@pytest.mark.parametrize("path", WORKFLOWS)
def test_a_workflow_has_no_rights_but_what_each_job_asks_for(path: str) -> None:
    workflow = yaml.safe_load(ALL[path])

    assert "pull_request_target" not in ALL[path]
    assert workflow["permissions"] == {}
    assert all("permissions" in job for job in workflow["jobs"].values())


def test_the_check_may_only_read_and_gets_no_secret() -> None:
    assert values(CHECK, "permissions") == [{}, {"contents": "read"}]
    for path in (CHECK, ACTION.name):
        assert not re.search(r"secrets\.|github\.token|actions/cache|cache:", ALL[path])
    (checkout,) = (
        step for step in every(yaml.safe_load(ALL[CHECK])) if "checkout" in step.get("uses", "")
    )
    assert checkout["with"]["fetch-depth"] == 0
    assert checkout["with"]["persist-credentials"] is False


def test_what_may_write_a_comment_runs_nothing_of_anybody_else() -> None:
    assert values(COMMENT, "permissions") == [{}, {"actions": "read", "pull-requests": "write"}]
    assert values(COMMENT, "uses") == []
    assert "subprocess" not in ALL[COMMENT]


def test_the_comment_waits_for_the_check() -> None:
    name = yaml.safe_load(ALL[CHECK])["name"]
    triggers = yaml.safe_load(ALL[COMMENT])[True]  # YAML reads the word "on" as true

    assert triggers["workflow_run"]["workflows"] == [name]
    assert f'"{CHECK}"' in ALL[COMMENT]
