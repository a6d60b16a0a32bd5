"""A redline in Word: accepting all leaves the new text, rejecting all the old one, and it opens."""

import io
import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from archive import glyphs
from archive.clauses import visible_text
from archive.docx_documents import Labels, WordFile, redline_as_docx, text_as_docx
from archive.front_matter import split
from archive.redlines import mark
from archive.rendering import render
from archive.revisions import Language
from tests.archive.test_redlines import PARAGRAPHS
from tests.archive.word_reading import W, accepted, rejected, root_of, words
from tests.archive.word_texts import CHANGES, TEXT, Changes, changed
from tests.conftest import ROOT

LABELS = Labels(
    title="privacy", language=Language("en"), at=datetime(2027, 3, 1, 12, 30, tzinfo=UTC)
)
SAMPLE = ROOT / "archive/sample/texts"
# Word opens files without these two; its own file writer always adds them.
OPTIONAL = ("relationships/fontTable", "relationships/theme")


def redline(old: str, new: str) -> WordFile:
    return redline_as_docx(mark(render(old), render(new)), LABELS)


def folded(text: str) -> str:
    return " ".join(glyphs.key(text[a:b]) for a, b in glyphs.words(text) if glyphs.key(text[a:b]))


def shown(markdown: str) -> str:
    return folded(visible_text(render(markdown)))


def faults(data: bytes, folder: Path) -> list[str]:
    """What keeps a file from being what Word expects, by its schemas and rules."""
    file = folder / "checked.docx"
    file.write_bytes(data)
    found = OpenXmlValidator().validate(file).errors
    lines = [f"{each.path}: {each.description}" for each in found]
    return [line for line in lines if not any(name in line for name in OPTIONAL)]


def body(name: str) -> str:
    return split((SAMPLE / f"{name}.md").read_text(encoding="utf-8"))[1]


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("backwards", [False, True], ids=["there", "back"])
def test_accepting_and_rejecting_give_the_two_texts(
    changes: Changes, *, backwards: bool, tmp_path: Path
) -> None:
    old, new = (changed(*changes), TEXT) if backwards else (TEXT, changed(*changes))

    file = redline(old, new)

    assert folded(words(accepted(file.data))) == shown(new)
    assert folded(words(rejected(file.data))) == shown(old)
    assert faults(file.data, tmp_path) == []


WORDS = st.sampled_from(
    [*"abcde", "logs", "30", "days.", "We keep", "**x**", "[y](https://a.example)"]
)
BLOCKS = st.one_of(
    st.lists(WORDS, min_size=1, max_size=9).map(" ".join),
    st.lists(WORDS, min_size=1, max_size=4).map(lambda words: f"## {' '.join(words)}"),
    st.lists(WORDS, min_size=1, max_size=4).map(lambda words: "- " + "\n- ".join(words)),
    st.lists(WORDS, min_size=1, max_size=4).map(
        lambda words: "| h | i |\n|---|---|\n" + "\n".join(f"| {w} | {w} |" for w in words)
    ),
    st.sampled_from(PARAGRAPHS),
    st.text(st.characters(exclude_categories=["C"]), max_size=30),
)
TEXTS = st.lists(BLOCKS, max_size=7).map("\n\n".join)


@given(old=TEXTS, new=TEXTS)
@settings(max_examples=60)
def test_any_two_texts_come_back_by_accepting_and_rejecting(old: str, new: str) -> None:
    data = redline(old, new).data

    assert folded(words(accepted(data))).replace("�", "") == shown(new).replace("�", "")
    assert folded(words(rejected(data))).replace("�", "") == shown(old).replace("�", "")


def test_a_change_bears_its_author_and_the_time_in_utc() -> None:
    root = root_of(redline(TEXT, changed(*CHANGES["a word"])).data)

    (struck,) = root.iter(f"{W}del")
    assert struck.get(f"{W}author") == "Fair Notice"
    assert struck.get(f"{W}date") == "2027-03-01T12:30:00Z"
    assert [each.text for each in struck.iter(f"{W}delText")] == ["thirty"]


def test_a_move_is_a_move_with_both_its_ranges() -> None:
    root = root_of(redline(TEXT, changed(*CHANGES["a paragraph moved"])).data)

    (start,) = root.iter(f"{W}moveFromRangeStart")
    (goal,) = root.iter(f"{W}moveToRangeStart")
    assert start.get(f"{W}name") == goal.get(f"{W}name")
    for each in (start, goal):
        end = f"{str(each.tag).removesuffix('Start')}End"
        assert [one.get(f"{W}id") for one in root.iter(end)] == [each.get(f"{W}id")]
    left = [word.text for each in root.iter(f"{W}moveFrom") for word in each.iter(f"{W}t")]
    assert left == ["A quotation of some length, of what the law says about all this."]


def test_every_mark_has_an_id_of_its_own() -> None:
    both = (*CHANGES["a paragraph moved"], *CHANGES["a row more"], *CHANGES["a word"])
    root = root_of(redline(TEXT, changed(*both)).data)

    ids = [each.get(f"{W}id") for each in root.iter() if not str(each.tag).endswith("End")]
    marked = [one for one in ids if one]
    assert marked
    assert len(set(marked)) == len(marked)


def test_quotes_of_another_shape_are_not_tracked_but_told() -> None:
    file = redline("We say 'yes' to it.", "We say ‘yes’ to it.")

    assert accepted(file.data) == rejected(file.data)
    assert [each.words for each in accepted(file.data)] == ["We say ‘yes’ to it."]
    assert file.remarks == (
        "words or marks in other glyphs (quotes, dashes), which are not tracked: 2",
    )


