"""What is installed, and what a demo or a test run may reach (THREATS.md, T18 and T19)."""

import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.runtime_lock import runtime_lock
from tests.test_dependency_direction import PACKAGES, ROOT, imports_of, modules

LOCK = ROOT / "requirements.txt"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINNED = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)(?: ; [^\\]+?)?(?: --hash=sha256:[0-9a-f]{64})+"
)

# What a shell may hold. The key has the form of a real one and opens nothing.
SECRETS = {
    "SENDGRID_API_KEY": "SG." + "x" * 22 + "." + "y" * 43,
    "SENDGRID_HOST": "https://mail.example.com",
    "FAIRNOTICE_SMTP": "smtp://mail.example.com",
    "FAIRNOTICE_DATABASE": "postgresql://ledger.example.com/ledger",
    "GIT_DIR": "/nowhere",
}
PROXIES = {
    "https_proxy": "http://proxy.example.com:3128",
    "HTTP_PROXY": "http://proxy.example.com:3128",
    "ALL_PROXY": "socks5://proxy.example.com:1080",
}


def locked() -> list[str]:
    """The requirements of the lock, one a line, continuation lines joined and comments left out."""
    text = LOCK.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def declared() -> Iterator[Requirement]:
    project = PROJECT["project"]
    for line in project["dependencies"] + project["optional-dependencies"]["dev"]:
        yield Requirement(line)


def test_every_requirement_has_one_version_and_its_hashes() -> None:
    assert locked()
    assert [line for line in locked() if not PINNED.fullmatch(line)] == []


def test_the_lock_names_no_index_no_address_and_no_path() -> None:
    names = re.compile(r"://|index|find-links|file:|(?:^|\s)/|[A-Z]:\\|@ ", re.IGNORECASE)
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if names.search(line)] == []


def test_the_lock_answers_for_everything_the_project_asks_for() -> None:
    versions: dict[str, list[str]] = {}
    for line in locked():
        if match := PINNED.fullmatch(line):
            versions.setdefault(canonicalize_name(match["name"]), []).append(match["version"])
    build = [Requirement(line) for line in PROJECT["build-system"]["requires"]]
    stale = [
        str(wanted)
        for wanted in [*declared(), *build]
        if not any(map(wanted.specifier.contains, versions.get(canonicalize_name(wanted.name), [])))
    ]
    assert stale == [], "run `make lock`"


def names_in(lock: str) -> set[str]:
    return {
        canonicalize_name(match["name"])
        for match in re.finditer(r"^(?P<name>[A-Za-z0-9._-]+)==", lock, re.MULTILINE)
    }


def test_what_runs_needs_nothing_that_its_lock_leaves_out() -> None:
    """Otherwise pip, which must not look for a version itself, refuses to install it."""
    runtime = names_in(runtime_lock())
    missing = [
        f"{name} needs {wanted}"
        for name in runtime
        for wanted in needs_of(name)
        if canonicalize_name(wanted.name) not in runtime
    ]
    assert missing == []


def needs_of(name: str) -> list[Requirement]:
    """What a package asks for here; nothing of one that another system or Python needs."""
    try:
        wanted = [Requirement(line) for line in requires(name) or []]
    except PackageNotFoundError:
        return []
    return [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]


def test_what_runs_is_installed_without_the_developers_tools() -> None:
    lock, runtime = LOCK.read_text(encoding="utf-8"), runtime_lock()
    tools = {"pytest", "mypy", "ruff", "uv", "zizmor", "playwright", "hypothesis"}

    assert all(entry in lock for entry in re.split(r"(?m)^(?=[a-z])", runtime))
    assert {"click", "mkdocs", "hatchling"} <= names_in(runtime)
    assert tools & names_in(lock)
    assert not tools & names_in(runtime)


def test_every_package_that_is_imported_is_asked_for_by_name() -> None:
    extras = PROJECT["project"]["optional-dependencies"]["channels"]
    asked = {
        canonicalize_name(Requirement(line).name)
        for line in (*PROJECT["project"]["dependencies"], *extras)
    }
    given_by = packages_distributions()
    own = {*sys.stdlib_module_names, *PACKAGES, "fairnotice"}
    files = [*(path for package in PACKAGES for path in modules(package)), ROOT / "fairnotice.py"]
    by_accident = [
        str(found)
        for path in files
        if path.is_file()
        for found in imports_of(path)
        if (top := found.name.partition(".")[0]) not in own
        and asked.isdisjoint(map(canonicalize_name, given_by.get(top, [])))
    ]
    assert by_accident == []


