"""The clauses of a policy as they are kept: traced once, carried on when the history grows."""

import json
import shutil
from pathlib import Path

import pytest

from archive.clause_histories import kept_clauses, prepare_clauses
from archive.clause_records import read_record
from archive.workspace import open_workspace
from tests.repositories import PolicyRepository

TEXTS = (
    "# Terms\n\nWe keep logs for thirty days.",
    "# Terms\n\nWe keep logs for ninety days.",
    "# Terms\n\nWe keep logs for ninety days.\n\nWe ask before we share them.",
)


def history(root: Path) -> PolicyRepository:
    repository = PolicyRepository(root)
    repository.write("fairnotice.toml", 'documents = ["{id}.md"]\n')
    for number, text in enumerate(TEXTS):
        repository.commit({"terms.md": text}, f"202{number}-01-01")
    return repository


def entries(root: Path, kind: str) -> int:
    return sum(1 for file in (root / ".fairnotice/cache" / kind).rglob("*") if file.is_file())


def test_a_history_that_grew_is_carried_on_and_equals_one_traced_anew(tmp_path: Path) -> None:
    with open_workspace(history(tmp_path / "a").root) as workspace:
        (policy,) = workspace.register
        blobs = [revision.blob for revision in policy.revisions]
        kept_clauses(workspace.texts, blobs[:2])
        grown = kept_clauses(workspace.texts, blobs)
    with open_workspace(history(tmp_path / "b").root) as workspace:
        anew = kept_clauses(workspace.texts, blobs)

    assert grown == anew
    assert json.loads(grown)["texts"] != []
    assert entries(tmp_path / "a", "clauses") == 2


def test_what_is_kept_is_taken_and_nothing_made_again(tmp_path: Path) -> None:
    with open_workspace(history(tmp_path).root) as workspace:
        (policy,) = workspace.register
        blobs = [revision.blob for revision in policy.revisions]
        first = read_record(kept_clauses(workspace.texts, blobs))
        steps = entries(tmp_path, "clause-steps")

        prepare_clauses(workspace.texts, [blobs], progress=lambda *_: None)

        assert read_record(kept_clauses(workspace.texts, blobs)) == first
        assert entries(tmp_path, "clause-steps") == steps == 2


def test_no_texts_have_no_clauses(tmp_path: Path) -> None:
    with open_workspace(history(tmp_path).root) as workspace:
        assert read_record(kept_clauses(workspace.texts, ())).lines == []


@pytest.mark.slow
def test_histories_traced_on_every_core_equal_those_traced_one_by_one(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path)
    made.write("fairnotice.toml", 'documents = ["{id}.md"]\n')
    texts = {f"p{n}.md": f"# Terms\n\nWe keep it.\n\nRule {n % 7}.\n" for n in range(44)}
    made.commit(texts, "2020-01-01")

    def traced(*, at_once: bool) -> list[str]:
        shutil.rmtree(tmp_path / ".fairnotice", ignore_errors=True)
        with open_workspace(tmp_path) as workspace:
            blobs = [policy.revisions[0].blob for policy in workspace.register]
            histories = [blobs[:20], blobs[20:]]
            if at_once:
                prepare_clauses(workspace.texts, histories, progress=lambda *_: None)
                assert entries(tmp_path, "clauses") == len(histories)
            return [kept_clauses(workspace.texts, each) for each in histories]

    assert traced(at_once=True) == traced(at_once=False)
