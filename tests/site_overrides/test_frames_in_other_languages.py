"""Nothing that a page says stands outside the catalogues, and each page's frame is in its language.

A copy of the program speaks a made language: every sentence of the catalogue stands in brackets.
Whatever words of a page's frame have none were never given to the catalogue.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from bs4 import BeautifulSoup
from playwright.sync_api import Page as BrowserPage

from tests.catalogues import PACKAGES, ROOT, collected, mo_bytes, script_words
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build
from tests.site_overrides.header_server import served_with_headers

MADE = "eo"  # Esperanto: the theme knows it, and no frame speaks it
OPEN, CLOSE = "⟦", "⟧"
BUILD = "import fairnotice; fairnotice.main()"
CHANGE = """
  level: significant
  summary: Ŝanĝo.
  choices: Elektoj.
  consent: required"""
# What authors wrote, what programs read, dates as the language writes them, and the theme's own.
NOT_OURS = (
    "script, style, template, code, pre, time, svg, select option, .md-nav, .md-header, .md-search,"
    " .md-top, .md-skip, .fn-text, .fn-summary, .fn-findings li, [lang]:not([lang='eo']), .fn-over,"
    " h1, .fn-in span, .fn-quote, .fn-sections dd, .md-copyright__highlight, .fn-wording__text,"
    " .fn-clause-entry__title, .fn-clause-entry__words, .fn-languages li, .fn-choices > div,"
    " .fn-announcement p > span"
)


def bracketed() -> Catalog:
    """The catalogue of the made language."""
    made = Catalog(locale=MADE, charset="utf-8")
    for message in collected():
        if isinstance(message.id, tuple):
            made.add(message.id, tuple(f"{OPEN}{words}{CLOSE}" for words in message.id))
        elif message.id:
            made.add(message.id, f"{OPEN}{message.id}{CLOSE}")
    return made


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in the made language, built by a program that speaks it."""
    program = tmp_path_factory.mktemp("program")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, program / package)
    shutil.copy(ROOT / "fairnotice.py", program)
    made_language = bracketed()
    (program / "archive" / "catalogues" / f"{MADE}.mo").write_bytes(mo_bytes(made_language))
    words = program / "site_overrides" / "assets" / "fairnotice" / "words" / f"{MADE}.js"
    words.write_text(script_words(made_language), encoding="utf-8")

    made = PolicyRepository(tmp_path_factory.mktemp("policies"))
    made.write(
        "fairnotice.toml", f'language = "{MADE}"\nsite_name = "Ejo"\ncontact = "a@b.example"\n'
    )
    text = "# Regularo\n\n## Unu\n\n{}\n\n| a | b |\n|---|---|\n| c | [d]({}) |\n\n## Du\n\n{}"
    for at, day, parts in (
        ("2026-01-10", "2026-02-01", ("Unua frazo.", "https://a.example/", "Alia.")),
        ("2026-03-10", "2026-04-01", ("Dua frazo.", "https://b.example/", "Alia. Plia.")),
        ("2026-03-12", "2026-04-01", ("Tria frazo.", "https://b.example/", "Plia.")),
    ):
        made.commit({"policy/terms.md": policy(text.format(*parts), day)}, at)
    coming = policy(text.format("Kvara.", "", "Nova."), "2027-03-01", change=CHANGE)
    made.commit(
        {"policy/terms.md": coming, "policy/old.md": policy("# Malnova\n\nA.", "2026-01-01")},
        "2027-01-05",
    )
    made.commit({"policy/old.md": None}, "2027-01-08")
    subprocess.run(
        [sys.executable, "-c", BUILD, "build", "--today", "2027-01-15"],
        cwd=made.root,
        env=os.environ | {"PYTHONPATH": str(program)},
        check=True,
        capture_output=True,
    )
    return made.root / "site"


def own_words(page: Path) -> list[str]:
    """The words of a page's frame that no sentence of the catalogue holds."""
    whole = BeautifulSoup(page.read_text(encoding="utf-8"), "lxml").body
    assert whole is not None
    for element in whole.select(NOT_OURS):
        element.clear()
    labelled = whole.select("[aria-label]:not([class*='md-'], .fn-clause-entry, label)")
    said = [*whole.stripped_strings, *(str(each["aria-label"]) for each in labelled)]
    return re.findall(r"[^\W\d_]{2,}", without_sentences(" ".join(said)))


def without_sentences(text: str) -> str:
    """What is left of some words without file names and all that stands in brackets."""
    text = re.sub(r"[\w/]+\.json", " ", text)
    while (shorter := re.sub(rf"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", " ", text)) != text:
        text = shorter
    return text


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


@pytest.mark.slow
def test_no_word_of_a_frame_stands_outside_the_catalogue(site: Path) -> None:
    allowed = {"Ejo", "Regularo", "Malnova", "example", "Januaro", "Februaro", "Marto", "Aprilo"}
    found = {
        str(page.relative_to(site)): outside
        for page in pages(site)
        if (outside := [word for word in own_words(page) if word not in allowed])
    }

    assert found == {}
    assert all(OPEN in page.read_text(encoding="utf-8") for page in pages(site))


