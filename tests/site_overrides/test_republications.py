"""A scheduled text is taken back: the words in force never ceased to apply, and no page denies it."""

from pathlib import Path

import pytest

from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build, page_at

SPRING = "# Terms\n\nWe deliver in five countries."
AUTUMN = "# Terms\n\nWe deliver in four countries."


@pytest.fixture(scope="module", params=["by the text alone", "by front matter"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Terms whose autumn version was announced, and taken back before its day."""
    made = PolicyRepository(tmp_path_factory.mktemp("withdrawn"))
    back = policy(SPRING, effective="2026-02-01")
    if request.param == "by front matter":
        back = policy(
            SPRING, effective="2026-02-01", change="{summary: Taken back., withdraws: 2026-09-01}"
        )
    made.commit(
        {"policy/terms.md": policy("# Terms\n\nOld.", effective="2025-01-01")}, "2024-12-01"
    )
    made.commit({"policy/terms.md": policy(SPRING, effective="2026-02-01")}, "2026-01-05")
    made.commit({"policy/terms.md": policy(AUTUMN, effective="2026-09-01")}, "2026-06-01")
    made.commit({"policy/terms.md": back}, "2026-07-01")
    return build(made.root).folder


def test_the_date_line_goes_back_to_the_day_the_words_began_to_apply(site: Path) -> None:
    words = page_at(site, "terms/").words

    assert "In force since 1 Feb 2026 Published 5 Jan 2026" in words
    assert "Announced 5 Jan 2026 Last wording change 5 Jan 2026" in words
    assert "In force since 1 February 2026 Last wording change 5 January 2026" in (
        page_at(site, "").words
    )


def test_the_history_says_that_the_text_is_the_same_and_not_that_it_was_late(site: Path) -> None:
    page = page_at(site, "terms/history/")

    assert "The same text as the one published on 5 January 2026" in page.words
    assert [href for href in page.links if href.startswith("../../terms/2026-02-01/2026-01-05-")]
    assert "Published late" not in page.words
    assert "First recorded" not in page.words
    assert "It has applied since 1 July" not in page.words
    assert "until 30 June" not in page.words


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("terms/2026-02-01/", "The words of this text are in force."),
        ("terms/2026-02-01-2/", "This text is in force."),
    ],
)
def test_both_publications_are_said_to_apply_since_the_first(
    site: Path, address: str, words: str
) -> None:
    assert f"{words} It has applied since 1 February 2026." in page_at(site, address).words


def test_words_that_another_text_interrupted_begin_anew(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    for body, effective, published in (
        (SPRING, "2025-01-01", "2024-12-01"),
        (AUTUMN, "2025-06-01", "2025-05-01"),
        (SPRING, "2026-01-01", "2025-12-01"),
    ):
        text = policy(body, effective=effective)
        repository.commit({"policy/terms.md": text}, published)

    site = build(tmp_path).folder

    assert "In force since 1 Jan 2026 Published 1 Dec 2025" in page_at(site, "terms/").words
    assert (
        "The same text as the one published on 1 December 2024"
        in page_at(site, "terms/history/").words
    )


def test_the_changes_of_a_text_taken_back_say_that_nothing_changed_for_readers(site: Path) -> None:
    words = page_at(site, "terms/2026-02-01-2/changes/").words

    assert "What changed on 1 July 2026 From the text published on 1 June 2026" in words
    assert "to the text published on 1 July 2026" in words
    assert "The former text never applied." in words
    assert "The text that applied before is the one published on 5 January 2026 ." in words
    assert "nothing changed for readers" in words
    coming = page_at(site, "terms/2026-09-01/changes/").words
    assert "What was to change on 1 September 2026" in coming
