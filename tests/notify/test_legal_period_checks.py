"""Told on a day: in time, too late, or at once with a reason that a law accepts or does not."""

from typing import Any

import pytest

from archive.faults import Severity
from archive.front_matter import TRANSFER_OF_CONTROL, Level
from archive.revisions import PolicyId
from archive.settings import NoticeSettings, Settings
from notify.findings import Effect
from notify.legal_change_checks import Change
from notify.legal_faults import LegalFault
from notify.legal_period_checks import period_faults
from notify.periods_owed import InForce, PeriodOwed, period_owed
from notify.promises import Promise, Promises
from tests.notify.builders import a_decision, a_judgement, a_revision, day

TOLD = "2027-01-15"


def a_change(effective: str = "2027-03-01", **fields: Any) -> Change:
    existing = fields.pop("existing", None)
    published = fields.pop("published", TOLD)
    judgement = a_judgement(
        fields.pop("level", Level.SIGNIFICANT),
        fields.pop("effect", Effect.REDUCES),
        decision=a_decision(**fields),
    )
    revision = a_revision(
        "New.", published=published, effective=effective, existing=existing and day(existing)
    )
    lines = {"effective": 2, "at_once": 5}
    return Change(revision=revision, judgement=judgement, line_of_key=lines.__getitem__)


def owed(*profiles: str, days: int = 30, promises: Promises | None = None) -> PeriodOwed:
    return period_owed(
        policy=PolicyId("privacy"),
        services=(),
        settings=Settings(notice=NoticeSettings(days=days, profiles=profiles)),
        in_force=InForce(path="policy/privacy.md", promises=promises or Promises()),
    )


def faults(change: Change, stands: PeriodOwed) -> list[LegalFault]:
    return list(period_faults(change, stands, told=day(TOLD)))


URGENT: dict[str, Any] = {"at_once": "legal-duty", "reason": "An order."}


@pytest.mark.parametrize(
    ("change", "stands", "found"),
    [
        pytest.param(a_change("2027-02-15"), owed(), "", id="in time"),
        pytest.param(a_change("2027-02-14"), owed(), "error short-notice 2", id="a day late"),
        pytest.param(
            a_change("2027-01-20", existing="2027-02-15"), owed(), "", id="existing readers in time"
        ),
        pytest.param(
            a_change("2027-01-20", existing="2027-02-14"),
            owed(),
            "error short-notice 2",
            id="existing readers too late",
        ),
        pytest.param(
            a_change("2027-03-15"), owed("psd2"), "error short-notice 2", id="two months, 14 March"
        ),
        pytest.param(a_change("2027-03-16"), owed("psd2"), "", id="two months, in time"),
        pytest.param(
            a_change("2027-01-16", **URGENT), owed("p2b"), "warning applies-at-once 5", id="at once"
        ),
        pytest.param(
            a_change("2027-01-16", at_once="legal-duty"),
            owed("p2b"),
            "error short-notice 2",
            id="at once, no reason",
        ),
        pytest.param(
            a_change("2027-03-01", kind=TRANSFER_OF_CONTROL, day=day("2027-02-14")),
            owed(),
            "error short-notice 2",
            id="control passes before the notice is over",
        ),
        pytest.param(
            a_change("2027-01-16", level=Level.MINOR, effect=Effect.NONE), owed(), "", id="not told"
        ),
        pytest.param(
            a_change("2026-03-01", published="2026-01-15"), owed(), "", id="applies for long"
        ),
        pytest.param(
            a_change("2026-03-01", published=TOLD), owed(), "error short-notice 2", id="backdated"
        ),
    ],
)
def test_told_on_15_january(change: Change, stands: PeriodOwed, found: str) -> None:
    said = [f"{fault.severity} {fault.code} {fault.line}" for fault in faults(change, stands)]

    assert said == ([found] if found else [])


def test_what_is_owed_by_whom_and_what_would_mend_it() -> None:
    (fault,) = faults(a_change("2027-03-01"), owed("psd2", "p2b"))

    assert fault.fault.message == (
        "the text applies from 2027-03-01; to people told on 2027-01-15, 2 months of notice are"
        " owed, the day of telling not counted, as the Payment Services Directive asks for 2 months"
        " (Directive (EU) 2015/2366, Article 54(1)); the last lawful day of telling was 2026-12-31;"
        " the earliest lawful day is 2027-03-16: move it there"
    )
    assert fault.profiles == ("psd2",)


def test_who_accepts_a_reason_and_who_does_not_is_said() -> None:
    (fault,) = faults(a_change("2027-01-16", **URGENT), owed("p2b", "psd2", days=0))

    assert fault.severity is Severity.WARNING
    assert fault.message == (
        "applies at once: the Platform-to-Business Regulation (Regulation (EU) 2019/1150,"
        " Article 3(4)) accepts legal-duty; still, the Payment Services Directive asks for"
        " 2 months (Directive (EU) 2015/2366, Article 54(1))"
    )
    assert fault.sources == (
        "Regulation (EU) 2019/1150, Article 3(4)",
        "Directive (EU) 2015/2366, Article 54(1)",
    )


def test_what_a_person_must_read_is_told_with_its_line() -> None:
    unclear = Promise(period=None, quote="We usually tell you.", line=9)

    (fault,) = faults(a_change(), owed(promises=Promises(unclear=(unclear,))))

    assert (fault.code, fault.path, fault.line) == ("unclear-promise", "policy/privacy.md", 9)
    assert fault.message.endswith("“We usually tell you.”")


def test_a_language_that_nobody_can_read_is_told() -> None:
    (fault,) = faults(a_change(), owed(promises=Promises(language_known=False)))

    assert (fault.code, fault.severity) == ("unclear-promise", Severity.WARNING)