@pytest.mark.slow
@pytest.mark.browser
def test_no_word_of_a_script_stands_outside_the_catalogue(site: Path, page: BrowserPage) -> None:
    with served_with_headers(site) as base:
        page.goto(f"{base}/terms/2026-04-01/changes/")
        page.get_by_role("button", name="Side by side").click()
        tools = page.locator(".fn-tools, .fn-sides th").all_inner_texts()
        names = page.locator(".fn-tools button").evaluate_all("all => all.map(b => b.ariaLabel)")
        page.goto(f"{base}/terms/compare/?from=2026-02-01&to=2026-04-01")
        page.locator("#fn-result").wait_for()
        told = page.locator("#fn-counts, #fn-status, #fn-links").all_inner_texts()
        spoken = page.locator("#fn-redline .fn-spoken").all_inner_texts()

    bare = [without_sentences(words) for words in (*tools, *names, *told)]
    assert [re.findall(r"[^\W\d_]{3,}", words) for words in bare if "https" not in words] == [
        [] for words in bare if "https" not in words
    ]
    assert {OPEN in words for words in spoken if words.strip() != "]"} == {True}


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A policy in English with translations into German, Arabic and a language of no catalogue."""
    made = PolicyRepository(tmp_path_factory.mktemp("german"))
    made.write(
        "fairnotice.toml",
        'documents = ["policy/{id}.{lang}.md", "policy/{id}.md"]\nsite_name = "X"\n',
    )
    made.commit(
        {
            "policy/terms.md": policy("# Terms\n\n## Phone\n\nWe ask for numbers.", "2026-01-01"),
            "policy/terms.de.md": policy(
                "# Regeln\n\n## Telefon\n\nWir fragen nach Rufnummern und Adressen.", "2026-01-01"
            ),
            "policy/terms.ar.md": policy("# الشروط\n\nنطلب أرقام الهاتف.", "2026-01-01"),
            "policy/terms.it.md": policy("# Termini\n\nChiediamo i numeri.", "2026-01-01"),
            "policy/other.md": policy("# Other\n\nMore.", "2026-01-01"),
        },
        "2025-12-01",
    )
    return build(made.root).folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "page_language", "frame"),
    [
        ("terms/", "en", ("en", "ltr")),
        ("de/terms/", "de", ("de", "ltr")),
        ("de/terms/2026-01-01/", "de", ("de", "ltr")),
        ("ar/terms/history/", "ar", ("ar", "rtl")),
        pytest.param("it/terms/", "it", ("en", "ltr"), id="no catalogue: English, and marked so"),
    ],
)
def test_a_page_says_which_language_it_and_its_frame_are_in(
    german: Path, address: str, page_language: str, frame: tuple[str, str]
) -> None:
    whole = BeautifulSoup((german / address / "index.html").read_text(encoding="utf-8"), "lxml")
    (html,), (own,) = whole.select("html"), whole.select(".fn-page")

    assert html["lang"] == page_language
    assert (own["lang"], own["dir"]) == frame
    assert whole.select("body")[0]["dir"] == ("rtl" if page_language == "ar" else "ltr")


@pytest.mark.slow
def test_the_navigation_of_a_page_is_in_its_language_and_names_each_policy_once(
    german: Path,
) -> None:
    def named(address: str) -> list[str]:
        whole = BeautifulSoup((german / address / "index.html").read_text(encoding="utf-8"), "lxml")
        return [
            link.get_text(strip=True) for link in whole.select(".md-nav--primary .md-nav__link")
        ]

    for address in ("de/terms/history/", "de/terms/2026-01-01/"):
        assert named(address) == ["Alle Richtlinien", "Other", "Regeln", "Änderungsprotokoll"]
    assert named("changes/") == ["All policies", "Other", "Terms", "Change log"]


@pytest.mark.slow
@pytest.mark.parametrize("address", ["terms/", "de/terms/", "ar/terms/history/"])
def test_every_page_of_a_translation_names_all_others_to_search_engines(
    german: Path, address: str
) -> None:
    whole = BeautifulSoup((german / address / "index.html").read_text(encoding="utf-8"), "lxml")
    links = whole.select("link[hreflang]")

    assert [link["hreflang"] for link in links] == ["ar", "de", "en", "it", "x-default"]
    for link in links:
        assert (german / address / str(link["href"]) / "index.html").is_file()


@pytest.mark.slow
@pytest.mark.browser
def test_a_search_finds_texts_in_the_language_of_the_page_alone(
    german: Path, page: BrowserPage
) -> None:
    with served_with_headers(german) as base:
        page.goto(f"{base}/de/terms/history/")
        page.get_by_role("textbox", name="Suche").press_sequentially("Rufnummer")
        link = page.locator(".md-search-result__link").first
        link.wait_for()
        found = page.locator(".md-search-result__link").evaluate_all("all => all.map(a => a.href)")
        page.goto(f"{base}/terms/")
        page.get_by_role("textbox", name="Search").press_sequentially("Rufnummern")
        page.get_by_text("No matching documents").wait_for()

    assert {address.split("?")[0] for address in found} == {f"{base}/de/terms/"}
