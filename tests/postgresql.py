"""A PostgreSQL server of our own: started in a temporary folder, reached by a socket in it."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sqlalchemy.engine import URL

ROLE = "fairnotice"  # owns its databases and has no other right


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server, and the programs that came with it."""

    folder: Path
    programs: Path
    control: Callable[..., None]  # pg_ctl, as who owns the server
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"ledger{next(self.numbers)}"
        self.run("createdb", "--owner", ROLE, name)
        return self.url(name)

    def stop(self) -> None:
        """Stop at once, as in a crash."""
        self.control("-m", "immediate", "stop")

    def start(self) -> None:
        """Start again, and wait until it answers."""
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder}"
        # What a crash of the machine would need is not what these tests are about.
        self.control("-w", "-l", str(self.folder / "log"), "-o", f"{options} -c fsync=off", "start")

    def url(self, name: str) -> str:
        made = URL.create("postgresql", username=ROLE, database=name)
        return made.set(query={"host": str(self.folder)}).render_as_string()

    def run(self, program: str, *arguments: str) -> str:
        """Run one of the server's programs as its administrator; return what it said."""
        done = subprocess.run(
            [self.programs / program, "--host", self.folder, "--username", "admin", *arguments],
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout


@contextmanager
def running_postgresql(programs: Path) -> Iterator[Server]:
    """Start a server that listens on a socket alone; it and its data are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's path must be short
    user, group = _owner()
    os.chown(folder, user, group)

    def run(*command: str | Path, check: bool = True) -> None:
        as_root = os.geteuid() == 0
        subprocess.run(
            command,
            cwd=folder,
            check=check,
            capture_output=True,
            user=user if as_root else None,
            group=group if as_root else None,
        )

    def control(*arguments: str, check: bool = True) -> None:
        run(programs / "pg_ctl", "-D", folder / "data", *arguments, check=check)

    server = Server(folder=folder, programs=programs, control=control)
    try:
        initdb = ("-D", folder / "data", "-A", "trust", "-U", "admin", "-N", "-E", "UTF8")
        run(programs / "initdb", *initdb)
        server.start()
        server.run("createuser", ROLE)
        yield server
    finally:
        control("-m", "immediate", "stop", check=False)
        shutil.rmtree(folder)


def _owner() -> tuple[int, int]:
    """Who runs the server, and their group: it refuses to run as root."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    known = {one.pw_name: one for one in pwd.getpwall()}
    owner = known.get("postgres") or known["nobody"]
    return owner.pw_uid, owner.pw_gid
