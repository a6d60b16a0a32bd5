"""The rules for Prometheus: each wakes somebody for a reason, and says what to do."""

import re
import subprocess
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
import pytest
import yaml
from sqlalchemy import text

from fairnotice import fairnotice
from notify.ledger import Ledger
from notify.ledger_jobs import begin, done
from notify.ledger_samples import Sampling, begin_samples
from notify.web_collector import LedgerCollector
from notify.web_measures import Measures
from tests.found_tools import found
from tests.notify.ledgers import a_ledger, approved, file_in, people, planned

ROOT = Path(__file__).parents[1]
FILE = ROOT / "notify/alerts.yml"
PAGE = (ROOT / "ALERTS.md").read_text(encoding="utf-8")
RULES: list[dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))["groups"][0]["rules"]
NAMES = [rule["alert"] for rule in RULES]


@pytest.fixture(scope="session")
def promtool() -> str:
    """Prometheus's own tool."""
    return found("promtool", "no promtool is here; `make promtool` installs one where it can")


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_each_alert_names_a_command_and_the_heading_that_says_what_to_do(
    rule: dict[str, Any],
) -> None:
    notes = rule["annotations"]
    assert rule["labels"]["severity"] in ("page", "none")
    assert notes["summary"].endswith(".")
    assert notes["runbook"] == f"ALERTS.md#{rule['alert'].lower()}"
    section = PAGE.partition(f"\n## {rule['alert']}\n")[2].partition("\n## ")[0]
    assert len(section.split()) > 20


def test_the_page_has_a_heading_for_each_alert_and_no_other() -> None:
    assert re.findall(r"^## (.+)$", PAGE, re.MULTILINE) == NAMES


@pytest.mark.parametrize(
    "words",
    sorted(
        set(
            re.findall(
                r"\bfairnotice ((?:notify|ledger) [a-z-]+|web|jobs)\b",
                PAGE + " ".join(rule["annotations"]["command"] for rule in RULES),
            )
        )
    ),
)
def test_each_command_exists(words: str) -> None:
    command: click.Command = fairnotice
    for word in words.split():
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None, words
        command = found


def given_by(ledger: Ledger) -> set[str]:
    """The names of the numbers that the service gives of itself and of a ledger."""
    measures = Measures()
    measures.registry.register(LedgerCollector(ledger, zone=ZoneInfo("UTC")))
    return {sample.name for family in measures.registry.collect() for sample in family.samples}


def test_each_number_that_an_alert_looks_at_is_one_that_the_service_gives(tmp_path: Path) -> None:
    waiting, sending = a_ledger(tmp_path / "waiting"), approved(file_in(tmp_path), 1)
    planned(waiting, people(2))  # for a person to approve
    stopping = "INSERT INTO gate (carrier, account, failures, reason) VALUES ('a', 'b', 0, '')"
    with sending.writing() as connection:
        connection.execute(text(stopping))
    begin_samples(sending, Sampling(least=0, say=print), None)
    begin(sending, "head")
    done(sending, "head", said="")
    asked = {name for rule in RULES for name in re.findall(r"fairnotice_\w+", rule["expr"])}

    assert asked - given_by(waiting) - given_by(sending) == set()


def test_one_alert_always_fires_so_that_silence_is_noticed() -> None:
    always = [rule["alert"] for rule in RULES if rule["expr"] == "vector(1)"]

    assert always == ["FairNoticeAlive"]


@pytest.mark.slow
def test_prometheus_takes_the_rules(promtool: str) -> None:
    done = subprocess.run(
        [promtool, "check", "rules", FILE], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(RULES)} rules found" in done.stdout


