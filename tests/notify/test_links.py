"""No mail of ours leads where we did not say it may."""

import pytest

from archive.rendering import render
from notify.links import LinkRules, inert, link_rules, safe_text
from tests.notify.builders import SETTINGS, settings_with

RULES = LinkRules(base="https://policies.example.com/", hosts=frozenset({"policies.example.com"}))


@pytest.mark.parametrize(
    ("target", "whole"),
    [
        pytest.param("/privacy/", "https://policies.example.com/privacy/", id="our own page"),
        pytest.param("https://policies.example.com/x", "https://policies.example.com/x", id="ours"),
        pytest.param("https://POLICIES.example.com/", "https://POLICIES.example.com/", id="case"),
        pytest.param("http://policies.example.com/", None, id="ours, but open to all on the way"),
        pytest.param("https://evil.example/", None, id="another host"),
        pytest.param("//evil.example/", None, id="another host without scheme"),
        pytest.param("https://policies.example.com@evil.example/", None, id="a disguise"),
        pytest.param("https://policies.example.com:444/", None, id="another port"),
        pytest.param("https:\\\\evil.example", None, id="backslashes"),
        pytest.param("/\\evil.example", None, id="a backslash that browsers take for a slash"),
        pytest.param("javascript:alert(1)", None, id="a script"),
        pytest.param("mailto:a@evil.example", None, id="an address"),
        pytest.param("#top", None, id="a place in the mail"),
        pytest.param("https://[::1", None, id="no address at all"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_which_links_may_stay(target: str, whole: str | None) -> None:
    assert RULES.allowed(target) == whole


def test_hosts_come_from_the_settings() -> None:
    settings = settings_with(
        service_url="https://notices.example.com/", notice={"link_hosts": ("help.example.com",)}
    )

    assert link_rules(settings).hosts == {
        "policies.example.com",
        "notices.example.com",
        "help.example.com",
    }
    assert link_rules(SETTINGS).base == "https://policies.example.com/"


def test_an_undeclared_link_becomes_words_and_is_reported() -> None:
    safe = safe_text(
        render("Read [your bank](https://evil.example/x) and [ours](/privacy/)."), RULES
    )

    assert safe.unlinked == ("https://evil.example/x",)
    assert "evil" not in safe.html
    assert safe.html == (
        '<p>Read your bank and <a href="https://policies.example.com/privacy/">ours</a>.</p>'
    )
    assert safe.text == "Read your bank and ours (https://policies.example.com/privacy/)."


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("see https://evil.example/login now", "see https[:]//evil[.]example/login now"),
        ("go to www.evil.example.", "go to www[.]evil[.]example."),
        ("evil.com/pay", "evil[.]com/pay"),
        ("https://policies.example.com/privacy/ is ours", None),
        ("for example, e.g. at 3.5 p.m., i.e. late", None),
        ("write to privacy@example.com", None),
    ],
)
def test_no_mail_program_makes_a_link_of_words(words: str, shown: str | None) -> None:
    assert inert(words, RULES) == (shown or words)


def test_images_and_attributes_go_and_words_stay() -> None:
    safe = safe_text(render('![pixel](https://t.example/p.gif) Words\n{: #id title="t" }'), RULES)

    assert safe.html.replace(" ", "") == "<p>Words</p>"


def test_lists_stay_lists_in_plain_text() -> None:
    safe = safe_text(render("You can:\n\n- agree\n- refuse\n\nor wait."), RULES)

    assert safe.text == "You can:\n\n- agree\n- refuse\n\nor wait."


def test_unseen_characters_cannot_turn_the_words_around() -> None:
    assert safe_text("<p>a\u202eb\u200bc</p>", RULES).text == "abc"
