"""From real repositories to the register: which policies, whose history, dated how?"""

from datetime import date
from pathlib import Path

import pytest

from archive.errors import NoPolicies, UnreadableText
from archive.register import Policy, Register
from archive.register_text import register_lines
from archive.revisions import EffectiveSource, Source, State
from archive.workspace import open_workspace
from tests.repositories import PolicyRepository, policy

TODAY = date(2027, 1, 15)


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    return PolicyRepository(tmp_path / "policies")


def register_of(repository: PolicyRepository, *, unpublished: bool = False) -> Register:
    with open_workspace(repository.root, today=TODAY, with_unpublished=unpublished) as workspace:
        return workspace.register


def only_policy(repository: PolicyRepository) -> Policy:
    (found,) = register_of(repository)
    return found


def test_front_matter_dates_a_text_and_commits_tell_when_it_could_be_read(
    repository: PolicyRepository,
) -> None:
    text = policy("# Privacy\n\nWe keep logs for 30 days.", "2026-03-01", services="[voice]")
    commit = repository.commit({"policy/privacy.md": text}, "2026-02-01T23:30:00Z")

    found = only_policy(repository)

    assert (found.id, found.language, found.title) == ("privacy", "en", "Privacy")
    revision = found.in_force
    assert revision is not None
    assert revision.commit == commit
    assert revision.published_on == date(2026, 2, 1)
    assert revision.effective == revision.applies_from == date(2026, 3, 1)
    assert revision.services == ("voice",)


def test_the_day_of_publication_is_that_of_the_configured_zone(
    repository: PolicyRepository,
) -> None:
    repository.write("fairnotice.toml", 'timezone = "Europe/Berlin"\n')
    repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-02-01T23:30:00Z")

    assert only_policy(repository).revisions[0].published_on == date(2026, 2, 2)


def test_a_labelled_line_dates_a_text_without_front_matter(repository: PolicyRepository) -> None:
    repository.commit(
        {"policy/terms.md": "# Terms\n\nEffective date: May 4, 2026\n\nBe kind.\n"}, "2026-05-01"
    )

    revision = only_policy(repository).revisions[0]

    assert revision.effective == date(2026, 5, 4)
    assert revision.effective_source is EffectiveSource.LINE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("We keep logs for 30 days.", "We keep logs\nfor 30 days.", id="wrapping"),
        pytest.param('Our "logs".', "Our “logs”.", id="quotes"),
        pytest.param("We keep logs.", "We **keep** logs.", id="emphasis"),
        pytest.param("[Logs](https://a.example).", "[Logs](https://b.example).", id="link target"),
        pytest.param("We keep logs.", "We keep logs.\n\n<!-- why? -->", id="a comment"),
        pytest.param("- one\n- two", "* one\n* two", id="bullets"),
        pytest.param("We keep logs .", "We keep logs.", id="a space before a mark"),
        pytest.param("We keep logs.", "---\nreviewed: 2026-01-01\n---\nWe keep logs.", id="review"),
    ],
)
def test_a_commit_that_changes_no_visible_word_makes_no_revision(
    repository: PolicyRepository, before: str, after: str
) -> None:
    repository.commit({"policy/privacy.md": before}, "2026-01-01")
    repository.commit({"policy/privacy.md": after}, "2026-02-01")

    assert len(only_policy(repository).revisions) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("We keep logs.", "We keep no logs.", id="a word"),
        pytest.param("We never sell data.", "~~x~~ We sell data.", id="a word less"),
        pytest.param("Stop, users.", "Stop users.", id="a comma"),
        pytest.param("We never sell.", "We <del>never</del> sell.", id="a struck word is absent"),
        pytest.param("Thirty days.", "<!-- Thirty days. -->\n\nNinety.", id="a hidden word"),
    ],
)
def test_a_commit_that_changes_a_visible_word_makes_a_revision(
    repository: PolicyRepository, before: str, after: str
) -> None:
    repository.commit({"policy/privacy.md": before}, "2026-01-01")
    repository.commit({"policy/privacy.md": after}, "2026-02-01")

    assert len(only_policy(repository).revisions) == 2


