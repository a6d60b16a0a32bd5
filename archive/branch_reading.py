"""The published branch as it was read before, and the commits that came since.

What a commit did never changes, so the branch up to a commit is kept by that commit's id and
only what follows is asked of git. A branch that was rewritten does not lead to the kept commit
any more, and is read as if for the first time.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from archive.cache import Cache
from archive.documents import is_document
from archive.git_history import Commit, FileChange, GitHistory
from archive.revisions import BlobId, CommitId

# Raise it when the same branch is kept in another form.
_FORM: Final = "b1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """The first-parent history up to a commit, and when each text was first committed anywhere."""

    commits: tuple[Commit, ...]  # oldest first; of their changes, those to documents
    first_seen: dict[BlobId, datetime]


def read_branch(history: GitHistory, tip: CommitId, cache: Cache) -> Branch:
    """Return the published branch up to a commit."""
    key = f"{_FORM} {history.git_version}"
    kept = cache.get("branch", key)
    former = None if kept is None else _branch(json.loads(kept))
    if former is not None and former.commits and former.commits[-1].id == tip:
        return former
    branch = (former and _continued(history, former, tip)) or _whole(history, tip)
    cache.put("branch", key, json.dumps(_document(branch), separators=(",", ":")))
    return branch


def _whole(history: GitHistory, tip: CommitId) -> Branch:
    commits = tuple(_with_documents(commit) for commit in history.published_commits(tip))
    return Branch(commits=commits, first_seen=history.first_seen(tip))


def _continued(history: GitHistory, former: Branch, tip: CommitId) -> Branch | None:
    """Return the branch with what came since; None where it does not lead to the former tip."""
    since = former.commits[-1].id
    new = tuple(history.published_commits(tip, since=since))
    if not new or not history.follows(new[0].id, since):
        return None
    seen = dict(former.first_seen)
    for blob, moment in history.first_seen(tip, since=since).items():
        seen[blob] = min(seen.get(blob, moment), moment)
    return Branch(commits=(*former.commits, *map(_with_documents, new)), first_seen=seen)


def _with_documents(commit: Commit) -> Commit:
    """Leave out what no policy's history can depend on."""
    changes = tuple(
        change
        for change in commit.changes
        if is_document(change.path) or is_document(change.former_path or "")
    )
    return Commit(id=commit.id, committed=commit.committed, changes=changes)


def _document(branch: Branch) -> dict[str, Any]:
    return {
        "commits": [
            [
                commit.id,
                int(commit.committed.timestamp()),
                [[c.path, c.former_path, c.blob, c.is_text] for c in commit.changes],
            ]
            for commit in branch.commits
        ],
        "first_seen": {blob: int(at.timestamp()) for blob, at in branch.first_seen.items()},
    }


def _branch(document: dict[str, Any]) -> Branch:
    return Branch(
        commits=tuple(
            Commit(
                id=CommitId(name),
                committed=datetime.fromtimestamp(seconds, tz=UTC),
                changes=tuple(
                    FileChange(path=path, former_path=former, blob=blob, is_text=is_text)
                    for path, former, blob, is_text in changes
                ),
            )
            for name, seconds, changes in document["commits"]
        ),
        first_seen={
            BlobId(blob): datetime.fromtimestamp(seconds, tz=UTC)
            for blob, seconds in document["first_seen"].items()
        },
    )
