"""Print the part of requirements.txt that running and installing the program needs.

Beside what pyproject.toml asks for to run stand its build tools, which the installation uses.
What only they bring in follows them: each entry of the lock says what it came with ("via").
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = {"editables", "hatchling"}
ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==.*?(?=^[A-Za-z0-9]|\Z)", re.MULTILINE | re.DOTALL)
VIA = re.compile(r"^ +# (?:via |  )(?P<name>[a-z0-9._-]+)$", re.MULTILINE)


def named(requirement: str) -> str:
    """Return the name in a requirement, as a lock writes it."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", name.group() if name else requirement).lower()


def runtime(lock: str, asked: set[str]) -> str:
    """Return the entries of a lock that are asked for, and those that came with one of them."""
    entries = {named(entry["name"]): entry.group() for entry in ENTRY.finditer(lock)}
    parents = {
        name: {via["name"] for via in VIA.finditer(entry)} for name, entry in entries.items()
    }
    needed = asked & entries.keys()
    while more := {name for name, via in parents.items() if via & needed} - needed:
        needed |= more
    return "".join(entry for name, entry in entries.items() if name in needed)


def runtime_lock() -> str:
    """Return what is installed of this project's lock where it is only run."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    return runtime(lock, {*map(named, project["dependencies"]), *BUILD})


if __name__ == "__main__":
    sys.stdout.write(runtime_lock())
