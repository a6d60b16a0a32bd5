"""`fairnotice build`: what it says, where it writes, and what it refuses."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_overrides.errors import SiteError
from site_overrides.site_commands import build
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import page_at

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow  # each test builds a site or two


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PolicyRepository:
    """A repository with one policy, in which commands run."""
    made = PolicyRepository(tmp_path / "policies")
    made.commit({"policy/terms.md": policy("# Terms\n\nWords.")}, "2026-01-01")
    monkeypatch.chdir(made.root)
    return made


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build, [*arguments, "--today", "2027-01-15"])


def test_it_says_what_was_made_and_where(repository: PolicyRepository) -> None:
    result = run()

    assert result.exit_code == 0
    assert "1 policy, 1 version, " in result.stdout
    assert str(repository.root / "site" / "index.html") in result.stdout


def test_without_an_mkdocs_yml_it_needs_none(repository: PolicyRepository) -> None:
    run()

    assert "Words." in page_at(repository.root / "site", "terms/").words
    assert (repository.root / ".fairnotice").stat().st_mode & 0o777 == 0o700
    assert repository.git("status", "--porcelain") == "?? site/"


def test_policies_at_the_root_of_a_repository_are_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = PolicyRepository(tmp_path)
    files: dict[str, str | bytes | None] = {
        "fairnotice.toml": 'documents = ["{id}.md"]\n',
        "Terms.md": "# Terms\n\nWords.\n",
        "README.md": "# Read me\n",
    }
    made.commit(files, "2026-01-01")
    monkeypatch.chdir(tmp_path)

    assert run().exit_code == 0

    assert "Words." in page_at(tmp_path / "site", "terms/").words
    assert not (tmp_path / "site" / "readme").exists()


@pytest.mark.usefixtures("repository")
def test_another_folder_can_be_named(tmp_path: Path) -> None:
    assert run("--site-dir", str(tmp_path / "public")).exit_code == 0

    assert (tmp_path / "public" / "terms" / "index.html").is_file()


def test_faults_of_the_texts_are_counted_and_an_error_fails_a_strict_build(
    repository: PolicyRepository,
) -> None:
    dated = "Effective date: January 1, 2026"
    for words in ("Logs.", "No logs."):
        text = f"# Logs\n\n{dated}\n\n{words}\n"
        repository.commit({"policy/logs.md": text}, "2026-01-01")
    warned = run("--strict")
    wrong = policy("# Rules\n\nBe kind.", "2026-02-01", efective="2026-02-01")
    repository.commit({"policy/rules.md": wrong}, "2026-02-01")
    refused, loose = run("--strict"), run()

    assert (warned.exit_code, refused.exit_code, loose.exit_code) == (0, 1, 0)
    assert "\n1 warning in the texts: `fairnotice versions` says where\n" in warned.stdout
    assert "\n1 error and 1 warning in the texts: `fairnotice versions` says" in loose.stdout


def test_a_broken_link_is_told_and_fails_a_strict_build_only(
    repository: PolicyRepository,
) -> None:
    run()
    broken = policy("# Terms\n\nOther words, see [this](gone.md).")
    repository.commit({"policy/terms.md": broken}, "2026-02-01")

    strict = run("--strict")
    kept = page_at(repository.root / "site", "terms/").words
    loose = run()

    assert strict.exit_code == 1
    assert "policy/terms.md: the link to 'gone.md' leads nowhere" in strict.stderr
    assert "Other words" not in kept
    assert loose.exit_code == 0
    assert "Other words" in page_at(repository.root / "site", "terms/").words


def test_a_build_that_fails_leaves_the_old_site(repository: PolicyRepository) -> None:
    run()
    before = page_at(repository.root / "site", "terms/").words
    repository.write("main.html", "{% if %}")
    repository.write(
        "mkdocs.yml",
        "site_name: X\ndocs_dir: policy\ntheme: {name: material, custom_dir: broken}\n"
        "plugins: [fairnotice]\n",
    )
    repository.write("broken/main.html", "{{ 1 / 0 }}")

    result = run()

    assert result.exception is not None
    assert page_at(repository.root / "site", "terms/").words == before
    assert not list(repository.root.glob(".site.*"))


def test_a_site_folder_behind_a_symbolic_link_is_refused(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("words")
    (repository.root / "site").symlink_to(precious)

    result = run()

    assert isinstance(result.exception, SiteError)
    assert "symbolic link" in str(result.exception)
    assert (precious / "file").exists()


def test_two_builds_of_one_commit_on_one_day_are_equal_to_the_byte(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    run()
    shutil.move(repository.root / "site", tmp_path / "first")
    run()

    first = {f.relative_to(tmp_path / "first") for f in (tmp_path / "first").rglob("*.*")}
    site = repository.root / "site"
    assert first == {f.relative_to(site) for f in site.rglob("*.*")}
    for name in first:
        if (site / name).is_file():
            assert (site / name).read_bytes() == (tmp_path / "first" / name).read_bytes(), name


def test_a_build_without_the_cache_is_equal_to_the_byte_and_keeps_nothing(
    repository: PolicyRepository,
) -> None:
    run()
    site, cache = repository.root / "site", repository.root / ".fairnotice/cache"
    first = {file: file.read_bytes() for file in site.rglob("*.*") if file.is_file()}
    shutil.rmtree(cache)

    assert run("--no-cache").exit_code == 0

    assert {file: file.read_bytes() for file in site.rglob("*.*") if file.is_file()} == first
    assert not cache.exists()


def test_a_clock_days_before_the_newest_commit_is_refused_unless_the_day_is_named(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/terms.md": policy("# Terms\n\nMore.")}, "2099-01-01")

    refused = CliRunner().invoke(build, [])

    assert isinstance(refused.exception, SiteError)
    assert "is dated 2099-01-01 12:00: set the clock, or name the day" in str(refused.exception)
    assert not (repository.root / "site").exists()
    assert CliRunner().invoke(build, ["--today", "2099-01-01"]).exit_code == 0


def test_a_build_that_is_killed_leaves_the_old_site_whole(repository: PolicyRepository) -> None:
    run()
    site = repository.root / "site"
    before = {file: file.read_bytes() for file in site.rglob("*.*") if file.is_file()}
    for number in range(30):
        text = policy(f"# Terms\n\nWords number {number}.")
        repository.commit({"policy/terms.md": text}, "2026-02-01")
    beside = repository.root / ".site.building"

    command = [sys.executable, "-m", "fairnotice", "build", "--today", "2027-01-15"]
    started = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=repository.root, env=started) as process:
        while not (beside / "terms").is_dir():
            assert process.poll() is None, "the build ended before it could be killed"
            time.sleep(0.002)
        process.kill()
    halfway = beside.is_dir()

    assert halfway
    assert {file: file.read_bytes() for file in site.rglob("*.*") if file.is_file()} == before
    run()
    assert "Words number 29." in page_at(site, "terms/").words
    assert not beside.exists()


def test_an_mkdocs_yml_without_the_plugin_is_told_and_left_aside(
    repository: PolicyRepository,
) -> None:
    repository.write("mkdocs.yml", "site_name: Elsewhere\ndocs_dir: policy\n")

    result = run()

    [warning] = [line for line in result.stderr.splitlines() if "warning" in line]
    assert "mkdocs.yml does not name the plugin `fairnotice`" in warning
    assert "add the two lines `plugins:` and `  - fairnotice`" in warning
    assert "Elsewhere" not in page_at(repository.root / "site", "").words
