"""What `fairnotice init` makes of the folders and names it finds."""

import tomllib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from archive.documents import DocumentPatterns
from archive.guesses import Guess, guess_settings, mkdocs_yml, to_toml
from archive.languages import guess_language
from archive.revisions import Source
from archive.settings import parse_settings

ENGLISH = "The policy is for you and all of the users that we are with, or not. " * 5
GERMAN = "Die Erklärung ist für die Nutzer und nicht von der Firma, die wir mit ihr sind. " * 5


def guess(*paths: str, text: str = ENGLISH) -> Guess:
    return guess_settings(paths, read=lambda _: text)


def policies(found: Guess, *paths: str) -> list[tuple[str, str]]:
    matching = DocumentPatterns(found.settings)
    return [(d.id, d.language) for path in paths if (d := matching.match(path)) is not None]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        pytest.param(["privacy.md", "terms.md"], [("privacy", "en"), ("terms", "en")], id="flat"),
        pytest.param(["Policies/privacy.md", "Policies/terms.md", "conduct.md"],
                     [("privacy", "en"), ("terms", "en"), ("conduct", "en")],
                     id="a folder called policies is no part of an id"),
        pytest.param(["One/Privacy Policy.md", "Two.com/Privacy Policy.md"],
                     [("one/privacy-policy", "en"), ("two-com/privacy-policy", "en")],
                     id="a folder for each service is"),
        pytest.param(["privacy.md", "privacy.de.md", "privacy.pt-BR.md"],
                     [("privacy", "en"), ("privacy", "de"), ("privacy", "pt-br")],
                     id="language before the ending"),
        pytest.param(["en/privacy.md", "de/privacy.md", "fr/terms.md"],
                     [("privacy", "en"), ("privacy", "de"), ("terms", "fr")],
                     id="a folder for each language"),
        pytest.param(["terms.md", "french/conditions.md", "Deutsch/agb.md"],
                     [("terms", "en"), ("conditions", "fr"), ("agb", "de")],
                     id="a folder named after a language"),
        pytest.param(["legal/en/privacy.md", "legal/de/privacy.md"],
                     [("privacy", "en"), ("privacy", "de")],
                     id="a folder for each language inside another"),
        pytest.param(["privacy/en.md", "privacy/de.md"], [("privacy", "en"), ("privacy", "de")],
                     id="files named by their language"),
        pytest.param(["Terms/Cloud/EN-Terms.md", "Terms/Cloud/DE-AGB.md", "Terms/Ads/EN-T.md"],
                     [("terms/cloud", "en"), ("terms/cloud", "de"), ("terms/ads", "en")],
                     id="a language in front, a folder for each policy"),
        pytest.param(["EN-Terms.md", "DE-Terms.md", "FR-Privacy.md"],
                     [("terms", "en"), ("terms", "de"), ("privacy", "fr")],
                     id="a language in front, one folder for all"),
        pytest.param(["privacy_en.md", "privacy_de.md"], [("privacy", "en"), ("privacy", "de")],
                     id="a language behind"),
        pytest.param(["HR/handbook.md", "IT/security.md"],
                     [("hr/handbook", "en"), ("it/security", "en")],
                     id="departments are no languages"),
        pytest.param(["IT-Security.md", "HR-Rules.md"], [("it-security", "en"), ("hr-rules", "en")],
                     id="nor are they in front of names"),
        pytest.param(["archived/privacy.md", "terms.md"], [("privacy", "en"), ("terms", "en")],
                     id="a folder of retired policies is no part of an id"),
        pytest.param(["a.md", "b.txt", "c.html"], [("a", "en"), ("b", "en"), ("c", "en")],
                     id="kinds of files"),
        pytest.param(["policies/a.md", "a.md"], [("policies/a", "en"), ("a", "en")],
                     id="folders stay where ids would be the same"),
    ],
)  # fmt: skip
def test_every_document_gets_an_id_and_a_language(
    paths: list[str], expected: list[tuple[str, str]]
) -> None:
    found = guess("README.md", "LICENSE", "logo.png", *paths)

    assert policies(found, *paths) == expected


def test_a_folder_of_retired_policies_is_said_to_be_one() -> None:
    found = guess("archived/privacy.md", "archived/terms.md")
    document = DocumentPatterns(found.settings).match("archived/privacy.md")

    assert found.retired == ("archived/**",)
    assert document is not None
    assert document.retired
    assert any("2 lie in archived/**" in note for note in found.notes)


def test_a_folder_of_retired_policies_beside_theirs_needs_no_pattern_of_its_own() -> None:
    found = guess("policy/privacy.md", "policy/privacy.de.md", "archived/cookies.md")

    assert found.documents == ("policy/{id}.{lang}.md", "policy/{id}.md")
    assert policies(found, "archived/cookies.md") == [("cookies", "en")]


def test_the_language_of_the_texts_is_read_where_no_path_says_one() -> None:
    assert guess("datenschutz.md", "agb.md", text=GERMAN).language == "de"


