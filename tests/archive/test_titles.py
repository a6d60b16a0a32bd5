"""A policy is called by the heading above its text, else by its file, without the language."""

import time

import pytest

from archive.revisions import Language
from archive.titles import title_of

SEVERAL = (
    "Effective: May 1, 2020\n\nSee the old one.\n\nWe explain.\n\n# Data\n\nA.\n\n# Fees\n\nB."
)


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        pytest.param("# Terms of Use #\n\nWords.", "Terms of Use", id="a heading"),
        pytest.param("Terms of Use\n============\n\nWords.", "Terms of Use", id="underlined"),
        pytest.param("# *Terms* [of](x) `Use` {: #a }", "Terms of Use", id="with marks"),
        pytest.param("# Terms\n\n# Data\n\n# Fees", "Terms", id="the first of several, on top"),
        pytest.param("Effective: 1 May\n\n# Terms\n\n# Data", "Terms", id="below a date"),
        pytest.param("A.\n\nB.\n\nC.\n\n# Terms\n\n## Data", "Terms", id="the only great one"),
        pytest.param(SEVERAL, "our policy", id="a section below an introduction"),
        pytest.param("```\n# a comment\n```\n\nWords.", "our policy", id="code is no heading"),
        pytest.param("<!-- # Draft -->\n\nWords.", "our policy", id="nor is a comment"),
        pytest.param("## Data\n\nWords.", "our policy", id="smaller headings only"),
        pytest.param("# **\n\nWords.", "our policy", id="a heading without words"),
        pytest.param("", "our policy", id="no text"),
    ],
)
def test_a_text_is_called_by_the_heading_above_it(markdown: str, title: str) -> None:
    assert title_of(markdown, path="policy/our-policy.md", language=Language("en")) == title


@pytest.mark.parametrize(
    ("path", "language", "title"),
    [
        pytest.param("a/EN-Terms-of-Service.md", "en", "Terms of Service", id="in front"),
        pytest.param("a/PT-BR-Termos.md", "pt-br", "Termos", id="in front, with its country"),
        pytest.param("a/privacy.de.md", "de", "privacy", id="before the ending"),
        pytest.param("a/privacy.pt-BR.md", "pt-br", "privacy", id="with its country"),
        pytest.param("a/privacy_de.md", "de", "privacy", id="behind"),
        pytest.param("privacy/de.md", "de", "privacy", id="alone in a folder"),
        pytest.param("a/IT-Security.md", "en", "IT Security", id="another language is a word"),
        pytest.param("a/v1.0.md", "en", "v1.0", id="a number"),
        pytest.param("de.md", "de", "de", id="nothing else"),
        pytest.param("a/_.md", "en", "a", id="no words"),
        pytest.param(".md", "en", ".md", id="an ending alone"),
    ],
)
def test_a_file_is_called_by_its_name_without_its_language(
    path: str, language: str, title: str
) -> None:
    assert title_of("", path=path, language=Language(language)) == title


@pytest.mark.parametrize("part", ["<!--", "```\n", "# {", " ", "#", "# a\n\n", "<", "a\n=", "\n"])
def test_no_text_holds_the_search_up(part: str) -> None:
    began = time.process_time()

    title_of("# " + part * 200_000, path="a.md", language=Language("en"))

    assert time.process_time() - began < 1
