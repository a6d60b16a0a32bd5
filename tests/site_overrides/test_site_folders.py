"""The old site stays whole until the new one is; nothing of anybody else's is replaced."""

import os
from pathlib import Path

import pytest

from site_overrides.errors import UnsafeSiteFolder
from site_overrides.site_folders import abandon, begin, finish


def an_old_site(folder: Path) -> Path:
    folder.mkdir()
    for name in ("404.html", "sitemap.xml", "old.html"):
        (folder / name).write_text("old")
    return folder


def test_a_finished_site_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    site = an_old_site(tmp_path / "site")

    folder = begin(site)
    (folder.beside / "new.html").write_text("new")
    assert (site / "old.html").exists()
    finish(folder)

    assert [file.name for file in site.iterdir()] == ["new.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_abandoned_build_leaves_the_old_site(tmp_path: Path) -> None:
    site = an_old_site(tmp_path / "site")

    abandon(begin(site))

    assert (site / "old.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_build_killed_between_its_two_renames_is_put_right(tmp_path: Path) -> None:
    site = tmp_path / "site"
    an_old_site(tmp_path / ".site.former")

    folder = begin(site)

    assert (site / "old.html").read_text() == "old"
    assert not list(folder.beside.iterdir())


def test_what_a_killed_build_wrote_is_not_in_the_next_site(tmp_path: Path) -> None:
    folder = begin(tmp_path / "site")
    (folder.beside / "half.html").write_text("half")
    os.close(folder.lock)  # as the end of a process does

    finish(begin(tmp_path / "site"))

    assert not list((tmp_path / "site").iterdir())


@pytest.mark.parametrize("name", ["site", ".site.building", ".site.former"])
def test_a_symbolic_link_is_refused_and_its_target_stays(tmp_path: Path, name: str) -> None:
    target = tmp_path / "precious"
    target.mkdir()
    (target / "file").write_text("words")
    (tmp_path / name).symlink_to(target)

    with pytest.raises(UnsafeSiteFolder, match="symbolic link"):
        begin(tmp_path / "site")

    assert (target / "file").read_text() == "words"


@pytest.mark.parametrize("name", [".git", "mkdocs.yml", "privacy.md", "letter.docx"])
def test_what_is_no_site_is_never_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / name).touch()

    with pytest.raises(UnsafeSiteFolder, match="no site"):
        begin(tmp_path / "work")

    assert (tmp_path / "work" / name).exists()


def test_two_builds_of_one_site_do_not_mix(tmp_path: Path) -> None:
    first = begin(tmp_path / "site")

    with pytest.raises(UnsafeSiteFolder, match="another build"):
        begin(tmp_path / "site")

    finish(first)
    abandon(begin(tmp_path / "site"))


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").touch()

    with pytest.raises(UnsafeSiteFolder, match="is a file"):
        begin(tmp_path / "site")
