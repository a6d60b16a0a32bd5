"""Does NOTICES.md say what the workflows ask for, and quote what the program says?"""

import re
from pathlib import Path

import yaml

from archive.recipes import RECIPES, recipe_files
from archive.settings import NoticeSettings, Settings
from notify.keys import Purpose

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "NOTICES.md").read_text(encoding="utf-8")
GITHUB, GITLAB = (recipe_files(f"{host}-notices", Settings())[0] for host in ("github", "gitlab"))


def test_every_secret_of_the_workflow_is_named_on_the_page() -> None:
    named = set(re.findall(r"(?:secrets|vars)\.([A-Z_]+)", GITHUB.content))

    assert named > {str(purpose) for purpose in Purpose}
    assert [name for name in named if f"`{name}`" not in PAGE] == []


def test_the_page_names_files_environments_and_branches_as_they_are() -> None:
    for part, name in ((GITHUB, "github-notices"), (GITLAB, "gitlab-notices")):
        assert f"`{part.path}`" in PAGE
        assert f"`archive/recipe_files/{name}.yml`" in PAGE
        assert name in RECIPES
    jobs = yaml.safe_load(GITHUB.content)["jobs"]
    places = [job["environment"] for job in jobs.values() if "environment" in job]
    assert places == ["notices-plan", "notices"]
    assert all(f"named `{place}`" in PAGE for place in places)


def test_it_takes_a_day_to_settle() -> None:
    assert NoticeSettings().settle_hours == 24
    assert "settles for a day after it is merged (`settle_hours`)" in PAGE
