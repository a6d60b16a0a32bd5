"""Running `fairnotice` as a person does: a process of its own, its words and its status."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.warm_start import ask

ROOT = Path(__file__).parents[1]
# What Python itself reads when it starts, and a process that has started does not read again.
OF_THE_START = ("LANG", "LC_", "PYTHON")
# The shortest start that Python has.
PROGRAM = """#!{python} -IS
import os
import sys

sys.path.append({root!r})
from tests.warm_start import ask

sys.exit(ask({address!r}, sys.argv[1:], (0, 1, 2), dict(os.environ), os.getcwd()))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command printed, and how it ended."""

    status: int
    out: str
    err: str


def fairnotice(*arguments: str, cwd: Path, **environment: str) -> Answer:
    """Run a command in a folder."""
    if any(name.startswith(OF_THE_START) for name in environment):
        return _started(arguments, cwd, environment)
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as out,
        tempfile.TemporaryFile("w+", encoding="utf-8") as err,
        Path(os.devnull).open(encoding="utf-8") as nothing,
    ):
        files = (nothing.fileno(), out.fileno(), err.fileno())
        status = ask(
            _waiting(), arguments, files, os.environ | environment, folder=str(cwd.absolute())
        )
        out.seek(0)
        err.seek(0)
        return Answer(status=status, out=out.read(), err=err.read())


def write_program(file: Path) -> None:
    """Write a program that is `fairnotice` to the scripts that are given it."""
    text = PROGRAM.format(python=sys.executable, root=str(ROOT), address=_waiting())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    file.chmod(0o755)


def _started(arguments: tuple[str, ...], cwd: Path, environment: Mapping[str, str]) -> Answer:
    done = subprocess.run(
        [sys.executable, "-m", "fairnotice", *arguments],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return Answer(status=done.returncode, out=done.stdout, err=done.stderr)


@cache
def _waiting() -> str:
    """The socket of the process that has read the program: one for each worker of the tests."""
    folder = tempfile.mkdtemp(prefix="warm", dir="/tmp")  # a socket's path must be short
    address = f"{folder}/socket"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.warm_start", address],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    atexit.register(shutil.rmtree, folder)
    atexit.register(process.communicate)  # the end of its input is its end
    assert process.stdout is not None
    assert process.stdout.readline() == b"listening\n"
    return address
