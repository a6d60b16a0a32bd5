"""Whether a Word document may be written into a policy: it must have been made from its text."""

from typing import Final

from archive.clauses import parse
from archive.confined_rendering import render_confined
from archive.docx_origins import Origin
from archive.errors import ImportRefused
from archive.register import Policy
from archive.revisions import Revision
from archive.word_edits import EditedText
from archive.words import normalised_words
from archive.workspace import Workspace

_NOTHING: Final = "nothing was imported"


def check_origin(
    origin: Origin, policy: Policy, workspace: Workspace, *, body: str, file: str
) -> bool:
    """Return whether a document was made from `body`, the text that stands.

    False where the register does not know (any more) what it was made from. Raises ImportRefused
    where that is another text.
    """
    if (origin.policy, origin.language) != (policy.id, policy.language):
        raise ImportRefused(
            f"{_NOTHING}: {file} was made from `{origin.policy}` in `{origin.language}`, not from"
            f" `{policy.id}` in `{policy.language}`; to write it there: `fairnotice import"
            f" {origin.policy} {file} --lang {origin.language}`"
        )
    made_from = next((each for each in policy.revisions if each.id == origin.revision), None)
    if made_from is None:
        return False
    words = normalised_words(render_confined(body))
    if normalised_words(workspace.texts.html(made_from.blob)) != words:
        standing = _standing(policy, workspace, words)
        raise ImportRefused(
            f"{_NOTHING}: {file} was made from the text {_named(made_from)}, but {policy.path}"
            f" holds {_which(policy, standing)}"
        )
    return True


def check_likeness(
    edit: EditedText, imported: str, policy: Policy, workspace: Workspace, *, file: str
) -> None:
    """Raise ImportRefused where most clauses of the text that stands are not in a document."""
    if edit.found * 2 >= edit.clauses:
        return
    nearest = _nearest(imported, workspace)
    likely = ""
    if nearest is not None and nearest != policy:
        likely = f" It reads like `{nearest.id}`: `fairnotice import {nearest.id} {file}`."
    raise ImportRefused(
        f"{_NOTHING}: {file} has {edit.found} of the {edit.clauses} clauses of {policy.path}, so it"
        f" is another text.{likely} If it is the right one, give --accept-all."
    )


def _standing(policy: Policy, workspace: Workspace, words: str) -> Revision | None:
    """Return the newest published revision with these words."""
    for each in reversed(policy.revisions):
        if not each.preview and normalised_words(workspace.texts.html(each.blob)) == words:
            return each
    return None


def _named(revision: Revision) -> str:
    day = f"effective {revision.effective}" if revision.effective else "without a date"
    return f"{day} (revision {revision.id})"


def _which(policy: Policy, standing: Revision | None) -> str:
    """Say which text stands, and what to type instead."""
    if standing is None:
        return (
            "one that is not published: set that aside with `git stash`, import and commit, and take"
            " it back with `git stash pop`"
        )
    version = next((v for v in policy.versions if v.revisions[-1] == standing), None)
    last = [v for v in policy.versions if version and v.effective == version.effective]
    choice = f"--revision {standing.id}"
    if version is not None and version.effective is not None and last[-1] is version:
        choice = f"--version {version.effective}"
    return (
        f"the text {_named(standing)}, which would be lost: make the document of that one, with"
        f" `fairnotice show {policy.id} {choice} --lang {policy.language} --format docx`"
    )


def _nearest(imported: str, workspace: Workspace) -> Policy | None:
    """Return the policy of whose newest published text a document holds most, if over half."""
    held = {block.text for block in parse(imported).blocks}
    shares: list[tuple[float, Policy]] = []
    for policy in workspace.register:
        revision = next((each for each in reversed(policy.revisions) if not each.preview), None)
        if revision is not None:
            clauses = [block.text for block in parse(workspace.texts.html(revision.blob)).blocks]
            shares.append((sum(text in held for text in clauses) / (len(clauses) or 1), policy))
    alike = [each for each in shares if each[0] > 1 / 2]
    return max(alike, key=lambda each: each[0])[1] if alike else None
