"""Which files are policies, and which id and language each has by its path."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.documents import Document, DocumentPatterns
from archive.names import is_id, is_reserved, language_tag, slug
from archive.revisions import Language, PolicyId, Source
from archive.settings import Settings

DEFAULT = DocumentPatterns(Settings())


def patterns(*documents: str, retired: tuple[str, ...] = ()) -> DocumentPatterns:
    return DocumentPatterns(replace(Settings(), documents=documents, retired=retired))


def named(matching: DocumentPatterns, path: str) -> tuple[str, str] | None:
    document = matching.match(path)
    return None if document is None else (document.id, document.language)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("policy/privacy.md", ("privacy", "en")),
        ("policy/privacy.de.md", ("privacy", "de")),
        ("policy/terms/voice.pt-BR.md", ("terms/voice", "pt-br")),
        ("policy/terms/voice.zh_Hant_TW.md", ("terms/voice", "zh-hant-tw")),
        ("policy/terms.old.md", ("terms-old", "en")),
        ("policy/terms.new.md", ("terms-new", "en")),
        ("policy/security.md", ("security", "en")),
        ("policy/CODE_OF_CONDUCT.md", ("code-of-conduct", "en")),
        ("policy/a/index.md", ("a/index", "en")),
        ("privacy.md", None),
        ("policy/privacy.pdf", None),
        ("policy/privacy.txt", None),
        ("policy/README.md", None),
        ("policy/readme.md", None),
        ("policy/README.de.md", None),
        ("policy/LICENSE.md", None),
        ("policy/index.md", None),
        ("policy/templates/mail.md", None),
        ("policy/.hidden.md", None),
        ("policy/.github/privacy.md", None),
        ("policy/" + "a" * 2000 + ".md", None),
    ],
)
def test_the_default_patterns(path: str, expected: tuple[str, str] | None) -> None:
    assert named(DEFAULT, path) == expected


@pytest.mark.parametrize(
    ("documents", "path", "expected"),
    [
        pytest.param(["{id}.md"], "de/privacy.md", ("de/privacy", "en"), id="an id spans folders"),
        pytest.param(["{id}.md", "{lang}/{id}.md"], "de/privacy.md", ("privacy", "de"),
                     id="more literal text wins"),
        pytest.param(["{lang}/{id}.md", "{id}.md"], "api/x.md", ("api/x", "en"),
                     id="no language is called api"),
        pytest.param(["{id}.md", "{lang}/{id}.md"], "German/x.md", ("x", "de"),
                     id="a language by its English name"),
        pytest.param(["{id}.md", "{lang}/{id}.md"], "français/x.md", ("x", "fr"),
                     id="or by its own"),
        pytest.param(["{id}.md", "{lang}/{id}.md"], "drafting/x.md", ("drafting/x", "en"),
                     id="another word"),
        pytest.param(["{id}.{lang}.md", "{id}.md"], "x.polish.md", ("x-polish", "en"),
                     id="a word in the name of a file"),
        pytest.param(["{id}/{lang}-*.md"], "Cloud Drive/EN-Terms.md", ("cloud-drive", "en"),
                     id="a star is any name"),
        pytest.param(["{id}/{lang}-*.md"], "Cloud Drive/EN-a/b.md", None, id="but no folder"),
        pytest.param(["**/{id}.md"], "a/b/privacy.md", ("privacy", "en"), id="stars are folders"),
        pytest.param(["**/{id}.md"], "privacy.md", ("privacy", "en"), id="or none"),
        pytest.param(["legal/privacy-{lang}.md"], "legal/privacy-de.md", ("legal/privacy", "de"),
                     id="a pattern without an id"),
        pytest.param(["{id}.md"], "index.md", None, id="an index at the root"),
        pytest.param(["{id}.md"], "ISSUE_TEMPLATE.md", None, id="a form"),
        pytest.param(["{id}.md"], "CONTRIBUTING.md", None, id="housekeeping"),
        pytest.param(["{id}.md"], "a/DEVELOPING.md", None, id="housekeeping anywhere"),
        pytest.param(["{id}.md"], "testing.md", ("testing", "en"), id="unless in small letters"),
        pytest.param(["{id}.md"], "CODE_OF_CONDUCT.md", ("code-of-conduct", "en"),
                     id="a code of conduct may be a policy"),
        pytest.param(["{id}.html", "{id}.txt"], "a.html", ("a", "en"), id="HTML"),
        pytest.param(["{id}.html", "{id}.txt"], "a.txt", ("a", "en"), id="plain text"),
    ],
)  # fmt: skip
def test_patterns(documents: list[str], path: str, expected: tuple[str, str] | None) -> None:
    assert named(patterns(*documents), path) == expected


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_patterns_does_not_matter(order: int) -> None:
    matching = patterns(*["{id}.md", "policy/{id}.md", "policy/{id}.{lang}.md"][::order])

    assert named(matching, "policy/privacy.de.md") == ("privacy", "de")
    assert named(matching, "policy/privacy.md") == ("privacy", "en")


@pytest.mark.parametrize(
    ("path", "source", "id_", "language", "effective"),
    [
        ("policy/next/privacy.md", Source.NEXT, "privacy", "en", None),
        ("policy/next/privacy.de.md", Source.NEXT, "privacy", "de", None),
        ("policy/earlier/privacy/2018-11-20.md", Source.EARLIER, "privacy", "en",
         date(2018, 11, 20)),
        ("policy/earlier/terms/voice/2018-11-20.de.md", Source.EARLIER, "terms/voice", "de",
         date(2018, 11, 20)),
    ],
)  # fmt: skip
def test_the_next_and_the_earlier_texts(
    path: str, source: Source, id_: str, language: str, effective: date | None
) -> None:
    assert DEFAULT.match(path) == Document(
        id=PolicyId(id_),
        language=Language(language),
        source=source,
        retired=False,
        effective=effective,
    )


@pytest.mark.parametrize("name", ["2018-02-30.md", "old.md", "2018-11.md"])
def test_an_earlier_text_without_a_day_gets_an_id_that_is_reserved(name: str) -> None:
    document = DEFAULT.match(f"policy/earlier/privacy/{name}")

    assert document is not None
    assert is_reserved(document.id)


@pytest.mark.parametrize(
    ("documents", "retired", "path", "id_"),
    [
        pytest.param("{id}.md", "archived/**", "archived/privacy.md", "privacy", id="at the root"),
        pytest.param("policy/{id}.md", "archived/**", "archived/privacy.md", "privacy",
                     id="moved out of the policies' folder"),
        pytest.param("policy/{id}.md", "policy/old/**", "policy/old/a/b.md", "a/b",
                     id="moved inside the policies' folder"),
        pytest.param("{id}.md", "**/old/**", "terms/old/voice.md", "terms/voice",
                     id="a folder of that name anywhere"),
        pytest.param("{id}.md", "old-*.md", "old-terms.md", "old-terms", id="by name"),
    ],
)  # fmt: skip
def test_a_retired_policy_keeps_the_id_it_had(
    documents: str, retired: str, path: str, id_: str
) -> None:
    document = patterns(documents, retired=(retired,)).match(path)

    assert document is not None
    assert (document.id, document.retired) == (id_, True)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Terms of Service", "terms-of-service"),
        ("WordForge.com", "wordforge-com"),
        ("You're Out", "you-re-out"),
        ("Datenschutzerklärung", "datenschutzerklarung"),
        ("Straße & Weg", "strasse-weg"),
        ("a//b/", "a/b"),
        ("תנאי", "text-0e45d1fc"),
        ("HE-תנאי", "he"),
        ("---", "text-cb3f91d5"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_the_same_name_in_another_unicode_form_is_the_same_id() -> None:
    assert slug("\u0439") == slug("\u0438\u0306")


@given(st.text(min_size=1).filter(lambda name: name.strip("/")))
def test_every_name_makes_an_id(name: str) -> None:
    made = slug(name[:150])

    assert is_id(made) or len(made) > 200
    assert slug(made) == made or len(made) > 200


@pytest.mark.parametrize(
    ("id_", "reserved"),
    [
        ("history", True),
        ("privacy/history", True),
        ("next/privacy", True),
        ("privacy/2018-11-20", True),
        ("privacy", False),
        ("security", False),
        ("terms/2018", False),
    ],
)
def test_reserved_ids(id_: str, *, reserved: bool) -> None:
    assert is_reserved(id_) is reserved


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("de", "de"),
        ("pt-BR", "pt-br"),
        ("zh_Hans", "zh-hans"),
        ("fil", "fil"),
        ("new", None),
        ("english", None),
        ("en-ZZZ", None),
        ("en/../..", None),
    ],
)
def test_language_tags(text: str, expected: str | None) -> None:
    assert language_tag(text) == expected


@given(st.text())
def test_no_path_breaks_the_patterns(path: str) -> None:
    patterns("**/{id}.{lang}.md", "{id}", retired=("**/old/**",)).match(f"{path}.md")
