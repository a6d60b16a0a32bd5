"""Which files decide how things are read, built or run? A reviewer must look at each."""

import pytest

from archive.guarded_files import Guard, guard_of
from archive.settings import RecipientSource, Settings

SETTINGS = Settings(rules="our-rules.toml", recipients=RecipientSource(csv="people/list.csv"))


@pytest.mark.parametrize(
    ("path", "guard"),
    [
        ("fairnotice.toml", Guard.SETTINGS),
        ("our-rules.toml", Guard.RULES),
        ("people/list.csv", Guard.RECIPIENTS),
        ("mkdocs.yml", Guard.SITE),
        ("docs/properdocs.yaml", Guard.SITE),
        (".github/workflows/x.yml", Guard.RUNS),
        (".gitlab-ci.yml", Guard.RUNS),
        (".pre-commit-config.yaml", Guard.RUNS),
        ("tools/action.yml", Guard.RUNS),
        ("conftest.py", Guard.CODE),
        ("overrides/main.j2", Guard.CODE),
        ("pyproject.toml", Guard.CODE),
        (".gitattributes", Guard.CODE),
        ("policy/.gitattributes", Guard.CODE),
        (".lfsconfig", Guard.CODE),
        (".githooks/post-checkout", Guard.RUNS),
        (".woodpecker/deploy.yml", Guard.RUNS),
        ("requirements-dev.txt", Guard.CODE),
        (".fairnotice/cache/policy/ab/cd", Guard.KEPT),
        ("policy/privacy.md", None),
        ("images/logo.png", None),
        ("policy/rights.png", Guard.PICTURE),
        ("policy/images/RIGHTS.JPEG", Guard.PICTURE),
        ("policy-images/rights.png", None),
        ("policy/github-actions.md", None),
    ],
)
def test_a_file_is_guarded(path: str, guard: Guard | None) -> None:
    assert guard_of(path, SETTINGS) is guard


@pytest.mark.parametrize("pattern", ["{id}.md", "*/{id}.md"])
def test_policies_anywhere_have_pictures_anywhere(pattern: str) -> None:
    assert guard_of("images/logo.png", Settings(documents=(pattern,))) is Guard.PICTURE
