"""The reader service as its operator runs it: a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.notify.keyrings import an_environment


class WebProcess(NamedTuple):
    """A process that serves, and where."""

    process: subprocess.Popen[str]
    url: str


@contextmanager
def web_process(folder: Path) -> Iterator[WebProcess]:
    """Run `fairnotice web` in a folder, on a port of its own, and tell it to end afterwards."""
    with subprocess.Popen(
        [sys.executable, "-m", "fairnotice", "web", "--port", "0", "--format", "json"],
        cwd=folder,
        env=os.environ | an_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdout is not None
        try:
            yield WebProcess(running, str(json.loads(running.stdout.readline())["url"]))
        finally:
            running.terminate()
            running.wait(40)
