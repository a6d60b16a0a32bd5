"""The mail: what people read in ten seconds, all the rest, and nothing that should not be there."""

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from archive.front_matter import Consent
from archive.marks import Mark, Segment
from archive.revisions import Language
from archive.settings import Settings
from notify.carriers import HTML_LIMIT, InvalidMail, substituted
from notify.excerpts import Excerpt
from notify.findings import Effect
from notify.links import link_rules
from notify.mails import (
    MissingSender,
    NoticeMail,
    company_of,
    notice_mail,
    sender,
)
from notify.notice_making import make_notice
from notify.notices import Notice
from notify.reader_words import Marks, all_words, greeter, shared_words
from notify.subjects import subject_of
from notify.words_owed import duties
from tests.notify.builders import (
    ENGLISH,
    NEW,
    REGISTER,
    SETTINGS,
    a_decision,
    a_judgement,
    a_redline,
    judging,
    settings_with,
)


def a_notice(
    effect: Effect = Effect.REDUCES, *, settings: Settings = SETTINGS, **decision: Any
) -> Notice:
    judgement = a_judgement(effect=effect, decision=a_decision(**decision))
    due = duties(REGISTER, judging((NEW, judgement)), baseline=None, language=ENGLISH)
    return make_notice(
        due, day=due[0].day, language=ENGLISH, redline_of=a_redline, settings=settings
    )


def a_mail(effect: Effect = Effect.REDUCES, **decision: Any) -> NoticeMail:
    return notice_mail(a_notice(effect, **decision), settings=SETTINGS)


def read_by(
    made: NoticeMail,
    name: str = "Ada",
    services: tuple[str, ...] = ("Messaging",),
    *,
    named: bool = True,
) -> str:
    words = words_of(made.marks, name, services, named=named)
    return substituted(made.mail.text, words)


def words_of(
    marks: Marks, name: str, services: tuple[str, ...], *, named: bool = True
) -> dict[str, str]:
    shared = shared_words(marks, services=services, named=named)
    return all_words(shared, greeter(marks, rules=RULES)(name).split("\n"))


def page_for(
    made: NoticeMail, name: str = "Ada", services: tuple[str, ...] = ("Messaging",)
) -> str:
    words = words_of(made.marks, name, services)
    return substituted(made.mail.html, words)


RULES = link_rules(SETTINGS)
LONG = "We change how long we keep the records of every call that you make or receive, " * 5


@pytest.mark.parametrize("summary", ["We keep call records for 90 days.", LONG])
@pytest.mark.parametrize("choices", ["Delete them in the app.", LONG])
@pytest.mark.parametrize("effect", list(Effect))
def test_the_first_sixty_words_say_everything_that_matters(
    summary: str, choices: str, effect: Effect
) -> None:
    made = a_mail(effect, summary=summary, choices=choices)
    (body,) = lxml_html.fromstring(page_for(made)).iter("body")

    for whole in (read_by(made), " ".join(map(str, body.itertext()))):
        first = " ".join(whole.split()[:60])
        assert "Messaging" in first  # which of your services
        assert f"Privacy Policy: {summary.split(maxsplit=1)[0]}" in first  # what changes
        assert "your rights" in first  # better or worse
        assert "1 March 2027, 00:00 (UTC)" in first  # the day
        assert choices.split(maxsplit=1)[0] in first.split("What you can do")[1]


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (Effect.REDUCES, "This reduces your rights."),
        (Effect.EXPANDS, "This is better for you"),
        (Effect.BOTH, "This reduces your rights in part and expands them in part."),
        (Effect.NONE, "This does not reduce your rights."),
    ],
)
def test_better_or_worse_is_said_plainly(effect: Effect, said: str) -> None:
    assert said in read_by(a_mail(effect))


def test_the_subject_names_company_change_and_day() -> None:
    assert a_mail().mail.subject == "Example Messaging: Privacy Policy changes on 1 March 2027"


