"""Which file is which document, through moves and deletions?"""

from datetime import UTC, datetime, timedelta

import pytest

from archive.git_history import Commit, FileChange
from archive.lineages import Lineage, trace_lineages
from archive.revisions import BlobId, CommitId

START = datetime(2026, 1, 1, tzinfo=UTC)


def change(path: str, blob: str | None, former: str | None = None) -> FileChange:
    return FileChange(
        path=path,
        former_path=former,
        blob=None if blob is None else BlobId(blob),
        is_text=True,
    )


def lineages(*commits: list[FileChange], backwards: bool = False) -> tuple[Lineage, ...]:
    """The lineages of commits a day apart; `backwards` gives the last one an early clock."""
    days = list(range(len(commits)))
    if backwards:
        days[-1] = -5
    return trace_lineages(
        [
            Commit(
                id=CommitId(str(number)),
                committed=START + timedelta(days=day),
                changes=tuple(changes),
            )
            for number, (day, changes) in enumerate(zip(days, commits, strict=True))
        ],
        is_document=lambda path: path.endswith(".md"),
    )


def texts(lineage: Lineage) -> list[tuple[str, str | None]]:
    return [(sighting.path, sighting.blob) for sighting in lineage.sightings]


@pytest.mark.parametrize(
    ("commits", "expected"),
    [
        pytest.param(
            [[change("a.md", "1")], [change("a.md", "2")]],
            [[("a.md", "1"), ("a.md", "2")]],
            id="an edit",
        ),
        pytest.param(
            [[change("a.md", "1")], [change("b.md", "1", "a.md")]],
            [[("a.md", "1"), ("b.md", "1")]],
            id="a move continues it",
        ),
        pytest.param(
            [
                [change("a.md", "1")],
                [change("b.md", "1", "a.md")],
                [change("a.md", "1", "b.md")],
            ],
            [[("a.md", "1"), ("b.md", "1"), ("a.md", "1")]],
            id="there and back again",
        ),
        pytest.param(
            [
                [change("a.md", "1"), change("b.md", "2")],
                [change("b.md", "1", "a.md"), change("a.md", "2", "b.md")],
            ],
            [[("a.md", "1"), ("b.md", "1")], [("b.md", "2"), ("a.md", "2")]],
            id="two files swap their names",
        ),
        pytest.param(
            [[change("a.md", "1")], [change("a.md", None)], [change("a.md", "1")]],
            [[("a.md", "1"), ("a.md", None), ("a.md", "1")]],
            id="deleted and put back",
        ),
        pytest.param(
            [[change("a.md", "1")], [change("a.png", "1", "a.md")]],
            [[("a.md", "1"), ("a.md", None)]],
            id="renamed to what is no document, it is gone",
        ),
        pytest.param(
            [[change("a.png", "1")], [change("a.md", "1", "a.png")]],
            [[("a.md", "1")]],
            id="renamed from what was no document, it begins",
        ),
    ],
)
def test_the_lineage_of_a_document(
    commits: list[list[FileChange]], expected: list[list[tuple[str, str | None]]]
) -> None:
    assert [texts(lineage) for lineage in lineages(*commits)] == expected


def test_a_clock_that_goes_back_does_not_take_publication_back() -> None:
    (lineage,) = lineages([change("a.md", "1")], [change("a.md", "2")], backwards=True)

    assert [sighting.published for sighting in lineage.sightings] == [START, START]