def test_a_policy_keeps_its_id_through_a_move(repository: PolicyRepository) -> None:
    body = "# Privacy\n\n" + "We keep logs for thirty days and then delete them.\n" * 8
    repository.commit({"policy/privacy.md": body}, "2026-01-01")
    repository.move("policy/privacy.md", "policy/legal/privacy-policy.md", "2026-02-01")
    repository.commit({"policy/legal/privacy-policy.md": f"{body}More.\n"}, "2026-03-01")

    found = only_policy(repository)

    assert found.id == "privacy"
    assert found.paths == ("policy/privacy.md", "policy/legal/privacy-policy.md")
    assert len(found.revisions) == 2


def test_a_policy_moved_among_the_retired_ones_is_archived_that_day(
    repository: PolicyRepository,
) -> None:
    repository.write("fairnotice.toml", 'documents = ["{id}.md"]\nretired = ["archived/**"]\n')
    repository.commit({"privacy.md": "We keep logs.\n" * 5}, "2026-01-01")
    repository.move("privacy.md", "archived/privacy.md", "2026-06-01")

    found = only_policy(repository)

    assert found.retired
    assert found.revisions[0].state is State.ARCHIVED
    assert found.revisions[0].applies_until == date(2026, 6, 1)


def test_a_deleted_policy_that_comes_back_has_a_gap(repository: PolicyRepository) -> None:
    repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-01-01")
    repository.commit({"policy/privacy.md": None, "policy/terms.md": "Be kind.\n"}, "2026-02-01")
    repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-03-01")

    found = next(each for each in register_of(repository) if each.id == "privacy")

    spans = [(revision.applies_from, revision.applies_until) for revision in found.revisions]
    assert spans == [
        (date(2026, 1, 1), date(2026, 2, 1)),
        (date(2026, 3, 1), None),
    ]


def test_earlier_texts_are_declared_and_come_first(repository: PolicyRepository) -> None:
    repository.commit(
        {
            "policy/privacy.md": policy("We keep logs for 30 days.", "2026-01-01"),
            "policy/earlier/privacy/2018-11-20.md": policy(
                "We keep logs for ever.", "2018-11-20", published="2018-11-02", source="Paper"
            ),
        },
        "2026-01-01",
    )

    first = only_policy(repository).revisions[0]

    assert first.source is Source.EARLIER
    assert first.effective_source is EffectiveSource.DECLARED
    assert (first.published_on, first.applies_from) == (date(2018, 11, 2), date(2018, 11, 20))
    assert first.state is State.SUPERSEDED


def test_the_next_text_is_scheduled_beside_the_present_one(repository: PolicyRepository) -> None:
    repository.commit({"policy/privacy.md": policy("30 days.", "2026-01-01")}, "2026-01-01")
    repository.commit({"policy/next/privacy.md": policy("90 days.", "2027-03-01")}, "2027-01-02")
    repository.commit({"policy/privacy.md": policy("31 days.", "2027-01-10")}, "2027-01-10")

    found = only_policy(repository)

    assert found.in_force is not None
    assert found.in_force.effective == date(2027, 1, 10)
    assert [revision.effective for revision in found.scheduled] == [date(2027, 3, 1)]


def test_languages_are_policies_of_one_id(repository: PolicyRepository) -> None:
    repository.commit(
        {"policy/privacy.md": "We keep logs.\n", "policy/privacy.de.md": "Wir speichern.\n"},
        "2026-01-01",
    )

    assert [(each.id, each.language) for each in register_of(repository)] == [
        ("privacy", "de"),
        ("privacy", "en"),
    ]


