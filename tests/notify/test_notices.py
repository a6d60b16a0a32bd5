"""A notice: stable under its id, in one language, with links that last."""

from dataclasses import replace

import pytest

from archive.front_matter import ChangeBlock, FrontMatter
from archive.marks import Mark, Segment
from archive.redlines import Redline
from archive.revisions import BlobId, Language, State
from archive.settings import Redaction
from notify.duties import Duty
from notify.notice_making import make_notice
from notify.notices import InvalidNotice, Notice, language_of
from notify.words_owed import duties
from tests.notify.builders import (
    ENGLISH,
    JUDGEMENTS,
    PRIVACY,
    REGISTER,
    SETTINGS,
    SUMMARY,
    a_judgement,
    a_policy,
    a_redline,
    a_register,
    a_revision,
    day,
    judging,
    settings_with,
)

GERMAN = Language("de")


def a_duty() -> Duty:
    return duties(REGISTER, JUDGEMENTS, baseline=None, language=ENGLISH)[0]


def a_notice(duty: Duty | None = None, language: Language = ENGLISH) -> Notice:
    return make_notice(
        [duty or a_duty()],
        day=day("2027-03-01"),
        language=language,
        redline_of=a_redline,
        settings=SETTINGS,
    )


def test_the_same_texts_for_the_same_day_are_the_same_notice() -> None:
    one = a_notice()

    assert a_notice().id == one.id
    assert replace(one, items=(replace(one.items[0], summary="Said better."),)).id == one.id


def test_another_day_language_or_text_is_another_notice() -> None:
    one = a_notice()
    others = [
        replace(one, day=day("2027-03-02")),
        replace(one, language=GERMAN),
        replace(one, items=(replace(one.items[0], revision=one.items[0].covered[0] + "x"),)),  # type: ignore[arg-type]
    ]

    assert len({notice.id for notice in [one, *others]}) == 4


def test_a_notice_is_about_something_and_about_each_policy_once() -> None:
    one = a_notice()

    with pytest.raises(InvalidNotice):
        replace(one, items=())
    with pytest.raises(InvalidNotice, match="not of two"):
        replace(one, items=one.items * 2)


def test_a_first_text_is_compared_with_nothing() -> None:
    first = a_revision(
        "New.", published="2027-01-11", effective="2027-03-01", state=State.SCHEDULED
    )
    (duty,) = duties(
        a_register(a_policy(first)),
        judging((first, a_judgement())),
        baseline=None,
        language=ENGLISH,
    )

    item = a_notice(duty).items[0]

    assert (item.former, item.former_link, item.redline_link, item.excerpts) == (None,) * 3 + ((),)


def test_without_an_address_of_the_site_there_is_no_notice() -> None:
    with pytest.raises(InvalidNotice, match="site_url"):
        make_notice(
            [a_duty()],
            day=day("2027-03-01"),
            language=ENGLISH,
            redline_of=a_redline,
            settings=settings_with(site_url=None),
        )


def test_a_translation_brings_its_own_words_or_the_original_s() -> None:
    def in_german(summary: str) -> Notice:
        german = a_revision(
            "90 Tage.",
            published="2027-01-12",
            effective="2027-03-01",
            state=State.SCHEDULED,
            language="de",
            front_matter=FrontMatter(change=ChangeBlock(summary=summary)),
        )
        register = a_register(a_policy(german, title="Datenschutz"), PRIVACY)
        (duty,) = duties(register, JUDGEMENTS, baseline=None, language=ENGLISH)
        assert language_of([duty], GERMAN) == GERMAN
        assert language_of([duty], Language("fr")) == "fr", "the words around the original"
        assert language_of([duty], Language("it")) == ENGLISH
        return a_notice(duty, GERMAN)

    assert in_german("Wir behalten sie 90 Tage.").items[0].summary == "Wir behalten sie 90 Tage."
    item = in_german("").items[0]
    assert (item.title, item.summary) == ("Datenschutz", SUMMARY)
    assert item.link.startswith("https://policies.example.com/de/privacy/")


def test_what_had_to_come_down_stands_in_no_notice() -> None:
    blob = a_duty().original.revision.blob
    redaction = Redaction(blob=blob, reason="An order of the court.")

    (item,) = make_notice(
        [a_duty()],
        day=day("2027-03-01"),
        language=ENGLISH,
        redline_of=a_redline,
        settings=settings_with(redactions=(redaction,)),
    ).items

    assert item.summary == "The words of this text were taken down: An order of the court."
    assert (item.choices, item.excerpts, item.more) == ("", (), 0)


def test_the_redline_is_read_by_the_texts_compared() -> None:
    asked: list[tuple[BlobId, BlobId]] = []

    def redline_of(old: BlobId, new: BlobId) -> Redline:
        asked.append((old, new))
        return Redline(segments=(Segment(mark=Mark.INSERTED, text="x"),), changes=(), html="")

    make_notice(
        [a_duty()],
        day=day("2027-03-01"),
        language=ENGLISH,
        redline_of=redline_of,
        settings=SETTINGS,
    )

    assert asked == [(PRIVACY.revisions[0].blob, PRIVACY.revisions[1].blob)]
