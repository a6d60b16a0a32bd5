"""What became of each mail comes back from the provider, through a service of its own."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from notify.sandbox import running_sandbox
from tests.journeys.test_telling import LONGER, PRIVACY, Company
from tests.notify.keyrings import an_environment

PEOPLE = {"c-1": "bounced+1@example.com", "c-3": "cem@example.com"}


@pytest.fixture
def company(tmp_path: Path) -> Company:
    made = Company(tmp_path / "policies")
    people = "id,email,name,language,services,joined\n" + "".join(
        f"{id_},{address},,en,messaging,\n" for id_, address in PEOPLE.items()
    )
    made.repository.write("recipients.csv", people)
    return made


@contextmanager
def service(company: Company, environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """The service as a process of its own, told to end at the end."""
    root = company.repository.root
    ledger = {"FAIRNOTICE_DATABASE": f"sqlite:///{root}-ledger.sqlite3"}
    command = [sys.executable, "-m", "fairnotice", "web", "--port", "0", "--metrics-port", "0"]
    with subprocess.Popen(
        [*command, "--format", "json"],
        cwd=root,
        env=os.environ | ledger | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdout is not None
        try:
            yield json.loads(running.stdout.readline())
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(40)


def test_what_became_of_each_mail_is_known_though_every_answer_was_lost(company: Company) -> None:
    company.publish("privacy", PRIVACY.replace("30 days", "90 days"), *LONGER)
    with running_sandbox() as sandbox:
        keys = an_environment() | {"SENDGRID_WEBHOOK_KEY": sandbox.events.public_key}
        account = keys | {"SENDGRID_HOST": sandbox.url, "SENDGRID_API_KEY": sandbox.key}
        with service(company, keys) as said:
            sandbox.events.post_to(f"{said['url']}/events/sendgrid")
            company.asked("plan", **keys)
            company.asked("approve", "--by", "A. Counsel", **account)
            sandbox.behave(hang_up=True, accept=True)
            company.asked("send", **account)
            assert sandbox.events.wait(60)
            metrics = _metrics(said["metrics"], until='fairnotice_deliveries{state="bounced"} 1.0')

    (plan,) = company.asked("status", **keys)["plans"]
    states = plan["notices"][0]["deliveries"]
    assert {state: count for state, count in states.items() if count} == {
        "delivered": 1,
        "bounced": 1,
    }
    assert 'fairnotice_deliveries{state="unknown"} 0.0' in metrics
    assert "example.com" not in metrics


def _metrics(url: str, *, until: str) -> str:
    """What Prometheus reads, once it says so: the ledger is asked only once in a while."""
    deadline = time.monotonic() + 60
    while True:
        with urllib.request.urlopen(url, timeout=30) as answer:
            found = str(answer.read().decode())
        if until in found:
            return found
        assert time.monotonic() < deadline, found
        time.sleep(1)
