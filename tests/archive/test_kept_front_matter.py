"""Front matter that is kept and restored is what was read."""

import json

import pytest

from archive.front_matter import read_front_matter
from archive.kept_front_matter import kept, restored


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("", id="nothing declared"),
        pytest.param("title: Privacy\nid: privacy\nlang: de\n", id="words"),
        pytest.param("effective: 2027-03-01\nexisting: 2027-04-01\nafter: 2027-02-01\n", id="days"),
        pytest.param("services: [voice, mail]\nredirect_from: [old-name]\n", id="lists"),
    ],
)
def test_what_is_restored_is_what_was_read(lines: str) -> None:
    read = read_front_matter(f"---\n{lines}---\n", path="policy/privacy.md")

    assert restored(json.loads(json.dumps(kept(read)))) == read


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param("efective: 2027-03-01\n", id="a fault, which names its path"),
        pytest.param("change:\n  level: minor\n", id="a decision, which speaks for one revision"),
    ],
)
def test_what_belongs_to_one_commit_is_not_kept(lines: str) -> None:
    assert kept(read_front_matter(f"---\n{lines}---\n", path="policy/privacy.md")) is None