# What the numbers are, minute by minute, and which alerts page after two hours of it. The last lawful
# moment is 24 hours after the beginning, but where the case says otherwise.
CASES: dict[str, tuple[dict[str, str], set[str]]] = {
    "all is well": ({}, set()),
    "a long backlog that will be done in time": (
        {'fairnotice_waiting{plan="p"}': "1000000-1000x180"},
        set(),
    ),
    "a backlog that will not be done in time": (
        {'fairnotice_waiting{plan="p"}': "1000000-100x180"},
        {"FairNoticeWillBeLate"},
    ),
    "nothing goes out and the last day has begun": (
        {'fairnotice_waiting{plan="p"}': "500+0x180"},
        {"FairNoticeNotSending"},
    ),
    "nothing goes out and weeks are left": (
        {
            'fairnotice_waiting{plan="p"}': "500+0x180",
            'fairnotice_tell_by_timestamp_seconds{plan="p"}': "2000000+0x180",
        },
        set(),
    ),
    "nobody approved and the last day has begun": (
        {'fairnotice_not_approved{plan="p"}': "500+0x180"},
        {"FairNoticeNotApproved"},
    ),
    "a carrier that refuses the key": (
        {
            'fairnotice_carrier_stopped{carrier="sendgrid"}': "1+0x180",
            'fairnotice_waiting{plan="p"}': "1000000-1000x180",
        },
        {"FairNoticeStopped"},
    ),
    "a carrier that refuses the key and nothing waits": (
        {'fairnotice_carrier_stopped{carrier="sendgrid"}': "1+0x180"},
        set(),
    ),
    "a plan whose mails bounce": (
        {'fairnotice_over_limits{plan="p"}': "1+0x180"},
        {"FairNoticeOverLimits"},
    ),
    "a plan that had a sample": ({'fairnotice_over_limits{plan="p"}': "0+0x180"}, set()),
    "a dead webhook": (
        {'fairnotice_hearing{shows="no events"}': "1+0x180"},
        {"FairNoticeNoEvents"},
    ),
    "dead mail": ({'fairnotice_hearing{shows="no mail"}': "1+0x180"}, {"FairNoticeNoMail"}),
    "a ledger that is away": ({"fairnotice_ledger_up": "0+0x180"}, {"FairNoticeLedgerAway"}),
    "a ledger that was away for a minute": (
        {"fairnotice_ledger_up": "1+0x117 0 0 1+0x60"},
        set(),
    ),
    "a ledger that was set back": ({"fairnotice_doubt": "1+0x180"}, {"FairNoticeDoubt"}),
    "a service that is gone": ({'up{job="fairnotice"}': "0+0x180"}, {"FairNoticeDown"}),
    "a key that was changed at the provider": (
        {'fairnotice_event_posts_total{result="not signed"}': "0+1x180"},
        {"FairNoticePostsRefused"},
    ),
    "a job that has not been done for two days": (
        {'fairnotice_job_done_timestamp_seconds{job="head"}': "-170000+0x180"},
        {"FairNoticeJobsLate"},
    ),
    "a job that keeps failing": (
        {'fairnotice_job_failing{job="head"}': "1+0x240"},
        {"FairNoticeJobsLate"},
    ),
    "a job that failed once": ({'fairnotice_job_failing{job="head"}': "0+0x60 1 0+0x120"}, set()),
    "strangers who post beside the provider": (
        {
            'fairnotice_event_posts_total{result="not signed"}': "0+1x180",
            'fairnotice_event_posts_total{result="taken"}': "0+5x180",
        },
        set(),
    ),
}
USUAL = {
    'up{job="fairnotice"}': "1+0x180",
    "fairnotice_ledger_up": "1+0x180",
    "fairnotice_doubt": "0+0x180",
    'fairnotice_hearing{shows="alive"}': "1+0x180",
    'fairnotice_hearing{shows="no events"}': "0+0x180",
    'fairnotice_hearing{shows="no mail"}': "0+0x180",
    'fairnotice_tell_by_timestamp_seconds{plan="p"}': "86400+0x180",
    'fairnotice_event_posts_total{result="taken"}': "0+0x180",
    'fairnotice_job_done_timestamp_seconds{job="head"}': "0+0x180",
    'fairnotice_job_failing{job="head"}': "0+0x180",
}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_t32_who_is_paged_and_who_is_not(promtool: str, tmp_path: Path, case: str) -> None:
    given, paged = CASES[case]
    series = [{"series": name, "values": values} for name, values in (USUAL | given).items()]
    expected = [
        {
            "eval_time": "2h",
            "alertname": rule["alert"],
            "exp_alerts": [_fired(rule, given)] if rule["alert"] in paged else [],
        }
        for rule in RULES
        if rule["labels"]["severity"] == "page"
    ]
    test = {"interval": "1m", "input_series": series, "alert_rule_test": expected}
    file = tmp_path / "test.yml"
    file.write_text(
        yaml.safe_dump({"rule_files": [str(FILE)], "evaluation_interval": "1m", "tests": [test]})
    )

    done = subprocess.run(
        [promtool, "test", "rules", file], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def _fired(rule: dict[str, Any], given: dict[str, str]) -> dict[str, Any]:
    (name, *_) = given
    labels = dict(re.findall(r'(\w+)="([^"]*)"', name)) if not _summed(rule) else {}
    return {
        "exp_labels": {**labels, **rule["labels"]},
        "exp_annotations": rule["annotations"],
    }


def _summed(rule: dict[str, Any]) -> bool:
    """Whether an alert adds numbers up, so that it names none of them."""
    return str(rule["expr"]).startswith(("sum(", "max("))