def test_what_binds_contributors_is_left_out_and_named() -> None:
    found = guess("policy/terms.md", "CODE_OF_CONDUCT.md", "SECURITY.md", "DEVELOPING.md")

    assert found.documents == ("policy/{id}.md",)
    assert found.notes[-2:] == (
        "CODE_OF_CONDUCT.md seems to be for contributors; name it in `documents` if it is a policy.",
        "SECURITY.md seems to be for contributors; name it in `documents` if it is a policy.",
    )


def test_what_may_bind_contributors_beside_policies_is_asked_about() -> None:
    found = guess("terms.md", "CODE_OF_CONDUCT.md")

    assert found.documents == ("{id}.md",)
    assert found.notes[-1].startswith("CODE_OF_CONDUCT.md is a policy by these patterns")


def test_what_stands_alone_is_the_policy() -> None:
    assert guess("CODE_OF_CONDUCT.md").documents == ("{id}.md",)


def test_two_documents_of_one_id_are_named() -> None:
    found = guess("privacy.md", "archived/privacy.md")

    assert any("archived/privacy.md and privacy.md would both be" in n for n in found.notes)


def test_without_documents_the_defaults_are_written_with_advice() -> None:
    found = guess("main.c")

    assert found.documents == ("policy/{id}.md", "policy/{id}.{lang}.md")
    assert "policy/privacy.md" in found.notes[0]


@pytest.mark.parametrize(
    ("readme", "name"),
    [
        ("# Example *policies*\n\nWelcome.", "Example policies"),
        ("# [Example](https://example.com)\n", "Example"),
        ("Welcome.", None),
        (f"# {'long ' * 30}", None),
    ],
)
def test_the_site_is_named_after_the_readme(readme: str, name: str | None) -> None:
    assert guess("README.md", "privacy.md", text=readme).site_name == name


def test_what_is_written_is_read_back() -> None:
    found = guess("README.md", "privacy.md", "privacy.de.md", "old/terms.md", text='# "Ours" \\ ö')
    settings = parse_settings(to_toml(found), file="fairnotice.toml")

    assert settings.documents == found.documents
    assert settings.retired == found.retired
    assert settings.language == found.language
    assert settings.site_name == '"Ours" \\ ö'


@pytest.mark.parametrize(
    ("paths", "folder"),
    [
        (["policies/privacy.md"], "policies"),
        (["privacy.md"], ".fairnotice/docs"),
        (["One/privacy.md", "Two/terms.md"], ".fairnotice/docs"),
    ],
)
def test_mkdocs_reads_the_folder_of_the_policies(paths: list[str], folder: str) -> None:
    written = yaml.safe_load(mkdocs_yml(guess(*paths)))

    assert written["docs_dir"] == folder
    assert "fairnotice" in written["plugins"]


@pytest.mark.parametrize(
    ("text", "language"),
    [(ENGLISH, "en"), (GERMAN, "de"), ("Lorem ipsum dolor sit amet. " * 20, None), ("", None)],
)
def test_the_language_of_a_text(text: str, language: str | None) -> None:
    assert guess_language(text) == language


@given(st.lists(st.text(min_size=1).map(lambda name: f"{name}.md"), max_size=5), st.text())
def test_whatever_the_paths_what_is_written_is_toml_and_yaml(paths: list[str], text: str) -> None:
    found = guess_settings([*paths, "README.md"], read=lambda _: f"# {text}")

    tomllib.loads(to_toml(found))
    yaml.safe_load(mkdocs_yml(found))


@pytest.mark.parametrize("base", ["policy/", "", "legal/docs/"])
def test_next_and_earlier_texts_are_no_documents(base: str) -> None:
    paths = [f"{base}privacy.md", f"{base}privacy.de.md", f"{base}terms.md"]
    beside = [f"{base}earlier/privacy/2018-05-25.md", f"{base}next/new.md", f"{base}next/terms.md"]
    found = guess(*paths, *beside)
    matching = DocumentPatterns(found.settings)

    assert policies(found, *paths) == [("privacy", "en"), ("privacy", "de"), ("terms", "en")]
    assert {match.source for path in beside if (match := matching.match(path))} == {
        Source.EARLIER,
        Source.NEXT,
    }
    assert "3 documents found; 3 match the patterns below." in found.notes
    assert found.notes[-1] == (
        "Not counted, for they are next or earlier texts of documents: " + ", ".join(beside) + "."
    )


def test_a_folder_called_next_outside_the_folder_of_policies_is_a_part_of_ids() -> None:
    paths = ["news/terms.md", "shop/terms.md", "shop/next/terms.md"]

    ids = [("news/terms", "en"), ("shop/terms", "en"), ("shop/next/terms", "en")]
    assert policies(guess(*paths), *paths) == ids


def test_the_index_of_a_folder_is_none_of_its_documents() -> None:
    paths = ["policies/index.md", "policies/terms.md", "policies/terms.de.md", "README.md"]

    found = guess_settings(paths, read=lambda _: "# Terms\n\nWe keep the logs of your calls.\n")

    assert "policies/{id}.md" in found.documents
