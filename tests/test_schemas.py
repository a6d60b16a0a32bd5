"""The checker of JSON Schemas finds what is wrong, so that its silence means something."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.schemas import ROOT, violations

STATUS = "archive/schemas/status.schema.json"
RIGHT: dict[str, Any] = {
    "format": 1,
    "built_at": "2027-01-15",
    "commit": "0" * 40,
    "ref": "main",
    "next_flip": None,
    "counts": {"policies": 1, "versions": 1, "revisions": 1},
    "ledger": None,
}


def test_a_right_document_has_no_violation() -> None:
    assert violations(RIGHT, STATUS) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"format": 2}, "$.format: 2 is not in [1]"),
        ({"built_at": 3}, "$.built_at: 3 is no string"),
        ({"built_at": "today"}, "$.built_at: 'today' is not like"),
        ({"counts": []}, "$.counts: [] is no object"),
        ({"counts": RIGHT["counts"] | {"versions": True}}, "True is no integer"),
        ({"counts": RIGHT["counts"] | {"versions": -1}}, "-1 is below 0"),
        ({"counts": {}}, "$.counts: no policies"),
    ],
)
def test_a_wrong_document_is_told(change: dict[str, Any], told: str) -> None:
    assert any(told in each for each in violations(RIGHT | change, STATUS))


def test_an_unknown_keyword_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"format": "date"}')

    assert violations("", str(tmp_path / "x.json")) == ["$: the keyword format is not known here"]


@pytest.mark.parametrize("schema", sorted(ROOT.glob("*/schemas/*.json")), ids=lambda p: p.name)
def test_every_schema_says_what_each_property_is(schema: Path) -> None:
    document = json.loads(schema.read_text(encoding="utf-8"))

    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(document["required"]) == set(document["properties"])
