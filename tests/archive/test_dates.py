"""The dates of policies as real ones write them, and what becomes of each."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates import FoundDate, find_effective
from archive.revisions import EffectiveSource

FILLER = "\n\n".join(["We keep logs for 30 days."] * 60)


def found_in(statement: str, *, language: str = "en") -> FoundDate:
    body = f"# Privacy Policy\n\n{statement}\n\nWe keep logs.\n"
    return find_effective(body, language=language)


def codes(found: FoundDate) -> list[str]:
    return [code for code, _, _ in found.faults]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Effective date: November 16, 2020", "2020-11-16"),
        ("Effective date: **July 2, 2019**", "2019-07-02"),
        ("Version Effective Date: November 16, 2020", "2020-11-16"),
        ("**Effective Date:** March 17, 2026", "2026-03-17"),
        ("EFFECTIVE DATE: May 25, 2018", "2018-05-25"),
        ("> Last Updated: October 20, 2025", "2025-10-20"),
        ("These Event Terms were last updated on February 7th 2024.", "2024-02-07"),
        ("Version 1.02, updated 2025-12-18.", "2025-12-18"),
        ("Last updated: 2013–12–01", "2013-12-01"),
        ("*Valid from 15 April 2025*", "2025-04-15"),
        ("**These are our updated Terms going into effect on May 25, 2018.**", "2018-05-25"),
        ("This Payment Plan was last updated on December 1, 2015.", "2015-12-01"),
        ("Latest update on Thursday 3 February 2022 at 17:19 by the editors", "2022-02-03"),
        ("*Last updated: April 20, 2023*", "2023-04-20"),
        ("*Last updated: [July 18, 2022](https://example.com/2022/changes)*", "2022-07-18"),
        ('Last updated: <a href="https://example.com/a/b/c">July 18, 2022</a>', "2022-07-18"),
        ("*Effective June 04, 2019*", "2019-06-04"),
        ("Version 1.4, effective Sept 16, 2022", "2022-09-16"),
        ("Version 1.0, dated March 1, 2019", "2019-03-01"),
        ("This version of our questions and answers took effect June 3, 2020.", "2020-06-03"),
        ("Example, Inc. last updated these Source Terms on\nDecember 16, 2019.", "2019-12-16"),
        ("These questions and answers were last updated on\nDecember 1, 2015.", "2015-12-01"),
        ("_Last Updated: April 10, 2026_", "2026-04-10"),
        ("Effective Date: May 15, 2015", "2015-05-15"),
        ("Last Modified: 2024-09-06", "2024-09-06"),
        ("PRIVACY POLICY  LAST MODIFIED: 2019-09-25", "2019-09-25"),
        ("TERMS OF SERVICE LAST MODIFIED: 2018-04-17", "2018-04-17"),
        ("Terms of ServiceLast Modified: 2023-06-07", "2023-06-07"),
        ("Effective: September 1, 2020", "2020-09-01"),
        ("Effective 2 April 2026 | Archived versions | Download PDF", "2026-04-02"),
        ("Effective: **30 September 2025**", "2025-09-30"),
        ("Updated July 30, 2025", "2025-07-30"),
        ("Effective as of July 1, 2026", "2026-07-01"),
        ("Effective: Jan 06, 2026. Last Revised: Jan 06, 2026.", "2026-01-06"),
        ("Effective: Jan 06, 2026. Last Revised: Jan 16, 2026.", "2026-01-06"),
        ("_Effective date 10th Jan 2023_", "2023-01-10"),
        ("Last updated on: June 3rd, 2026", "2026-06-03"),
        ("Version 2.4Last updated: 15 January 2021", "2021-01-15"),
        ("(Last Updated: Aug 12, 2026)", "2026-08-12"),
        ("New version -updated on 11 March 2026, effective as of 17 March 2026", "2026-03-17"),
        ("**Effective date.** This Policy was last updated on: 13th March 2026.", "2026-03-13"),
        ("UPDATED AS OF: July 1, 2026  ", "2026-07-01"),
        ("Published: 04:50, 7 June 2011 | Updated: 16:09, 29 July 2025", "2025-07-29"),
        ("Last updated: June 8. 2026", "2026-06-08"),
        ("Effective date: Monday, May 4, 2026", "2026-05-04"),
        ("Effective date: the 4th of May, 2026", "2026-05-04"),
        ("Effective Date&nbsp;: May 4, 2026", "2026-05-04"),
        ("| Effective date | May 4, 2026 |", "2026-05-04"),
        ("Effective date: 15\\. March 2024", "2024-03-15"),
        ("Effective date: 2024/09/06", "2024-09-06"),
        ("Last Updated: 08/25/2025", "2025-08-25"),
        ("**Effective from 16/09/2026**", "2026-09-16"),
        ("Effective date: 05/05/2025", "2025-05-05"),
    ],
)
def test_a_labelled_date_is_found(statement: str, expected: str) -> None:
    found = found_in(statement)

    assert found.effective == date.fromisoformat(expected)
    assert found.source is EffectiveSource.LINE
    assert found.faults == ()
    assert found.line == 3


def test_a_date_beside_an_asterisk_left_open_is_found_and_the_asterisk_reported() -> None:
    found = found_in("*Effective January 17, 2024")

    assert found.effective == date(2024, 1, 17)
    assert [code for code, _, _ in found.faults] == ["date-markup"]


@pytest.mark.parametrize(
    "statement",
    [
        "* Effective date: May 4, 2026",
        "**Effective** *date*: May 4, 2026",
        "Effective date: May 4, 2026 \\*",
    ],
)
def test_asterisks_that_are_no_open_emphasis_are_not_reported(statement: str) -> None:
    assert found_in(statement).faults == ()


@pytest.mark.parametrize(
    ("language", "statement", "expected"),
    [
        ("de", "Zuletzt geändert: 24.01.2024", "2024-01-24"),
        ("de", "Gültig ab Montag, 4. Mai 2026", "2026-05-04"),
        ("de", "Stand: 1. März 2026", "2026-03-01"),
        ("de", "In Kraft seit dem 05.04.2018", "2018-04-05"),
        ("fr", "Dernière modification : 06/09/2024", "2024-09-06"),
        ("fr", "Version du 01/12/2023", "2023-12-01"),
        ("fr", "Date d’effet\u00a0: lundi 4 mai 2026", "2026-05-04"),
        ("fr", "DATE D’EFFET : 1ER NOVEMBRE 2023", "2023-11-01"),
        ("es", "Vigente desde el lunes, 4 de mayo de 2026", "2026-05-04"),
        ("es", "Última actualización: 03 de abril de 2024", "2024-04-03"),
        ("pt", "Data de vigência: quarta-feira, 3 de abril de 2024", "2024-04-03"),
        ("it", "Ultimo aggiornamento: 4 maggio 2026", "2026-05-04"),
        ("nl", "Laatst bijgewerkt op 4 mei 2026", "2026-05-04"),
        ("en-us", "Effective date: 05/04/2018", "2018-05-04"),
        ("en-gb", "Effective date: 05/04/2018", "2018-04-05"),
    ],
)
def test_other_languages_write_dates_their_own_way(
    language: str, statement: str, expected: str
) -> None:
    assert found_in(statement, language=language).effective == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("Last Updated: December 2025", "date-partial"),
        ("_Last updated: July 2026_", "date-partial"),
        ("Last revised APRIL-2024", "date-partial"),
        ("_Last updated: \\[October 2021\\].", "date-partial"),
        ("Updated June 2023", "date-partial"),
        ("Effective date: May 4", "date-partial"),
        ("Effective date: 2026", "date-partial"),
        ("*Last updated: April DD, 2020*", "date-placeholder"),
        ("Last updated: [DATE]", "date-placeholder"),
        ("Effective [DATE]", "date-placeholder"),
        ("Effective date: [insert date]", "date-placeholder"),
        ("Effective date: YYYY-MM-DD", "date-placeholder"),
        ("Effective date: TBD", "date-placeholder"),
        ("Effective date: ____________", "date-placeholder"),
        ("Effective date: {{ effective }}", "date-placeholder"),
        ("Date updated: **05/04/2018**", "date-ambiguous"),
        ("Effective date: 5/4/18", "date-ambiguous"),
        ("Effective date: February 30, 2027", "date-impossible"),
        ("Effective date: 2027-13-01", "date-impossible"),
        ("Effective date: 31/31/2020", "date-impossible"),
        ("Last updated: Spring of 2024", "date-unreadable"),
    ],
)
def test_what_is_unclear_is_a_fault_and_no_date(statement: str, code: str) -> None:
    found = found_in(statement)

    assert found.effective is None
    assert found.source is EffectiveSource.NONE
    assert codes(found) == [code]
    assert [line for _, _, line in found.faults] == [3]


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("June 23, 2016", id="no label"),
        pytest.param("*   _December 30, 2022_: Updated the section on cookies", id="change log"),
        pytest.param("<li><em>July 1, 2010:</em> Updated cookies.</li>", id="change log in HTML"),
        pytest.param("Effective February 15th, 2024, **Ann** and we agree", id="a contract's day"),
        pytest.param("The Act took effect January 1, 2020.", id="a law"),
        pytest.param("* Terms: effective from June 24, 2021, until October 6, 2025",
                     id="a former version"),
        pytest.param("* [Addendum](https://example.com/addendum) (dated 1 January 2023)",
                     id="a linked document"),
        pytest.param("Effective immediately, we stop.", id="no date"),
        pytest.param("We may tell you. It was\nupdated 4 May 2020 by", id="a wrapped sentence"),
        pytest.param("The rules ineffective: May 4, 2020", id="part of a word"),
        pytest.param("Effective May we collect 31 days of data", id="may is a verb"),
        pytest.param("We deleted it. Last year, in May 2020, 3 users left", id="last year"),
    ],
)  # fmt: skip
def test_a_date_about_something_else_is_ignored(statement: str) -> None:
    assert found_in(statement) == FoundDate()


@pytest.mark.parametrize(
    ("statement", "expected", "source", "faults"),
    [
        pytest.param('Effective May 4, 2026\n{: datetime="2026-05-04" }', "2026-05-04", "machine",
                     [], id="on the next line"),
        pytest.param('Effective October 31, 2025 {: datetime="2025-10-31" }', "2025-10-31",
                     "machine", [], id="on the same line"),
        pytest.param('September 9, 2020\n{: datetime="2020-09-09" }', "2020-09-09", "machine", [],
                     id="behind a bare date"),
        pytest.param('<p datetime="2026-02-10">Effective February 10, 2026</p>', "2026-02-10",
                     "machine", [], id="in HTML"),
        pytest.param('Účinné od 4. května 2026\n{: datetime="2026-05-04" }', "2026-05-04",
                     "machine", [], id="beside words nobody here reads"),
        pytest.param('Effective date: 05/04/2018 {: datetime="2018-05-04" }', "2018-05-04",
                     "machine", [], id="it settles an ambiguous date"),
        pytest.param('Effective date: [DATE] {: datetime="2018-05-04" }', "2018-05-04", "machine",
                     ["date-placeholder"], id="but not a placeholder"),
        pytest.param('Effective May 4, 2026 {: datetime="2026-05-05" }', None, "none",
                     ["dates-disagree"], id="it differs from the line"),
        pytest.param('May 4, 2026\n{: datetime="2026-05-05" }', None, "none", ["dates-disagree"],
                     id="it differs from a bare date"),
        pytest.param('Effective May 4, 2026 {: datetime="5 May 2026" }', "2026-05-04", "line",
                     ["date-machine"], id="in a wrong format"),
        pytest.param('We use datetime="2026-05-05" in logs', None, "none", [], id="in prose"),
    ],
)  # fmt: skip
def test_machine_dates(
    statement: str, expected: str | None, source: str, faults: list[str]
) -> None:
    found = found_in(statement)

    assert found.effective == (date.fromisoformat(expected) if expected else None)
    assert found.source == source
    assert codes(found) == faults


def test_effective_comes_before_last_updated_in_either_order() -> None:
    effective, updated = "Effective date: May 1, 2026", "Last updated: April 1, 2026"

    for statement in (f"{effective}\n\n{updated}", f"{updated}\n\n{effective}"):
        found = found_in(statement)
        assert found.effective == date(2026, 5, 1)
        assert found.faults == ()


def test_last_updated_does_not_stand_in_for_an_unclear_effective_date() -> None:
    found = found_in("Effective date: May 2026\n\nLast updated: April 1, 2026")

    assert found.effective is None
    assert codes(found) == ["date-partial"]


def test_two_effective_dates_that_differ_give_none_and_name_both_lines() -> None:
    body = f"Effective date: May 1, 2026\n\n{FILLER}\n\nEffective date: May 2, 2026\n"
    found = find_effective(body, language="en")

    assert found.effective is None
    (code, message, line) = found.faults[0]
    assert code == "dates-disagree"
    assert "2026-05-01 on line 1 and 2026-05-02 on line 123" in message
    assert line == 123


def test_the_same_date_twice_is_one_date() -> None:
    body = f"Effective May 1, 2026\n\n{FILLER}\n\nThis policy took effect on 1 May 2026.\n"

    assert find_effective(body, language="en").effective == date(2026, 5, 1)


def test_the_date_of_a_section_in_the_middle_is_not_the_policys() -> None:
    section = "Effective Date: June 1, 2020"
    body = f"Effective Date: May 1, 2026\n\n{FILLER}\n\n{section}\n\n{FILLER}\n"

    assert find_effective(body, language="en").effective == date(2026, 5, 1)
    assert find_effective(body, language="en").faults == ()


def test_a_plain_line_in_the_middle_counts_where_there_is_no_other() -> None:
    body = f"{FILLER}\n\nEffective Date: May 1, 2026\n\n{FILLER}\n"

    assert find_effective(body, language="en").effective == date(2026, 5, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "Effective date: **{}**",
        "*Last updated: [{}](https://example.com/changes)*",
        "Version Effective Date: {}",
        "Effective {} {: #date }",
        "This policy took effect {}.",
        "Effective: {}. Last Revised: {}.",
        "Last Updated: \\[{}\\].",
    ],
)
def test_what_is_left_without_the_statement_is_the_same_for_any_date(statement: str) -> None:
    def rest(day: str) -> str:
        body = f"# Policy\n\n{statement.replace('{}', day)}\n\nWe keep logs.\n"
        span = find_effective(body, language="en").span
        assert span is not None
        return body[: span[0]] + body[span[1] :]

    assert rest("May 4, 2026") == rest("September 14, 2027")
    assert "202" not in rest("May 4, 2026")


def test_a_machine_date_belongs_to_the_statement_it_stands_with() -> None:
    body = 'Effective May 4, 2026\n{: datetime="2026-05-04" }\n\nWe keep logs.\n'
    span = find_effective(body, language="en").span

    assert span is not None
    assert body[span[1] :] == "\n\nWe keep logs.\n"
    assert span[0] == 0


@pytest.mark.parametrize(
    "text",
    [
        "Effective " * 10_000,
        "Effective date: " * 6_000,
        "Effective date: May " * 6_000,
        "Effective date: [" * 6_000,
        "effective date of this " * 4_000,
        "last updated these " * 5_000,
        "last " * 20_000,
        "this policy " * 9_000,
        "[" * 100_000,
        "<" * 100_000,
        "*" * 100_000,
        "Effective date: " + " " * 100_000,
        "Effective date: " + "_" * 100_000,
        'datetime="' * 10_000,
        "{: datetime=" * 8_000,
        "Effective date: 1\n" * 6_000,
        "\n" * 100_000,
    ],
    ids=lambda text: repr(text[:20]),
)
def test_a_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    started = time.process_time()
    find_effective(text, language="en")

    assert time.process_time() - started < 1


@given(st.text(), st.sampled_from(["en", "de", "fr", "und", "", "zz-zz"]))
def test_no_text_breaks_the_search(text: str, language: str) -> None:
    body = f"{text}Effective date: {text}\n{{: datetime={text} }}"
    found = find_effective(body, language=language)

    assert all(0 <= start < end <= len(body) for start, end in found.spans)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)), st.sampled_from(
    ["%B %d, %Y", "%d %B %Y", "%b %d, %Y", "%Y-%m-%d", "%A, %B %d, %Y"]
))  # fmt: skip
def test_every_day_that_is_written_out_is_found(day: date, form: str) -> None:
    assert found_in(f"Effective date: {day.strftime(form)}").effective == day


@pytest.mark.slow
def test_a_large_history_is_read_quickly() -> None:
    paragraph = "We may use the information you’ve last given us, and we protect it. " * 8
    body = "# Policy\n\nEffective date: May 4, 2026\n\n" + f"{paragraph}\n\n" * 92

    find_effective(body, language="en")
    started = time.process_time()
    for _ in range(1_000):
        find_effective(body, language="en")
    assert len(body) > 50_000
    assert time.process_time() - started < 1.5  # 5,000 in 3 s on a quiet machine, with room


@pytest.mark.parametrize(
    ("beside", "expected", "faults"),
    [
        pytest.param("May 1, 2026", date(2026, 5, 1), ["date-ambiguous"], id="one of its readings"),
        pytest.param(
            "May 2, 2026", None, ["date-ambiguous", "dates-disagree"], id="none of its readings"
        ),
    ],
)
def test_a_date_beside_an_ambiguous_one_counts_where_that_may_mean_it(
    beside: str, expected: date | None, faults: list[str]
) -> None:
    body = f"Last modified on 01/05/2026\n\n# Notice\n\nLast updated: {beside}.\n\n{FILLER}\n"

    found = find_effective(body, language="en")

    assert found.effective == expected
    assert [code for code, *_ in found.faults] == faults
