"""A policy in several languages: each text says its own, and they lead to each other."""

from pathlib import Path

import pytest

from archive.revisions import Language
from site_overrides.languages import language_marks, language_name
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import Page, build, page_at


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One policy in English, German and Arabic, two versions in German."""
    made = PolicyRepository(tmp_path_factory.mktemp("languages"))
    made.write("fairnotice.toml", 'documents = ["policy/{id}.{lang}.md", "policy/{id}.md"]\n')
    made.commit(
        {
            "policy/terms.md": policy("# Terms\n\nBe kind.", effective="2025-01-01"),
            "policy/terms.de.md": policy("# Regeln\n\nSei nett.", effective="2025-01-01"),
            "policy/terms.ar.md": policy("# الشروط\n\nكن لطيفا.", effective="2025-01-01"),
        },
        "2024-12-01",
    )
    mended = policy("# Regeln\n\nSei immer nett.", effective="2026-01-01")
    made.commit({"policy/terms.de.md": mended}, "2025-12-01")
    return build(made.root).folder


def marked(page: Page, of_class: str) -> list[tuple[str | None, str | None]]:
    """The language and direction of the elements of a class."""
    return [
        (found.get("lang"), found.get("dir"))
        for _, found in page.tags
        if of_class in (found.get("class") or "").split()
    ]


@pytest.mark.parametrize(
    "address",
    ["", "2025-01-01/", "2026-01-01/", "2026-01-01/changes/"],
    ids=["the page", "an archived text", "the newest version", "a redline"],
)
def test_a_text_says_which_language_it_is_in(site: Path, address: str) -> None:
    assert marked(page_at(site, f"de/terms/{address}"), "fn-text") == [("de", "ltr")]


def test_a_text_that_runs_from_right_to_left_says_so(site: Path) -> None:
    assert marked(page_at(site, "ar/terms/"), "fn-text") == [("ar", "rtl")]


def test_translations_lead_to_each_other(site: Path) -> None:
    english, german = page_at(site, "terms/"), page_at(site, "de/terms/history/")

    assert "Also in: العربية Deutsch" in english.words
    assert {"../ar/terms/", "../de/terms/"} <= set(english.links)
    assert "../../../terms/history/" in german.links


def test_the_home_page_lists_a_policy_once(site: Path) -> None:
    page = page_at(site, "")
    cards = [found for _, found in page.tags if "fn-card" in (found.get("class") or "").split()]

    assert len(cards) == 1
    assert {"terms/", "de/terms/", "ar/terms/"} <= set(page.links)


def test_pages_that_have_no_translation_name_the_original(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path)
    made.write("fairnotice.toml", 'contact = "a@example.com"\n[services.voice]\ntitle = "Voice"\n')
    made.commit(
        {"policy/privacy.de.md": policy("# Datenschutz\n\nWir speichern.", "2026-01-01")},
        "2025-12-01",
    )
    arabic = policy("# الخصوصية\n\nنحن نحفظ.", "2026-01-01", translates="2026-01-01")
    made.commit({"policy/privacy.ar.md": arabic}, "2025-12-02")
    built = build(made.root).folder

    for address in ("for/voice/", "whom-to-ask/"):
        words = page_at(built, address).words
        assert "Datenschutz" in words
        assert "الخصوصية" not in words


@pytest.mark.parametrize(
    ("tag", "name", "marks"),
    [
        ("de", "Deutsch", 'lang="de" dir="ltr"'),
        ("pt-br", "Português (Brasil)", 'lang="pt-br" dir="ltr"'),
        ("he", "עברית", 'lang="he" dir="rtl"'),
        ("qqq", "qqq", 'lang="qqq" dir="ltr"'),
    ],
)
def test_languages_are_called_what_they_call_themselves(tag: str, name: str, marks: str) -> None:
    assert language_name(Language(tag)) == name
    assert language_marks(Language(tag)) == marks


@pytest.mark.slow
def test_a_translation_says_which_version_it_gives_and_that_a_newer_one_exists(
    tmp_path: Path,
) -> None:
    repository = PolicyRepository(tmp_path)
    both = {
        "policy/privacy.md": policy("# Privacy\n\nWe keep logs.", "2026-01-01"),
        "policy/privacy.de.md": policy("# Datenschutz\n\nWir speichern.", "2026-01-01"),
    }
    repository.commit(both, "2026-01-01")
    newer = policy("# Privacy\n\nWe keep no logs.", "2026-06-01")
    repository.commit({"policy/privacy.md": newer}, "2026-05-01")

    built = build(repository.root).folder
    page, history = page_at(built, "de/privacy/"), page_at(built, "de/privacy/history/")

    newer = "Eine neuere Fassung des Originals wurde am 1. Mai 2026 veröffentlicht."
    prevails = (
        "Dieser Text ist eine Übersetzung; das Original ist auf Englisch und ist maßgeblich. Sie gibt"
        " die Fassung vom 1. Januar 2026 wieder."
    )
    assert f"{prevails} {newer}" in history.words
    # Loud, and before every date: what prevails is another text.
    assert f"{newer} {prevails} Privacy" in page.words
    assert page.words.index(newer) < page.words.index("In Kraft seit")
    assert marked(page, "fn-banner--past")


@pytest.mark.slow
def test_a_translation_announces_the_change_of_its_original_until_it_gives_it(
    tmp_path: Path,
) -> None:
    repository = PolicyRepository(tmp_path)
    german = "# Datenschutz\n\nWir speichern{}."
    both = {
        "policy/privacy.md": policy("# Privacy\n\nWe keep logs.", "2026-01-01"),
        "policy/privacy.de.md": policy(german.format(""), "2026-01-01"),
    }
    repository.commit(both, "2026-01-01")
    change = "\n  level: significant\n  summary: We keep logs longer."
    newer = policy("# Privacy\n\nWe keep logs longer.", "2027-06-01", change=change)
    repository.commit({"policy/privacy.md": newer}, "2026-12-01")

    page = page_at(build(repository.root).folder, "de/privacy/")

    assert (
        "Das Original dieser Übersetzung ändert sich am 1. Juni 2027 Die neue Fassung wurde am 1."
        " Dezember 2026 auf Englisch veröffentlicht. Eine Übersetzung davon ist hier noch nicht"
        " veröffentlicht."
    ) in page.words
    assert "We keep logs longer." in page.words
    assert any(link.startswith("../../privacy/2027-06-01/") for link in page.links)

    longer = policy(german.format(" länger"), "2027-06-01")
    repository.commit({"policy/privacy.de.md": longer}, "2026-12-20")
    words = page_at(build(repository.root).folder, "de/privacy/").words
    assert "Eine neue Fassung gilt ab dem 1. Juni 2027" in words
    assert "Das Original dieser Übersetzung ändert sich" not in words


def test_the_page_for_missing_addresses_says_so_and_leads_on(site: Path) -> None:
    page = Page((site / "404.html").read_text(encoding="utf-8"))

    assert "There is no page at this address" in page.words
    assert {"/", "/changes/", "/what-applied/"} <= set(page.links)
    assert "/terms/" in page.links
    assert "/de/terms/" not in page.links, "each policy stands in the navigation once"
