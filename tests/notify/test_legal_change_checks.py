"""What laws ask of a change, and which change lacks it: for a lawyer to check."""

from typing import Any

import pytest

from archive.faults import Severity
from archive.front_matter import TRANSFER_OF_CONTROL, Consent, FrontMatter, Level
from archive.revisions import State
from notify.assessment import Assessment
from notify.decisions import Judgement
from notify.findings import Effect
from notify.legal_change_checks import Change, change_faults
from notify.profiles import AtOnce, all_profiles
from tests.notify.builders import a_decision, a_revision, day

PUBLISHED = "2027-01-11"
END: dict[str, Any] = {"choices": "You can end your contract until 28 February 2027."}


def a_change(
    *,
    effective: str | None = "2027-03-01",
    existing: str | None = None,
    level: Level = Level.SIGNIFICANT,
    effect: Effect = Effect.REDUCES,
    consent: bool = False,
    topics: tuple[str, ...] = (),
    language: str = "en",
    answer: Consent | None = None,
    **decision: Any,
) -> Change:
    front = FrontMatter(existing=day(existing) if existing else None)
    revision = a_revision(
        "New.",
        published=PUBLISHED,
        effective=effective,
        state=State.SCHEDULED,
        language=language,
        front_matter=front,
    )
    assessed = Assessment(
        judged=True, level=level, effect=effect, consent=consent, topics=topics, findings=()
    )
    judgement = Judgement(
        assessment=assessed,
        decision=a_decision(consent=answer, **decision),
        level=level,
        effect=effect,
        consent=consent,
        faults=(),
    )
    lines = {"effective": 2, "consent": 5}
    return Change(revision=revision, judgement=judgement, line_of_key=lambda key: lines.get(key, 3))


def codes(change: Change, profile: str) -> list[str]:
    found = change_faults(change, [p for p in all_profiles() if p.id == profile])
    return [f"{fault.severity} {fault.code}" for fault in found]


TRANSFER: dict[str, Any] = {"kind": TRANSFER_OF_CONTROL, "to": "Other Ltd"}
URGENT: dict[str, Any] = {"at_once": "legal-duty", "reason": "An order."}


