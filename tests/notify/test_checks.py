"""What is a proposal answered with? Each row is a small repository and the lines it is told."""

from datetime import date
from pathlib import Path

import pytest

from archive.front_matter import Level
from archive.git_history import blob_id
from archive.proposals import LONGEST_FILE, open_proposal
from notify import check_words as words
from notify.check_json import check_document
from notify.check_markdown import markdown_comment
from notify.check_standards import standards_for
from notify.check_text import text_lines
from notify.check_words import headline
from notify.checks import check_proposal
from notify.proposed_changes import Event
from tests.notify.proposals import (
    PRIVACY,
    TODAY,
    TOLD,
    Files,
    check_of,
    privacy,
    said,
    the_only,
)
from tests.repositories import PolicyRepository

FILE = "policy/privacy.md"
NEXT = "policy/next/privacy.md"
BASE: Files = {FILE: PRIVACY}
AT_ONCE = f"{TOLD}  at_once: legal-duty\n"
REASON = "  reason: A court ordered it.\n"
VOICE = '[services.voice]\ntitle = "Voice"\n'
ANNOUNCED = privacy(60, "2027-03-01", TOLD.replace("90", "60"))


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        pytest.param(privacy(90, "2027-03-01", TOLD), [], id="told in time"),
        pytest.param(privacy(90, "2026-12-24", TOLD), [], id="the first lawful day"),
        pytest.param(
            privacy(90, "2026-12-23", TOLD), ["error 2 short-notice"], id="a day too early"
        ),
        pytest.param(
            privacy(90, "2026-12-01", AT_ONCE + REASON),
            ["warning 6 at-once"],
            id="what cannot wait says why (S10)",
        ),
        pytest.param(
            privacy(90, "2026-12-01", AT_ONCE),
            ["error 6 at-once-without-reason", "error 2 short-notice"],
            id="what cannot wait and does not say why",
        ),
        pytest.param(
            privacy(90, "2026-01-01", TOLD),
            ["error 2 undated-change"],
            id="a change to be told under the old date",
        ),
        pytest.param(
            PRIVACY.replace("any time", "any moment"),
            ["warning 2 undated-change"],
            id="a change of no weight under the old date",
        ),
        pytest.param(
            privacy(90, "2026-11-01", TOLD), ["error 2 retroactive"], id="a day that has passed"
        ),
        pytest.param(
            privacy(90, "2026-01-01", TOLD).replace("effective: 2026-01-01\n", ""),
            ["error 5 date-lost"],
            id="the day taken out",
        ),
        pytest.param(
            privacy(90, "2027-03-01"),
            ["error 3 missing-summary", "error 3 missing-choices"],
            id="nothing said to readers",
        ),
        pytest.param(
            privacy(90, "2027-03-01", f"{TOLD}  level: minor\n  reason: Few record.\n"),
            [],
            id="a reduced right called minor passes, and is told all the same (S2)",
        ),
        pytest.param(
            privacy(90, "2027-03-01", f"{TOLD}  services: [voice]\n  reason: Only calls.\n"),
            ["error 6 unknown-service"],
            id="a service that is none (S11)",
        ),
        pytest.param(
            privacy(90, "2027-03-01", f"services: [vioce]\n{TOLD}"),
            ["error 3 unknown-service", "warning 3 services-changed"],
            id="a service of the text that is none",
        ),
        pytest.param(
            privacy(90, "2027-03-01", "chnage:\n  summary: Longer.\n"),
            ["error 3 front-matter-unknown-key", "error 5 missing-summary", "error 5 missing-choices"],
            id="a misspelt key",
        ),
        pytest.param(
            privacy(30, "2026-01-01", "change:\n  kind: transfer-of-control\n  to: Buyer\n"
            "  day: 2026-12-01\n  summary: Buyer takes over.\n"),
            ["error 2 short-notice"],
            id="a transfer of control that is near (S8)",
        ),
        pytest.param(
            privacy(90, "2027-03-01", "change:\n  kind: transfer-of-control\n  to: Buyer\n"
            "  day: 2026-12-01\n  summary: Buyer takes over.\n  choices: You may leave.\n"),
            ["error 2 short-notice"],
            id="a transfer is told before the earlier of its day and the text's",
        ),
    ],
)  # fmt: skip
def test_a_change_is_answered(changed: str, faults: list[str], tmp_path: Path) -> None:
    found = check_of(tmp_path, BASE, {FILE: changed})

    assert said(found) == [each.replace(" ", f" {FILE}:", 1) for each in faults]


