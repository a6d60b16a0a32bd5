"""Each clause knows the lines it comes from, whatever the Markdown round it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.clauses import parse
from archive.rendering import render
from archive.source_lines import chunks_of, lines_of_blocks
from tests.archive.word_texts import TEXT


def found_lines(markdown: str) -> list[tuple[str, tuple[int, ...]]]:
    blocks = parse(render(markdown)).blocks
    return [(block.text, own) for block, own in zip(blocks, lines_of_blocks(markdown), strict=True)]


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ("# One\n\nTwo\nthree.", [("One", (0,)), ("Two three.", (2, 3))]),
        ("Title\n=====\n\nText.", [("Title", (0,)), ("Text.", (3,))]),
        ("- a one\n- b two\n    - c three", [("a one", (0,)), ("b two", (1,)), ("c three", (2,))]),
        ("3. a one\n4. b two", [("a one", (0,)), ("b two", (1,))]),
        ("| H | I |\n|---|---|\n| 1 | 2 |", [("H | I", (0,)), ("1 | 2", (2,))]),
        ("See [us][u].\n\n[u]: https://a.example\n\nEnd.", [("See us.", (0,)), ("End.", (4,))]),
        ("```\na = 1\n\nb = 2\n```", [("a = 1 b = 2", (1, 3))]),
        ("Term\n:   Meaning", [("Term", (0,)), ("Meaning", (1,))]),
        ("# A {: #b }\n\n> Said.", [("A", (0,)), ("Said.", (2,))]),
        ("<div>\nRaw words.\n</div>\n\nEnd.", [("Raw words.", (1,)), ("End.", (4,))]),
        ("[short]\n\n[short]: https://a.example", [("short", ())]),
        ("Caf\ue000é here.", [("Caf\ue000é here.", (0,))]),
    ],
    ids=["wrapped", "underlined", "nested", "numbered", "table", "reference", "code",
         "definition", "attributes", "raw HTML", "cannot be marked", "private letters"],
)  # fmt: skip
def test_a_clause_has_its_lines(markdown: str, wanted: list[tuple[str, tuple[int, ...]]]) -> None:
    assert found_lines(markdown) == wanted


def test_the_lines_of_a_whole_text_are_each_in_one_chunk() -> None:
    chunks = chunks_of(TEXT)

    lines = list(chunks.head)
    for chunk in chunks.chunks:
        assert chunk is not None
        lines += [*chunk.lines, *[""] * chunk.blanks]
    assert "\n".join(lines) == TEXT


LINES = st.sampled_from(
    ["# A", "words here", "- item", "1. one", "| a | b |", "|---|---|", "", "", "> said", "```",
     "    deep", "[a]: https://a.example", "[a]", "***", "<b>x</b>", "{: #x }", ": d", "\\* no", "=="]
)  # fmt: skip


@given(lines=st.lists(LINES, max_size=12))
@settings(max_examples=60)
def test_any_text_is_cut_without_a_loss(lines: list[str]) -> None:
    markdown = "\n".join(lines)
    chunks = chunks_of(markdown)

    written = list(chunks.head)
    for chunk in chunks.chunks:
        written += [*chunk.lines, *[""] * chunk.blanks] if chunk is not None else []
    assert written == lines or (written == [""] and not lines)


def test_many_hashes_before_a_word_are_read_at_once() -> None:
    assert chunks_of("#" * 200 + "! Word").chunks[0] is not None
