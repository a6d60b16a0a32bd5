"""A process that has read the program, and becomes a command of it as often as it is asked.

Python and all that `fairnotice` imports take longer to start than most commands take to answer.
Each command is still a process of its own, with its own folder, environment, files and end: a
fork of one in which nothing has happened yet. `python -m tests.warm_start SOCKET` waits at a
socket until its own input ends; who asks sends a JSON object and the three files of a program,
and is sent the status.
"""

import gc
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

PACKAGES = ("archive", "notify", "site_overrides")
PLUGIN = "material.plugins.search.plugin"  # which each build names, and MkDocs imports then
PATIENCE = 300  # seconds that a command may take
STANDARD_FILES = 3


def ask(
    address: str,
    arguments: Sequence[str],
    files: Sequence[int],
    environment: dict[str, str],
    folder: str,
) -> int:
    """Have a command run, with these files as its own; return how it ended, as `subprocess` does."""
    asked = {"arguments": arguments, "cwd": folder, "environment": environment}
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(address)
        socket.send_fds(connection, [b"?"], files)
        connection.sendall(json.dumps(asked).encode())
        connection.shutdown(socket.SHUT_WR)
        return int(connection.recv(16))


def serve(listener: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Answer whoever asks; return, in the fork of a command alone, what it is to do."""
    while True:
        _forget_those_that_ended()
        ready, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in ready:  # closed, as nothing is ever written to it
            sys.exit()
        connection, _ = listener.accept()
        if not os.fork():
            listener.close()
            break
        connection.close()
    _, files, _, _ = socket.recv_fds(connection, 1, STANDARD_FILES)
    command = os.fork()
    if command:
        for file in files:
            os.close(file)
        _, ended = os.waitpid(command, 0)
        connection.sendall(b"%d" % os.waitstatus_to_exitcode(ended))
        os._exit(0)
    with connection, connection.makefile("rb") as written:
        return json.load(written), files


def _forget_those_that_ended() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def become(asked: dict[str, Any], files: list[int]) -> None:
    """Run a command here, as `python -m fairnotice` does."""
    signal.alarm(PATIENCE)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    os.chdir(asked["cwd"])
    sys.path[0] = asked["cwd"]
    sys.argv[1:] = asked["arguments"]
    runpy.run_module("fairnotice", run_name="__main__", alter_sys=True)


def read_the_program() -> None:
    """Import every module of the program; none of them does more than that when it is imported."""
    import_module("fairnotice")
    import_module(PLUGIN)
    for name in PACKAGES:
        for found in pkgutil.iter_modules(import_module(name).__path__, f"{name}."):
            if not found.ispkg:
                import_module(found.name)
    assert threading.active_count() == 1  # a fork takes one thread along
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    with socket.socket(socket.AF_UNIX) as waiting:
        waiting.bind(sys.argv[1])
        waiting.listen()
        os.write(1, b"listening\n")
        read_the_program()
        become(*serve(waiting))
