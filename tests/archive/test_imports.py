"""Where a file from before git goes, and when it goes nowhere until a person has spoken."""

from datetime import date
from pathlib import PurePosixPath

import pytest

from archive.front_matter import read_front_matter
from archive.imported_texts import read_foreign
from archive.imports import Deciding, Import, Wanted, plan_imports
from archive.revisions import Language, PolicyId
from archive.settings import Settings

TODAY = date(2027, 1, 15)
TEXT = "# Privacy\n\nWe keep logs.\n"


def plan(
    files: dict[str, str],
    *,
    settings: Settings | None = None,
    policy: str | None = None,
    deciding: Deciding = Deciding.NEITHER,
    earlier: bool = True,
) -> tuple[list[Import], list[str]]:
    wanted = Wanted(
        settings=settings or Settings(),
        today=TODAY,
        policies=frozenset({PolicyId("privacy"), PolicyId("terms")}),
        policy=PolicyId(policy) if policy else None,
        deciding=deciding,
        earlier=earlier,
    )
    given = [(PurePosixPath(path), text.encode()) for path, text in files.items()]
    imports, problems = plan_imports(given, wanted, read=read_foreign)
    return imports, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("path", "text", "target"),
    [
        pytest.param("2017-06-13-privacy.md", TEXT, "privacy/2017-06-13.md", id="by its name"),
        pytest.param("privacy/2017-06-13.md", TEXT, "privacy/2017-06-13.md", id="by its folder"),
        pytest.param(
            "privacy.md", f"Effective date: June 13, 2017\n\n{TEXT}", "privacy/2017-06-13.md",
            id="by a labelled line",
        ),
        pytest.param(
            "a.md", f"---\nid: terms\neffective: 2017-06-13\n---\n{TEXT}", "terms/2017-06-13.md",
            id="by its declarations",
        ),
        pytest.param(
            "2017-06-13-privacy.de.md", TEXT, "privacy/2017-06-13.de.md", id="in another language"
        ),
        pytest.param(
            "privacy-2017-06-13.md", f"Effective date: 13/06/2017\n\n{TEXT}", "privacy/2017-06-13.md",
            id="where name and text agree",
        ),
    ],
)  # fmt: skip
def test_a_file_goes_to_its_policy_and_day(path: str, text: str, target: str) -> None:
    imports, problems = plan({path: text})

    assert problems == []
    assert [each.target for each in imports] == [f"policy/earlier/{target}"]


def test_an_earlier_text_says_its_day_its_title_and_where_it_was_found() -> None:
    text = "---\npublished: 2017-06-01\nlayout: page\n---\n# Privacy\n\nWe keep logs.\n"
    (found,), _ = plan({"old/2017-06-13-privacy.md": text})

    declared = read_front_matter(found.content, path=found.target)
    assert (declared.effective, declared.published) == (date(2017, 6, 13), date(2017, 6, 1))
    assert declared.title == "Privacy"
    assert declared.source is not None
    assert declared.source.startswith("2017-06-13-privacy.md (sha256:")
    assert found.content.endswith("---\n\n# Privacy\n\nWe keep logs.\n")
    assert found.remarks == ("1 declaration of its head unknown here and left out",)


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        pytest.param(
            {"privacy.md": TEXT},
            "privacy.md: no effective date is in its name, nor labelled in its text; begin its name"
            " with the day, as in 2017-06-13-privacy.md",
            id="no day",
        ),
        pytest.param(
            {"privacy-05-04-2018.md": TEXT},
            "privacy-05-04-2018.md: '05-04-2018' can be 2018-04-05 or 2018-05-04; write the whole"
            " day, as in May 4, 2026 or 2026-05-04; begin its name with the day, as in"
            " 2017-06-13-privacy.md",
            id="a day that could be two",
        ),
        pytest.param(
            {"privacy-2017-06-13.md": f"Effective date: June 14, 2017\n\n{TEXT}"},
            "privacy-2017-06-13.md: its name says 2017-06-13, its text 2017-06-14: give"
            " `--dates-from name` or `--dates-from text`, or call it 2017-06-14-privacy.md",
            id="two days",
        ),
        pytest.param(
            {"privacy-2027-01-16.md": TEXT},
            "privacy-2027-01-16.md: takes effect on 2027-01-16, after today: put it into"
            " policy/next/",
            id="a day to come",
        ),
        pytest.param(
            {"cookies-2017-06-13.md": TEXT},
            "cookies-2017-06-13.md: `cookies` is no policy of this repository (they are: privacy,"
            " terms): put the id into its name, or give `--policy ID`",
            id="an unknown policy",
        ),
        pytest.param(
            {"2017-06-13.md": TEXT},
            "2017-06-13.md: does not say which policy it is: give `--policy ID`, or write its id"
            " into its name, as in 2017-06-13-privacy.docx",
            id="no policy",
        ),
        pytest.param(
            {"a.md": f"---\neffective: soon\n---\n{TEXT}"},
            "a.md: line 2: `effective: soon` is no date; write it like 2027-03-01",
            id="wrong declarations",
        ),
        pytest.param(
            {"2017-06-13-privacy.md": TEXT, "privacy-20170613.md": TEXT},
            "privacy-20170613.md: would be policy/earlier/privacy/2017-06-13.md, as"
            " 2017-06-13-privacy.md would: keep one of them",
            id="two files of one day",
        ),
        pytest.param(
            {"2017-06-13-privacy.docx": "no archive"},
            "2017-06-13-privacy.docx: is no DOCX file that can be opened: it is damaged, has a"
            " password, or is of another kind; save it as .docx again",
            id="a damaged file",
        ),
    ],
)
def test_what_is_unclear_is_said_and_not_guessed(files: dict[str, str], problem: str) -> None:
    assert plan(files)[1] == [problem]