def test_a_translation_added_after_the_folder_was_renamed_is_the_same_policys(
    repository: PolicyRepository,
) -> None:
    repository.write("fairnotice.toml", 'documents = ["{id}/{lang}-*.md"]\n')
    texts = {"EN-Terms": "# Terms\n\nBe kind.\n", "FR-Termes": "# Termes\n\nSoyez aimables.\n"}
    repository.commit({f"Terms/{name}.md": text for name, text in texts.items()}, "2026-01-01")
    repository.commit(
        {f"Terms/{name}.md": None for name in texts}
        | {f"Terms/Example/{name}.md": text for name, text in texts.items()},
        "2026-02-01",
    )
    repository.commit(
        {
            "Terms/Example/DE-Bedingungen.md": "# Bedingungen\n\nSeien Sie nett.\n",
            # A rewritten French text under another name, in one commit with the end of the old.
            "Terms/Example/FR-Termes.md": None,
            "Terms/Example/FR-termes.md": "# Conditions\n\nRespectez autrui, partout.\n",
        },
        "2026-03-01",
    )

    found = register_of(repository)

    assert [(each.id, each.language, len(each.revisions)) for each in found] == [
        ("terms", "de", 1),
        ("terms", "en", 1),
        ("terms", "fr", 2),
    ]
    assert [each.original.id if each.original else None for each in found] == [
        "terms",
        None,
        "terms",
    ]


def test_a_text_put_where_another_policy_of_that_name_stands_is_that_policys(
    repository: PolicyRepository,
) -> None:
    repository.write("fairnotice.toml", 'documents = ["{id}/{lang}.md"]\n')
    repository.commit(
        {"old/en.md": "# Terms\n\nBe kind.\n", "new/de.md": "# Regeln\n\nSeien Sie nett.\n"},
        "2026-01-01",
    )
    repository.commit({"old/en.md": None, "new/en.md": "# Terms\n\nBe kind.\n"}, "2026-02-01")
    repository.commit({"new/fr.md": "# Termes\n\nSoyez aimables.\n"}, "2026-03-01")

    assert [(each.id, each.language) for each in register_of(repository)] == [
        ("new", "de"),
        ("new", "fr"),
        ("old", "en"),
    ]


def test_a_declared_override_dates_a_commit(repository: PolicyRepository) -> None:
    commit = repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-01-01")
    repository.write(
        "fairnotice.toml",
        f'[[overrides]]\ncommit = "{commit}"\neffective = 2025-06-01\nreason = "Paper file"\n',
    )

    revision = only_policy(repository).revisions[0]

    assert revision.effective == date(2025, 6, 1)
    assert revision.effective_source is EffectiveSource.OVERRIDE


def test_dates_that_disagree_are_a_fault_with_file_and_line(repository: PolicyRepository) -> None:
    text = policy("# Terms\n\nEffective date: May 5, 2026\n\nBe kind.", "2026-05-04")
    repository.commit({"policy/terms.md": text}, "2026-05-01")

    found = only_policy(repository)

    (fault,) = found.faults
    assert (fault.code, fault.path, fault.line) == ("dates-disagree", "policy/terms.md", 6)
    assert found.revisions[0].effective == date(2026, 5, 4)


