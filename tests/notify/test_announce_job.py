"""Channels and webhooks are told of each notice that goes out: once each, again until they took it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from archive.errors import InvalidSettings
from archive.settings import load_settings
from notify.announce_job import announce
from notify.channels import SETTING, channel_urls
from notify.jobs import Surroundings
from notify.ledger import open_ledger
from notify.ledger_announcements import told_of
from notify.sandbox import running_sandbox
from notify.webhooks import SECRET, NotTaken
from tests.commands import fairnotice
from tests.notify.keyrings import an_environment
from tests.notify.ledgers import OPENED
from tests.notify.takers import Taker, running_taker
from tests.notify.test_notify_commands import NEW, OLD, RECIPIENTS, SETTINGS
from tests.notify.test_webhooks import KEY
from tests.repositories import PolicyRepository

ROOT = Path(__file__).parents[2]
# Apprise looks for it; it is gone from Python 3.13, and so is the warning.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@pytest.fixture
def taker() -> Iterator[Taker]:
    with running_taker() as running:
        yield running


@pytest.fixture
def around(tmp_path: Path, taker: Taker) -> Surroundings:
    """A company whose webhook is told, and one significant change that is planned and approved."""
    made = PolicyRepository(tmp_path / "policies")
    today = date.today()  # noqa: DTZ011 (the tests' zone is UTC)
    hook = f'[notice]\nwebhooks = ["{taker.url}/hook"]\n'
    made.commit({"fairnotice.toml": f"{SETTINGS}\n{hook}", "policy/privacy.md": OLD}, "2020-01-10")
    new = NEW.format(effective=(today + timedelta(days=60)).isoformat())
    made.commit({"policy/privacy.md": new}, (today - timedelta(days=2)).isoformat())
    made.write("recipients.csv", RECIPIENTS)
    environ = {
        "FAIRNOTICE_DATABASE": f"sqlite:///{tmp_path}/ledger.sqlite3",
        "XDG_STATE_HOME": str(tmp_path),
        SECRET: KEY,
        **an_environment(),
    }
    planned = fairnotice("notify", "plan", cwd=made.root, **environ)
    assert planned.status == 0, planned
    ledger = open_ledger(environ, root=made.root)
    OPENED.append(ledger.engine)
    settings = load_settings(made.root)
    return Surroundings(ledger=ledger, settings=settings, environ=environ, root=made.root)


def go_out(around: Surroundings) -> None:
    """Approve and send, by the commands."""
    with running_sandbox() as sandbox:
        carrier = {"SENDGRID_API_KEY": sandbox.key, "SENDGRID_HOST": sandbox.url}
        for command in (("approve", "--by", "Counsel"), ("send",)):
            done = fairnotice("notify", *command, cwd=around.root, **around.environ, **carrier)
            assert done.status == 0, done


def test_each_is_told_once_what_changes_and_where_it_stands(
    around: Surroundings, taker: Taker
) -> None:
    go_out(around)

    assert announce(around) == "1 told, 0 not"
    assert announce(around) == "0 told, 0 not"

    ((path, headers, body),) = taker.taken
    data = json.loads(body)["data"]
    (policy,) = data["policies"]
    assert path == "/hook"
    assert headers["webhook-id"] == f"notice_{data['notice']}"
    assert policy["summary"] == "We keep call records for 90 days instead of 30."
    assert policy["url"] == "https://policies.example.com/privacy/"
    assert b"ada" not in body.lower()
    assert len(told_of(around.ledger)) == 1


def test_before_mails_go_out_nobody_is_told(around: Surroundings, taker: Taker) -> None:
    assert announce(around) == "0 told, 0 not"
    assert taker.taken == []


def test_who_did_not_take_it_is_told_again_and_nobody_else(
    around: Surroundings, taker: Taker
) -> None:
    go_out(around)
    channel = {SETTING: taker.url.replace("http://", "json://") + "/channel"}
    both = replace(around, environ={**around.environ, **channel})
    taker.status = 500
    with pytest.raises(
        NotTaken, match=r"0 told, 2 not: a channel \(json\): .*; 127.0.0.1: answered"
    ):
        announce(both)
    taker.status = 204

    assert announce(both) == "2 told, 0 not"

    channel_words = json.loads(taker.taken[-2][2])
    assert channel_words["title"].startswith("Example Messaging: Privacy Policy changes on ")
    assert channel_words["message"] == (
        "Privacy Policy: We keep call records for 90 days instead of 30.\n"
        "https://policies.example.com/privacy/"
    )
    ids = [headers["webhook-id"] for path, headers, _ in taker.taken if path == "/hook"]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_without_a_key_nothing_is_posted(around: Surroundings, taker: Taker) -> None:
    environ = {name: value for name, value in around.environ.items() if name != SECRET}

    done = fairnotice("jobs", "--only", "announce", cwd=around.root, **environ)

    assert done.status == 2
    assert f"announce: notice.webhooks need {SECRET}" in done.out
    assert taker.taken == []


def test_an_address_that_is_no_channel_is_a_mistake_that_is_not_repeated() -> None:
    with pytest.raises(InvalidSettings, match=f"address 2 of {SETTING} is none") as caught:
        channel_urls({SETTING: "json://127.0.0.1/ nonsense://token-of-ours@x"})

    assert "token-of-ours" not in str(caught.value)


def test_apprise_is_loaded_where_a_channel_is_configured_only() -> None:
    program = "import sys, notify.jobs_commands; from notify.channels import channel_urls;"
    loaded = "channel_urls({}); sys.exit('apprise' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", f"{program} {loaded}"], cwd=ROOT, check=False)

    assert done.returncode == 0