def test_a_reduced_right_called_minor_is_told(tmp_path: Path) -> None:
    head = f"{TOLD}  level: minor\n  reason: Few record.\n"
    policy = the_only(check_of(tmp_path, BASE, {FILE: privacy(90, "2027-03-01", head)}))

    assert policy.judgement is not None
    assert (policy.judgement.level, policy.timing.told) == (Level.MINOR, True)


def test_last_years_block_does_not_speak_and_is_to_be_replaced(tmp_path: Path) -> None:
    typo = "change:\n  level: editorial\n  reason: A comma.\n"
    found = check_of(
        tmp_path,
        {FILE: privacy(30, head=typo)},
        {FILE: privacy(90, "2027-03-01", typo)},
    )

    assert said(found) == [
        f"error {FILE}:3 missing-summary",
        f"error {FILE}:3 missing-choices",
        f"warning {FILE}:3 stale-change",
    ]
    (draft,) = the_only(found).drafts
    assert (draft.line, draft.replaces, draft.lines[:2]) == (
        3,
        3,
        ("change:", "  level: significant"),
    )


@pytest.mark.parametrize(
    ("head", "faults"),
    [
        pytest.param(TOLD, [f"error {FILE}:2 replaces-scheduled"], id="in silence"),
        pytest.param(f"after: 2027-03-01\n{TOLD}", [], id="letting it stand"),
        pytest.param(f"{TOLD}  withdraws: 2027-03-01\n", [], id="taking it back"),
    ],
)
def test_a_text_that_replaces_an_announced_one_says_so(
    head: str, faults: list[str], tmp_path: Path
) -> None:
    changed = {FILE: privacy(90, "2027-06-01", head)}
    found = check_of(tmp_path, BASE, {FILE: ANNOUNCED}, changed)

    assert said(found) == faults


def test_an_announced_text_may_be_worded_otherwise_for_the_same_day(tmp_path: Path) -> None:
    changed = {FILE: privacy(70, "2027-03-01", TOLD.replace("90", "70"))}

    assert said(check_of(tmp_path, BASE, {FILE: ANNOUNCED}, changed)) == []


@pytest.mark.parametrize(
    ("announced", "faults"),
    [
        pytest.param(None, [f"error {FILE}:3 mend-undone"], id="the announced text lacks it"),
        pytest.param(
            ANNOUNCED.replace("at any time", "at any moment"), [], id="both have the mend"
        ),
        pytest.param(
            ANNOUNCED.replace(" You can delete a recording at any time.", ""),
            [],
            id="the announced text says something else there",
        ),
    ],
)
def test_a_mend_is_not_undone_by_an_announced_text(
    announced: str | None, faults: list[str], tmp_path: Path
) -> None:
    mend = privacy(30, "2026-11-22").replace("at any time", "at any moment")
    changed = {FILE: mend} | ({NEXT: announced} if announced else {})
    found = check_of(tmp_path, BASE, {NEXT: ANNOUNCED}, changed)

    assert [each for each in said(found) if "mend-undone" in each] == faults
    assert not [each for each in said(found) if "stale-preview" in each]


def test_an_announced_text_that_is_taken_out_is_an_event(tmp_path: Path) -> None:
    found = check_of(tmp_path, BASE, {NEXT: ANNOUNCED}, {NEXT: None})

    assert the_only(found).change.event is Event.WITHDRAWAL
    assert said(found) == []


def test_an_announced_day_that_is_moved_starts_the_period_anew(tmp_path: Path) -> None:
    moved = {FILE: ANNOUNCED.replace("2027-03-01", "2026-12-10")}
    found = check_of(tmp_path, BASE, {FILE: ANNOUNCED}, moved)

    assert the_only(found).change.event is Event.DECLARATION
    assert said(found) == [f"error {FILE}:2 moved-up", f"error {FILE}:2 short-notice"]


def test_what_was_wrong_before_is_not_laid_at_the_door_of_a_proposal(tmp_path: Path) -> None:
    wrong = {"policy/terms.md": "Effective date: 3/4/2026\n\nBe kind.\n"}
    found = check_of(tmp_path, {**BASE, **wrong}, {FILE: privacy(90, "2027-03-01", TOLD)})

    assert said(found) == []


