"""What stands once the legal team has spoken? Raising is free; lowering silences nothing."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive.cache import Cache
from archive.faults import Severity
from archive.front_matter import ChangeBlock, Consent, Contested, FrontMatter, Level
from archive.git_history import GitHistory
from archive.revisions import Revision
from archive.texts import Texts
from notify.assessment import Assessment, Effect, Finding
from notify.decisions import Judgement, RegisterJudgements, judge
from tests.notify.builders import a_policy, a_register, a_revision
from tests.repositories import PolicyRepository


def a_finding(rule: str, effect: Effect, level: Level = Level.SIGNIFICANT) -> Finding:
    return Finding(
        rule=rule, topic="retention", level=level, effect=effect, before="", after="", reason="…"
    )


def an_assessment(*findings: Finding, **fields: Any) -> Assessment:
    values: dict[str, Any] = {
        "judged": True,
        "level": Level.SIGNIFICANT,
        "effect": Effect.REDUCES,
        "consent": False,
        "topics": ("retention",),
        "findings": findings or (a_finding("retention-longer", Effect.REDUCES),),
    }
    return Assessment(**(values | fields))


TYPO = an_assessment(level=Level.EDITORIAL, effect=Effect.NONE, topics=())
MINOR = an_assessment(level=Level.MINOR, effect=Effect.NONE)
REDUCES = an_assessment()
CONSENT = an_assessment(consent=True)
TOLD = ChangeBlock(summary="Logs are kept longer.", choices="You can delete them.")

TRANSFER = replace(TOLD, kind="transfer-of-control", to="Example Buyer", day=date(2027, 3, 1))


def speaking(block: ChangeBlock | None, *, day: str = "2027-01-10") -> Revision:
    text = f"Text of {day}."
    return replace(a_revision(text, published=day), front_matter=FrontMatter(change=block))


def judged(
    assessment: Assessment, block: ChangeBlock | None, *, former: ChangeBlock | None = None
) -> Judgement:
    return judge(
        assessment,
        revision=speaking(block),
        former=speaking(former, day="2026-01-10"),
    )


def codes(judgement: Judgement) -> list[str]:
    return [fault.code for fault in judgement.faults]


@pytest.mark.parametrize(
    ("assessment", "block", "level", "told", "faults"),
    [
        pytest.param(TYPO, None, Level.EDITORIAL, False, [], id="no block: it stands"),
        pytest.param(
            TYPO,
            ChangeBlock(level=Level.MINOR),
            Level.MINOR,
            False,
            [],
            id="raising is free",
        ),
        pytest.param(
            TYPO,
            ChangeBlock(level=Level.SIGNIFICANT),
            Level.SIGNIFICANT,
            True,
            ["missing-summary"],
            id="what was raised to significant must be told, so it needs a summary",
        ),
        pytest.param(
            MINOR,
            ChangeBlock(level=Level.EDITORIAL, reason="A name was misspelt."),
            Level.EDITORIAL,
            False,
            [],
            id="lowering needs a reason, and has one",
        ),
        pytest.param(
            MINOR,
            ChangeBlock(level=Level.EDITORIAL),
            Level.MINOR,
            False,
            ["lowering-without-reason"],
            id="lowering without a reason changes nothing",
        ),
        pytest.param(
            REDUCES,
            replace(TOLD, level=Level.MINOR, reason="Hardly anybody keeps logs."),
            Level.MINOR,
            True,
            [],
            id="a reduced right called minor must still be told (S2)",
        ),
        pytest.param(
            REDUCES,
            None,
            Level.SIGNIFICANT,
            True,
            ["missing-summary", "missing-choices"],
            id="what reduces rights needs a summary and choices",
        ),
        pytest.param(
            REDUCES,
            replace(TOLD, choices=" \n"),
            Level.SIGNIFICANT,
            True,
            ["missing-choices"],
            id="blank choices are none",
        ),
        pytest.param(
            TYPO,
            replace(TRANSFER, level=Level.MINOR),
            Level.SIGNIFICANT,
            True,
            [],
            id="a transfer of control is always told",
        ),
        pytest.param(
            TYPO,
            replace(TRANSFER, to=None, day=None),
            Level.SIGNIFICANT,
            True,
            ["transfer-incomplete"],
            id="a transfer of control needs its day and who takes over",
        ),
        pytest.param(
            REDUCES,
            replace(TOLD, at_once="legal-duty"),
            Level.SIGNIFICANT,
            True,
            ["at-once-without-reason"],
            id="what applies at once needs its reason",
        ),
        pytest.param(
            REDUCES,
            replace(TOLD, services=("voice",)),
            Level.SIGNIFICANT,
            True,
            ["narrowing-without-reason"],
            id="telling only some needs its reason",
        ),
    ],
)
def test_what_stands(
    assessment: Assessment,
    block: ChangeBlock | None,
    level: Level,
    told: bool,  # noqa: FBT001  # a column of the table
    faults: list[str],
) -> None:
    judgement = judged(assessment, block)

    assert (judgement.level, judgement.must_be_told, codes(judgement)) == (level, told, faults)


def test_last_years_block_does_not_speak() -> None:
    typo = ChangeBlock(level=Level.EDITORIAL, reason="A comma.")
    judgement = judged(REDUCES, typo, former=typo)

    assert judgement.decision is None
    assert judgement.level is Level.SIGNIFICANT
    assert judgement.must_be_told
    assert codes(judgement) == ["stale-change", "missing-summary", "missing-choices"]
    assert judgement.faults[0].severity is Severity.WARNING


def test_a_block_that_was_altered_speaks() -> None:
    judgement = judged(TYPO, ChangeBlock(summary="New."), former=ChangeBlock(summary="Old."))

    assert judgement.decision == ChangeBlock(summary="New.")
    assert not judgement.decided


def test_the_block_of_a_first_text_speaks() -> None:
    block = replace(TOLD, level=Level.SIGNIFICANT)
    judgement = judge(REDUCES, revision=speaking(block), former=None)

    assert judgement.decided
    assert judgement.faults == ()


def test_an_effect_is_denied_finding_by_finding() -> None:
    assessment = an_assessment(
        a_finding("retention-longer", Effect.REDUCES), a_finding("right-added", Effect.EXPANDS)
    )
    contested = (Contested(rule="retention-longer", reason="The logs hold no personal data."),)
    judgement = judged(assessment, replace(TOLD, contested=contested))

    assert judgement.effect is Effect.EXPANDS
    assert judgement.level is Level.SIGNIFICANT
    assert judgement.faults == ()


def test_a_finding_contested_without_a_reason_stands() -> None:
    contested = (Contested(rule="retention-longer", reason=" "),)
    judgement = judged(REDUCES, replace(TOLD, contested=contested))

    assert judgement.effect is Effect.REDUCES
    assert codes(judgement) == ["contested-without-reason"]


def test_contesting_what_was_not_found_names_what_was() -> None:
    contested = (Contested(rule="fee-higher", reason="No fee."),)
    [fault] = judged(REDUCES, replace(TOLD, contested=contested)).faults

    assert fault.code == "contested-unknown"
    assert "`fee-higher` is no finding of this change (they are: `retention-longer`)" in str(fault)


@pytest.mark.parametrize(
    ("answer", "consent", "faults"),
    [
        pytest.param(None, True, ["unanswered-consent"], id="not answered: asked, and a fault"),
        pytest.param(Consent.REQUIRED, True, [], id="required"),
        pytest.param(Consent.NOT_NEEDED, False, [], id="not needed"),
    ],
)
def test_a_question_of_consent_needs_an_answer(
    answer: Consent | None,
    consent: bool,  # noqa: FBT001  # a column of the table
    faults: list[str],
) -> None:
    judgement = judged(CONSENT, replace(TOLD, consent=answer))

    assert judgement.consent is consent
    assert codes(judgement) == faults


def test_consent_may_be_asked_where_no_rule_asked_and_then_needs_choices() -> None:
    judgement = judged(TYPO, ChangeBlock(consent=Consent.REQUIRED))

    assert judgement.consent
    assert codes(judgement) == ["missing-choices"]


def test_what_no_rule_could_judge_needs_a_person() -> None:
    unjudged = an_assessment(judged=False, effect=Effect.NONE, topics=(), findings=())

    assert codes(judged(unjudged, None)) == ["not-judged", "missing-summary"]
    decided = ChangeBlock(level=Level.EDITORIAL, reason="A typing error in the translation.")
    assert codes(judged(unjudged, decided)) == []


def test_a_fault_names_the_file_and_says_what_to_write() -> None:
    [summary, _] = judged(REDUCES, None).faults

    assert summary.path == "policy/privacy.md"
    assert summary.severity is Severity.ERROR
    assert "`change: summary:`" in summary.message


def test_every_revision_of_a_policy_is_judged_against_the_one_before(tmp_path: Path) -> None:
    PolicyRepository(tmp_path)
    sentences = ["Logs are kept 30 days.", "Logs are kept 30 days!", "Logs are kept 90 days."]
    revisions = [
        a_revision(text, published=f"2026-0{month}-01")
        for month, text in enumerate(sentences, start=1)
    ]
    with GitHistory(tmp_path) as history:
        unpublished = {revision.blob: revision.blob.encode() for revision in revisions}
        texts = Texts(history, Cache(tmp_path / "cache"), unpublished=unpublished)
        found = RegisterJudgements(a_register(a_policy(*revisions)), texts)
        judged_in_order = list(found.values())

    assert list(found) == [("privacy", "en", revision.id) for revision in revisions]
    assert [(one.level, one.effect) for one in judged_in_order] == [
        (Level.SIGNIFICANT, Effect.NONE),
        (Level.EDITORIAL, Effect.NONE),
        (Level.SIGNIFICANT, Effect.REDUCES),
    ]