def test_words_of_the_working_tree_are_a_preview_only_when_asked_for(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-01-01")
    repository.write("policy/privacy.md", "We keep no logs.\n")

    assert [each.preview for each in only_policy(repository).revisions] == [False]
    (found,) = register_of(repository, unpublished=True)
    assert [each.preview for each in found.revisions] == [False, True]


def test_a_text_behind_a_symbolic_link_is_never_read(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("Secret words.\n")
    repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-01-01")
    (repository.root / "policy/terms.md").symlink_to(secret)
    repository.commit({}, "2026-02-01")
    (repository.root / "policy/voice.md").symlink_to(secret)

    found = register_of(repository, unpublished=True)

    assert [each.id for each in found] == ["privacy"]
    assert [(fault.code, fault.path) for fault in found.faults] == [("no-text", "policy/terms.md")]


@pytest.mark.parametrize(
    ("link", "faults"),
    [
        pytest.param("policy", ["policy"], id="the folder of policies"),
        pytest.param("policy/earlier", ["policy/earlier"], id="a folder in it"),
        pytest.param("policy/logo.png", [], id="a picture"),
        pytest.param("vendor", [], id="another folder"),
    ],
)
def test_a_link_where_policies_could_lie_is_a_fault(
    repository: PolicyRepository, tmp_path: Path, link: str, faults: list[str]
) -> None:
    repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-01-01")
    if link == "policy":
        repository.git("rm", "-rq", "policy")
    (repository.root / link).symlink_to(tmp_path)
    repository.commit({}, "2026-02-01")

    assert [fault.path for fault in register_of(repository).faults] == faults


def test_a_submodule_in_the_place_of_a_policy_is_a_fault(repository: PolicyRepository) -> None:
    commit = repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-01-01")
    for path in ("policy/terms.md", "vendor/theme"):
        repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{path}")
    repository.git("commit", "-q", "-m", "Add", at="2026-02-01T12:00:00Z")

    found = register_of(repository)

    assert [(fault.code, fault.path) for fault in found.faults] == [("no-text", "policy/terms.md")]


def test_a_repository_without_policies_is_told_what_to_do(repository: PolicyRepository) -> None:
    repository.commit({"README.md": "Hello\n"}, "2026-01-01")

    with pytest.raises(NoPolicies, match="fairnotice init"):
        register_of(repository)


@pytest.mark.parametrize(
    ("known", "texts"),
    [
        pytest.param("2026-01-15", 1, id="before the second"),
        pytest.param("2026-02-01", 3, id="a commit dated back counts with the one it follows"),
    ],
)
def test_what_was_known_on_a_day_leaves_out_later_publications(
    repository: PolicyRepository, known: str, texts: int
) -> None:
    repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-01-01")
    repository.commit({"policy/privacy.md": "We keep no logs.\n"}, "2026-02-01")
    repository.commit({"policy/privacy.md": "We keep all logs.\n"}, "2026-01-10")

    (found,) = known_on(repository, known)

    assert len(found.revisions) == texts


def known_on(repository: PolicyRepository, day: str) -> Register:
    with open_workspace(repository.root, as_known=date.fromisoformat(day)) as workspace:
        return workspace.register


def test_states_are_as_they_were_on_the_day_whose_knowledge_is_asked(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/privacy.md": policy("We keep logs.", "2026-02-01")}, "2026-01-01")

    register = known_on(repository, "2026-01-15")
    ((revision,),) = (found.revisions for found in register)

    assert register.today == date(2026, 1, 15)
    assert revision.state is State.SCHEDULED


def test_a_date_declared_later_was_not_known_before(repository: PolicyRepository) -> None:
    commit = repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-01-01")
    override = f'[[overrides]]\ncommit = "{commit}"\neffective = 2025-06-01\nreason = "A letter."\n'
    repository.commit({"fairnotice.toml": override}, "2026-03-01")

    def effective(day: str) -> date | None:
        (found,) = known_on(repository, day)
        return found.revisions[0].effective

    assert [effective("2026-02-01"), effective("2026-03-01")] == [None, date(2025, 6, 1)]


def test_what_later_settings_take_down_is_no_fault_of_what_was_known(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-01-01")
    repository.commit({"policy/privacy.md": "Anna keeps logs.\n"}, "2026-02-01")
    blob = repository.git("rev-parse", "HEAD:policy/privacy.md")
    settings = f'[[redactions]]\nblob = "{blob}"\nreason = "A name."\n'
    repository.commit({"fairnotice.toml": settings}, "2026-03-01")

    assert known_on(repository, "2026-01-15").faults == ()


def test_a_commit_dated_in_the_future_is_a_fault(repository: PolicyRepository) -> None:
    repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2028-01-01")

    assert [fault.code for fault in register_of(repository).faults] == ["future-commit"]


def test_a_deleted_policy_ends_archived(repository: PolicyRepository) -> None:
    repository.commit({"policy/terms.md": "Be kind.\n"}, "2026-01-01")
    repository.commit({"policy/terms.md": None, "policy/privacy.md": "Logs.\n"}, "2026-02-01")

    found = next(each for each in register_of(repository) if each.id == "terms")

    assert found.retired
    assert found.revisions[0].state is State.ARCHIVED


def test_each_undated_change_is_told_though_two_fall_on_one_day(
    repository: PolicyRepository,
) -> None:
    for hour, words in ((9, "30 days."), (10, "60 days."), (11, "90 days.")):
        at = f"2026-03-01T{hour:02}:00:00Z"
        repository.commit({"policy/privacy.md": policy(words, "2026-01-01")}, at)

    assert [fault.code for fault in only_policy(repository).faults] == ["undated-change"] * 2


def test_a_stray_copy_that_was_deleted_does_not_keep_the_id(
    repository: PolicyRepository,
) -> None:
    repository.write("fairnotice.toml", 'documents = ["policy/{id}.md", "{id}.md"]\n')
    repository.commit({"terms.md": "Be kind.\n"}, "2026-01-01")
    repository.commit({"policy/terms.md": "Be very kind.\n"}, "2026-01-02")
    repository.commit({"terms.md": None}, "2026-01-03")

    standing = [each for each in register_of(repository) if not each.retired]

    assert [each.id for each in standing] == ["terms"]


def test_front_matter_that_never_ends_is_a_fault_and_declares_nothing(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/terms.md": "---\neffective: 2027-06-01\n\nBe kind.\n"}, "2026-05-01")

    found = only_policy(repository)

    (fault,) = found.faults
    assert (fault.code, fault.line) == ("front-matter-unclosed", 1)
    assert found.revisions[0].effective is None


def test_reading_the_working_tree_runs_no_filter_of_the_repository(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    canary = tmp_path / "ran"
    repository.commit({"policy/terms.md": "Be kind.\n"}, "2026-05-01")
    repository.git("config", "filter.x.clean", f"touch {canary}; cat")
    repository.git("config", "format.pretty", "no such format")
    repository.write(".gitattributes", "*.md filter=x\n")
    repository.write("policy/terms.md", "Be very kind.\n")

    (found,) = register_of(repository, unpublished=True)

    assert [each.preview for each in found.revisions] == [False, True]
    assert not canary.exists()


def test_other_line_ends_in_the_working_tree_are_no_preview(repository: PolicyRepository) -> None:
    repository.commit({"policy/terms.md": "Be\nkind.\n"}, "2026-05-01")
    repository.write("policy/terms.md", "Be\r\nkind.\r\n")

    (found,) = register_of(repository, unpublished=True)

    assert [each.preview for each in found.revisions] == [False]


@pytest.mark.parametrize("link", [".fairnotice", ".fairnotice/cache", ".fairnotice/docs"])
def test_the_state_folder_is_never_written_through_a_symbolic_link(
    repository: PolicyRepository, tmp_path: Path, link: str
) -> None:
    repository.commit({"policy/terms.md": "Be kind.\n"}, "2026-05-01")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (repository.root / link).parent.mkdir(exist_ok=True)
    (repository.root / link).symlink_to(elsewhere)

    with pytest.raises(UnreadableText, match="symbolic link"):
        register_of(repository)
    assert not list(elsewhere.iterdir())


def test_where_the_state_folder_cannot_be_made_it_is_told_in_a_line(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/terms.md": "Be kind.\n"}, "2026-05-01")
    (repository.root / ".fairnotice").write_text("in its place", "utf-8")

    with pytest.raises(UnreadableText, match=r"\.fairnotice cannot be made \(File exists\)"):
        register_of(repository)


@pytest.mark.parametrize("folder", [".fairnotice", ".FairNotice"])
def test_a_cache_that_came_with_the_repository_is_never_believed(
    repository: PolicyRepository, folder: str
) -> None:
    repository.commit(
        {"policy/terms.md": "Be kind.\n", f"{folder}/cache/html/00/11": "forged"}, "2026-05-01"
    )

    with pytest.raises(UnreadableText, match=r"git rm -r --cached \.fairnotice"):
        register_of(repository)


@pytest.mark.parametrize(
    ("path", "shown_as"),
    [
        ("policy/changes.md", "policy-changes"),
        ("policy/privacy/history.md", "privacy/policy-history"),
        ("policy/privacy/2026-01-01.md", "privacy/policy-2026-01-01"),
    ],
)
def test_an_id_in_the_place_of_a_page_of_the_site_is_a_fault(
    repository: PolicyRepository, path: str, shown_as: str
) -> None:
    repository.commit({path: "Be kind.\n"}, "2026-01-01")

    register = register_of(repository)

    assert [each.id for each in register] == [shown_as]
    assert [fault.code for fault in register.faults] == ["id-reserved"]


def test_the_pages_of_a_site_built_in_the_repository_are_no_unpublished_policies(
    repository: PolicyRepository,
) -> None:
    repository.write("fairnotice.toml", 'documents = ["**/{id}.html"]\n')
    repository.commit({"terms.html": "<p>Be kind.</p>"}, "2026-02-01")
    repository.write("public/archive.json", "{}")
    repository.write("public/terms/history/all.html", "<p>Every version.</p>")
    repository.write("privacy.html", "<p>We keep logs.</p>")

    found = {policy.id for policy in register_of(repository, unpublished=True)}

    assert found == {"terms", "privacy"}


def test_a_new_file_that_no_pattern_names_is_not_read(repository: PolicyRepository) -> None:
    repository.commit({"policy/terms.md": "Be kind.\n"}, "2026-02-01")
    repository.write("notes/minutes.md", "We keep logs.\n")

    with open_workspace(repository.root, today=TODAY, with_unpublished=True) as workspace:
        assert not workspace.has_unpublished


def test_a_key_that_means_nothing_is_told_while_somebody_can_delete_it(
    repository: PolicyRepository,
) -> None:
    for path in ("policy/terms.md", "policy/privacy.md"):
        repository.commit({path: "---\nowner: Legal\n---\n\nBe kind.\n"}, "2026-01-01")
    repository.commit({"policy/privacy.md": "Be very kind.\n"}, "2026-02-01")

    told = [(fault.path, fault.code) for each in register_of(repository) for fault in each.faults]

    assert ("policy/terms.md", "front-matter-unknown-key") in told
    assert ("policy/privacy.md", "front-matter-unknown-key") not in told


def test_a_name_taken_by_a_file_that_is_gone_is_settled_in_the_settings(
    repository: PolicyRepository,
) -> None:
    repository.write("fairnotice.toml", 'documents = ["policy/{id}.md", "{id}.md"]\n')
    repository.commit(
        {"policy/terms.md": "Be kind.\n", "terms.md": "We sell hats to all of you.\n"}, "2026-01-01"
    )
    repository.commit({"terms.md": None}, "2026-02-01")

    [fault] = register_of(repository).faults

    assert fault.code == "id-taken"
    assert 'its file is gone, so name it in the settings, as in `[moves]` "terms.md" = ' in str(
        fault
    )


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({"published": "2018-11-02"}, "published 2018-11-02 (declared)"),
        ({}, "declared, no day of publication"),
    ],
    ids=["with its day", "without"],
)
def test_what_was_declared_is_told_as_declared(
    repository: PolicyRepository, declared: dict[str, str], told: str
) -> None:
    commit = repository.commit({"policy/privacy.md": policy("Logs.", "2026-01-01")}, "2026-01-01")
    repository.write(
        "fairnotice.toml",
        f'[[overrides]]\ncommit = "{commit}"\neffective = 2025-12-01\nreason = "A misprint."\n',
    )
    text = policy("Old.", "2018-11-20", **declared)
    repository.commit({"policy/earlier/privacy/2018-11-20.md": text}, "2026-06-01")

    register = register_of(repository)
    lines = "\n".join(register_lines(register, whole=True))
    ((_, override),) = (found.revisions for found in register)

    assert "effective 2018-11-20 (declared)" in lines
    assert told in lines
    assert "effective 2025-12-01 (declared)" in lines
    assert override.datings[0].instead_of == date(2026, 1, 1)


def test_a_fault_is_told_with_its_commit(repository: PolicyRepository) -> None:
    repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-02-01")
    commit = repository.commit({"policy/privacy.md": "We keep no logs.\n"}, "2026-01-01")

    (line,) = (fault.in_a_line for fault in register_of(repository).faults)

    assert line.startswith("warning backward-commit: this commit is dated 2026-01-01")
    assert line.endswith(f" (commit {commit[:12]})")


def test_a_policy_whose_next_text_was_taken_back_is_not_retired(
    repository: PolicyRepository,
) -> None:
    repository.commit({"policy/privacy.md": policy("We keep logs.", "2026-01-01")}, "2026-01-01")
    following = policy("We keep more logs.", "2027-03-01")
    repository.commit({"policy/next/privacy.md": following}, "2026-02-01")
    repository.commit({"policy/next/privacy.md": None}, "2026-03-01")

    assert not only_policy(repository).retired
    repository.commit({"policy/privacy.md": None}, "2026-04-01")
    assert only_policy(repository).retired
