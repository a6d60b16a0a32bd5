"""What pages show of a text or a redline: made once, and the same when it comes from the cache."""

from pathlib import Path

import pytest

from archive.changes import Change, ChangeKind
from site_overrides.links import place_links
from site_overrides.page_parts import redline_parts, summarised, text_parts
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import Page, opened_site

FIRST = "# Terms\n\n## Use\n\n[Privacy](privacy.md) & <b>more</b>\n\n| a |\n|---|\n| b |\n"


def a_change(kind: ChangeKind, *sentences: tuple[str, str]) -> Change:
    return Change(
        kind=kind, clause="change-1", heading="", before="Old.", after="New.", sentences=sentences
    )


def test_a_text_from_the_cache_is_the_text_as_it_was_made(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/terms.md": policy(FIRST)}, "2026-01-01")
    made = []
    for _ in range(2):
        with opened_site(tmp_path) as site:
            [terms] = site.register
            made.append(text_parts(site.texts, terms.revisions[0].blob))

    assert made[0] == made[1]
    assert made[0].heading == "Terms"
    assert '<a href="#use"' in made[0].contents
    page = place_links(made[0].text, {"privacy.md": "../privacy/"}.get)
    assert '<a href="../privacy/">Privacy</a> &amp; <b>more</b>' in page
    assert 'class="fn-scroll"' in page


def test_a_redline_of_many_changes_lists_the_first_sixty_and_counts_all(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    for word in ("logs", "files"):
        clauses = "\n\n".join(f"## Part {n}\n\nWe keep {word} number {n}." for n in range(75))
        repository.commit({"policy/terms.md": policy(f"# Terms\n\n{clauses}")}, "2026-01-01")

    with opened_site(tmp_path) as site:
        [terms] = site.register
        old, new = (revision.blob for revision in terms.revisions)
        parts = redline_parts(site.texts, old, new, language=terms.language)

    summary = Page(parts.summary)
    assert len(summary.links) == 75 + 60  # the sections that changed, then the changes
    assert "75 reworded" in summary.words
    assert summary.words.endswith("and 15 more changes, marked in the text below")
    assert "".join(parts.text).count("<ins>") == 75


@pytest.mark.parametrize(
    ("change", "quotes"),
    [
        pytest.param(a_change(ChangeKind.ADDED), (("", "New."),), id="added"),
        pytest.param(a_change(ChangeKind.REMOVED), (("Old.", ""),), id="removed"),
        pytest.param(a_change(ChangeKind.MOVED), (), id="moved without a new word"),
        pytest.param(a_change(ChangeKind.SPLIT), (("Old.", "New."),), id="split"),
        pytest.param(
            a_change(ChangeKind.REWORDED, ("A.", "B."), ("", "C.")),
            (("A.", "B."), ("", "C.")),
            id="reworded, by its sentences",
        ),
    ],
)
def test_the_summary_quotes_what_differs(
    change: Change, quotes: tuple[tuple[str, str], ...]
) -> None:
    assert summarised(change).quotes == quotes


def test_long_sentences_are_shortened_between_words_and_the_fourth_is_counted() -> None:
    long = "word " * 60
    change = a_change(ChangeKind.REWORDED, (long, "A."), *[("B.", "C.")] * 4)

    found = summarised(change)

    [(old, _), *_] = found.quotes
    assert old.endswith("word …")
    assert len(old) <= 182
    assert (len(found.quotes), found.more) == (3, 2)
