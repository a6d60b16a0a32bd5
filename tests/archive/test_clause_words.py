"""The words of clauses: by their places, and many as one where nobody asks for each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.clause_words import ClauseWords
from archive.clauses import parse
from archive.sentences import Span


def words_of(html: str) -> ClauseWords:
    return ClauseWords(parse(html).blocks)


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        pytest.param("<p>We <b>keep</b> logs. You ask.</p>", ["We keep logs.", "You ask."], id="p"),
        pytest.param("<p>We keep</p><p>your logs.</p>", ["We keep", "your logs."], id="two"),
        pytest.param("<p>We <s>never</s> sell. Yes.</p>", ["We sell.", "Yes."], id="struck"),
        pytest.param("<table><tr><td>a b</td><td></td><td>c</td></tr></table>", ["a b", "c"], id="row"),
    ],
)  # fmt: skip
def test_sentences_have_their_text(html: str, texts: list[str]) -> None:
    words = words_of(html)

    assert [words.text(span) for span in words.sentences] == texts


def test_a_stretch_of_one_run_is_one_word() -> None:
    words = words_of("<p>We <b>keep all</b> logs<br>here.</p>")

    ((run, token),) = words.stretches(1, 4)

    assert (run, token.text, token.space) == (0, "keep all logs", " ")
    assert [(part.text, [e.tag for e in part.within]) for part in token.parts] == [
        ("keep all", ["b"]),
        (" logs", []),
    ]
    assert [atom.element.tag for _, one in words.stretches(4, 5) for atom in one.atoms] == ["br"]


def test_words_of_several_runs_stay_words() -> None:
    words = words_of("<p>We keep</p><p>your logs</p>")

    assert [(run, token.text) for run, token in words.stretches(1, 3)] == [(0, "keep"), (1, "your")]


PARTS = st.sampled_from(
    ["a", "b c", " ", ". ", "<b>d", "</b>", "<br>", "<a id='x'></a>", "e\u200b", "<i>f g</i>"]
)


@given(parts=st.lists(PARTS, min_size=1, max_size=12), data=st.data())
def test_words_made_alone_are_the_words_of_the_run(parts: list[str], data: st.DataObject) -> None:
    blocks = parse(f"<p>x {''.join(parts)}</p>").blocks
    run, words = blocks[0].leaves[0], ClauseWords(blocks[:1])
    start = data.draw(st.integers(0, len(run.tokens) - 1))
    end = data.draw(st.integers(start + 1, len(run.tokens)))

    assert [words.word(0, place) for place in range(len(run.tokens))] == list(run.tokens)
    ((_, stretch),) = words.stretches(start, end)
    assert stretch.text == words.text(Span(start, end))
    assert "".join(part.text for part in stretch.parts).split() == stretch.text.split()
