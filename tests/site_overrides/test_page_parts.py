"""What pages show of a text or a redline: made once, and the same when it comes from the cache."""

from pathlib import Path

from site_overrides.links import place_links
from site_overrides.page_parts import redline_parts, text_parts
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import Page, opened_site

FIRST = "# Terms\n\n## Use\n\n[Privacy](privacy.md) & <b>more</b>\n\n| a |\n|---|\n| b |\n"


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


def test_links_that_lead_elsewhere_are_listed_as_text(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    for days, host in ((9, "a.example/?x=1&amp;y=2"), (8, "b.example")):
        text = f"# Terms\n\nIn {days} days.\n\nThe [list &amp; more](https://{host}) of partners."
        repository.commit({"policy/terms.md": policy(text)}, "2026-01-01")

    with opened_site(tmp_path) as site:
        [terms] = site.register
        old, new = (revision.blob for revision in terms.revisions)
        parts = redline_parts(site.texts, old, new, language=terms.language)

    summary = Page(parts.summary)
    assert summary.words.endswith(
        "Links that lead elsewhere list & more from https://a.example/?x=1&y=2 to https://b.example"
    )
    assert summary.links[-1] == "#change-2"
    assert 'id="change-2"' in "".join(parts.text)
    assert '<code dir="ltr">https://a.example/?x=1&amp;y=2</code>' in parts.summary
