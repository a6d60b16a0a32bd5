"""Which files of the working tree differ, and which of them only have another name?"""

import pytest

from archive.git_history import FileChange, blob_id
from archive.working_tree import as_changes, renames, with_renames

WORDS = "".join(f"Sentence {number}.\n" for number in range(20))


@pytest.mark.parametrize(
    ("came", "gone", "found"),
    [
        pytest.param({"b.md": WORDS}, {"a.md": WORDS}, {"b.md": "a.md"}, id="the same words"),
        pytest.param(
            {"b.md": f"{WORDS}More.\n"}, {"a.md": WORDS}, {"b.md": "a.md"}, id="nearly the same"
        ),
        pytest.param({"b.md": "Other.\n"}, {"a.md": WORDS}, {}, id="other words"),
        pytest.param(
            {"b.md": f"{WORDS}More.\n", "c.md": WORDS},
            {"a.md": WORDS},
            {"c.md": "a.md"},
            id="of two the one that is nearer",
        ),
        pytest.param({}, {"a.md": WORDS}, {}, id="only gone"),
    ],
)
def test_a_file_under_another_name_is_found_by_its_words(
    came: dict[str, str], gone: dict[str, str], found: dict[str, str]
) -> None:
    assert renames(came, gone) == found


def test_a_renamed_file_is_one_change() -> None:
    changes = with_renames(as_changes({"a.md": None, "b.md": b"x", "c.md": None}), {"b.md": "a.md"})

    assert changes == [
        FileChange(path="b.md", former_path="a.md", blob=blob_id(b"x"), is_text=True),
        FileChange(path="c.md", former_path=None, blob=None, is_text=True),
    ]
