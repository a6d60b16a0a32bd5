"""Which file held which text at which commit? And nothing an author writes can forge it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.errors import NotARepository, ShallowHistory, UnreadableText
from archive.git_history import Commit, GitHistory, blob_id
from archive.revisions import BlobId, CommitId
from tests.repositories import PolicyRepository


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    return PolicyRepository(tmp_path / "policies")


def commits_of(repository: PolicyRepository) -> list[Commit]:
    with GitHistory(repository.root) as history:
        tip = history.commit_id(history.published_ref("main"))
        return list(history.published_commits(tip))


def test_each_commit_tells_its_day_and_the_texts_it_brought(repository: PolicyRepository) -> None:
    repository.commit({"policy/privacy.md": "We keep logs.\n"}, "2026-01-02T10:00:00Z")
    repository.commit({"policy/privacy.md": "We keep no logs.\n"}, "2026-02-03T10:00:00Z")

    first, second = commits_of(repository)

    assert first.committed == datetime(2026, 1, 2, 10, tzinfo=UTC)
    assert [change.path for change in second.changes] == ["policy/privacy.md"]
    assert second.changes[0].blob == blob_id(b"We keep no logs.\n")


def test_a_text_is_read_byte_for_byte(repository: PolicyRepository) -> None:
    text = "\ufeffWe keep\r\nlogs. \n\n".encode()
    repository.commit({"privacy.md": text}, "2026-01-02")

    with GitHistory(repository.root) as history:
        assert history.read(blob_id(text)) == text


def test_a_merge_is_one_publication_dated_by_itself(repository: PolicyRepository) -> None:
    repository.commit({"privacy.md": "one\n"}, "2026-01-01")
    repository.git("checkout", "-q", "-b", "draft")
    repository.commit({"privacy.md": "two\n"}, "2026-02-01")
    repository.commit({"privacy.md": "three\n"}, "2026-02-02")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "draft", "-m", "Merge", at="2026-03-01T12:00:00Z")

    _, merge = commits_of(repository)

    assert merge.committed is not None
    assert merge.committed.date().isoformat() == "2026-03-01"
    assert merge.changes[0].blob == blob_id(b"three\n")
    with GitHistory(repository.root) as history:
        seen = history.first_seen(merge.id)
    assert seen[blob_id(b"three\n")].date().isoformat() == "2026-02-02"


def test_a_rename_names_the_former_path(repository: PolicyRepository) -> None:
    repository.commit({"privacy.md": "We keep logs.\n" * 20}, "2026-01-01")
    repository.move("privacy.md", "policy/Datenschutz und Würde.md", "2026-01-02")

    change = commits_of(repository)[1].changes[0]

    assert change.former_path == "privacy.md"
    assert change.path == "policy/Datenschutz und Würde.md"


def test_symbolic_links_are_told_apart_and_never_texts(repository: PolicyRepository) -> None:
    (repository.root / "privacy.md").symlink_to("/etc/hostname")
    repository.commit({}, "2026-01-01")

    assert [change.is_text for change in commits_of(repository)[0].changes] == [False]


def test_a_message_cannot_forge_a_commit(repository: PolicyRepository) -> None:
    forged = f"{'a' * 40} 1\n:100644 100644 {'b' * 40} {'c' * 40} M\tprivacy.md"
    repository.write("privacy.md", "We keep logs.\n")
    repository.git("add", "--all")
    repository.git("commit", "-q", "-m", forged)

    (commit,) = commits_of(repository)

    assert [change.path for change in commit.changes] == ["privacy.md"]


def test_a_file_name_cannot_forge_a_commit(repository: PolicyRepository) -> None:
    repository.commit({f"{'a' * 40} 1": "x", ":100644 x.md": "y", "-n\n.md": "z"}, "2026-01-01")

    (commit,) = commits_of(repository)

    assert len(commit.changes) == 3


def test_replace_refs_do_not_rewrite_what_was_published(repository: PolicyRepository) -> None:
    first = repository.commit({"privacy.md": "true\n"}, "2026-01-01")
    second = repository.commit({"privacy.md": "forged\n"}, "2026-01-02")
    repository.git("reset", "-q", "--hard", first)
    repository.git("replace", first, second)

    (commit,) = commits_of(repository)

    assert commit.changes[0].blob == blob_id(b"true\n")


@pytest.mark.parametrize("setting", ["core.fsmonitor", "diff.external", "core.hooksPath"])
def test_no_program_of_the_repositorys_own_configuration_runs(
    repository: PolicyRepository, tmp_path: Path, setting: str
) -> None:
    canary = tmp_path / "ran"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {canary}\n")
    script.chmod(0o755)
    repository.commit({"privacy.md": "We keep logs.\n"}, "2026-01-01")
    repository.git("config", setting, str(script))
    repository.write("privacy.md", "changed\n")

    with GitHistory(repository.root) as history:
        tip = history.commit_id("HEAD")
        list(history.published_commits(tip))
        assert history.working_paths() == ("privacy.md",)

    assert not canary.exists()


def everything_read(repository: PolicyRepository) -> object:
    """What the boundary answers about a repository, and the texts that nobody committed."""
    with GitHistory(repository.root) as history:
        tip = history.commit_id(history.published_ref("main"))
        return (
            list(history.published_commits(tip)),
            history.first_seen(tip),
            history.committed(tip),
            history.blobs(tip),
            history.links(tip),
            history.holds(tip, within=tip),
            [path for path in history.working_paths() if path.endswith(".md")],
        )


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> PolicyRepository:
    """A repository with a merge, a rename, a link, a submodule, a tag and texts not committed."""
    made = PolicyRepository(tmp_path_factory.mktemp("policies"))
    first = made.commit({"b.md": "We keep logs.\n" * 20, "a.md": "a\n"}, "2026-01-01")
    made.branch("draft")
    made.commit({"a.md": "merged\n"}, "2026-02-01")
    made.switch("main")
    made.merge("draft", "2026-03-01")
    made.move("b.md", "policy/Würde.md", "2026-03-02")
    (made.root / "link.md").symlink_to("a.md")
    made.commit({"binary.md": b"\0\1\2"}, "2026-03-03")
    made.git("update-index", "--add", "--cacheinfo", f"160000,{first},module")
    made.git("commit", "-q", "-m", "Add a module")
    made.git("tag", "-a", "-m", "Tag", "v1")
    made.write("new.md", "not committed\n")
    made.write(".git/info/attributes", "*.md diff=forged\n")
    made.write("hide", "*.md\n")
    made.write("order", "policy/*\na.md\nb.md\n")
    made.write("map", "Somebody Else <other@example.com> <legal@example.com>\n")
    return made


@pytest.mark.parametrize(
    "setting",
    [
        "log.diffMerges=off",
        "log.diffMerges=combined",
        "log.diffMerges=separate",
        "log.diffMerges=remerge",
        "log.date=relative",
        "log.decorate=full",
        "log.excludeDecoration=refs/*",
        "log.follow=true",
        "log.mailmap=true",
        "log.showRoot=false",
        "log.showSignature=true",
        "log.abbrevCommit=true",
        "log.graphColors=red",
        "mailmap.file=map",
        "notes.displayRef=*",
        "i18n.logOutputEncoding=UTF-16",
        "i18n.commitEncoding=UTF-16",
        "format.pretty=%B",
        "format.notes=true",
        "core.abbrev=4",
        "core.attributesFile=order",
        "core.autocrlf=true",
        "core.bigFileThreshold=1",
        "core.excludesFile=hide",
        "core.ignoreCase=true",
        "core.pager=false",
        "core.precomposeUnicode=true",
        "core.quotePath=true",
        "core.useReplaceRefs=true",
        "color.ui=always",
        "color.diff=always",
        "diff.algorithm=patience",
        "diff.context=0",
        "diff.external=false",
        "diff.forged.binary=true",
        "diff.forged.command=false",
        "diff.forged.textconv=false",
        "diff.ignoreSubmodules=all",
        "diff.mnemonicPrefix=true",
        "diff.noprefix=true",
        "diff.orderFile=/nonexist",
        "diff.orderFile=order",
        "diff.relative=true",
        "diff.renameLimit=1",
        "diff.renames=false",
        "diff.renames=copies",
        "diff.submodule=log",
        "diff.wordRegex=.",
        "grep.fallbackToNoIndex=true",
        "grep.patternType=perl",
        "merge.renames=false",
        "pager.log=false",
        "status.showUntrackedFiles=no",
        "submodule.active=module",
        "submodule.module.ignore=all",
        "submodule.recurse=true",
    ],
)
def test_no_setting_of_the_repository_changes_what_is_read(
    varied: PolicyRepository, setting: str
) -> None:
    told = everything_read(varied)
    name, _, value = setting.partition("=")

    varied.git("config", name, value)
    try:
        assert everything_read(varied) == told
    finally:
        varied.git("config", "--unset", name)


@pytest.mark.parametrize("ref", ["--output=/tmp/forged", "-h", "no-such-branch"])
def test_a_ref_is_never_an_option(repository: PolicyRepository, ref: str) -> None:
    repository.commit({"privacy.md": "We keep logs.\n"}, "2026-01-01")

    with GitHistory(repository.root) as history, pytest.raises(UnreadableText, match="no commit"):
        history.commit_id(ref)


def test_the_published_branch_of_the_origin_comes_first(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    repository.commit({"privacy.md": "published\n"}, "2026-01-01")
    repository.git("clone", "-q", str(repository.root), str(tmp_path / "clone"))
    clone = PolicyRepository(tmp_path / "clone")
    clone.commit({"privacy.md": "not pushed yet\n"}, "2026-02-01")

    with GitHistory(clone.root) as history:
        ref = history.published_ref("main")
        commits = list(history.published_commits(history.commit_id(ref)))

    assert ref == "origin/main"
    assert len(commits) == 1


@pytest.mark.parametrize(
    "ref", ["refs/tags/origin/main", "refs/heads/origin/main", "refs/origin/main"]
)
def test_no_other_ref_of_the_name_stands_in_for_the_published_branch(
    repository: PolicyRepository, tmp_path: Path, ref: str
) -> None:
    published = repository.commit({"privacy.md": "published\n"}, "2026-01-01")
    repository.git("clone", "-q", str(repository.root), str(tmp_path / "clone"))
    clone = PolicyRepository(tmp_path / "clone")
    clone.commit({"privacy.md": "not pushed yet\n"}, "2026-02-01")
    clone.git("update-ref", ref, "HEAD")

    with GitHistory(clone.root) as history:
        assert history.commit_id(history.published_ref("main")) == published
        assert history.commit_id("origin/main") == published


def test_a_folder_outside_git_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotARepository, match="git init"):
        GitHistory(tmp_path)


def test_a_repository_without_commits_is_refused(repository: PolicyRepository) -> None:
    with GitHistory(repository.root) as history, pytest.raises(NotARepository, match="commit"):
        history.published_ref("main")


def test_a_shallow_clone_is_refused_with_the_fix(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    repository.commit({"privacy.md": "one\n"}, "2026-01-01")
    repository.commit({"privacy.md": "two\n"}, "2026-01-02")
    repository.git(
        "clone", "-q", "--depth", "1", f"file://{repository.root}", str(tmp_path / "shallow")
    )

    with (
        GitHistory(tmp_path / "shallow") as history,
        pytest.raises(ShallowHistory, match="git fetch --unshallow"),
    ):
        history.published_ref("main")


def test_a_partial_clone_is_told_how_to_be_whole(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    repository.commit({"privacy.md": "one\n"}, "2026-01-01")
    repository.git("config", "uploadpack.allowFilter", "true")
    address, part = f"file://{repository.root}", PolicyRepository(tmp_path / "part")
    part.git("remote", "add", "origin", address)
    part.git("fetch", "-q", "--filter=blob:none", "origin")
    whole = tmp_path / "policies"
    whole.rename(tmp_path / "away")  # so that nothing is fetched behind the reader's back

    with GitHistory(part.root) as history, pytest.raises(UnreadableText, match="git fetch"):
        history.read(blob_id(b"one\n"))
    (tmp_path / "away").rename(whole)
    part.git("fetch", "-q", "--refetch", "--no-filter", "origin")
    with GitHistory(part.root) as history:
        assert history.read(blob_id(b"one\n")) == b"one\n"


def test_a_text_git_does_not_hold_is_named(repository: PolicyRepository) -> None:
    repository.commit({"privacy.md": "one\n"}, "2026-01-01")

    with GitHistory(repository.root) as history, pytest.raises(UnreadableText, match="f" * 40):
        history.read(BlobId("f" * 40))


def test_two_commits_are_compared_by_files_with_renames_told(repository: PolicyRepository) -> None:
    words = "".join(f"Sentence {number} of the text.\n" for number in range(9))
    old = repository.commit({"privacy.md": words, "terms.md": "Be kind.\n"}, "2026-01-01")
    repository.rename("privacy.md", "data.md")
    new = repository.commit({"data.md": f"{words}One more.\n", "terms.md": None}, "2026-01-02")

    with GitHistory(repository.root) as history:
        found = history.changes_between(CommitId(old), CommitId(new))
        (moved, gone) = sorted(found, key=lambda change: change.path)
        assert (moved.path, moved.former_path) == ("data.md", "privacy.md")
        assert (gone.path, gone.blob) == ("terms.md", None)
        assert moved.blob is not None
        assert history.size(moved.blob) == len(f"{words}One more.\n")


def test_the_commit_where_two_branches_parted_is_found(repository: PolicyRepository) -> None:
    parted = repository.commit({"terms.md": "Be kind.\n"}, "2026-01-01")
    repository.branch("mend")
    mend = repository.commit({"terms.md": "Be very kind.\n"}, "2026-01-02")
    repository.switch("main")
    main = repository.commit({"privacy.md": "We keep logs.\n"}, "2026-01-03")
    repository.git("switch", "-q", "--orphan", "other")
    other = repository.commit({"terms.md": "No kin.\n"}, "2026-01-04")

    with GitHistory(repository.root) as history:
        assert history.merge_base(CommitId(main), CommitId(mend)) == parted
        assert history.merge_base(CommitId(main), CommitId(other)) is None