@pytest.mark.parametrize(
    ("language", "subject", "greeting"),
    [
        ("de", "Example Messaging: Privacy Policy ändert sich am 1. März 2027", "Guten Tag Ada,"),
        ("fr", "Example Messaging\u00a0: Privacy Policy change le 1er mars 2027", "Bonjour Ada,"),
        ("es", "Example Messaging: Privacy Policy cambia el 1 de marzo de 2027", "Hola, Ada:"),
        ("ja", "Example Messaging：2027年3月1日に「Privacy Policy」が変わります", "Ada 様"),
        ("ar", "Example Messaging: تغيير على Privacy Policy في 1 مارس 2027", "مرحبًا"),
    ],
)
def test_readers_get_the_words_around_the_original_s_in_their_language(
    language: str, subject: str, greeting: str
) -> None:
    notice = replace(a_notice(), language=Language(language))
    made = notice_mail(notice, settings=SETTINGS)
    page = lxml_html.fromstring(page_for(made))

    assert made.mail.subject == subject
    assert read_by(made).startswith(greeting)
    assert (page.get("lang"), page.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
    assert [each.get("lang") for each in page.iter("p") if each.get("class") == "passage"] == ["en"]
    assert "We keep call records for 90 days instead of 30." in read_by(made)


@given(title=st.text(min_size=1, max_size=200), company=st.text(min_size=1, max_size=200))
def test_a_subject_is_one_line_of_at_most_78_characters(title: str, company: str) -> None:
    notice = a_notice()
    notice = replace(notice, items=(replace(notice.items[0], title=title),))

    subject = subject_of(notice, company)

    assert len(subject) <= 78
    assert "1 March 2027" in subject
    assert len(subject.splitlines()) == 1


def test_what_can_be_done_stands_right_after_the_summary() -> None:
    text = read_by(a_mail(summary="The summary itself.", choices="The choices themselves."))

    assert re.search(r"The summary itself\.\n\nWhat you can do\n\nThe choices themselves\.", text)


def test_the_words_are_shown_before_and_after() -> None:
    made = a_mail()

    assert "[-30-]{+90+}" in read_by(made)
    page = page_for(made)
    assert re.search(r'<del style="[^"]*line-through">30</del>', page)
    assert re.search(r'<ins style="[^"]*underline">90</ins>', page)
    assert "</del>\u2009<ins" in html.unescape(page)  # never 3090, not even without styles


def test_links_lead_to_both_texts_and_the_redline() -> None:
    base = "https://policies.example.com/privacy/"
    new = f"{base}2027-03-01/{NEW.id}/"
    page = lxml_html.fromstring(page_for(a_mail()))

    links = {a.get("href") or "" for a in page.iter("a")}

    assert {new, f"{new}changes/"} <= links
    assert any(link.startswith(f"{base}2025-03-01/") for link in links)
    held = "https://policies.example.com/what-we-hold/"
    assert {link for link in links if not link.startswith(base)} == {held}


def test_a_legal_notice_says_why_it_comes_and_cannot_be_switched_off() -> None:
    text = " ".join(read_by(a_mail()).split())

    assert "You use Messaging from Example Messaging" in text
    assert "cannot be switched off" in text
    assert "1 Sample Quay, Example Town" in text


@pytest.mark.parametrize(
    ("services", "first"),
    [
        (("Messaging",), "Services concerned: Messaging."),
        ((), "Services concerned: all our services."),
    ],
)
def test_nobody_is_told_that_they_use_what_nobody_said_they_use(
    services: tuple[str, ...], first: str
) -> None:
    text = " ".join(read_by(a_mail(), services=services, named=False).split())

    assert first in text
    assert "You are a customer of Example Messaging, and what changes applies to you." in text
    assert "You use" not in text
    assert "Your services" not in text


def test_answers_go_to_the_policy_s_contact() -> None:
    reply_to = a_mail().mail.reply_to

    assert reply_to is not None
    assert reply_to.address == "privacy@example.com"


def test_consent_is_never_silence() -> None:
    text = " ".join(read_by(a_mail(consent=Consent.REQUIRED)).split())

    assert "only if you agree. No answer counts as no." in text


HOSTILE = (
    "<script>alert(1)</script> <img src=https://t.example/p.gif> [bank](https://evil.example/x)"
    " <b onclick=alert(1)>bold</b> https://evil.example/y {{ 7 * 7 }} <style>*{}</style>"
)


@pytest.mark.parametrize("words", [{"summary": HOSTILE}, {"choices": HOSTILE}])
def test_hostile_words_do_nothing(words: dict[str, Any]) -> None:
    made = a_mail(**words)
    page = page_for(made)
    tree = lxml_html.fromstring(page)

    assert not list(tree.iter("script", "img", "iframe", "form", "link", "object"))
    assert "onclick" not in page
    assert len(list(tree.iter("style"))) == 1
    assert "https://evil.example" not in page
    assert "https://evil.example" not in read_by(made)
    assert made.unlinked == ("https://evil.example/x",)
    assert "49" not in page


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("<script>alert(1)</script>", id="markup"),
        pytest.param("Ada\r\nBcc: a@example.com", id="a header"),
        pytest.param("https://evil.example/x", id="a link"),
    ],
)
def test_a_name_stays_a_name(name: str) -> None:
    page, text = page_for(a_mail(), name), read_by(a_mail(), name)

    assert "<script>" not in page
    assert "\nBcc:" not in text
    assert "https://evil" not in page
    assert "https://evil" not in text


