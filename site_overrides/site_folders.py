"""The folder a site is written to: made beside the old one, and put in its place when whole."""

import fcntl
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from site_overrides.errors import UnsafeSiteFolder

_EVERY_SITE_HAS: Final = ("404.html", "sitemap.xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFolder:
    """Where the site stands, and the folder beside it that is being written."""

    final: Path
    beside: Path
    former: Path
    lock: int  # an open file; while it is locked no other build writes this site


def begin(site_dir: Path) -> SiteFolder:
    """Return an empty folder beside the site's own; what a crash left there is put right."""
    final = Path(os.path.abspath(site_dir))  # noqa: PTH100 - resolve() would follow the link
    beside = final.with_name(f".{final.name}.building")
    former = final.with_name(f".{final.name}.former")
    for place in (final, beside, former):
        if place.is_symlink():
            raise UnsafeSiteFolder(
                f"{place} is a symbolic link: give the site a folder of its own, or remove the link"
            )
    if final.exists() and not final.is_dir():
        raise UnsafeSiteFolder(f"{final} is a file: give the site a folder of its own")
    _refuse_foreign(final)
    folder = SiteFolder(final=final, beside=beside, former=former, lock=_locked(final))
    if folder.former.exists() and not final.exists():
        folder.former.rename(final)
    for place in (folder.beside, folder.former):
        if place.exists():
            shutil.rmtree(place)
    folder.beside.mkdir(parents=True)
    return folder


def _refuse_foreign(final: Path) -> None:
    """Only a site may be replaced by a site: anything else in its place is somebody's work."""
    holds_something = final.is_dir() and any(final.iterdir())
    if holds_something and not all((final / name).is_file() for name in _EVERY_SITE_HAS):
        raise UnsafeSiteFolder(
            f"{final} holds something that is no site: give the site a folder of its own,"
            " such as site/"
        )


def _locked(final: Path) -> int:
    """Return an open lock; a build that is killed gives it back by ending."""
    final.parent.mkdir(parents=True, exist_ok=True)
    name = _lock_name(final)
    lock = os.open(name, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(lock).st_ino != name.stat().st_ino:
            raise BlockingIOError  # noqa: TRY301 - the build before removed it meanwhile
    except (BlockingIOError, FileNotFoundError) as error:
        os.close(lock)
        raise UnsafeSiteFolder(
            f"another build is writing {final}: wait for it, or name another folder"
        ) from error
    return lock


def _lock_name(final: Path) -> Path:
    return final.with_name(f".{final.name}.lock")


def _unlock(folder: SiteFolder) -> None:
    _lock_name(folder.final).unlink(missing_ok=True)
    os.close(folder.lock)


def finish(folder: SiteFolder) -> None:
    """Put the new site in the place of the old one, which stays whole until then."""
    if folder.final.exists():
        folder.final.rename(folder.former)
    folder.beside.rename(folder.final)
    shutil.rmtree(folder.former, ignore_errors=True)
    _unlock(folder)


def abandon(folder: SiteFolder) -> None:
    """Remove what was written; the old site stays as it was."""
    shutil.rmtree(folder.beside, ignore_errors=True)
    _unlock(folder)
