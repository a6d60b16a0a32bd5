"""The published branch as it was read before, and the commits that came since.

What a commit did never changes, so the branch up to a commit is kept by that commit's id and
only what follows is asked of git. A branch that was rewritten does not lead to the kept commit
any more, and is read as if for the first time.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

import msgspec

from archive.cache import Cache
from archive.documents import is_document
from archive.errors import UnreadableText
from archive.git_history import Commit, GitHistory
from archive.revisions import BlobId, CommitId

# Raise it when the same branch is kept in another form.
_FORM: Final = "b3"
# So many new commits are kept beside the old ones, so that a few are written down quickly.
_MOST_BESIDE: Final = 2000

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """First-parent history up to a commit, and when each text was first committed anywhere."""

    commits: tuple[Commit, ...]  # oldest first; of their changes, those to documents
    first_seen: dict[BlobId, datetime]

    @property
    def tip(self) -> CommitId:
        """The commit it leads up to."""
        return self.commits[-1].id

    def followed_by(self, new: "Branch") -> "Branch":
        """Return it together with what came after it."""
        seen = dict(self.first_seen)
        for blob, moment in new.first_seen.items():
            seen[blob] = min(seen.get(blob, moment), moment)
        return Branch(commits=(*self.commits, *new.commits), first_seen=seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What came to the kept branch after its tip."""

    after: CommitId
    new: Branch


def read_branch(history: GitHistory, tip: CommitId, cache: Cache) -> Branch:
    """Return the published branch up to a commit."""
    form = f"{_FORM} {history.git_version}"
    old = _kept(cache, form, Branch)
    if old is None or not old.commits:
        return _read_anew(history, tip, cache, form)
    beside = _kept(cache, f"{form} beside", _Beside)
    if beside is None or beside.after != old.tip:
        beside = _Beside(after=old.tip, new=Branch(commits=(), first_seen={}))
    known = old.followed_by(beside.new)
    if known.tip == tip:
        return known
    newest = _since(history, known.tip, tip)
    if newest is None:
        return _read_anew(history, tip, cache, form)
    branch = known.followed_by(newest)
    if len(branch.commits) - len(old.commits) > _MOST_BESIDE:
        _keep(cache, form, branch)
    else:
        new = beside.new.followed_by(newest)
        _keep(cache, f"{form} beside", _Beside(after=old.tip, new=new))
    return branch


def _kept(cache: Cache, key: str, kind: type[_Value]) -> _Value | None:
    return cache.read("branch", key, lambda text: msgspec.json.decode(text, type=kind))


def _keep(cache: Cache, key: str, value: Branch | _Beside) -> None:
    cache.put("branch", key, msgspec.json.encode(value).decode())


def _read_anew(history: GitHistory, tip: CommitId, cache: Cache, key: str) -> Branch:
    commits = tuple(map(_with_documents, history.published_commits(tip)))
    branch = Branch(commits=commits, first_seen=history.first_seen(tip))
    _keep(cache, key, branch)
    return branch


def _since(history: GitHistory, former: CommitId, tip: CommitId) -> Branch | None:
    """Return what came to a branch after a commit; None where it does not follow that one."""
    try:
        commits = tuple(map(_with_documents, history.published_commits(tip, since=former)))
    except UnreadableText:  # a rewritten history may have lost it, as may another clone
        return None
    if not commits or not history.follows(commits[0].id, former):
        return None
    return Branch(commits=commits, first_seen=history.first_seen(tip, since=former))


def _with_documents(commit: Commit) -> Commit:
    """Leave out what no policy's history can depend on."""
    changes = tuple(
        change
        for change in commit.changes
        if is_document(change.path) or is_document(change.former_path or "")
    )
    return Commit(id=commit.id, committed=commit.committed, changes=changes)
