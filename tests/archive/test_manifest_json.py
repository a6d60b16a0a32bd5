"""A manifest that was cut or edited is none; the first wrong place is told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.errors import InvalidManifest
from archive.manifest import Manifest
from archive.manifest_json import manifest_bytes, read_manifest
from tests.archive.records import recorded, two_texts
from tests.repositories import PolicyRepository


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    repository = PolicyRepository(tmp_path_factory.mktemp("policies"))
    two_texts(repository)
    return recorded(repository)


def test_what_was_written_is_read_again(manifest: Manifest) -> None:
    assert read_manifest(manifest_bytes(manifest)) == manifest


def test_the_anchors_of_each_text_are_read_again_whole(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    headings = [["Data", "Fees"], ["Data", "Fees", "Über"], ["Fees"], ["Fees"]]
    for day, listed in enumerate(headings, 1):
        text = "".join(f"## {heading}\n\nWords {day}.\n\n" for heading in listed)
        repository.commit({"policy/terms.md": f"# Terms\n\n{text}"}, f"2026-01-0{day}")
    made = recorded(repository)

    document = json.loads(manifest_bytes(made))

    assert [entry["anchors"] for entry in document["entries"]] == [
        {"new": ["data", "fees"], "gone": []},
        {"new": ["uber"], "gone": []},
        {"new": [], "gone": ["data", "uber"]},
        {"new": [], "gone": []},
    ]
    assert [entry.anchors for entry in read_manifest(manifest_bytes(made)).entries] == [
        ("data", "fees"),
        ("data", "fees", "uber"),
        ("fees",),
        ("fees",),
    ]


def _anchors(**steps: object) -> Callable[[Any], None]:
    def edit(document: Any) -> None:
        document["entries"][1]["anchors"] |= steps

    return edit


def _edit(key: str, value: object) -> Callable[[Any], None]:
    def edit(document: Any) -> None:
        document["entries"][1]["fact"][key] = value

    return edit


def _swap(document: Any) -> None:
    document["entries"][0], document["entries"][1] = document["entries"][1], document["entries"][0]


def _cut(document: Any) -> None:
    document["entries"].pop()


def _take_out(document: Any) -> None:
    del document["entries"][1]


def _top(key: str, value: object) -> Callable[[Any], None]:
    def edit(document: Any) -> None:
        document[key] = value

    return edit


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        pytest.param(_edit("effective", "2026-08-01"), "breaks at entry 2", id="another date"),
        pytest.param(_edit("address", "terms/x/"), "breaks at entry 2", id="another address"),
        pytest.param(_edit("first_seen", "2020-01-01"), "breaks at entry 2", id="seen earlier"),
        pytest.param(_edit("blob", f"sha256:{'0' * 64}"), "breaks at entry 2", id="another text"),
        pytest.param(_edit("commit", "HEAD"), "commit: expected", id="a commit that is a name"),
        pytest.param(_edit("published", "yesterday"), "published: expected", id="no moment"),
        pytest.param(
            _edit("published", "2026-13-01T00:00:00Z"), "published: expected", id="month 13"
        ),
        pytest.param(_edit("effective", "2026-02-30"), "effective: expected", id="30 February"),
        pytest.param(_edit("number", -1), "number: expected", id="a negative number"),
        pytest.param(_edit("number", 1), "number: expected 0 for a text", id="a text as a dating"),
        pytest.param(_edit("number", "1"), "number: expected", id="a number as a text"),
        pytest.param(_edit("path", "\ud800"), "path: expected Unicode", id="half a character"),
        pytest.param(_edit("effective_source", "x"), "effective_source", id="an unknown source"),
        pytest.param(_anchors(gone=["x"]), "anchors of the entry before", id="an anchor never had"),
        pytest.param(_anchors(new="x"), "new: expected a list", id="anchors that are no list"),
        pytest.param(_anchors(new=[1]), "0: expected a text", id="an anchor that is a number"),
        pytest.param(_swap, "does not follow", id="another order"),
        pytest.param(_take_out, "does not follow", id="an entry taken out"),
        pytest.param(_cut, "it was cut", id="the end cut off"),
        pytest.param(_top("entries", {}), "entries: expected a list", id="entries that are none"),
        pytest.param(_top("entries", [1]), "expected an object", id="an entry that is a number"),
        pytest.param(_top("format", 2), "another release", id="a form of another release"),
        pytest.param(_top("built_at", 3), "built_at: expected a text", id="a day as a number"),
    ],
)
def test_an_edited_manifest_is_refused(
    manifest: Manifest, edit: Callable[[Any], None], told: str
) -> None:
    document = json.loads(manifest_bytes(manifest))
    edit(document)

    with pytest.raises(InvalidManifest, match=told):
        read_manifest(json.dumps(document).encode())


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html>", id="a page"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"\xff\xfe", id="no UTF-8"),
        pytest.param(b"[" * 100_000, id="brackets without end"),
        pytest.param(b'{"format": 1' + b"0" * 5000 + b"}", id="a number without end"),
    ],
)
def test_what_is_no_manifest_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidManifest):
        read_manifest(data)