def test_a_name_cannot_bring_in_a_mark() -> None:
    made = a_mail()

    words = words_of(made.marks, f"x{made.marks.services}x", ("Voice",))

    assert made.marks.services not in words[made.marks.greeting]


def test_nothing_is_fetched_from_anywhere() -> None:
    page = page_for(a_mail())

    assert not re.search(r"\b(src|background|poster|srcset)=|url\(|@import", page)
    assert '<meta name="color-scheme" content="light dark">' in page


def test_a_mail_that_would_be_cut_off_leaves_passages_to_the_redline() -> None:
    notice = a_notice()
    swollen = Excerpt(heading="", segments=(Segment(mark=Mark.KEPT, text="word " * 8_000),))
    long = replace(notice, items=(replace(notice.items[0], excerpts=(swollen,) * 4),))

    made = notice_mail(long, settings=SETTINGS)

    assert len(made.mail.html.encode()) <= HTML_LIMIT
    assert "And 2 more changes" in made.mail.html


def test_a_summary_without_end_is_refused() -> None:
    with pytest.raises(InvalidMail, match="write a shorter"):
        a_mail(summary="word " * 30_000)


def test_the_sender_is_the_settings_choice_or_the_site_itself() -> None:
    legal = settings_with(notice={"legal_from": "Example Legal <legal@example.com>"})

    assert sender(legal).address == "legal@example.com"
    assert sender(SETTINGS).address == "policies@policies.example.com"
    with pytest.raises(MissingSender, match=r"set notice\.legal_from or site_url"):
        sender(settings_with(site_url=None))


@pytest.mark.parametrize(
    ("site_name", "legal_from", "company"),
    [
        ("Example Messaging Policies", None, "Example Messaging"),
        ("Policies", None, "Policies"),
        ("Policies", "Example Ltd <legal@example.com>", "Example Ltd"),
        ("Example Policies", "legal@example.com", "Example"),
    ],
)
def test_the_company_is_named(site_name: str, legal_from: str | None, company: str) -> None:
    settings = settings_with(site_name=site_name, notice={"legal_from": legal_from})

    assert company_of(settings) == company


def test_the_same_notice_is_the_same_mail() -> None:
    assert a_mail() == a_mail()