def test_all_problems_are_told_at_once() -> None:
    assert len(plan({"privacy.md": TEXT, "terms.md": TEXT, "2017-06-13.md": TEXT})[1]) == 3


@pytest.mark.parametrize(
    ("deciding", "day"), [(Deciding.NAME, "2017-06-13"), (Deciding.TEXT, "2017-06-14")]
)
def test_a_person_says_which_of_two_days_counts(deciding: Deciding, day: str) -> None:
    text = f"Effective date: June 14, 2017\n\n{TEXT}"
    (found,), _ = plan({"privacy-2017-06-13.md": text}, deciding=deciding)

    assert found.target == f"policy/earlier/privacy/{day}.md"


def test_every_file_belongs_to_the_policy_that_is_named() -> None:
    (found,), _ = plan({"2017-06-13.md": TEXT}, policy="cookies")

    assert found.target == "policy/earlier/cookies/2017-06-13.md"


@pytest.mark.parametrize(
    ("documents", "language", "target"),
    [
        (("{id}.md",), "en", "earlier/privacy/2017-06-13.md"),
        (("legal/{lang}/{id}.md", "legal/{id}.md"), "en", "legal/earlier/privacy/2017-06-13.md"),
        (("texts/{id}.md", "texts/{id}.{lang}.md"), "de", "texts/earlier/privacy/2017-06-13.md"),
    ],
)
def test_the_place_is_the_one_where_the_settings_look(
    documents: tuple[str, ...], language: str, target: str
) -> None:
    settings = Settings(documents=documents, language=Language(language))
    (found,), problems = plan({"2017-06-13-privacy.md": TEXT}, settings=settings)

    assert (found.target, problems) == (target, [])


def test_settings_without_a_place_are_told() -> None:
    settings = Settings(documents=("policy/{id}.md",))
    _, problems = plan({"2017-06-13-privacy.de.md": TEXT}, settings=settings)

    assert "no pattern of `documents`" in problems[0]


def test_a_single_file_becomes_a_policy_dated_or_not() -> None:
    dated, undated = (
        plan({path: TEXT}, earlier=False)[0][0] for path in ("cookies-2017-06-13.md", "cookies.md")
    )

    assert dated.target == undated.target == "policy/cookies.md"
    assert dated.content == f"---\ntitle: Privacy\neffective: 2017-06-13\n---\n\n{TEXT}"
    assert undated.remarks == ("no effective date found: write `effective:` at its head",)


def test_a_policy_never_takes_the_place_of_a_page_of_the_site() -> None:
    assert "is a page of the site itself" in plan({"archive.md": TEXT}, earlier=False)[1][0]