def test_each_link_leads_to_its_own_place_however_long_the_names_are() -> None:
    headings = [f"What we do for the people of the united {each}" for each in ("kingdom", "states")]
    names = [heading.lower().replace(" ", "-") for heading in headings]
    text = "\n\n".join(f"## {heading}\n\nWords." for heading in headings)
    links = " ".join(f"[{name}](#{name})" for name in names)

    root = root_of(text_as_docx(render(f"{text}\n\n{links}"), LABELS).data)

    linked = [name for each in root.iter(f"{W}hyperlink") if (name := each.get(f"{W}anchor"))]
    marked = [each.get(f"{W}name") for each in root.iter(f"{W}bookmarkStart")]
    assert linked == marked
    assert len(set(marked)) == 2
    assert all(len(name) <= 40 for name in linked)


def test_a_link_leads_to_an_anchor_among_the_words() -> None:
    text = render('See [below](#here).\n\nWords <a id="here"></a>of ours.')

    root = root_of(text_as_docx(text, LABELS).data)

    (linked,) = (each.get(f"{W}anchor") for each in root.iter(f"{W}hyperlink"))
    assert [each.get(f"{W}name") for each in root.iter(f"{W}bookmarkStart")] == [linked]


def test_headings_lists_and_links_are_words_own() -> None:
    data = text_as_docx(render(TEXT), LABELS).data

    read = accepted(data)
    assert read == rejected(data)
    assert [(each.style, each.words) for each in read if each.style.startswith("Heading")] == [
        ("Heading1", "Privacy"),
        ("Heading2", "What we collect"),
        ("Heading2", "Rights"),
    ]
    assert [each.words for each in read if each.style == "Code"] == ["some   code\n  with lines"]
    root, relations = root_of(data), root_of(data, "word/_rels/document.xml.rels")
    assert "https://example.com/terms" in [each.get("Target") for each in relations]
    (anchored,) = (name for each in root.iter(f"{W}hyperlink") if (name := each.get(f"{W}anchor")))
    assert anchored in [each.get(f"{W}name") for each in root.iter(f"{W}bookmarkStart")]
    numbering = root_of(data, "word/numbering.xml")
    starts = [each.get(f"{W}val") for each in numbering.iter(f"{W}startOverride")]
    assert starts == ["3"]


def test_what_xml_cannot_hold_is_replaced_and_told(tmp_path: Path) -> None:
    page = "<p>We keep\x0b your\ufffe data.</p>"

    file = redline_as_docx(mark("<p>We keep data.</p>", page), LABELS)

    assert "\ufffd" in words(accepted(file.data))
    assert any("no Word file can hold" in remark for remark in file.remarks)
    assert faults(file.data, tmp_path) == []


def test_the_same_texts_give_the_same_bytes() -> None:
    once, again = (redline(TEXT, changed(*CHANGES["a split"])) for _ in range(2))

    assert once == again
    with ZipFile(io.BytesIO(once.data)) as package:
        assert {info.date_time[0] for info in package.infolist()} == {1980}


@pytest.mark.word
def test_libreoffice_accepts_and_rejects_to_the_two_texts(libreoffice: str, tmp_path: Path) -> None:
    pairs = {name: (TEXT, changed(*changes)) for name, changes in CHANGES.items()}
    for old, new in (
        ("privacy-2024-02-01", "privacy-2025-03-01"),
        ("privacy-2025-03-01", "privacy-2025-09-01"),
        ("subprocessors-2024-02-01", "subprocessors-2026-04-06"),
        ("terms-2024-02-01", "terms-2025-07-01"),
    ):
        pairs[new] = body(old), body(new)
    files = {}
    for number, (name, (old, new)) in enumerate(pairs.items()):
        files[name] = tmp_path / f"{number}.docx"
        files[name].write_bytes(redline(old, new).data)

    done = subprocess.run(
        [libreoffice, ROOT / "tests/archive/accept_and_reject.py", tmp_path / "profile",
         *files.values()],
        capture_output=True, text=True, check=True, timeout=280, env=os.environ | {"HOME": str(tmp_path)},
    )  # fmt: skip

    answers = json.loads(done.stdout)
    for name, (old, new) in pairs.items():
        answer = answers[str(files[name])]
        assert folded(" ".join(answer["accepted"])) == shown(new), name
        assert folded(" ".join(answer["rejected"])) == shown(old), name


@pytest.mark.parametrize(
    ("old", "new", "done"),
    [
        pytest.param(
            "| A | B |\n|---|---|\n| c | d |", "| A |\n|---|\n| c |", "accepted", id="went"
        ),
        pytest.param(
            "| A |\n|---|\n| c |", "| A | B |\n|---|---|\n| c | d |", "rejected", id="came"
        ),
    ],
)
def test_a_column_that_libreoffice_leaves_empty_is_told(old: str, new: str, done: str) -> None:
    file = redline_as_docx(mark(render(old), render(new)), LABELS)

    names = {"accepted": "cellDel", "rejected": "cellIns"}
    assert len(list(root_of(file.data).iter(f"{W}{names[done]}"))) == 2
    (remark,) = file.remarks
    assert remark.endswith(f"changes are {done}, Word takes it away, LibreOffice leaves it empty")


def test_a_table_whose_columns_stay_needs_no_remark() -> None:
    table = "| A | B |\n|---|---|\n| c | {} |"
    pages = (render(table.format(word)) for word in ("old words", "new words"))

    assert redline_as_docx(mark(*pages), LABELS).remarks == ()
