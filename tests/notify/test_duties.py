"""What must be told, and what nobody is ever mailed about."""

from datetime import date

import pytest

from archive.front_matter import ChangeBlock, Consent, FrontMatter, Level
from archive.register import Register
from archive.revisions import Language, RevisionId, Source, State
from notify.duties import Baseline, Duty, Judgements
from notify.findings import Effect
from notify.words_owed import duties, first_baseline
from tests.notify.builders import (
    CHOICES,
    ENGLISH,
    JUDGEMENTS,
    NEW,
    OLD,
    PRIVACY,
    REGISTER,
    SUMMARY,
    TODAY,
    a_decision,
    a_judgement,
    a_policy,
    a_register,
    a_revision,
    day,
    judging,
)

EDITORIAL = a_judgement(Level.EDITORIAL, Effect.NONE, decision=ChangeBlock())


def found(
    register: Register,
    judgements: Judgements,
    *,
    baseline: Baseline | None = None,
    since: str | None = None,
) -> list[RevisionId]:
    since_day = day(since) if since else None
    return [d.original.revision.id for d in due(register, judgements, baseline, since_day)]


def due(
    register: Register,
    judgements: Judgements,
    baseline: Baseline | None = None,
    since: date | None = None,
) -> tuple[Duty, ...]:
    return duties(register, judgements, baseline=baseline, since=since, language=ENGLISH)


def test_the_first_plan_tells_only_what_has_not_taken_effect() -> None:
    assert found(REGISTER, JUDGEMENTS) == [NEW.id]
    assert first_baseline(REGISTER).left_out == {OLD.id}


def test_the_past_is_told_only_when_asked_for() -> None:
    past = a_register(a_policy(OLD))

    assert found(past, JUDGEMENTS) == []
    assert found(past, JUDGEMENTS, since="2025-01-01") == [OLD.id]
    assert found(past, JUDGEMENTS, since="2025-01-11") == []


def test_fifty_imported_texts_make_no_duty() -> None:
    old = [
        a_revision(f"text {year}", published=f"{year}-01-01", source=Source.EARLIER)
        for year in range(1970, 2020)
    ]
    imported = a_register(a_policy(*old))
    judged = judging(*((revision, a_judgement()) for revision in old))

    assert found(imported, judged, since="1970-01-01") == []


BASELINE = Baseline(day=TODAY, left_out=frozenset({OLD.id}))


@pytest.mark.parametrize(
    ("published", "told"),
    [
        pytest.param("2027-01-14", False, id="published the day before the baseline"),
        pytest.param("2027-01-15", True, id="published on its day, after it was made"),
        pytest.param("2027-01-16", True, id="published the day after"),
    ],
)
def test_later_plans_tell_what_was_published_since_the_baseline(
    published: str,
    told: bool,  # noqa: FBT001 (a column of the table)
) -> None:
    at_once = a_revision("At once.", published=published)
    register = a_register(a_policy(OLD, at_once), today=day("2027-01-20"))

    assert bool(found(register, judging((at_once, a_judgement())), baseline=BASELINE)) is told


def test_a_text_scheduled_at_the_baseline_stays_a_duty_after_its_day() -> None:
    arrived = a_revision("We keep records.", published="2027-01-11", effective="2027-03-01")
    register = a_register(a_policy(OLD, arrived), today=day("2027-03-02"))

    assert found(register, judging((arrived, a_judgement())), baseline=BASELINE) == [arrived.id]


def test_a_policy_under_a_new_id_is_no_news() -> None:
    moved = a_revision("Old words.", published="2025-01-10", policy="privacy-notice")

    judged = judging((moved, a_judgement()))
    assert found(a_register(a_policy(moved)), judged, baseline=BASELINE) == []


def test_what_need_not_be_told_is_not() -> None:
    assert found(REGISTER, judging((NEW, EDITORIAL))) == []


def test_a_reduced_right_is_told_whatever_the_decided_level() -> None:
    minor = a_judgement(Level.MINOR, Effect.REDUCES)

    assert found(REGISTER, judging((NEW, minor))) == [NEW.id]


