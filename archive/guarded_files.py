"""Which files decide how the record is read, what is built and what runs: none is a policy."""

import re
from enum import StrEnum
from typing import Final

from archive.settings import SETTINGS_FILE, Settings

_SITE: Final = re.compile(r"(?:.*/)?(?:mkdocs|properdocs)\.ya?ml", re.IGNORECASE)
_RUNS: Final = re.compile(
    r"\.(?:github|gitlab|circleci|husky|githooks|forgejo|gitea|woodpecker|buildkite|devcontainer)/.*|\.gitlab-ci\.yml|(?:.*/)?action\.ya?ml"
    r"|\.pre-commit-config\.yaml|azure-pipelines\.yml|Jenkinsfile|netlify\.toml|vercel\.json"
)
_CODE: Final = re.compile(
    r"(?:.*/)?(?:[^/]*\.(?:py|pyi|pth|so|js|mjs|cjs|ts|sh|toml|cfg|ini|j2|jinja)|Makefile|Dockerfile"
    r"|requirements[^/]*\.txt|package(?:-lock)?\.json|\.git[^/]*|\.lfsconfig)"
)
_PICTURE: Final = re.compile(r".*\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?)", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile(r"[*?{\[]")
_OWN_FOLDER: Final = re.compile(r"\.fairnotice/.*")


class Guard(StrEnum):
    """What a file decides, in words for a report."""

    SETTINGS = "the settings"
    RULES = "the rules by which changes are judged"
    RECIPIENTS = "the list of recipients"
    SITE = "how the site is built"
    RUNS = "what runs by itself"
    CODE = "code, or what code needs"
    PICTURE = "a picture: what is written in it, nothing here reads"
    KEPT = "what the program keeps for itself"


def guard_of(path: str, settings: Settings) -> Guard | None:
    """Return what a file decides or says beside the words of policies; None for every other file."""
    source = settings.recipients
    if path == SETTINGS_FILE:
        return Guard.SETTINGS
    if path == settings.rules:
        return Guard.RULES
    if source is not None and path == source.csv:
        return Guard.RECIPIENTS
    for pattern, guard in (
        (_SITE, Guard.SITE),
        (_RUNS, Guard.RUNS),
        (_OWN_FOLDER, Guard.KEPT),
        (_CODE, Guard.CODE),
    ):
        if pattern.fullmatch(path):
            return guard
    return Guard.PICTURE if _may_be_in_a_policy(path, settings) else None


def _may_be_in_a_policy(path: str, settings: Settings) -> bool:
    """Whether it is a picture that lies where policies do, whose words readers may see."""
    if not _PICTURE.fullmatch(path):
        return False
    heads = (_PLACEHOLDER.split(pattern, maxsplit=1)[0] for pattern in settings.documents)
    return any(path.startswith(head[: head.rfind("/") + 1]) for head in heads)
