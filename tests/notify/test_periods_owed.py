"""How long before its day a change must be told. Told on a day, lawful or not: for a lawyer to check."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.revisions import PolicyId
from archive.settings import NoticeSettings, Service, Settings
from notify.notice_periods import Period, Unit, days
from notify.periods_owed import (
    Ground,
    InForce,
    InvalidPeriodOwed,
    PeriodOwed,
    period_owed,
)
from notify.profiles import AtOnce
from notify.promises import Promise, Promises

PERIODS = st.builds(Period, number=st.integers(0, 400), unit=st.sampled_from(Unit))
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def day(written: str) -> date:
    return date.fromisoformat(written)


def owed(
    *profiles: str, own: int = 30, promised: Period | None = None, services: tuple[str, ...] = ()
) -> PeriodOwed:
    found = (Promise(period=promised, quote="We tell you.", line=7),) if promised else ()
    return period_owed(
        policy=PolicyId("privacy"),
        services=services,
        settings=Settings(
            notice=NoticeSettings(days=own, profiles=profiles),
            services=(
                Service(id="voice", title="Voice", profiles=("eecc",)),
                Service(id="news", title="News"),
            )
            if services
            else (),
        ),
        in_force=InForce(path="policy/privacy.md", promises=Promises(found=found)),
    )


@pytest.mark.parametrize(
    ("stands", "effective", "told", "lawful", "earliest"),
    [
        # own promise of 30 days: settings, [notice] days
        pytest.param(owed(), "2027-03-01", "2027-01-29", True, "2027-03-01", id="own, kept"),
        pytest.param(owed(), "2027-03-01", "2027-01-30", False, "2027-03-02", id="own, a day late"),
        # Regulation (EU) 2019/1150, Article 3(2): 15 days
        pytest.param(
            owed("p2b", own=0), "2027-03-01", "2027-02-13", True, "2027-03-01", id="P2B, kept"
        ),
        pytest.param(
            owed("p2b", own=0), "2027-03-01", "2027-02-14", False, "2027-03-02", id="P2B, 14 days"
        ),
        # Directive (EU) 2018/1972, Article 105(4): a month
        pytest.param(
            owed("eecc", own=0), "2027-03-01", "2027-01-31", True, "2027-03-01", id="EECC, 31 Jan"
        ),
        pytest.param(
            owed("eecc", own=0), "2027-03-01", "2027-02-01", False, "2027-03-02", id="EECC, 1 Feb"
        ),
        # Directive (EU) 2015/2366, Article 54(1): two months
        pytest.param(
            owed("psd2"), "2027-03-01", "2026-12-31", True, "2027-03-01", id="PSD2, 31 Dec"
        ),
        pytest.param(
            owed("psd2"), "2027-03-01", "2027-01-01", False, "2027-03-02", id="PSD2, 1 Jan"
        ),
        # 60 days are not two months
        pytest.param(
            owed("psd2"), "2027-09-01", "2027-07-02", False, "2027-09-03", id="PSD2, 60 days"
        ),
        # WP260 rev.01, paragraph 30: "well in advance", no number; the own promise stands
        pytest.param(owed("gdpr"), "2027-03-01", "2027-01-29", True, "2027-03-01", id="GDPR"),
        # the text in force promises more, or less, than the settings
        pytest.param(
            owed(promised=days(60)), "2027-03-01", "2027-01-29", False, "2027-03-31", id="60 days"
        ),
        pytest.param(
            owed(promised=days(7)), "2027-03-01", "2027-02-21", False, "2027-03-24", id="7 days"
        ),
        # a month is longer than 30 days after 15 January, and shorter after 31 January
        pytest.param(
            owed("eecc"), "2027-02-15", "2027-01-15", False, "2027-02-16", id="the month is longer"
        ),
        pytest.param(
            owed("eecc"), "2027-03-01", "2027-01-31", False, "2027-03-03", id="the days are longer"
        ),
        # the profile of a service counts for the policies that cover it
        pytest.param(
            owed(own=0, services=("voice",)),
            "2027-03-01",
            "2027-02-01",
            False,
            "2027-03-02",
            id="voice",
        ),
        pytest.param(
            owed(own=0, services=("news",)),
            "2027-03-01",
            "2027-02-01",
            True,
            "2027-02-01",
            id="news",
        ),
    ],
)
def test_told_on_a_day_a_change_is_lawful_or_not(
    stands: PeriodOwed,
    effective: str,
    told: str,
    lawful: bool,  # noqa: FBT001 (a column of the table)
    earliest: str,
) -> None:
    assert stands.is_kept(told=day(told), effective=day(effective)) is lawful
    assert stands.earliest_day(day(told)) == day(earliest)


@pytest.mark.parametrize(
    ("stands", "told", "said"),
    [
        pytest.param(
            owed(),
            "2027-01-15",
            "the settings promise 30 days (fairnotice.toml, [notice] days)",
            id="settings",
        ),
        pytest.param(
            owed("gdpr", "psd2"),
            "2027-01-15",
            "the Payment Services Directive asks for 2 months"
            " (Directive (EU) 2015/2366, Article 54(1))",
            id="law",
        ),
        pytest.param(
            owed(promised=days(30)),
            "2027-01-15",
            "the text in force promises 30 days (policy/privacy.md:7: “We tell you.”)",
            id="of equals the text",
        ),
        pytest.param(
            owed("eecc"), "2027-01-31", "the settings promise 30 days", id="longer than February"
        ),
    ],
)
def test_the_longest_period_is_owed_and_its_reason_is_told(
    stands: PeriodOwed, told: str, said: str
) -> None:
    assert str(stands.longest(day(told))).startswith(said)


@pytest.mark.parametrize(
    ("profile", "accepted"),
    [
        ("p2b", {AtOnce.IMMINENT_DANGER, AtOnce.LEGAL_DUTY}),
        ("eecc", {AtOnce.LEGAL_DUTY, AtOnce.READERS_BENEFIT, AtOnce.ADMINISTRATIVE}),
        ("psd2", set()),
    ],
)
def test_which_reason_for_a_change_at_once_a_law_accepts(
    profile: str, accepted: set[AtOnce]
) -> None:
    stands = owed(profile, own=0)
    answers = [
        stands.answer_to(reason, told=day("2027-01-15"), effective=day("2027-01-15"))
        for reason in AtOnce
    ]

    assert {a.reason for a in answers if [p.id for p in a.accepting] == [profile]} == accepted
    assert {a.reason for a in answers if [g.profile for g in a.refusing] == [profile]} == (
        set(AtOnce) - accepted
    )


def test_a_law_whose_period_is_kept_needs_no_exception() -> None:
    answer = owed("p2b", "psd2").answer_to(
        AtOnce.LEGAL_DUTY, told=day("2027-01-15"), effective=day("2027-02-20")
    )

    assert (answer.accepting, [ground.profile for ground in answer.refusing]) == ((), ["psd2"])


def test_a_promise_of_ones_own_accepts_no_reason() -> None:
    answer = owed("p2b", promised=days(60)).answer_to(
        AtOnce.IMMINENT_DANGER, told=day("2027-01-15"), effective=day("2027-01-15")
    )

    assert [profile.id for profile in answer.accepting] == ["p2b"]
    assert [str(ground.period) for ground in answer.refusing] == ["60 days", "30 days"]


def ground(period: Period) -> Ground:
    return Ground(period=period, reason="because", source="somewhere", profile="own")


@given(periods=st.lists(PERIODS, min_size=1, max_size=5), effective=DAYS)
def test_told_on_the_last_day_every_period_is_kept_and_a_day_later_one_is_not(
    periods: list[Period], effective: date
) -> None:
    stands = PeriodOwed(grounds=tuple(map(ground, periods)), profiles=())
    last = stands.last_day_to_tell(effective)

    assert all(period.earliest_day(last) <= effective for period in periods)
    assert not stands.is_kept(told=last + timedelta(days=1), effective=effective)


@given(periods=st.lists(PERIODS, min_size=1, max_size=5), told=DAYS)
def test_the_longest_period_wins(periods: list[Period], told: date) -> None:
    stands = PeriodOwed(grounds=tuple(map(ground, periods)), profiles=())

    assert stands.earliest_day(told) == max(period.earliest_day(told) for period in periods)
    assert stands.longest(told).period.earliest_day(told) == stands.earliest_day(told)


def test_no_reason_is_no_period() -> None:
    with pytest.raises(InvalidPeriodOwed, match="needs a reason"):
        PeriodOwed(grounds=(), profiles=())
