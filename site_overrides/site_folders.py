"""The folder a site is written to: made beside the old one, and put in its place when whole."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from site_overrides.errors import UnsafeSiteFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFolder:
    """Where the site stands, and the folder beside it that is being written."""

    final: Path
    beside: Path
    former: Path


def begin(site_dir: Path) -> SiteFolder:
    """Return an empty folder beside the site's own; what a crash left there is put right."""
    final = Path(os.path.abspath(site_dir))  # noqa: PTH100 - resolve() would follow the link
    folder = SiteFolder(
        final=final,
        beside=final.with_name(f".{final.name}.building"),
        former=final.with_name(f".{final.name}.former"),
    )
    for place in (folder.final, folder.beside, folder.former):
        if place.is_symlink():
            raise UnsafeSiteFolder(
                f"{place} is a symbolic link: give the site a folder of its own, or remove the link"
            )
    if final.exists() and not final.is_dir():
        raise UnsafeSiteFolder(f"{final} is a file: give the site a folder of its own")
    _refuse_foreign(final)
    if folder.former.exists() and not final.exists():
        folder.former.rename(final)
    for place in (folder.beside, folder.former):
        if place.exists():
            shutil.rmtree(place)
    folder.beside.mkdir(parents=True)
    return folder


def _refuse_foreign(final: Path) -> None:
    """A folder that holds a repository or a project is no site: replacing it would lose work."""
    if any((final / name).exists() for name in (".git", "mkdocs.yml", "pyproject.toml")):
        raise UnsafeSiteFolder(
            f"{final} holds a project: give the site a folder of its own, such as site/"
        )


def finish(folder: SiteFolder) -> None:
    """Put the new site in the place of the old one, which stays whole until then."""
    if folder.final.exists():
        folder.final.rename(folder.former)
    folder.beside.rename(folder.final)
    shutil.rmtree(folder.former, ignore_errors=True)


def abandon(folder: SiteFolder) -> None:
    """Remove what was written; the old site stays as it was."""
    shutil.rmtree(folder.beside, ignore_errors=True)
