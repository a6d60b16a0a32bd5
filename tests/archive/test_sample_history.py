"""The sample is a real history: the same commits on every machine, all kinds of change."""

from pathlib import Path

from archive.revisions import Source, State
from archive.sample_history import rebuild_sample
from archive.workspace import open_workspace
from tests.repositories import PolicyRepository


def test_two_rebuilds_have_the_same_commits(tmp_path: Path) -> None:
    heads = []
    for name in ("one", "two"):
        sample = rebuild_sample(tmp_path / name)
        heads.append(PolicyRepository(sample.root).git("rev-parse", "HEAD"))

    assert heads[0] == heads[1]


def test_the_newest_texts_are_the_policies_of_this_repository(tmp_path: Path) -> None:
    sample = rebuild_sample(tmp_path / "sample")
    here = Path(__file__).parents[2] / "policy"

    for file in here.rglob("*.md"):
        assert (sample.root / "policy" / file.relative_to(here)).read_bytes() == file.read_bytes()


def test_the_privacy_policy_shows_every_kind_of_version(tmp_path: Path) -> None:
    sample = rebuild_sample(tmp_path / "sample")

    with open_workspace(sample.root, today=sample.today) as workspace:
        privacy = next(policy for policy in workspace.register if policy.id == "privacy")
        faults = [fault.code for policy in workspace.register for fault in policy.faults]

    assert [(v.address, v.state) for v in privacy.versions] == [
        ("2017-12-15", State.SUPERSEDED),
        ("2018-11-20", State.SUPERSEDED),
        ("2024-02-01", State.SUPERSEDED),
        ("2025-03-01", State.SUPERSEDED),
        ("2025-09-01", State.IN_FORCE),
        ("2027-03-01", State.SCHEDULED),
    ]
    assert [r.source for r in privacy.revisions].count(Source.EARLIER) == 2
    assert faults == ["undated-change"]


def test_recipients_are_not_committed(tmp_path: Path) -> None:
    sample = rebuild_sample(tmp_path / "sample")

    assert sample.recipients.is_file()
    assert "recipients.csv" not in PolicyRepository(sample.root).git("ls-files")
