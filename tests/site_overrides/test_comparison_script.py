"""The script of the compare page against the engine: the same marks on the same words, always."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page as BrowserPage

from archive.changed_links import changed_links
from archive.changes import ChangeKind
from archive.redlines import compare
from archive.rendering import render
from tests.benchmarks import pages
from tests.benchmarks.mutations import cases, structure_cases
from tests.site_overrides.comparison_script import Pair, clauses_of, compared
from tests.site_overrides.header_server import served_with_headers
from tests.site_overrides.redline_words import marked_words, without_spoken_marks

pytestmark = pytest.mark.browser

POLICIES = Path(__file__).parents[2] / "policy"
WORDS = (
    "we may not share your data with partners unless you agree . , We You must never no delete 30"
    " days 1. 2. section 7 (a) e.g. U.S. — “quoted” it's naïve 日本語。 **bold** *it* `code`"
    " [link](https://e.com/a) ![pic](a.png) Alpha beta gamma delta epsilon zeta"
).split()


@pytest.fixture
def script(page: BrowserPage, sample_site: Path) -> Iterator[BrowserPage]:
    with served_with_headers(sample_site) as address:
        page.goto(f"{address}/privacy/compare/")
        yield page


def assert_alike(script: BrowserPage, pair: Pair) -> None:
    record = clauses_of(pair)
    made = compared(script, record)
    engine = compare(*pair)
    shown = [each for each in engine.changes if each.kind is not ChangeKind.FORMAT_ONLY]
    kinds = Counter(each.kind.value for each in shown if not each.along)

    assert marked_words(made["html"]) == marked_words(engine.html), pair
    assert made["counts"] == kinds, pair
    assert made["html"].count("change-place") == engine.html.count("change-place"), pair
    told = {(link.old, link.new) for link in changed_links(engine)}
    outside = {pair for pair in told if not all(target.startswith("#") for target in pair)}
    assert {(link["old"], link["fresh"]) for link in made["links"]} == outside, pair
    accepted = pages.accepted_structure(without_spoken_marks(made["html"]))
    assert accepted == pages.structure(record.page(1)), pair


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            "One two three four five six. Seven eight nine ten eleven twelve.",
            "One two three four five six.\n\nNew words stand here.\n\nSeven eight nine ten eleven twelve.",
            id="one paragraph became two, with a new one between",
        ),
        pytest.param(
            "We keep the list of numbers you call.\n\nWe share it with nobody at all, ever.",
            "We keep the list of numbers you call. We share it with nobody at all, ever.",
            id="two became one",
        ),
        pytest.param(
            "Alpha beta gamma delta epsilon zeta eta theta.\n\nIota kappa.",
            "Alpha beta gamma.\n\nDelta epsilon zeta eta theta. Iota kappa.",
            id="the end of one is the head of the next",
        ),
        pytest.param(
            "Our [*long* list](https://a.example/?x&y) is [there](a.md).\n\nSee [us](#us).",
            "Our [*long* list](https://b.example/) is there.\n\nSee [us](#them) [now](b.md).",
            id="links that lead elsewhere, nowhere and to another section",
        ),
        pytest.param(
            "You may not post pictures of others.", "You may post pictures of others.",
            id="may not became may",
        ),
        pytest.param(
            "## 1. Use\n\nSee section 2.\n\n## 2. Data\n\nWe hold it.",
            "## 1. New\n\nA word.\n\n## 2. Use\n\nSee section 3.\n\n## 3. Data\n\nWe hold it.",
            id="numbers shift, and references with them",
        ),
        pytest.param(
            "No health data, ever. None[^1].\n\n[^1]: Never.",
            "No health[^1] data, ever[^2].\n\n[^1]: Ever.\n[^2]: Nor other data.",
            id="signs of footnotes come and go",
        ),
        pytest.param(
            "## A. Use\n\nWe use it.\n\n### A.2 Price\n\nThe price is shown before you book it.",
            "## F. Price\n\nThe price is shown before you book it.\n\n## G. Use\n\nWe use it.",
            id="a section with a letter and a number moves up a level",
        ),
        pytest.param(
            "Security and Responsible Disclosures", "Security",
            id="sentences exactly as alike as the bound are not paired",
        ),
        pytest.param(
            "Gone.", "Gone.\n\nSt., \u00ad Fl. 4, Sof\u00adia.", id="a soft hyphen alone"
        ),
        pytest.param(
            "We keep\x85logs of this 1\ufe0f\u20e3a; *A* 2\ufe0f.",
            "We keep\x85all logs of this 1\ufe0f\u20e3b; *A* 3\ufe0f.",
            id="white space and signs that a browser takes for something else",
        ),
        pytest.param(
            "We keep <s>gone words</s> data. We keep no logs.",
            "We keep <s>other words</s> data. We keep no logs.",
            id="words that the text itself strikes",
        ),
        pytest.param(
            "We keep no data.", "We keep <s>no</s> data.", id="a word is struck from now on"
        ),
        pytest.param(
            "- One thing we do\n- Two things we do\n\nThe end of it.", "The end of it.",
            id="a list is gone",
        ),
    ],
)  # fmt: skip
def test_hard_pairs_are_marked_as_the_engine_marks_them(
    script: BrowserPage, old: str, new: str
) -> None:
    assert_alike(script, (render(old), render(new)))
    assert_alike(script, (render(new), render(old)))


@pytest.mark.slow
def test_changes_made_on_purpose_are_marked_as_the_engine_marks_them(script: BrowserPage) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(POLICIES.glob("*.md"))]
    for case in [*structure_cases(), *cases(texts)]:
        assert_alike(script, (case.pair.old_html, case.pair.new_html))


@pytest.mark.slow
def test_made_texts_are_marked_as_the_engine_marks_them(script: BrowserPage) -> None:
    chance = random.Random(1)
    for _ in range(100):
        blocks = [_block(chance) for _ in range(chance.randint(1, 14))]
        other = _edited(chance, blocks)
        assert_alike(script, (render("\n\n".join(blocks)), render("\n\n".join(other))))


def _words(chance: random.Random, most: int) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(1, most)))


def _block(chance: random.Random) -> str:
    def row() -> str:
        return f"| {_words(chance, 3)} | {_words(chance, 3)} |"

    match chance.randrange(8):
        case 0:
            return f"{'#' * chance.randint(1, 3)} {_words(chance, 4)}"
        case 1:
            return "\n".join(f"- {_words(chance, 15)}" for _ in range(chance.randint(1, 4)))
        case 2:
            return "\n".join([row(), "|---|---|", *(row() for _ in range(chance.randint(1, 4)))])
        case 3:
            return f"> {_words(chance, 20)}"
        case _:
            return _words(chance, 25)


def _edited(chance: random.Random, blocks: Sequence[str]) -> list[str]:
    """Some blocks after words, or whole blocks, came, left, moved, were cut or joined."""
    made = list(blocks)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(made))
        words = made[at].split(" ")
        match chance.randrange(6):
            case 0:
                made.insert(at, _block(chance))
            case 1 if len(made) > 1:
                del made[at]
            case 2:
                made.insert(chance.randrange(len(made)), made.pop(at))
            case 3 if words[0].isalpha():
                cut = chance.randint(1, len(words))
                made[at : at + 1] = [" ".join(words[:cut]), " ".join(words[cut:])]
            case 4 if len(made) > at + 1 and made[at + 1][0].isalpha():
                made[at : at + 2] = [f"{made[at]} {made[at + 1]}"]
            case _:
                words[chance.randrange(len(words))] = _words(chance, 3)
                made[at] = " ".join(words)
    return made
