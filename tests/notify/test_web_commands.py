"""The service as people start and stop it."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.commands import fairnotice
from tests.notify.keyrings import an_environment
from tests.notify.provider_posts import key, public
from tests.repositories import PolicyRepository


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    PolicyRepository(tmp_path)
    return tmp_path


@contextmanager
def started(
    folder: Path, *options: str, **environment: str
) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    with subprocess.Popen(
        [sys.executable, "-m", "fairnotice", "web", "--port", "0", "--format", "json", *options],
        cwd=folder,
        env=os.environ | an_environment() | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        try:
            yield running, json.loads(running.stdout.readline())
        finally:
            running.kill()


def fetched(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return str(answer.read().decode())


def test_it_says_where_it_is_gives_its_metrics_apart_and_stops_when_told(folder: Path) -> None:
    given = {"SENDGRID_WEBHOOK_KEY": public(key())}
    with started(folder, "--metrics-port", "0", **given) as (running, said):
        assert said["events"] is True
        assert json.loads(fetched(f"{said['url']}/health/ready")) == {"ready": True}
        metrics = fetched(said["metrics"])
        assert 'fairnotice_event_posts_total{result="taken"} 0.0' in metrics

        running.send_signal(signal.SIGTERM)

        assert running.wait(timeout=30) in (0, -signal.SIGTERM)
        assert running.stderr is not None
        lines = [json.loads(line) for line in running.stderr.read().splitlines()]
    assert any(line.get("route") == "/health/ready" for line in lines)


def test_t37_it_does_not_serve_with_keys_for_practice(folder: Path) -> None:
    answer = fairnotice("web", "--port", "0", cwd=folder)

    assert answer.status == 2
    assert "need real keys" in answer.err


def test_a_key_for_events_that_is_none_is_refused_in_a_line(folder: Path) -> None:
    bad = {"SENDGRID_WEBHOOK_KEY": "nonsense"}
    answer = fairnotice("web", "--port", "0", cwd=folder, **an_environment(), **bad)

    assert answer.status == 2
    assert answer.err.startswith("fairnotice: SENDGRID_WEBHOOK_KEY holds something")
    assert answer.err.count("\n") == 1


def test_a_port_that_is_taken_is_told_in_a_line(folder: Path) -> None:
    with started(folder) as (_, said):
        port = said["url"].rpartition(":")[2]
        answer = fairnotice("web", "--port", port, cwd=folder, **an_environment())

    assert answer.status == 2
    assert f"port {port} cannot be used" in answer.err