def test_a_first_text_is_told_unless_people_decide_otherwise(tmp_path: Path) -> None:
    text = "---\neffective: 2026-12-01\nchange:\n  summary: We have terms now.\n---\nBe kind.\n"
    found = check_of(tmp_path, BASE, {"policy/terms.md": text})

    assert the_only(found).change.event is Event.FIRST_TEXT
    assert said(found) == ["error policy/terms.md:2 short-notice"]


def test_a_text_from_before_git_is_told_to_nobody(tmp_path: Path) -> None:
    path = "policy/earlier/privacy/2025-01-01.md"
    text = "---\npublished: 2024-12-01\nsource: Our old site\n---\nWe keep nothing.\n"
    found = check_of(tmp_path, BASE, {path: text})

    assert not the_only(found).timing.told
    assert said(found) == []
    assert the_only(found).drafts == ()
    assert words.day(the_only(found)) == "applied from 2025-01-01"


def test_a_policy_that_applies_already_is_brought_in_without_a_notice(tmp_path: Path) -> None:
    text = "---\neffective: 2019-12-01\nchange:\n  level: minor\n  reason: Old.\n---\nBe kind.\n"

    assert said(check_of(tmp_path, BASE, {"policy/terms.md": text})) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        pytest.param(
            {FILE: None}, f"warning {FILE}:1 policy-ends", id="a policy that is taken away"
        ),
        pytest.param(
            {FILE: PRIVACY.replace("---\nWe", "id: data\n---\nWe")},
            f"error {FILE}:None identity-changed",
            id="a policy that loses its id",
        ),
        pytest.param(
            {"fairnotice.toml": "days = "},
            "error fairnotice.toml:None settings-unreadable",
            id="settings that cannot be read",
        ),
        pytest.param(
            {"policy/long.md": "[" * (LONGEST_FILE + 1)},
            "error policy/long.md:None text-too-long",
            id="a text that is too long",
        ),
    ],
)
def test_what_needs_no_words_is_told_too(changed: Files, told: str, tmp_path: Path) -> None:
    assert told in said(check_of(tmp_path, BASE, changed))


def test_a_translation_that_lags_is_a_warning_and_takes_the_decision(tmp_path: Path) -> None:
    german = "---\neffective: 2026-01-01\n---\nWir bewahren Aufnahmen 30 Tage auf.\n"
    base = {**BASE, "policy/privacy.de.md": german}
    lagging = check_of(tmp_path / "lags", base, {FILE: privacy(90, "2027-03-01", TOLD)})
    both = {
        FILE: privacy(90, "2027-03-01", TOLD),
        "policy/privacy.de.md": german.replace("30", "90").replace("2026-01-01", "2027-03-01"),
    }
    alike = check_of(tmp_path / "alike", base, both)

    assert said(lagging) == ["warning policy/privacy.de.md:2 stale-translation"]
    assert said(alike) == []
    assert [policy.timing.told for policy in alike.policies] == [True, False]


def test_services_that_move_by_a_declaration_alone_are_a_warning(tmp_path: Path) -> None:
    settings = f'{VOICE}[services.mail]\ntitle = "Mail"\n'
    base = {"fairnotice.toml": settings, FILE: privacy(head="services: [voice]\n")}
    found = check_of(tmp_path, base, {FILE: privacy(head="services: [mail]\n")})

    assert said(found) == [f"warning {FILE}:3 services-changed"]
    assert str(found.all_faults[0]).endswith(
        "the people of `mail` come under this policy and the people of `voice` leave it when the"
        " change is merged: the people of `mail`, `voice` are told then, and not before; to tell them"
        " in time, first publish a text with a later `effective` that says so"
    )


def test_words_that_came_down_are_not_quoted(tmp_path: Path) -> None:
    blob = blob_id(PRIVACY.encode())
    settings = f'[[redactions]]\nblob = "{blob}"\nreason = "A court ordered it."\n'
    base = {**BASE, "fairnotice.toml": settings}
    found = check_of(tmp_path, base, {FILE: privacy(90, "2027-03-01", TOLD)})

    shown = [markdown_comment(found), *text_lines(found), str(check_document(found))]
    assert not [each for each in shown if "30 days." in each]
    assert the_only(found).timing.told


