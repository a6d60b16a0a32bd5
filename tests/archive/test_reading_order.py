"""The order in which files are read decides nothing: not who is which policy, nor what it said."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archive.documents import DocumentPatterns
from archive.faults import Fault
from archive.front_matter import FrontMatter
from archive.git_history import Commit, FileChange
from archive.identities import PolicyFiles, identify
from archive.lineages import trace_lineages
from archive.revisions import BlobId, CommitId
from archive.settings import Settings

PATHS = (
    "policy/privacy.md",
    "policy/privacy.de.md",
    "policy/terms.md",
    "policy/next/terms.md",
    "policy/earlier/terms/2018-11-20.md",
)
START = datetime(2026, 1, 1, tzinfo=UTC)

# What each commit makes of each path: a text, nothing (None), or what was there (-1).
STEPS = st.lists(
    st.fixed_dictionaries({path: st.sampled_from([-1, -1, None, 1, 2, 3]) for path in PATHS}),
    min_size=1,
    max_size=7,
)


def commits(steps: Sequence[dict[str, int | None]], order: Sequence[str]) -> list[Commit]:
    """The history of the steps, each commit naming its files in an order."""
    there: dict[str, int] = {}
    found = []
    for number, step in enumerate(steps):
        changes = []
        for path in order:
            text = step[path]
            if text == -1 or text == there.get(path):
                continue
            there.pop(path, None)
            if text is not None:
                there[path] = text
            changes.append(_change(path, text))
        committed = START + timedelta(days=number)
        commit = Commit(id=CommitId(str(number)), committed=committed, changes=tuple(changes))
        found.append(commit)
    return found


def _change(path: str, text: int | None) -> FileChange:
    blob = None if text is None else BlobId(f"{path}{text}")
    return FileChange(path=path, former_path=None, blob=blob, is_text=True)


def read(
    steps: Sequence[dict[str, int | None]], order: Sequence[str]
) -> tuple[tuple[PolicyFiles, ...], set[Fault]]:
    patterns = DocumentPatterns(Settings())
    files, faults = identify(
        trace_lineages(commits(steps, order), is_document=lambda path: path.endswith(".md")),
        patterns=patterns,
        moves={},
        front_matter_of=lambda _blob, _path: FrontMatter(),
    )
    return files, set(faults)


@given(steps=STEPS, order=st.permutations(PATHS))
def test_the_order_in_which_a_commit_names_its_files_does_not_matter(
    steps: list[dict[str, int | None]], order: list[str]
) -> None:
    assert read(steps, order) == read(steps, PATHS)


@given(steps=STEPS)
def test_every_policy_is_there_once(steps: list[dict[str, int | None]]) -> None:
    files, _ = read(steps, PATHS)
    keys = [(each.id, each.language) for each in files]

    assert len(keys) == len(set(keys))
