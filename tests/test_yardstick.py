"""The yardstick of the redline benchmark counts right: known streams, known answers."""

from pathlib import Path

import pytest

from tests.benchmarks import pages
from tests.benchmarks.mutations import UNSEEN, Kind, cases, structure_cases
from tests.benchmarks.peers import ENGINES, Engine
from tests.benchmarks.policy_pairs import Pair, draw
from tests.benchmarks.yardstick import Count, Stream, Stretch, count, new_side, old_side, total
from tests.repositories import PolicyRepository

OLD, NEW = "We keep logs for thirty days.", "We keep logs for ninety days."
EXACT = [("=", "We keep logs for "), ("-", "thirty"), ("+", "ninety"), ("=", " days.")]
WHOLE = [("-", OLD), ("+", NEW)]


def stream(*stretches: tuple[str, str]) -> Stream:
    return [Stretch(*stretch) for stretch in stretches]


@pytest.mark.parametrize(
    ("stretches", "expected"),
    [
        pytest.param(EXACT, Count(highlighted=2, fewest=2, runs=2, sentences=1), id="the fewest"),
        pytest.param(
            WHOLE, Count(highlighted=14, fewest=2, runs=2, sentences=1), id="a whole sentence"
        ),
        pytest.param(
            [("=", "We keep logs for thi"), ("-", "rty"), ("+", "nety"), ("=", " days.")],
            Count(old_lost=0, new_lost=1, highlighted=2, fewest=2, runs=2, sentences=1),
            id="a text that is not given back",
        ),
        pytest.param(
            [("m-", OLD), ("m+", NEW)],
            Count(moved=14, fewest=2, sentences=1),
            id="moved words are not highlighted",
        ),
        pytest.param(
            [("-", "We keep logs"), ("+", "We keep logs"), ("=", " for "),
             ("-", "thirty"), ("+", "ninety"), ("=", " days.")],
            Count(highlighted=8, fewest=2, runs=4, crumbs=1, sentences=1),
            id="a lone stopword between two changes is chaff",
        ),
    ],
)  # fmt: skip
def test_a_stream_is_counted(stretches: list[tuple[str, str]], expected: Count) -> None:
    assert count(stream(*stretches), OLD, NEW) == expected


def test_other_glyphs_are_no_highlight() -> None:
    shown = stream(("=", "don"), ("~-", "'"), ("~+", "’"), ("=", "t"))

    assert count(shown, "don't", "don’t") == Count(unchanged=1)


def test_a_highlight_where_nothing_visible_changed_is_false() -> None:
    shown = stream(("-", "don't"), ("+", "don’t"))

    assert count(shown, "don't", "don’t") == Count(unchanged=1, false=1, highlighted=2, runs=2)


def test_both_sides_are_read_back() -> None:
    assert (old_side(stream(*EXACT)), new_side(stream(*EXACT))) == (OLD, NEW)


def test_ratios_are_of_the_sums() -> None:
    both = total([Count(highlighted=3, fewest=1, runs=2, crumbs=1), Count(fewest=1, runs=2)])

    assert (both.by_fewest, both.chaff) == (1.5, 25)


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        pytest.param("<ul><p>a</p></ul>", "p in ul", id="a paragraph in a list"),
        pytest.param("<h1>a<p>b</p></h1>", "p inside h1", id="a paragraph in a heading"),
        pytest.param("<p><em>a</p></em>", "adoption-agency-1.2", id="tags that cross"),
    ],
)
def test_what_is_not_valid_is_found(page: str, fault: str) -> None:
    assert fault in pages.faults(page)


def test_a_valid_page_has_no_fault() -> None:
    assert not pages.faults("<ul><li><p>a <em>b</em></p><ul><li>c</li></ul></li></ul>")


def test_accepting_all_leaves_the_new_structure() -> None:
    redline = (
        '<p class="change" id="change-1">a <del>b</del><ins>c</ins></p><p class="removed">d</p>'
    )

    assert pages.accepted_structure(redline) == pages.structure("<p>a c</p>")
    assert pages.accepted_structure(redline) != pages.structure("<p>a <b>c</b></p>")


SECTIONS = [
    f"## About {name}\n\nThis paragraph tells at some length what we do with the {name} that you "
    f"give to us today. It speaks of nothing else - that's all. Nobody reads it in the evening, "
    f"except for those of us who are fond of {name} and have the time for it."
    for name in "apples bricks candles drums eggs flutes gloves hats irons jars".split()
]
TEXT = "\n\n".join(["# Policy", *SECTIONS, "See [there](https://example.com/a) what they *say*."])


OTHER, LAST = TEXT.replace("apples", "pears"), f"{TEXT}\n\nThe end."


def test_every_kind_of_change_is_made_of_a_text_with_a_place_for_it() -> None:
    assert {case.kind for case in cases([TEXT])} == set(Kind) - {Kind.STRUCTURE}


def test_what_must_not_be_seen_is_not_seen() -> None:
    for case in cases([TEXT]):
        looks = pages.visible(case.pair.old_html), pages.visible(case.pair.new_html)
        if case.kind in UNSEEN:
            assert count(stream(("=", looks[1])), *looks).unchanged
        else:
            assert looks[0] != looks[1]


def test_edits_of_tables_and_lists_come_in_both_directions() -> None:
    made = {(case.pair.old, case.pair.new) for case in structure_cases()}

    assert made == {(new, old) for old, new in made}
    assert len(made) >= 40


@pytest.mark.parametrize("engine", [pytest.param(one, id=one.name) for one in ENGINES])
def test_each_engine_gives_both_texts_back(engine: Engine) -> None:
    answer = engine.answer(Pair(name="", old=OLD, new=NEW))

    counted = count(answer.stream, answer.old, answer.new)

    assert (counted.old_lost, counted.new_lost) == (0, 0)
    assert counted.highlighted >= counted.fewest == 2


def test_pairs_are_drawn_from_a_history(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path / "policies")
    for year, text in (
        (2020, TEXT),
        (2021, OTHER),
        (2024, LAST),
    ):
        repository.commit({"privacy.md": f"---\nid: privacy\n---\n{text}"}, at=f"{year}-01-01")

    drawn = draw([repository.root], near=5, far=5)

    assert sorted((pair.old, pair.new) for pair in drawn.near) == sorted(
        [
            (TEXT, OTHER),
            (OTHER, LAST),
        ]
    )
    assert {pair.new for pair in drawn.far} == {LAST}
    assert drawn.texts == (LAST,)