def test_a_spelling_mend_does_not_bury_the_change_before_it() -> None:
    replaced = a_revision(
        "Kept 90 dais.", published="2027-01-11", effective="2027-03-01", state=State.WITHDRAWN
    )
    mended = a_revision(
        "Kept 90 days.", published="2027-01-12", effective="2027-03-01", state=State.SCHEDULED
    )
    register = a_register(a_policy(OLD, replaced, mended))

    (duty,) = due(register, judging((replaced, a_judgement()), (mended, EDITORIAL)))

    assert duty.original.revision == mended
    assert duty.covered == (replaced.id,)
    assert (duty.level, duty.effect, duty.summary) == (Level.SIGNIFICANT, Effect.REDUCES, SUMMARY)


def test_a_scheduled_text_is_compared_with_what_applies_to_the_reader_now() -> None:
    (duty,) = due(REGISTER, JUDGEMENTS)

    assert duty.original.former == OLD
    assert duty.day == day("2027-03-01")


def test_a_text_in_force_is_compared_with_what_applied_before() -> None:
    before = a_revision("Before.", published="2026-01-01", state=State.SUPERSEDED)
    applies = a_revision("Applies.", published="2027-01-10")
    register = a_register(a_policy(before, applies))

    (duty,) = due(register, judging((applies, a_judgement())), None, day("2027-01-01"))

    assert duty.original.former == before


def test_unpublished_text_is_no_duty() -> None:
    preview = a_revision(
        "Draft.",
        published="2027-01-15",
        effective="2027-06-01",
        state=State.SCHEDULED,
        preview=True,
    )

    assert found(a_register(a_policy(OLD, preview)), judging((preview, a_judgement()))) == []


def test_a_retired_policy_is_no_duty() -> None:
    retired = a_register(a_policy(OLD, NEW, retired=True))

    assert found(retired, JUDGEMENTS) == []


def test_a_translation_takes_the_original_s_decision_and_makes_no_duty_of_its_own() -> None:
    german = a_revision(
        "Wir behalten Daten 90 Tage.",
        published="2027-01-12",
        effective="2027-03-01",
        state=State.SCHEDULED,
        language="de",
    )
    lagging = a_revision(
        "Nous gardons 30 jours.", published="2025-02-01", effective="2025-03-01", language="fr"
    )
    register = a_register(a_policy(german), PRIVACY, a_policy(lagging))
    judged = {**JUDGEMENTS, **judging((german, a_judgement()), (lagging, a_judgement()))}

    (duty,) = due(register, judged)

    assert duty.original.policy == PRIVACY
    assert [step.policy.language for step in duty.translations] == [Language("de")]


def test_services_can_be_narrowed_by_a_decision() -> None:
    narrowed = a_judgement(decision=a_decision(services=("voice",), reason="only calls change"))

    (whole,) = due(REGISTER, JUDGEMENTS)
    (some,) = due(REGISTER, judging((NEW, narrowed)))

    assert whole.services == ("messaging", "voice")
    assert some.services == ("voice",)


@pytest.mark.parametrize(
    ("joined", "first_day"),
    [
        pytest.param(None, "2027-04-01", id="not known when: treated as having joined before"),
        pytest.param("2027-01-10", "2027-04-01", id="joined before it was published"),
        pytest.param("2027-01-11", "2027-03-01", id="joined knowing the new text"),
    ],
)
def test_the_day_for_people_who_had_joined_before(joined: str | None, first_day: str) -> None:
    revision = a_revision(
        "For all.",
        published="2027-01-11",
        effective="2027-03-01",
        state=State.SCHEDULED,
        front_matter=FrontMatter(existing=day("2027-04-01")),
    )
    (duty,) = due(a_register(a_policy(OLD, revision)), judging((revision, a_judgement())))

    assert duty.day_for(day(joined) if joined else None) == day(first_day)


def test_the_newest_words_of_the_legal_team_stand() -> None:
    decided = a_judgement(
        consent=True, decision=a_decision(consent=Consent.REQUIRED, choices=f" {CHOICES} \n")
    )

    (duty,) = due(REGISTER, judging((NEW, decided)))

    assert (duty.choices, duty.consent, duty.asks_consent) == (CHOICES, Consent.REQUIRED, True)
