"""What a policy's front matter declares, and what its author is told when it is wrong."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.contacts import Contact
from archive.front_matter import (
    ChangeBlock,
    Consent,
    Contested,
    FrontMatter,
    Level,
    read_front_matter,
    split,
)

EVERYTHING = """---
# a comment
id: terms/voice
title: "Terms: Voice"
effective: 2027-03-01
existing: "2027-04-01"
services: [messaging, voice]
contact: privacy@example.com
comments: https://example.com/talk?about=terms
lang: pt-BR
translates: 2027-03-01
incorporates: [privacy]
redirect_from: [old-name, /articles/terms/]
reviewed: 2027-01-10
after: 2027-02-01
published: 2018-11-02
source: a paper copy in the archive
change:
  level: significant
  reason: a new purpose
  contested: [{rule: retention-longer, reason: the old text meant the same}]
  summary: |
    We keep logs longer.
    Here is why.
  choices: You can object until 1 March.
  consent: not-needed
  kind: transfer-of-control
  to: Example Two, Inc.
  day: 2027-04-01
  at_once: legal-duty
  withdraws: 2027-05-01
  services: [voice]
---
We keep logs.
"""


def read(*lines: str) -> FrontMatter:
    return read_front_matter("\n".join(("---", *lines, "---", "We keep logs.")), path="privacy.md")


def test_every_key_is_read() -> None:
    found = read_front_matter(EVERYTHING, path="policy/terms/voice.md")

    assert found.faults == ()
    assert found == FrontMatter(
        id="terms/voice",
        title="Terms: Voice",
        effective=date(2027, 3, 1),
        existing=date(2027, 4, 1),
        services=("messaging", "voice"),
        contact=Contact(mail="privacy@example.com"),
        comments="https://example.com/talk?about=terms",
        lang="pt-br",
        translates=date(2027, 3, 1),
        incorporates=("privacy",),
        redirect_from=("old-name", "/articles/terms/"),
        reviewed=date(2027, 1, 10),
        after=date(2027, 2, 1),
        published=date(2018, 11, 2),
        source="a paper copy in the archive",
        change=ChangeBlock(
            level=Level.SIGNIFICANT,
            reason="a new purpose",
            contested=(Contested(rule="retention-longer", reason="the old text meant the same"),),
            summary="We keep logs longer.\nHere is why.",
            choices="You can object until 1 March.",
            consent=Consent.NOT_NEEDED,
            kind="transfer-of-control",
            to="Example Two, Inc.",
            day=date(2027, 4, 1),
            at_once="legal-duty",
            withdraws=date(2027, 5, 1),
            services=("voice",),
        ),
    )


@pytest.mark.parametrize(
    ("text", "source", "body", "lines"),
    [
        pytest.param("We keep logs.\n", "", "We keep logs.\n", 0, id="no front matter"),
        pytest.param("---\nid: a\n---\nWe.\n", "id: a\n", "We.\n", 3, id="front matter"),
        pytest.param("---\n---\nWe.", "", "We.", 2, id="empty front matter"),
        pytest.param("---\r\nid: a\r\n---\r\nWe.\r\n", "id: a\r\n", "We.\r\n", 3, id="CRLF"),
        pytest.param("\ufeff---\nid: a\n---\nWe.", "id: a\n", "We.", 3, id="byte order mark"),
        pytest.param("---\nid: a\n...\nWe.", "id: a\n", "We.", 3, id="closed by dots"),
        pytest.param("---\nid: a\n---\nA\n\n---\nB", "id: a\n", "A\n\n---\nB", 3, id="later rule"),
        pytest.param("A\n\n---\nid: a\n---\n", "", "A\n\n---\nid: a\n---\n", 0, id="rules only"),
        pytest.param("---\nWe keep\n---\nB", "", "---\nWe keep\n---\nB", 0, id="begins with a rule"),
        pytest.param("---\nid: a\nWe keep", "", "---\nid: a\nWe keep", 0, id="never closed"),
        pytest.param("<!-- x -->\n---\nid: a\n---", "", "<!-- x -->\n---\nid: a\n---", 0,
                     id="a comment stands first"),
        pytest.param("", "", "", 0, id="nothing at all"),
    ],
)  # fmt: skip
def test_split(text: str, source: str, body: str, lines: int) -> None:
    assert split(text) == (source, body, lines)


@pytest.mark.parametrize(
    ("line", "addresses"),
    [
        pytest.param("redirect_from: /articles/terms/", ("/articles/terms/",), id="one alone"),
        pytest.param("redirect_from: [a, b, a]", ("a", "b"), id="a list"),
        pytest.param("redirect_from:\n  - a\n  - b", ("a", "b"), id="a list on lines"),
    ],
)
def test_former_addresses(line: str, addresses: tuple[str, ...]) -> None:
    assert read(line).redirect_from == addresses


@pytest.mark.parametrize(
    ("line", "code", "advice"),
    [
        pytest.param("efective: 2027-01-01", "unknown-key", "did you mean `effective`?", id="typo"),
        pytest.param("layout: page", "unknown-key", "the keys are id, title", id="foreign key"),
        pytest.param("? [a]\n: b", "unknown-key", "the keys are", id="a list as a key"),
        pytest.param("effective: 2027-02-30", "date", "no such day", id="impossible date"),
        pytest.param("effective: 2027-3-1", "date", "like 2027-03-01", id="date without zeros"),
        pytest.param("effective: [DATE]", "date", "like 2027-03-01", id="placeholder"),
        pytest.param("effective: March 1, 2027", "date", "like 2027-03-01", id="words"),
        pytest.param("effective: ２０２７-03-01", "date", "like 2027-03-01", id="other digits"),
        pytest.param("effective: 0202-03-01", "date", "year cannot be right", id="mistyped year"),
        pytest.param("effective:", "date", "like 2027-03-01", id="empty date"),
        pytest.param("effective: 2027-03-01 09:00:00", "date", "time of day", id="time of day"),
        pytest.param("effective: 2027-03-01T09:00Z", "date", "time of day", id="ISO time"),
        pytest.param("services: messaging", "list", "[one, two]", id="a word for a list"),
        pytest.param("services: [Messaging]", "id", "no id", id="capital letters in an id"),
        pytest.param("services: [[a]]", "text", "not a list", id="a list in a list"),
        pytest.param("id: ../../etc/passwd", "id", "no id", id="a path as an id"),
        pytest.param("id: a//b", "id", "no id", id="an empty part of an id"),
        pytest.param("title: {a: b}", "text", "takes words", id="a table for words"),
        pytest.param("title:", "text", "no value", id="empty"),
        pytest.param('title: "a\\nb"', "text", "one line", id="two lines for one"),
        pytest.param("lang: english", "lang", "no language", id="a language by name"),
        pytest.param("lang: xx", "lang", "no language", id="no language"),
        pytest.param("redirect_from: ['https://evil.example.com']", "redirect", "this site",
                     id="redirect from elsewhere"),
        pytest.param("redirect_from: 'https://evil.example.com'", "redirect", "this site",
                     id="redirect from elsewhere, alone"),
        pytest.param("redirect_from: {a: b}", "list", "takes a list", id="a table of redirects"),
        pytest.param("redirect_from: [../../x]", "redirect", "this site", id="redirect upwards"),
        pytest.param("title: &a x", "alias", "anchor", id="anchor"),
        pytest.param("title: !!python/object:os.system x", "tag", "without it", id="tag"),
        pytest.param("change: significant", "table", "the keys are level", id="no change table"),
        pytest.param("change: {level: huge}", "choice", "editorial or minor", id="no such level"),
        pytest.param("change: {sumary: x}", "unknown-key", "`summary`", id="typo in a change"),
        pytest.param("change: {contested: [{rule: a}]}", "table", "a rule and a reason",
                     id="contested without a reason"),
        pytest.param("<<: {id: a}", "unknown-key", "unknown key `<<`", id="merge key"),
        pytest.param("other: [", "yaml", "", id="no YAML"),
        pytest.param('other: "\x07"', "yaml", "a character", id="control character"),
    ],
)  # fmt: skip
def test_a_mistake_is_a_fault_on_its_line(line: str, code: str, advice: str) -> None:
    found = read("contact: privacy@example.com", line)

    fault = found.faults[0]
    assert fault.code == f"front-matter-{code}"
    assert fault.severity == "error"
    assert advice in fault.message
    assert fault.path == "privacy.md"
    assert fault.line in {3, 4}


@pytest.mark.parametrize(
    "line", ["layout: page", "effective: soon", "services: x", "title: &a x", "change: {a: b}"]
)
def test_what_is_right_beside_a_mistake_still_holds(line: str) -> None:
    assert read("contact: privacy@example.com", line).contact == Contact(mail="privacy@example.com")


def test_of_a_duplicate_key_the_first_counts_and_the_second_is_named() -> None:
    found = read("effective: 2027-03-01", "title: A", "effective: 2027-04-01")

    assert found.effective == date(2027, 3, 1)
    assert [(fault.code, fault.line) for fault in found.faults] == [
        ("front-matter-duplicate-key", 4)
    ]


def test_an_alias_means_nothing() -> None:
    found = read("title: &a Privacy", "source: *a", "contact: x")

    assert found.source is None
    assert {fault.code for fault in found.faults} == {"front-matter-alias"}


def test_every_mistake_is_reported_at_once_in_the_order_of_the_lines() -> None:
    found = read("effective: x", "services: y", "layout: z")

    assert [fault.line for fault in found.faults] == [2, 3, 4]


def test_norwegian_is_a_language_and_not_a_refusal() -> None:
    assert read("lang: no").lang == "no"


def test_a_fault_never_quotes_what_a_terminal_would_obey() -> None:
    found = read(f"effective: {'9' * 500}", '"ti\\e[31mtle": x', "title: !a%1B[31m x")

    assert all(fault.message.isprintable() for fault in found.faults)
    assert max(len(fault.message) for fault in found.faults) < 400


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("id: " + "[" * 50_000, id="deep list"),
        pytest.param("id: " + "{a: " * 12_000, id="deep table"),
        pytest.param("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]", id="billion laughs"),
        pytest.param("summary: " + "x" * 100_000, id="huge"),
    ],
)
def test_hostile_front_matter_is_a_fault_and_quick(source: str) -> None:
    started = time.process_time()
    found = read_front_matter(f"---\n{source}\n---\n", path="privacy.md")

    assert found.faults
    assert time.process_time() - started < 2


@given(st.text())
def test_no_text_breaks_the_reading(source: str) -> None:
    text = f"---\nid: privacy\n{source}\n---\nWe keep logs."
    read_front_matter(text, path="privacy.md")
    _, body, lines = split(text)

    assert text.endswith(body)
    assert lines == text[: len(text) - len(body)].count("\n")


@pytest.mark.slow
def test_texts_without_front_matter_cost_nothing() -> None:
    text = "We keep logs. " * 3_600

    started = time.process_time()
    for _ in range(5_000):
        read_front_matter(text, path="privacy.md")
    assert time.process_time() - started < 1
