"""Noise: commits that change bytes and not one word make no revision, however many there are."""

import pytest

from archive.redlines import compare
from archive.rendering import render
from tests.archive.histories.reading import (
    CLAUSES,
    codes,
    only_policy,
    published,
    register_of,
)
from tests.repositories import PolicyRepository, policy

UMLAUTS = "# Datenschutz\n\nWir löschen Grüße – „täglich“ – nach dreißig Tagen.\n"


def test_h33_a_sweep_over_encodings_line_ends_and_marks_makes_no_version(
    repository: PolicyRepository,
) -> None:
    sweeps = [
        UMLAUTS.encode("cp1252"),
        UMLAUTS.encode("utf-8"),
        UMLAUTS.replace("\n", "\r\n").encode("utf-8"),
        UMLAUTS.encode("utf-8-sig"),
        UMLAUTS.replace("\n", "\r\n").encode("utf-8-sig"),
        UMLAUTS.rstrip("\n").encode("utf-8"),
    ]
    for month, data in enumerate(sweeps, start=1):
        repository.commit(
            {"policy/privacy.md": data, "policy/terms.md": data}, f"2026-{month:02}-01"
        )

    for found in register_of(repository):
        assert published(found) == ["2026-01-01"]
        assert codes(found) == ["no-date"]


def test_h33_a_sweep_with_front_matter_behind_a_byte_order_mark_keeps_the_date(
    repository: PolicyRepository,
) -> None:
    text = policy(UMLAUTS, "2026-01-01")
    repository.commit({"policy/privacy.md": text}, "2026-01-01")
    repository.commit(
        {"policy/privacy.md": text.replace("\n", "\r\n").encode("utf-8-sig")}, "2026-02-01"
    )

    found = only_policy(repository)

    assert published(found) == ["2026-01-01"]
    assert codes(found) == []


BEFORE = "Privacy\n=======\n\n* We keep *logs*.\n* We keep [names](https://example.com/n).\n"
AFTER = "# Privacy\n\n- We keep _logs_.\n- We keep [names][n].\n\n[n]: https://example.com/n\n"


def test_h34_a_converter_that_rewrites_all_markup_makes_no_revision(
    repository: PolicyRepository,
) -> None:
    repository.write("fairnotice.toml", 'documents = ["{id}.md", "{id}.html"]\n')
    html = "<h1>Privacy</h1>\n<ul>\n<li>We keep <em>logs</em>.</li>\n<li>We keep names.</li>\n</ul>"
    repository.commit({"privacy.md": BEFORE}, "2026-01-01")
    repository.commit({"privacy.md": AFTER}, "2026-02-01")
    repository.commit({"privacy.md": None, "privacy.html": html}, "2026-03-01")

    assert published(only_policy(repository)) == ["2026-01-01"]


def test_h34_a_rewrite_that_also_changes_a_word_shows_that_word_alone() -> None:
    redline = compare(render(BEFORE), render(AFTER.replace("_logs_", "_notes_")))

    changed = [(s.mark.value, s.text.strip()) for s in redline.segments if s.mark.value != "="]
    assert changed == [("-", "logs"), ("+", "notes")]


def test_h47_a_pdf_beside_a_text_is_neither_a_policy_nor_a_revision(
    repository: PolicyRepository,
) -> None:
    text = policy("[The agreement](dpa-1.pdf).", "2026-01-01")
    repository.commit({"policy/dpa.md": text, "policy/dpa-1.pdf": b"%PDF-1"}, "2026-01-01")
    repository.commit({"policy/dpa-1.pdf": b"%PDF-2"}, "2026-02-01")

    assert published(only_policy(repository)) == ["2026-01-01"]


def test_h48_a_machine_that_toggles_markup_twice_a_day_makes_no_revision(
    repository: PolicyRepository,
) -> None:
    for number in range(12):
        mark = "*" if number % 2 else "_"
        text = f"{CLAUSES}\nCall {mark}us{mark}.  \n" + "\n" * (number % 3)
        repository.commit(
            {"policy/privacy.md": text}, f"2026-01-{1 + number // 2:02}T{number % 2 + 10}:00:00Z"
        )

    assert len(only_policy(repository).revisions) == 1


def test_h49_apostrophes_toggled_to_and_fro_make_no_revision(repository: PolicyRepository) -> None:
    for month, text in enumerate(("We don't.", "We don’t.", "We don't.", "We don’t."), start=1):
        repository.commit({"policy/privacy.md": f"{text}\n"}, f"2026-{month:02}-01")

    assert published(only_policy(repository)) == ["2026-01-01"]


@pytest.mark.parametrize(
    "declared",
    [
        pytest.param({"title": "Privacy Policy"}, id="title"),
        pytest.param({"reviewed": "2026-02-01"}, id="review"),
        pytest.param({"contact": "privacy@example.com"}, id="contact"),
        pytest.param({"redirect_from": "[data]"}, id="redirect"),
    ],
)
def test_h50_a_change_of_front_matter_alone_makes_no_version(
    repository: PolicyRepository, declared: dict[str, str]
) -> None:
    repository.commit({"policy/privacy.md": policy(CLAUSES, "2026-01-01")}, "2026-01-01")
    repository.commit(
        {"policy/privacy.md": policy(CLAUSES, "2026-01-01", **declared)}, "2026-02-01"
    )

    found = only_policy(repository)

    assert published(found) == ["2026-01-01"]
    assert len(found.revisions[0].datings) == 1
    assert codes(found) == []


def test_h51_another_target_of_a_link_makes_no_revision_and_is_named_where_words_changed_too(
    repository: PolicyRepository,
) -> None:
    old = "Our [terms](terms-2025.md) hold.\n"
    new = old.replace("2025", "2026")
    repository.commit({"policy/privacy.md": old}, "2026-01-01")
    repository.commit({"policy/privacy.md": new}, "2026-02-01")

    (change,) = compare(render(old), render(new.replace("hold", "apply"))).changes

    assert published(only_policy(repository)) == ["2026-01-01"]
    assert change.links == (("terms-2025.md", "terms-2026.md"),)


def test_h24_a_change_log_inside_the_text_is_words_like_any_other(
    repository: PolicyRepository,
) -> None:
    note = "## Changes\n\n*   _December 30, 2025_: Said what we keep.\n"
    text = policy(f"{CLAUSES}\n{note}", "2026-01-01")
    repository.commit({"policy/privacy.md": text}, "2026-01-01")
    repository.commit({"policy/privacy.md": text.replace(note, "")}, "2026-05-04")

    found = only_policy(repository)

    assert published(found) == ["2026-01-01", "2026-05-04"]
    assert codes(found) == ["undated-change"], "a log that was dropped is a change of words"