def test_people_are_counted_by_service(tmp_path: Path) -> None:
    people = (
        "id,email,name,language,services\n1,a@example.com,,en,voice\n2,b@example.com,,en,mail\n"
    )
    settings = f'{VOICE}[services.mail]\ntitle = "Mail"\n[recipients]\ncsv = "list.csv"\n'
    base = {**BASE, "fairnotice.toml": settings, "list.csv": people}
    head = f"{TOLD}  services: [voice]\n  reason: Only calls.\n"
    found = check_of(tmp_path, base, {FILE: privacy(90, "2027-03-01", head)})

    reach = the_only(found).reach
    assert reach is not None
    assert [(each.service.id, each.told, each.not_told) for each in reach.services] == [
        ("voice", 1, 0),
        ("mail", 0, 1),
    ]


@pytest.mark.parametrize(
    ("people", "problem"),
    [
        pytest.param(
            "id,email,name,language,services\n1,ada at example,,en,\n",
            "1 row of the list of recipients cannot be used",
            id="a bad row",
        ),
        pytest.param(
            "ada@example.com,Ada\n",
            "the first row of the list of recipients is no header of one",
            id="no header",
        ),
        pytest.param(
            'id,email,name,language,services\n1,,"Ada',
            "the list of recipients breaks off",
            id="a file that breaks off in its first row",
        ),
        pytest.param(
            'id,email,name,language,services\n1,,,,\n2,,"Ada',
            "the list of recipients breaks off",
            id="a file that breaks off later",
        ),
    ],
)
def test_a_list_that_cannot_be_read_is_told_without_a_name(
    tmp_path: Path, people: str, problem: str
) -> None:
    settings = '[recipients]\ncsv = "list.csv"\n'
    base = {**BASE, "fairnotice.toml": settings, "list.csv": people}
    found = check_of(tmp_path, base, {FILE: privacy(90, "2027-03-01", TOLD)})

    assert found.audience_problem == problem


def test_the_working_tree_is_checked_against_the_published_branch(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit(BASE, "2026-01-01")
    repository.write(FILE, privacy(90, "2026-12-01", TOLD))

    with open_proposal(tmp_path, base=None, today=TODAY) as proposal:
        found = check_proposal(proposal, standards_for(proposal))

    assert said(found) == [f"error {FILE}:2 short-notice"]
    assert headline(found) == (
        "1 error to mend before this is merged; people must be told of 1 change."
    )
    assert the_only(found).timing.earliest == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("hours", "head", "earliest"),
    [
        pytest.param(24, "", "2026-12-24", id="a day to settle"),
        pytest.param(36, "", "2026-12-25", id="a part of a day is a day"),
        pytest.param(0, "", "2026-12-23", id="told as soon as it is merged"),
        pytest.param(24, AT_ONCE + REASON, "2026-12-23", id="what cannot wait does not settle"),
    ],
)
def test_what_is_merged_settles_before_people_are_told(
    hours: int, head: str, earliest: str, tmp_path: Path
) -> None:
    before = {**BASE, "fairnotice.toml": f"[notice]\nsettle_hours = {hours}\n"}
    changed = privacy(90, "2027-03-01", head or TOLD)
    timing = the_only(check_of(tmp_path, before, {FILE: changed})).timing

    assert timing.earliest == date.fromisoformat(earliest)
    assert timing.act_by == date(2027, 1, 29) - (timing.earliest - date(2026, 12, 23))


TAKES_IN = "---\neffective: 2026-01-01\nincorporates: [{}]\n---\nWe keep {} for 30 days.\n"
PROMISES = "We tell you of changes to this policy by email, at least 60 days before they apply.\n"


@pytest.mark.parametrize("back", ["terms", "voice"], ids=["taken in", "taken in by each other"])
def test_a_text_that_is_taken_in_promises_for_the_one_that_takes_it_in(
    back: str, tmp_path: Path
) -> None:
    voice, path = TAKES_IN.format("privacy", "calls"), "policy/voice.md"
    base = {
        path: voice,
        FILE: TAKES_IN.format(back, "recordings") + PROMISES,
        "policy/terms.md": PRIVACY,
    }
    changed = voice.replace("30 days", "90 days").replace("2026-01-01", "2027-01-10")
    found = check_of(tmp_path, base, {path: changed})

    assert str(the_only(found).timing.ground) == (
        "the text in force promises 60 days (policy/privacy.md:6: “We tell you of changes to this"
        " policy by email, at least 60 days before they apply.”)"
    )
    assert f"error {path}:2 short-notice" in said(found)
