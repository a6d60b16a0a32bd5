"""Moves, swaps and new names: one policy keeps one history, whatever its file is called."""

import pytest

from archive.revisions import State
from tests.archive.histories.reading import (
    CLAUSES,
    codes,
    markdown_of,
    only_policy,
    policy_of,
    published,
    register_of,
    spans,
    states,
)
from tests.repositories import PolicyRepository, policy

AT_THE_ROOT = 'documents = ["{id}.md", "{lang}/{id}.md"]\n'


def test_h25_a_policy_moved_there_and_back_is_one_document_without_new_versions(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/privacy.md": CLAUSES}, "2024-01-01")
    repository.move("policy/privacy.md", "policy/legal/data.md", "2025-01-01")
    repository.move("policy/legal/data.md", "policy/privacy.md", "2026-01-01")

    found = only_policy(repository)

    assert found.id == "privacy"
    assert found.paths == ("policy/privacy.md", "policy/legal/data.md")
    assert spans(found) == [("2024-01-01", None)]


@pytest.mark.parametrize(
    ("draft", "aside"),
    [
        pytest.param("drafts/privacy.md", "old/privacy.md", id="outside the policies"),
        pytest.param("policy/drafts/privacy.md", "archived/privacy.md", id="to the retired ones"),
        pytest.param("policy/privacy-new.md", "policy/privacy-2024.md", id="beside it"),
    ],
)
@pytest.mark.parametrize("steps", [1, 2], ids=["in one commit", "in two"])
def test_h26_the_published_path_keeps_its_history_when_a_draft_is_moved_onto_it(
    repository: PolicyRepository, draft: str, aside: str, steps: int
) -> None:
    new = policy(f"{CLAUSES}We sell nothing.", "2026-06-01")
    repository.commit({"policy/privacy.md": policy(CLAUSES, "2024-01-01")}, "2024-01-01")
    repository.commit({draft: new}, "2026-05-01")
    repository.rename("policy/privacy.md", aside)
    if steps == 2:
        repository.commit({}, "2026-06-01T10:00:00Z")
    repository.rename(draft, "policy/privacy.md")
    last = repository.commit({}, "2026-06-01T10:00:20Z")

    found = policy_of(repository, "privacy")

    assert spans(found) == [("2024-01-01", "2026-06-01"), ("2026-06-01", None)]
    assert found.revisions[1].commit == last
    assert found.revisions[1].first_recorded.date().isoformat() == "2026-05-01"
    assert "id-taken" not in codes(register_of(repository))


def test_h26_a_path_that_stood_empty_for_a_day_begins_anew(repository: PolicyRepository) -> None:
    repository.commit({"policy/privacy.md": CLAUSES}, "2024-01-01")
    repository.move("policy/privacy.md", "policy/data.md", "2026-06-01")
    repository.commit({"policy/privacy.md": "We keep your votes.\n"}, "2026-06-03")

    register = register_of(repository)

    assert [(p.id, len(p.revisions)) for p in register] == [("privacy", 1), ("privacy-2", 1)]
    assert codes(register) == ["id-taken"]


def test_h27_a_text_written_over_another_is_the_others_new_version(
    repository: PolicyRepository,
) -> None:
    repository.commit(
        {
            "policy/terms.md": policy("You may use the service.", "2024-01-01"),
            "policy/conditions.md": policy(CLAUSES, "2024-01-01"),
        },
        "2024-01-01",
    )
    repository.rename("policy/conditions.md", "policy/terms.md")
    repository.commit(
        {"policy/terms.md": policy(CLAUSES, "2026-01-01", redirect_from="[conditions]")},
        "2026-01-01",
    )

    terms, closed = policy_of(repository, "terms"), policy_of(repository, "conditions")

    assert spans(terms) == [("2024-01-01", "2026-01-01"), ("2026-01-01", None)]
    assert closed.retired
    assert closed.revisions[0].state is State.ARCHIVED
    assert terms.revisions[-1].front_matter.redirect_from == ("conditions",)
    assert not codes(register_of(repository))


def test_h28_a_mass_move_written_weeks_before_makes_no_version(
    repository: PolicyRepository,
) -> None:
    repository.write("fairnotice.toml", 'documents = ["legal/{lang}/{id}.md"]\n')
    repository.commit(
        {"privacy.md": CLAUSES, "de/privacy.md": CLAUSES.replace("We keep", "Wir halten")},
        "2024-01-01",
    )
    repository.rename("privacy.md", "legal/en/privacy.md")
    repository.rename("de/privacy.md", "legal/de/privacy.md")
    repository.commit({}, "2026-03-28", authored="2026-03-02T12:00:00Z")

    found = [(p.id, p.language, published(p)) for p in register_of(repository)]

    assert found == [("privacy", "de", ["2024-01-01"]), ("privacy", "en", ["2024-01-01"])]


def test_h29_a_move_with_an_edit_is_one_document(repository: PolicyRepository) -> None:
    repository.commit({"policy/privacy.md": CLAUSES}, "2024-01-01")
    repository.rename("policy/privacy.md", "policy/data.md")
    edited = CLAUSES.replace("thirty", "ninety", 3)
    repository.commit({"policy/data.md": edited}, "2026-01-01")

    found = only_policy(repository)

    assert found.id == "privacy"
    assert spans(found) == [("2024-01-01", "2026-01-01"), ("2026-01-01", None)]


def test_h29_a_move_that_only_adds_front_matter_makes_no_version(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/privacy.md": CLAUSES}, "2024-01-01")
    repository.rename("policy/privacy.md", "policy/data.md")
    repository.commit({"policy/data.md": policy(CLAUSES, title="Privacy")}, "2026-01-01")

    assert spans(only_policy(repository)) == [("2024-01-01", None)]


REWRITTEN = "# Data\n\nEverything said before was put in other words, and at more length.\n"


def test_h29_the_id_of_the_front_matter_joins_what_git_sees_as_two_files(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/privacy.md": CLAUSES}, "2024-01-01")
    repository.commit(
        {"policy/privacy.md": None, "policy/data.md": policy(REWRITTEN, id="privacy")},
        "2026-01-01",
    )

    found = only_policy(repository)

    assert found.paths == ("policy/privacy.md", "policy/data.md")
    assert spans(found) == [("2024-01-01", "2026-01-01"), ("2026-01-01", None)]


@pytest.mark.parametrize(
    "path",
    [
        "policy/next/privacy.md",
        "policy/next/privacy-policy.md",
        "policy/next/privacy.de.md",
        "policy/earlier/privacy/2018-05-25.md",
    ],
)
def test_a_text_beside_a_renamed_policy_is_that_policys_by_either_name(
    repository: PolicyRepository, path: str
) -> None:
    repository.commit({"policy/privacy-policy.md": CLAUSES}, "2024-01-01")
    repository.move("policy/privacy-policy.md", "policy/privacy.md", "2025-01-01")
    repository.commit({"policy/privacy.de.md": "# Datenschutz\n\nDreißig Tage."}, "2025-02-01")
    repository.commit({path: policy("Other words.", "2027-06-01")}, "2026-01-01")

    register = register_of(repository)

    assert [(p.id, p.language) for p in register] == [
        ("privacy-policy", "de"),
        ("privacy-policy", "en"),
    ]
    assert sum(len(p.revisions) for p in register) == 3
    assert "id-taken" not in codes(register)


def test_a_next_text_is_the_policys_that_has_its_id_though_anothers_file_has_its_name(
    repository: PolicyRepository,
) -> None:
    renamed = policy(CLAUSES, id="data")
    other = policy(REWRITTEN, id="privacy")
    repository.commit({"policy/privacy.md": renamed, "policy/votes.md": other}, "2024-01-01")
    repository.commit({"policy/next/privacy.md": policy("Words.", "2027-06-01")}, "2026-01-01")

    found = [(p.id, len(p.revisions)) for p in register_of(repository)]

    assert found == [("data", 1), ("privacy", 2)]


def test_h30_a_text_rewritten_under_a_new_name_succeeds_the_one_it_redirects_from(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/privacy-statement.md": CLAUSES}, "2024-01-01")
    repository.commit(
        {
            "policy/privacy-statement.md": None,
            "policy/data.md": policy(REWRITTEN, redirect_from="[/privacy-statement/]"),
        },
        "2026-01-01",
    )

    found = only_policy(repository)

    assert found.id == "data"
    assert found.paths == ("policy/privacy-statement.md", "policy/data.md")
    assert spans(found) == [("2024-01-01", "2026-01-01"), ("2026-01-01", None)]


@pytest.mark.parametrize(
    "written",
    [
        "privacy-statement",
        "/privacy-statement/",
        "privacy-statement.md",
        "Privacy-Statement.html",
        "/articles/privacy-statement/",
        "[/help/x/, /github/site/privacy-statement/index.html]",
        "policy/privacy-statement.md",
    ],
)
def test_h30_an_address_as_people_write_them_names_the_text_that_was_there(
    repository: PolicyRepository, written: str
) -> None:
    repository.commit({"policy/privacy-statement.md": CLAUSES}, "2024-01-01")
    heir = policy(REWRITTEN, redirect_from=written)
    repository.commit({"policy/privacy-statement.md": None, "policy/data.md": heir}, "2026-01-01")

    register = register_of(repository)

    assert [(p.id, len(p.revisions)) for p in register] == [("data", 2)]
    assert not codes(register)


@pytest.mark.parametrize(
    ("written", "heir"),
    [
        pytest.param("/articles/rules/", "policy/data.md", id="the end of two names"),
        pytest.param("/articles/other/", "policy/data.md", id="no name at all"),
        pytest.param("/articles/rules/", "policy/house/rules.md", id="another address of its own"),
    ],
)
def test_h30_an_address_that_names_no_one_text_joins_none(
    repository: PolicyRepository, written: str, heir: str
) -> None:
    texts = ("policy/web/rules.md", "policy/shop/rules.md")
    for number, path in enumerate(texts):
        repository.commit(
            {path: f"Rule {number}: {CLAUSES if number else REWRITTEN}"}, "2024-01-01"
        )
    gone: dict[str, str | None] = dict.fromkeys(texts)
    repository.commit(gone, "2025-01-01")
    repository.commit({heir: policy("Quite another text.", redirect_from=written)}, "2026-01-01")

    register = register_of(repository)

    assert len(register.policies) == 3
    ambiguous = written == "/articles/rules/" and heir == "policy/data.md"
    assert codes(register) == (["redirect-ambiguous"] if ambiguous else [])


def test_h30_a_policy_replaced_later_is_named_below_another_folder_too(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/voice.md": CLAUSES, "policy/data.md": REWRITTEN}, "2024-01-01")
    heir = policy(REWRITTEN, redirect_from="/articles/voice/")
    repository.commit({"policy/voice.md": None, "policy/data.md": heir}, "2026-01-01")

    assert policy_of(repository, "voice").replaced_by == "data"


@pytest.mark.parametrize("retired", ["2026-01-01", "2025-12-31"], ids=["in one commit", "before"])
def test_h30_a_policy_that_stands_among_the_retired_is_replaced_and_gives_no_past(
    repository: PolicyRepository, retired: str
) -> None:
    repository.write("fairnotice.toml", 'retired = ["archived/**"]\n')
    repository.commit({"policy/cookies.md": CLAUSES}, "2024-01-01")
    repository.rename("policy/cookies.md", "archived/cookies.md")
    if retired != "2026-01-01":
        repository.commit({}, retired)
    heir = policy(REWRITTEN, redirect_from="[cookies]")
    repository.commit({"policy/web.md": heir}, "2026-01-01")

    cookies, web = policy_of(repository, "cookies"), policy_of(repository, "web")

    assert (cookies.retired, cookies.replaced_by, states(cookies)) == (True, "web", ["archived"])
    assert published(web) == ["2026-01-01"]


def test_h30_a_name_that_a_policy_still_has_is_not_taken_by_a_redirect(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/privacy.md": CLAUSES}, "2024-01-01")
    repository.commit(
        {"policy/data.md": policy(REWRITTEN, redirect_from="[privacy]")}, "2026-01-01"
    )

    assert [(p.id, len(p.revisions)) for p in register_of(repository)] == [
        ("data", 1),
        ("privacy", 1),
    ]


def test_h30_a_declared_move_joins_a_text_from_outside_the_patterns(
    repository: PolicyRepository,
) -> None:
    repository.write("fairnotice.toml", '[moves]\n"old/privacy-statement.md" = "privacy"\n')
    repository.commit({"old/privacy-statement.md": CLAUSES}, "2024-01-01")
    repository.commit(
        {"old/privacy-statement.md": None, "policy/privacy.md": REWRITTEN}, "2026-01-01"
    )

    found = only_policy(repository)

    assert found.paths == ("old/privacy-statement.md", "policy/privacy.md")
    assert spans(found) == [("2024-01-01", "2026-01-01"), ("2026-01-01", None)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("policy/Privacy.md", "policy/privacy.md", id="case"),
        pytest.param("policy/privacy.txt", "policy/privacy.md", id="extension"),
    ],
)
@pytest.mark.parametrize("body", [CLAUSES, REWRITTEN], ids=["alike", "rewritten"])
def test_h31_a_file_renamed_in_case_or_extension_only_is_the_same_document(
    repository: PolicyRepository, old: str, new: str, body: str
) -> None:
    repository.write("fairnotice.toml", 'documents = ["policy/{id}.md", "policy/{id}.txt"]\n')
    repository.commit({old: CLAUSES}, "2024-01-01")
    repository.commit({old: None, new: body}, "2026-01-01")

    found = only_policy(repository)

    assert (found.id, found.path) == ("privacy", new)
    assert len(found.revisions) == (1 if body == CLAUSES else 2)
    assert spans(found)[-1][1] is None


def test_h32_names_beyond_ascii_are_read_and_have_one_id_in_either_spelling(
    repository: PolicyRepository,
) -> None:
    repository.write("fairnotice.toml", 'documents = ["Terms of Use/{lang}-{id}.md"]\n')
    composed, decomposed = "Datenschutzerklärung", "Datenschutzerkla\u0308rung"
    repository.commit({f"Terms of Use/DE-{decomposed}.md": CLAUSES}, "2024-01-01")
    repository.commit(
        {
            f"Terms of Use/DE-{decomposed}.md": None,
            f"Terms of Use/DE-{composed}.md": REWRITTEN,
            "Terms of Use/HE-תנאי שימוש.md": "Be kind, in Hebrew.\n",
            "Terms of Use/FR-Conditions d’utilisation.md": "Soyez aimables.\n",
        },
        "2026-01-01",
    )

    found = [(p.language, p.id, len(p.revisions)) for p in register_of(repository)]

    assert ("de", "datenschutzerklarung", 2) in found
    assert ("fr", "conditions-d-utilisation", 1) in found
    assert [language for language, _, _ in found if language == "he"]
    assert len(found) == 3


def test_h39_a_policy_moved_among_the_retired_stays_readable_with_the_day_it_ended(
    repository: PolicyRepository,
) -> None:
    repository.write("fairnotice.toml", AT_THE_ROOT + 'retired = ["archived/**"]\n')
    repository.commit({"privacy.md": CLAUSES, "terms.md": f"{CLAUSES}Be kind.\n"}, "2024-01-01")
    repository.rename("privacy.md", "archived/privacy.md")
    repository.rename("terms.md", "archived/terms.md")
    repository.commit({}, "2026-06-01")

    for found in register_of(repository):
        assert found.retired
        assert spans(found) == [("2024-01-01", "2026-06-01")]
        assert found.revisions[0].state is State.ARCHIVED
        assert codes(found) == []  # nobody can write a date into a text that is retired
    assert markdown_of(repository, policy_of(repository, "privacy").revisions[0]) == CLAUSES
