"""The file of a policy's clauses: every text exactly, and nothing that had to come down."""

import gzip
import json
from pathlib import Path

import pytest

from archive.clause_html import page_of, write_clauses
from archive.clause_records import ClauseRecord, read_record
from archive.clauses import parse, visible_text
from archive.sample_history import rebuild_sample
from site_overrides.clause_files import first_in_file, since
from tests.archive.clause_texts import traced
from tests.site_overrides.builders import Page, opened_site

TEXTS = ("# A\n\none\n\ntwo", "# A\n\ntwo\n\nthree", "# A\n\nthree\n\nfour", "# A\n\nfour")


def record_of(site: Path, policy: str) -> ClauseRecord:
    file = json.loads((site / policy / "clauses.json").read_text(encoding="utf-8"))
    return read_record(json.dumps(file["clauses"]))


def test_it_gives_back_every_text_of_the_sample(sample_site: Path, tmp_path: Path) -> None:
    sample = rebuild_sample(tmp_path)
    with opened_site(sample.root, today=sample.today) as site:
        for policy in site.register:
            address = site.policy_address(policy)
            record = record_of(sample_site, address)
            for number, revision in enumerate(policy.revisions):
                html = site.texts.html(revision.blob)
                assert visible_text(record.page(number)) == visible_text(
                    page_of(write_clauses(parse(html)))
                )


def test_it_names_each_text_with_its_day_and_address(sample_site: Path) -> None:
    file = json.loads((sample_site / "privacy/clauses.json").read_text(encoding="utf-8"))

    assert [text["id"] for text in file["texts_of"]][:2] == ["2017-12-15", "2018-11-20"]
    for text in file["texts_of"]:
        assert (sample_site / text["address"] / "index.html").is_file()
        assert text["changes"] is None or (sample_site / text["changes"] / "index.html").is_file()


def test_links_lead_somewhere_on_the_site(busy_site: Path) -> None:
    page = Page(record_of(busy_site, "privacy").page(0))

    assert "../terms/#use" in page.links
    assert "https://example.org/x" in page.links
    assert not any("gone.md" in link for link in page.links)


def test_a_record_without_its_oldest_texts_gives_back_the_others() -> None:
    whole = traced(*TEXTS)

    later = since(whole, 2)

    assert [later.page(n) for n in (2, 3)] == [whole.page(n) for n in (2, 3)]
    assert [line.anchor for line in later.lines] == [line.anchor for line in whole.lines]
    assert later.splices[:2] == [[], []]


@pytest.mark.parametrize(
    ("size", "revisions", "first"),
    [
        pytest.param(1_000_000, 900, 0, id="a long history stays whole"),
        pytest.param(12_000_000, 900, 450, id="of a longer one half is left out"),
        pytest.param(50_000_000, 4, 2, id="two texts always stay"),
    ],
)
def test_how_much_of_a_history_stands_in_the_file(size: int, revisions: int, first: int) -> None:
    assert first_in_file("x" * size, revisions) == first


def test_the_file_is_small(sample_site: Path) -> None:
    packed = gzip.compress((sample_site / "privacy/clauses.json").read_bytes())

    assert len(packed) < 20_000
