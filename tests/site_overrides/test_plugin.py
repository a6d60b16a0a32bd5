"""`mkdocs build` by itself makes the same site, through the plugin alone."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import page_at, pages

pytestmark = pytest.mark.slow  # each test builds a site

CONFIGURATION = """\
site_name: Ours
docs_dir: policy
theme: {name: material}
plugins: [search, fairnotice: {today: 2027-01-15}]
"""


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    made = PolicyRepository(tmp_path)
    made.write("mkdocs.yml", CONFIGURATION.replace("2027-01-15", "'2027-01-15'"))
    made.write("policy/about.md", "# About\n\nSee the [terms](terms.md).")
    made.write("policy/earlier/terms/2019-01-01.md", policy("# Terms\n\nEarly.", "2019-01-01"))
    made.write("policy/next/terms.md", policy("# Terms\n\nNext.", "2027-06-01"))
    made.commit({"policy/terms.md": policy("# Terms\n\nWords.", "2026-01-01")}, "2025-12-01")
    return made


def mkdocs(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def test_mkdocs_build_makes_the_whole_site(repository: PolicyRepository) -> None:
    result = mkdocs(repository.root, "-q", "--strict")

    assert result.returncode == 0, result.stderr
    site = repository.root / "site"
    assert {"", "terms/", "terms/history/", "terms/2026-01-01/", "about/"} <= set(pages(site))
    assert "../terms/" in page_at(site, "about/").links
    assert not list(repository.root.glob(".site.*"))


def test_earlier_and_next_texts_are_no_pages_of_their_own(repository: PolicyRepository) -> None:
    mkdocs(repository.root, "-q")
    site = repository.root / "site"

    assert not (site / "earlier").exists()
    assert not (site / "next").exists()
    assert not list(site.rglob("*.md"))
    assert "Early." in page_at(site, "terms/2019-01-01/").words


@pytest.mark.parametrize(
    ("mistake", "advice"),
    [
        (("name: material", "name: mkdocs"), "write `theme: {name: material}`"),
        (("'2027-01-15'", "January"), "'January' is no date: write it as 2027-01-31"),
    ],
)
def test_a_mistake_in_mkdocs_yml_is_told_in_one_line(
    repository: PolicyRepository, mistake: tuple[str, str], advice: str
) -> None:
    file = repository.root / "mkdocs.yml"
    file.write_text(file.read_text().replace(*mistake))

    result = mkdocs(repository.root)

    assert result.returncode == 1
    assert advice in result.stderr
    assert "Traceback" not in result.stderr


def test_an_own_navigation_may_name_the_files_of_policies(repository: PolicyRepository) -> None:
    repository.write("fairnotice.toml", 'documents = ["{id}.md"]\n')
    repository.write(
        "mkdocs.yml",
        CONFIGURATION.replace("2027-01-15", "'2027-01-15'")
        + "nav:\n  - About: about.md\n  - Legal:\n    - terms.md\n",
    )

    result = mkdocs(repository.root, "-q")

    assert "terms.md" not in result.stderr
    assert "../terms/" in page_at(repository.root / "site", "policy/about/").links
