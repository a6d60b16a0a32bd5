"""Where the ledger lives, and whether it will still be there tomorrow.

A ledger that is forgotten lets everybody be told again; one that was copied or brought back
from a backup does not know whom it has told since.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import gettempdir
from typing import Final

from sqlalchemy import Connection, Engine, text

from notify.errors import NotifyError

_MOUNTS: Final = Path("/proc/self/mountinfo")  # Linux; elsewhere the kind of a disk is not known
# SQLite's write-ahead log needs memory that all its users share: https://sqlite.org/wal.html
_NETWORK: Final = frozenset(
    "afs beegfs ceph cifs coda fuse.glusterfs fuse.s3fs fuse.sshfs glusterfs gpfs lustre ncpfs"
    " nfs nfs4 ocfs2 smb3 smbfs".split()
)
_FORGOTTEN: Final = frozenset({"overlay", "ramfs", "tmpfs"})
_ESCAPED: Final = re.compile(r"\\([0-7]{3})")  # a space in the name of a folder
_TEMPORARY: Final = tuple({Path("/tmp"), Path(gettempdir()).resolve()})  # noqa: S108 (named, not used)
_CI: Final = ("CI", "GITHUB_ACTIONS", "GITLAB_CI")

# A database restored into another server, another database, or by dropping and making its
# tables again differs in one of these; a standby that took over has another timeline.
_POSTGRESQL_HOME: Final = text(
    "SELECT concat_ws(':', 'postgresql', (SELECT system_identifier FROM pg_control_system()),"
    " substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),"
    " (SELECT oid FROM pg_database WHERE datname = current_database()),"
    " (SELECT 'event'::regclass::oid))"
)


class BadPlace(NotifyError):
    """The ledger lies where it will be forgotten or damaged."""


def home_of(connection: Connection) -> str:
    """Return what tells the place of a database from every other: its disk and file, or server."""
    if connection.dialect.name == "postgresql":
        home: str = connection.execute(_POSTGRESQL_HOME).scalar_one()
        return home
    file = Path(connection.engine.url.database or "").stat()
    return f"sqlite:{file.st_dev}:{file.st_ino}"


def refuse_network_disk(file: Path, *, mounts: str) -> None:
    """Raise where a file of SQLite would lie on another machine's disk, which may damage it."""
    if (kind := disk_of(file, mounts)) in _NETWORK:
        raise BadPlace(
            f"{file} lies on a network disk ({kind}), where SQLite loses what it wrote; name a"
            " folder on this machine's own disk, or a PostgreSQL:"
            " FAIRNOTICE_DATABASE=postgresql://user:password@host/database"
        )


def refuse_forgotten_disk(engine: Engine, environ: Mapping[str, str]) -> None:
    """Raise where a file of SQLite lies on a disk that is thrown away when this run ends."""
    if engine.dialect.name != "sqlite":
        return
    file = Path(engine.url.database or "").resolve()
    if (why := why_forgotten(file, environ, mounts=mounts_here())) is not None:
        raise BadPlace(
            f"{why}: whom it tells would be forgotten, and told again; keep the ledger in a"
            " PostgreSQL: FAIRNOTICE_DATABASE=postgresql://user:password@host/database, or say"
            " that it stays: fairnotice notify send --this-disk-is-kept"
        )


def why_forgotten(file: Path, environ: Mapping[str, str], *, mounts: str) -> str | None:
    """Return why a file will not be there at the next run; None where nothing speaks for it."""
    if any(environ.get(name, "") not in ("", "0", "false") for name in _CI):
        return f"this is a CI job, and {file} goes with it"
    if any(file.is_relative_to(folder) for folder in _TEMPORARY):
        return f"{file} lies in a folder for what is temporary"
    if (kind := disk_of(file, mounts)) in _FORGOTTEN:
        return f"{file} lies on a disk that is not kept ({kind})"
    return None


def disk_of(file: Path, mounts: str) -> str | None:
    """Return the kind of the file system that a file lies on; None where that is not known."""
    best: tuple[int, str | None] = (-1, None)
    resolved = file.resolve()
    for line in mounts.splitlines():
        before, dash, after = line.partition(" - ")
        fields = before.split(" ")
        if not dash or len(fields) < 5:
            continue
        point = Path(_ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[4]))
        if resolved.is_relative_to(point) and len(point.parts) >= best[0]:
            best = (len(point.parts), after.split(" ")[0])
    return best[1]


def mounts_here() -> str:
    """Return what this system says of its disks; empty where it says nothing."""
    return _MOUNTS.read_text(encoding="utf-8") if _MOUNTS.exists() else ""