@pytest.mark.parametrize(
    ("profile", "change", "found"),
    [
        # FTC Act Section 5: no material, adverse and retroactive change
        pytest.param("ftc", a_change(), [], id="FTC, a later day"),
        pytest.param(
            "ftc",
            a_change(effective=PUBLISHED),
            ["error retroactive-reduction"],
            id="FTC, the day of publication",
        ),
        pytest.param(
            "ftc",
            a_change(effective="2026-12-01"),
            ["error retroactive-reduction"],
            id="FTC, a day before it",
        ),
        pytest.param(
            "ftc", a_change(effective=None), ["error retroactive-reduction"], id="FTC, no day"
        ),
        pytest.param(
            "ftc",
            a_change(effective=PUBLISHED, effect=Effect.BOTH),
            ["error retroactive-reduction"],
            id="FTC, better and worse",
        ),
        pytest.param(
            "ftc", a_change(effective=PUBLISHED, effect=Effect.EXPANDS), [], id="FTC, better"
        ),
        pytest.param(
            "ftc",
            a_change(effective=PUBLISHED, existing="2027-03-01"),
            [],
            id="FTC, existing readers later",
        ),
        pytest.param(
            "ftc",
            a_change(effective=PUBLISHED, **URGENT),
            ["warning retroactive-reduction"],
            id="FTC, at once, with a reason",
        ),
        pytest.param(
            "ftc",
            a_change(effective=PUBLISHED, at_once="legal-duty", reason=" "),
            ["error retroactive-reduction"],
            id="FTC, at once, without one",
        ),
        # GDPR Articles 6, 7, 13(3): a new purpose
        pytest.param("gdpr", a_change(), [], id="GDPR, no new purpose"),
        pytest.param(
            "gdpr", a_change(consent=True), ["error unanswered-consent"], id="GDPR, no answer"
        ),
        pytest.param("gdpr", a_change(consent=True, answer=Consent.REQUIRED), [], id="GDPR, asked"),
        pytest.param(
            "gdpr",
            a_change(consent=True, answer=Consent.NOT_NEEDED),
            ["error unexplained-purpose"],
            id="GDPR, not needed, no reason",
        ),
        pytest.param(
            "gdpr",
            a_change(consent=True, answer=Consent.NOT_NEEDED, reason="Compatible, Art. 6(4)."),
            [],
            id="GDPR, not needed, reason",
        ),
        # a transfer of control is told before it happens
        pytest.param(
            "ccpa",
            a_change(**TRANSFER, day=day(PUBLISHED)),
            ["error late-transfer"],
            id="transfer on the day of publication",
        ),
        pytest.param("own", a_change(**TRANSFER, day=day("2027-03-01")), [], id="transfer later"),
        # DSA Article 14(2)
        pytest.param("dsa", a_change(), [], id="DSA, a summary"),
        pytest.param("dsa", a_change(summary=" "), ["error missing-summary"], id="DSA, none"),
        pytest.param(
            "dsa",
            a_change(summary="", level=Level.MINOR, effect=Effect.NONE),
            [],
            id="DSA, not significant",
        ),
        # the right to end the contract: EECC Article 105(4), P2B Article 3(2), PSD2 Article 54(1)
        pytest.param("eecc", a_change(), ["warning no-way-out"], id="EECC, not said"),
        pytest.param("eecc", a_change(**END), [], id="EECC, said"),
        pytest.param("p2b", a_change(**END), [], id="P2B, said"),
        pytest.param("psd2", a_change(choices=""), ["warning no-way-out"], id="PSD2, no choices"),
        pytest.param(
            "eecc", a_change(choices="Sie können kündigen.", language="de"), [], id="EECC, German"
        ),
        pytest.param("eecc", a_change(language="nl"), [], id="EECC, words of no table"),
        pytest.param(
            "eecc",
            a_change(at_once="readers-benefit", reason="More data."),
            [],
            id="EECC, exclusively better",
        ),
        pytest.param(
            "eecc", a_change(level=Level.MINOR, effect=Effect.NONE), [], id="EECC, not told"
        ),
        # children: GDPR Article 8, 16 CFR 312.5(a)(1)
        pytest.param(
            "gdpr", a_change(topics=("children",)), ["warning childrens-data"], id="GDPR 8"
        ),
        pytest.param("gdpr", a_change(topics=("collection",)), [], id="GDPR 8, not of children"),
        pytest.param(
            "coppa",
            a_change(topics=("collection",)),
            ["error childrens-consent"],
            id="COPPA, collection",
        ),
        pytest.param("coppa", a_change(topics=("liability",)), [], id="COPPA, liability"),
        pytest.param(
            "coppa",
            a_change(topics=("collection",), answer=Consent.REQUIRED),
            [],
            id="COPPA, a parent is asked",
        ),
        pytest.param("caloppa", a_change(effective=None, summary=""), [], id="not asked for"),
    ],
)
def test_what_a_law_asks_of_a_change(profile: str, change: Change, found: list[str]) -> None:
    assert codes(change, profile) == found


def test_what_several_laws_ask_is_told_once_with_every_source() -> None:
    asking = [p for p in all_profiles() if p.id in ("gdpr", "ccpa", "colorado")]

    (fault,) = change_faults(a_change(consent=True), asking)

    assert (fault.code, fault.severity, fault.line) == ("unanswered-consent", Severity.ERROR, 5)
    assert fault.profiles == ("gdpr", "ccpa", "colorado")
    assert fault.sources == (
        "GDPR Articles 6(1)(a), 6(4), 7 and 13(3)",
        "11 CCR §§ 7002(e) and (f), 7012",
        "4 CCR 904-3, Rule 6.04",
    )


def test_a_reason_without_words_for_readers_excuses_nothing() -> None:
    assert a_change(**URGENT).excuse is AtOnce.LEGAL_DUTY
    assert a_change(at_once="legal-duty").excuse is None
    assert a_change(reason="An order.").excuse is None