def test_files_taken_from_others_are_the_ones_that_were_reviewed() -> None:
    """Each folder named vendor lists its files in SHA256SUMS, as sha256sum writes it."""
    wrong = []
    for folder in (found for package in PACKAGES for found in (ROOT / package).rglob("vendor")):
        sums = folder / "SHA256SUMS"
        lines = sums.read_text(encoding="utf-8").splitlines() if sums.is_file() else []
        listed = {
            name: digest for digest, name in (re.split(r" [ *]", at, maxsplit=1) for at in lines)
        }
        files = [path for path in folder.rglob("*") if path.is_file() and path != sums]
        found = {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
        }
        wrong += [folder / name for name, _ in listed.items() ^ found.items()]
    assert wrong == []


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what make reads, with tools that only write down what they were given."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "tests/setup", tmp_path / "tests/setup")
    tools = tmp_path / ".venv/bin"
    tools.mkdir(parents=True)
    for tool in ("fairnotice", "pytest", "mypy", "ruff", "uv"):
        _write_spy(tools / tool)
    for script in ("venv", "chromium", "axe-core", "lighthouse", "promtool"):
        _write_spy(tmp_path / "tests/setup" / script)
    return tmp_path


def _write_spy(path: Path) -> None:
    path.write_text('#!/bin/sh\nenv >"$0.environment.$$"\n', encoding="utf-8")
    path.chmod(0o755)


def _run_make(checkout: Path, target: str) -> dict[str, set[str]]:
    """The names of the variables that each tool saw, by tool, over all its runs."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    subprocess.run(
        ["make", target],
        cwd=checkout,
        env=kept | SECRETS | PROXIES,
        check=True,
        capture_output=True,
    )
    seen: dict[str, set[str]] = {}
    for report in checkout.rglob("*.environment.*"):
        names = {line.partition("=")[0] for line in report.read_text("utf-8").splitlines()}
        seen.setdefault(report.name.partition(".")[0], set()).update(names)
    return seen


@pytest.mark.parametrize(
    ("target", "tools"),
    [
        ("demo", {"venv", "fairnotice"}),
        (
            "test",
            {
                *("venv", "chromium", "axe-core", "lighthouse", "promtool"),
                *("ruff", "mypy", "pytest", "fairnotice"),
            },
        ),
        ("check", {"venv", "ruff", "mypy", "pytest"}),
    ],
)
def test_make_hands_on_no_key_and_keeps_the_proxy_for_installs(
    target: str, tools: set[str], checkout: Path
) -> None:
    seen = _run_make(checkout, target)

    assert set(seen) == tools
    for tool, names in seen.items():
        assert names.isdisjoint(SECRETS), tool
        installs = tool in {"venv", "chromium", "axe-core", "lighthouse", "promtool"}
        assert names & set(PROXIES) == (set(PROXIES) if installs else set()), tool


def test_no_test_sees_a_key_or_a_proxy_whoever_starts_pytest() -> None:
    code = "import os, tests.conftest; print(*sorted(os.environ))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | SECRETS | PROXIES,
        check=True,
        capture_output=True,
        text=True,
    )
    assert set(done.stdout.split()).isdisjoint({*SECRETS, *PROXIES})


def _connect(family: socket.AddressFamily, host: str) -> None:
    with socket.socket(family) as caller:
        caller.settimeout(1)
        caller.connect((host, 25))


def _send_datagram(host: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"?", (host, 53))


@pytest.mark.parametrize(
    "reach_out",
    [
        pytest.param(lambda: _connect(socket.AF_INET, "192.0.2.1"), id="to an address"),
        pytest.param(lambda: _connect(socket.AF_INET6, "2001:db8::1"), id="over IPv6"),
        pytest.param(lambda: socket.getaddrinfo("mail.example.com", 25), id="to look up a name"),
        pytest.param(lambda: _send_datagram("192.0.2.1"), id="with a datagram"),
    ],
)
def test_a_test_cannot_leave_this_machine(reach_out: Callable[[], object]) -> None:
    with pytest.raises(RuntimeError, match="a test may"):
        reach_out()


def test_a_test_can_speak_to_a_server_of_its_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=5):
            pass


@pytest.mark.parametrize("script", ["tests/setup", ".ci/run"])
def test_set_up_programs_can_be_run_and_stop_at_a_fault(script: str) -> None:
    path = ROOT / script
    for program in sorted(path.iterdir()) if path.is_dir() else [path]:
        assert os.access(program, os.X_OK), program
        assert re.search(r"^set -e?uo pipefail$", program.read_text("utf-8"), re.MULTILINE)


def test_the_wheel_carries_the_packages_the_command_and_the_sample() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(wheel["only-include"]) == {*PACKAGES, "fairnotice.py"}
    assert wheel["force-include"] == {"policy": "archive/sample/policy"}


def test_every_ignored_rule_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    rules = re.findall(r'^  "[A-Z]+[0-9]*",(.*)$', text, re.MULTILINE)
    assert rules
    assert [rule for rule in rules if "# " not in rule] == []
