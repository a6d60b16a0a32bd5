"""Recipes: files by which a host publishes, checks changes, tells people or serves, to be filled in."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from archive.settings import Settings

_SOME_ADDRESS: Final = "https://policies.example.com/"
_SCRIPTS: Final = ("settings.sh", "program.sh", "build.sh", "check.sh")

# What each host needs to publish, beside the scripts: the file here, and its path in the repository.
_PUBLISHING: Final[Mapping[str, Mapping[str, str]]] = {
    "github": {"github.yml": ".github/workflows/policies.yml"},
    "gitlab": {"gitlab.yml": ".gitlab-ci.yml"},
    "netlify": {"netlify.toml": "netlify.toml"},
    "cloudflare": {},
    "rsync": {
        "deploy.sh": "publishing/deploy.sh",
        "policies.service": "publishing/policies.service",
        "policies.timer": "publishing/policies.timer",
    },
}
# What each host needs to check a change before it is published.
_CHECKING: Final[Mapping[str, Mapping[str, str]]] = {
    "github-check": {
        "github-check.yml": ".github/workflows/policies-check.yml",
        "github-comment.yml": ".github/workflows/policies-comment.yml",
    },
    "gitlab-check": {"gitlab-check.yml": ".gitlab/policies-check.yml"},
}
# What each host needs to tell people of what was merged, once a person has approved it there.
_TELLING: Final[Mapping[str, Mapping[str, str]]] = {
    "github-notices": {"github-notices.yml": ".github/workflows/policies-notices.yml"},
    "gitlab-notices": {"gitlab-notices.yml": ".gitlab/policies-notices.yml"},
}
# What each kind of machine needs to run the service for readers, the sender and the jobs.
_SERVING: Final[Mapping[str, Mapping[str, str]]] = {
    "containers-service": {
        "Dockerfile": "running/Dockerfile",
        "compose.yml": "running/compose.yml",
    },
    "systemd-service": {
        name: f"running/{name}"
        for name in (
            "fairnotice-web.service",
            *("fairnotice-send.service", "fairnotice-send.timer"),
            *("fairnotice-jobs.service", "fairnotice-jobs.timer"),
            *("fairnotice-backup.service", "fairnotice-backup.timer"),
        )
    },
}
_NEXT: Final[Mapping[str, str]] = {
    "containers-service": "Now fill in PROGRAM_REPOSITORY and PROGRAM_COMMIT in running/Dockerfile,"
    " commit it and running/compose.yml, and go on with LEDGER.md.",
    "systemd-service": "Now put your paths into running/fairnotice-web.service and those beside it,"
    " and go on with LEDGER.md.",
    "github-check": "Now fill in the last line of .github/workflows/policies-check.yml, commit these"
    " files, and go on with CHECKING.md.",
    "gitlab-check": "Now fill in PROGRAM_REPOSITORY and PROGRAM_COMMIT in .gitlab/policies-check.yml,"
    " commit it, and go on with CHECKING.md.",
    "github-notices": "Now fill in PROGRAM_REPOSITORY and PROGRAM_COMMIT in"
    " .github/workflows/policies-notices.yml, and go on with NOTICES.md before you commit it.",
    "gitlab-notices": "Now fill in PROGRAM_REPOSITORY and PROGRAM_COMMIT in"
    " .gitlab/policies-notices.yml, and go on with NOTICES.md before you commit it.",
}
RECIPES: Final = (*_PUBLISHING, *_CHECKING, *_TELLING, *_SERVING)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeFile:
    """One file of a recipe."""

    path: str
    content: str
    executable: bool


def recipe_files(recipe: str, settings: Settings) -> tuple[RecipeFile, ...]:
    """Return the files of a recipe, with the address and the branch that the settings name."""
    return tuple(
        RecipeFile(
            path=path,
            content=_filled(name, settings),
            executable=name.endswith(".sh") and not path.endswith(("settings.sh", "program.sh")),
        )
        for name, path in _wanted(recipe).items()
    )


def next_step(recipe: str) -> str:
    """Return what is left to do by hand once the files of a recipe are written."""
    return _NEXT.get(recipe, "Now fill in publishing/settings.sh, and commit these files.")


def write_new(root: Path, part: RecipeFile) -> bool:
    """Write a file of a recipe and return True; return False where one stands already."""
    file = root / part.path
    if file.exists() or file.is_symlink() or not _inside(root, file.parent):
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(part.content, encoding="utf-8")
    file.chmod(0o755 if part.executable else 0o644)
    return True


def _wanted(recipe: str) -> Mapping[str, str]:
    if (alone := {**_CHECKING, **_TELLING, **_SERVING}.get(recipe)) is not None:
        return alone
    return {name: f"publishing/{name}" for name in _SCRIPTS} | dict(_PUBLISHING[recipe])


def _inside(root: Path, folder: Path) -> bool:
    """No file is written through a symbolic link that leads out of the repository."""
    return folder.resolve().is_relative_to(root.resolve())


def _filled(name: str, settings: Settings) -> str:
    text = (files("archive") / "recipe_files" / name).read_text(encoding="utf-8")
    if name == "settings.sh":
        address = shlex.quote(settings.site_url or _SOME_ADDRESS)
        return text.replace(_SOME_ADDRESS, address).replace(
            "BRANCH=main", f"BRANCH={shlex.quote(settings.published)}"
        )
    return text.replace('branches: ["main"]', f"branches: [{json.dumps(settings.published)}]")
