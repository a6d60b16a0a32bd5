"""What would a branch or the working tree change? A branch decides nothing about how it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from archive.errors import NoPolicies, ShallowHistory, UnreadableText
from archive.proposals import LONGEST_FILE, Proposal, open_proposal
from tests.repositories import PolicyRepository, policy

TODAY = date(2026, 6, 1)
WORDS = "".join(f"Sentence number {number} of the text.\n\n" for number in range(12))


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    made = PolicyRepository(tmp_path / "policies")
    made.commit({"policy/privacy.md": policy(WORDS, "2026-01-01")}, "2026-01-01")
    return made


@contextmanager
def proposed(repository: PolicyRepository, base: str | None = None) -> Iterator[Proposal]:
    with open_proposal(repository.root, base=base, today=TODAY) as proposal:
        yield proposal


def revisions(proposal: Proposal) -> list[tuple[str, bool]]:
    return [(r.policy_id, r.preview) for each in proposal.after for r in each.revisions]


def test_a_branch_adds_one_revision_of_today(repository: PolicyRepository) -> None:
    repository.branch("longer")
    repository.commit(
        {"policy/privacy.md": policy(f"{WORDS}And more.", "2026-08-01")}, "2026-05-01"
    )
    repository.commit(
        {"policy/privacy.md": policy(f"{WORDS}Yet more.", "2026-08-01")}, "2026-05-02"
    )

    with proposed(repository, "main") as proposal:
        assert revisions(proposal) == [("privacy", False), ("privacy", True)]
        assert len(proposal.before.policies[0].revisions) == 1
        assert proposal.after.policies[0].revisions[-1].published_on == TODAY


def test_what_the_base_got_since_the_branch_left_it_is_no_change(
    repository: PolicyRepository,
) -> None:
    repository.branch("terms")
    repository.commit({"policy/terms.md": policy("Be kind.", "2026-08-01")}, "2026-05-01")
    repository.switch("main")
    repository.commit({"policy/privacy.md": policy("Anew.", "2026-04-01")}, "2026-04-01")
    repository.switch("terms")

    with proposed(repository, "main") as proposal:
        assert [change.path for change in proposal.changes] == ["policy/terms.md"]
        assert revisions(proposal) == [("privacy", False), ("terms", True)]


@pytest.mark.parametrize("base", [None, "main"])
def test_a_renamed_and_mended_text_stays_the_policy_it_was(
    repository: PolicyRepository, base: str | None
) -> None:
    repository.branch("moved")
    repository.rename("policy/privacy.md", "policy/data.md")
    repository.write("policy/data.md", policy(f"{WORDS}And more.", "2026-08-01"))
    if base is not None:
        repository.commit({}, "2026-05-01")

    with proposed(repository, base) as proposal:
        assert revisions(proposal) == [("privacy", False), ("privacy", True)]
        assert not proposal.after.policies[0].retired


def test_a_policy_that_is_only_staged_or_only_on_this_branch_is_seen(
    repository: PolicyRepository,
) -> None:
    repository.branch("new")
    repository.commit({"policy/terms.md": policy("Be kind.")}, "2026-05-01")
    repository.write("policy/voice.md", policy("Speak."))
    repository.git("add", "--all")

    with proposed(repository) as proposal:
        assert revisions(proposal) == [("privacy", False), ("terms", True), ("voice", True)]


def test_settings_come_from_the_base_and_never_from_the_branch(
    repository: PolicyRepository,
) -> None:
    repository.commit({"fairnotice.toml": "[notice]\ndays = 45\n"}, "2026-02-01")
    repository.branch("stranger")
    repository.commit({"fairnotice.toml": "[notice]\ndays = 1\n", "list.csv": "id"}, "2026-05-01")

    with proposed(repository, "main") as proposal:
        assert proposal.settings.notice.days == 45
        assert proposal.trusted("fairnotice.toml") == b"[notice]\ndays = 45\n"
        assert proposal.trusted("list.csv") is None
        assert proposal.files("fairnotice.toml") == (
            b"[notice]\ndays = 45\n",
            b"[notice]\ndays = 1\n",
        )


def test_a_branch_that_brings_a_cache_is_not_answered_from_it(repository: PolicyRepository) -> None:
    with proposed(repository) as proposal:
        kept = proposal.texts.cache.folder
    (stored,) = (kept / "policy").glob("*/*")
    repository.branch("stranger")
    repository.git("add", "--force", ".fairnotice")
    repository.commit({"policy/privacy.md": policy("Short.", "2026-08-01")}, "2026-05-01")
    stored.write_bytes(b"poison")

    with proposed(repository, "main") as proposal:
        assert proposal.texts.cache.folder != kept
        assert not proposal.texts.cache.folder.is_relative_to(repository.root)
    assert stored.read_bytes() == b"poison"


def test_a_text_that_is_too_long_is_left_unread(repository: PolicyRepository) -> None:
    repository.branch("long")
    repository.commit({"policy/terms.md": "[" * (LONGEST_FILE + 1)}, "2026-05-01")

    with proposed(repository, "main") as proposal:
        assert proposal.too_long == ("policy/terms.md",)
        assert revisions(proposal) == [("privacy", False)]


def test_the_first_policy_of_a_repository_can_be_proposed(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path / "new")
    made.commit({"README.md": "Policies.\n"}, "2026-01-01")
    made.branch("first")
    made.commit({"policy/terms.md": policy("Be kind.", "2026-08-01")}, "2026-05-01")

    with proposed(made, "main") as proposal:
        assert (proposal.before.policies, revisions(proposal)) == ((), [("terms", True)])


def test_without_any_policy_there_is_nothing_to_check(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path / "none")
    made.commit({"README.md": "Nothing.\n"}, "2026-01-01")

    with pytest.raises(NoPolicies, match="set `documents`"), proposed(made):
        pass


def test_a_base_that_is_not_here_is_answered_with_what_to_do(repository: PolicyRepository) -> None:
    words = "as in --base origin/main, and fetch it first"
    with pytest.raises(UnreadableText, match=words), proposed(repository, "mian"):
        pass


def test_a_clone_without_its_history_is_refused(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    repository.commit({"policy/privacy.md": policy("Anew.", "2026-04-01")}, "2026-04-01")
    shallow = tmp_path / "shallow"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.root}", str(shallow))

    with pytest.raises(ShallowHistory), open_proposal(shallow, base="origin/main", today=TODAY):
        pass
