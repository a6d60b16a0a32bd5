"""The files that run the service: every command exists, and what they say of each other is so."""

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from archive.recipes import recipe_files
from archive.settings import Settings
from fairnotice import fairnotice
from notify.ledger_database import connected
from notify.web_server import STOPPING

CONTAINERS = {one.path: one.content for one in recipe_files("containers-service", Settings())}
UNITS = {one.path: one.content for one in recipe_files("systemd-service", Settings())}
COMPOSE: dict[str, Any] = yaml.safe_load(CONTAINERS["running/compose.yml"])
DOCKERFILE = CONTAINERS["running/Dockerfile"]
SERVICES = sorted(path for path in UNITS if path.endswith(".service"))
PROGRAM = "/opt/fairnotice/.venv/bin/fairnotice"
OURS = {name: one for name, one in COMPOSE["services"].items() if name != "ledger"}


def read(unit: str) -> configparser.ConfigParser:
    found = configparser.ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]  # as its documentation does
    found.read_string(UNITS[unit])
    return found


def in_image() -> list[str]:
    """The command of the image, as it is written."""
    (found,) = re.findall(r"^CMD \[(.*)\]$", DOCKERFILE, re.MULTILINE)
    return [word.strip(' "') for word in found.split(",")]


def commands() -> dict[str, list[str]]:
    units = {path: shlex.split(read(path)["Service"]["ExecStart"]) for path in SERVICES}
    return units | {name: one["command"] for name, one in OURS.items()} | {"image": in_image()}


@pytest.mark.parametrize(("where", "words"), commands().items())
def test_each_command_exists_with_every_option(where: str, words: list[str]) -> None:
    assert words[0] == (PROGRAM if where in UNITS else "fairnotice")
    command: click.Command = fairnotice
    rest = words[1:]
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), rest.pop(0))
        assert found is not None, words
        command = found

    command.make_context("fairnotice", rest)  # which refuses what it does not know


def test_the_unit_and_the_container_do_the_same() -> None:
    named = {path.rpartition("-")[2].removesuffix(".service") for path in SERVICES}

    assert named == set(OURS) == {"web", "send", "jobs", "backup"}
    assert in_image() == OURS["web"]["command"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd is here")
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    for path, content in UNITS.items():
        (tmp_path / Path(path).name).write_text(content.replace(PROGRAM, sys.executable), "utf-8")

    done = subprocess.run(
        ["systemd-analyze", "verify", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    own = [line for line in done.stderr.splitlines() if "fairnotice-" in line]
    assert (done.returncode, own) == (0, [])


@pytest.mark.parametrize("unit", SERVICES)
def test_each_unit_keeps_the_marks_of_the_ledger_and_may_do_little_else(unit: str) -> None:
    service = read(unit)["Service"]

    assert (service["Environment"], service["StateDirectory"]) == (
        "XDG_STATE_HOME=/var/lib",
        "fairnotice",
    )
    assert service["WorkingDirectory"] in service["ReadWritePaths"].split()
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "yes")
    assert service["CapabilityBoundingSet"] == ""


def test_each_unit_that_ends_is_started_by_a_timer() -> None:
    for unit in SERVICES:
        timer = unit.replace(".service", ".timer")
        once = read(unit)["Service"].get("Type") == "oneshot"
        assert once == (timer in UNITS) == ("Install" not in read(unit))
        if once:
            assert read(timer)["Install"]["WantedBy"] == "timers.target"


def test_nothing_is_killed_before_it_ends_in_order() -> None:
    assert int(read("running/fairnotice-web.service")["Service"]["TimeoutStopSec"]) > STOPPING
    for service in OURS.values():
        assert int(service["stop_grace_period"].removesuffix("s")) > STOPPING


def test_the_containers_share_one_ledger_that_the_program_can_open(tmp_path: Path) -> None:
    ledger = COMPOSE["services"]["ledger"]
    for service in OURS.values():
        url = re.sub(r"\$\{.*?\}", "secret", service["environment"]["FAIRNOTICE_DATABASE"])
        engine = connected(url, root=tmp_path)
        assert (engine.dialect.name, engine.url.host) == ("postgresql", "ledger")
        assert ledger["environment"]["POSTGRES_DB"] == engine.url.database
        assert ledger["environment"]["POSTGRES_USER"] == engine.url.username
        assert service["depends_on"] == {"ledger": {"condition": "service_healthy"}}


def test_the_containers_keep_the_marks_and_write_nowhere_else() -> None:
    (state,) = re.findall(r"XDG_STATE_HOME=(\S+)", DOCKERFILE)
    for service in OURS.values():
        assert f"state:{state}" in service["volumes"]
        assert service["read_only"] is True
        assert service["user"].startswith("${FAIRNOTICE_USER:?")
    assert "state" in COMPOSE["volumes"]


def test_pg_dump_in_the_image_is_of_the_release_of_the_server() -> None:
    (client,) = re.findall(r"\bpostgresql-client-(\d+)", DOCKERFILE)

    assert COMPOSE["services"]["ledger"]["image"] == f"postgres:{client}"
