"""How good redlines are, beside two peers: on pairs of versions, and on changes made on purpose.

Measures the repositories named by `--repo PATH`, else the bundles of FAIRNOTICE_BENCH_CORPUS, else
a made history. Seconds are those of the processor, without rendering; git's are those of the clock.
"""

import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from time import perf_counter
from typing import Final

import pytest
from playwright.sync_api import Page as BrowserPage
from rich.console import Console
from rich.table import Table

from archive import redlines
from tests.archive.long_texts import CASES
from tests.benchmarks import pages
from tests.benchmarks.made_history import make_history
from tests.benchmarks.measuring import PYTHON, ROOT, Figure, hold, run
from tests.benchmarks.mutations import UNSEEN, Case, Kind, cases, structure_cases
from tests.benchmarks.peers import ENGINES, Answer, Engine
from tests.benchmarks.policy_pairs import Drawn, Pair, draw
from tests.benchmarks.yardstick import Count, count, total
from tests.screenshots import Quiet
from tests.site_overrides.comparison_script import clauses_of, compared
from tests.site_overrides.redline_words import marked_words

_NEAR, _FAR = 50, 16  # pairs of each repository, where it has so many
_MADE_COMMITS: Final = 6_000  # over three years
_TEXTS: Final = 60  # to mutate
_CORPUS: Final = os.environ.get("FAIRNOTICE_BENCH_CORPUS")
_EDITED: Final = 8  # words that may be highlighted where two were edited
_MOST_MOVED: Final = 0.8  # of a moved paragraph's words must be shown as moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one engine said of some pairs."""

    engine: Engine
    count: Count
    seconds: tuple[float, ...]
    invalid: int
    restructured: int  # pages that are not the new page when all is accepted


@pytest.fixture(scope="module")
def drawn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    named = [Path(path) for path in request.config.getoption("repo")]
    folder = tmp_path_factory.mktemp("histories")
    if not named and _CORPUS is not None:
        named = [_cloned(bundle, folder) for bundle in sorted(Path(_CORPUS).glob("*.bundle"))]
    if not named:
        make_history(folder / "made", _MADE_COMMITS)
        named = [folder / "made"]
    found = draw(named, near=_NEAR, far=_FAR)
    own = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "policy").glob("*.md"))]
    step = max(1, len(found.texts) // (_TEXTS - len(own)))
    return Drawn(near=found.near, far=found.far, texts=(*own, *found.texts[::step]))


def _cloned(bundle: Path, folder: Path) -> Path:
    root = folder / bundle.stem
    subprocess.run(["git", "clone", "-q", "-b", "main", bundle, root], check=True)
    return root


def measure(engine: Engine, pairs: Sequence[Pair]) -> Measured:
    counts, seconds, invalid, restructured = [], [], 0, 0
    for pair in pairs:
        answer = engine.answer(pair)
        counts.append(count(answer.stream, answer.old, answer.new))
        seconds.append(answer.seconds)
        if answer.page:
            invalid += _is_invalid(answer, pair)
            accepted = pages.accepted_structure(answer.page)
            restructured += accepted != pages.structure(pair.new_html)
    return Measured(
        engine=engine,
        count=total(counts),
        seconds=tuple(seconds),
        invalid=invalid,
        restructured=restructured,
    )


def _is_invalid(answer: Answer, pair: Pair) -> bool:
    return bool(
        pages.faults(answer.page) - _faults_of_text(pair.old_html) - _faults_of_text(pair.new_html)
    )


@lru_cache(maxsize=2_000)  # the same texts for each engine
def _faults_of_text(page: str) -> Counter[str]:
    return pages.faults(page)


def show(title: str, measured: Iterable[Measured]) -> None:
    table = Table(title=title, title_justify="left", title_style="bold")
    for column in ("engine", "old lost", "new lost", "words/fewest", "with moved", "runs/sentence",
                   "chaff %", "false", "invalid", "restruct.", "median s", "max s"):  # fmt: skip
        table.add_column(column, justify="left" if column == "engine" else "right")
    for one in measured:
        c = one.count
        writes = one.invalid or one.restructured or "git" not in one.engine.name
        table.add_row(
            one.engine.name, str(c.old_lost), str(c.new_lost), f"{c.by_fewest:.3f}",
            f"{c.with_moves_by_fewest:.3f}", f"{c.runs_a_sentence:.2f}", f"{c.chaff:.1f}",
            f"{c.false} of {c.unchanged}", str(one.invalid) if writes else "-",
            str(one.restructured) if writes else "-",
            f"{median(one.seconds):.3f}", f"{max(one.seconds):.2f}",
        )  # fmt: skip
    print()  # noqa: T201 (pytest's own line ends here)
    Console(width=160).print(table)


@pytest.mark.parametrize(
    ("which", "fewest", "chaff", "runs"),
    [
        pytest.param("near", 1.10, 2, 1.0, id="versions that follow each other"),
        pytest.param("far", 1.15, 1, 0.9, id="versions two or more years apart"),
    ],
)
def test_redlines_of_versions(
    drawn: Drawn, which: str, fewest: float, chaff: float, runs: float
) -> None:
    pairs: tuple[Pair, ...] = getattr(drawn, which)
    measured = [measure(engine, pairs) for engine in ENGINES]
    ours = measured[0]
    show(f"{len(pairs)} {which} pairs", measured)
    hold(
        f"Redlines of {len(pairs)} {which} pairs",
        [
            Figure(what="old texts not given back", value=ours.count.old_lost, unit="", bound=0),
            Figure(what="new texts not given back", value=ours.count.new_lost, unit="", bound=0),
            Figure(what="other structure when all is accepted", value=ours.restructured, unit="", bound=0),
            Figure(what="invalid documents", value=ours.invalid, unit="", bound=0),
            Figure(what="highlight without a visible change", value=ours.count.false, unit="", bound=0),
            Figure(what="highlighted words by the fewest possible", value=ours.count.by_fewest, unit="", bound=fewest),
            Figure(what="chaff in a hundred runs", value=ours.count.chaff, unit="", bound=chaff),
            Figure(what="runs in a changed sentence", value=ours.count.runs_a_sentence, unit="", bound=runs),
            Figure(what="median of a pair", value=median(ours.seconds), unit="s", bound=0.03),
            Figure(what="longest of a pair", value=max(ours.seconds), unit="s", bound=0.5),
        ],
    )  # fmt: skip


def is_right(case: Case, answer: Answer, counted: Count) -> bool:
    """Whether an answer shows what was done, and nothing else."""
    moved = counted.moved >= 2 * _MOST_MOVED * case.size
    match case.kind:
        case Kind.MOVED:
            return moved and counted.highlighted == 0
        case Kind.MOVED_EDITED:
            return moved and counted.highlighted <= _EDITED
        case Kind.SPLIT | Kind.MERGED:
            return counted.highlighted == counted.moved == 0
        case Kind.RENUMBERED:
            return answer.kinds["renumbered"] == case.size and not answer.kinds["reworded"]
        case Kind.STRUCTURE:
            return not _is_invalid(answer, case.pair)
        case _:
            return counted.highlighted == counted.moved == 0


def test_redlines_of_changes_made_on_purpose(drawn: Drawn) -> None:
    made = [*cases(drawn.texts), *structure_cases()]
    all_of = Counter(case.kind for case in made)
    wrong: dict[str, Counter[Kind]] = {}
    highlight: dict[str, list[float]] = {}
    unnamed: Counter[Kind] = Counter()
    for engine in ENGINES:
        wrong[engine.name], highlight[engine.name] = Counter(), []
        for case in made:
            answer = engine.answer(case.pair)
            counted = count(answer.stream, answer.old, answer.new)
            wrong[engine.name][case.kind] += not is_right(case, answer, counted)
            if case.kind is Kind.MOVED:
                highlight[engine.name].append(counted.highlighted / (2 * case.size))
            if engine is ENGINES[0] and case.kind in (Kind.SPLIT, Kind.MERGED):
                unnamed[case.kind] += not answer.kinds[case.kind.name.lower()]
    _show_wrong(all_of, wrong, highlight)
    ours = wrong[ENGINES[0].name]

    def share(kind: Kind, missed: int) -> float:
        return 100 * missed / max(all_of[kind], 1)

    hold(
        "Redlines of changes made on purpose",
        [
            *(Figure(what=kind.value, value=ours[kind], unit="wrong", bound=0) for kind in UNSEEN),
            Figure(what=Kind.STRUCTURE.value, value=ours[Kind.STRUCTURE], unit="invalid", bound=0),
            Figure(what=Kind.MOVED.value, value=share(Kind.MOVED, ours[Kind.MOVED]), unit="% missed", bound=1),
            Figure(what=Kind.MOVED_EDITED.value, value=share(Kind.MOVED_EDITED, ours[Kind.MOVED_EDITED]), unit="% missed", bound=2),
            Figure(what=Kind.RENUMBERED.value, value=share(Kind.RENUMBERED, ours[Kind.RENUMBERED]), unit="% missed", bound=2),
            *(Figure(what=f"{kind.value}, not named so", value=share(kind, unnamed[kind]), unit="%", bound=3) for kind in (Kind.SPLIT, Kind.MERGED)),
        ],
    )  # fmt: skip


@pytest.fixture
def script(page: BrowserPage) -> Iterator[BrowserPage]:
    """A page that may load the script of the compare page."""
    served = partial(Quiet, directory=str(ROOT / "site_overrides"))
    with ThreadingHTTPServer(("127.0.0.1", 0), served) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/assets/")
        yield page
        server.shutdown()


@pytest.mark.browser
def test_the_compare_page_shows_what_the_engine_shows(drawn: Drawn, script: BrowserPage) -> None:
    other, seconds = 0, []
    for pair in (*drawn.near, *drawn.far):
        record = clauses_of((pair.old_html, pair.new_html))
        start = perf_counter()
        made = compared(script, record)
        seconds.append(perf_counter() - start)
        engine = redlines.compare(pair.old_html, pair.new_html)
        other += marked_words(made["html"]) != marked_words(engine.html)
    hold(
        f"The compare page of {len(seconds)} pairs",
        [
            Figure(what="pairs shown otherwise than by the engine", value=other, unit="", bound=0),
            Figure(what="longest of a pair, by the clock", value=max(seconds), unit="s", bound=5),
        ],
    )


def test_redlines_of_the_longest_texts() -> None:
    told = {
        name: json.loads(run([PYTHON, "-m", "tests.archive.long_texts", name], cwd=ROOT).output)
        for name in CASES
    }
    hold(
        "Redlines of texts on which engines blow up",
        [
            Figure(what=name, value=said["seconds"], unit="s", bound=2)
            for name, said in told.items()
        ],
    )


def _show_wrong(
    all_of: Counter[Kind], wrong: dict[str, Counter[Kind]], highlight: dict[str, list[float]]
) -> None:
    table = Table(title="Cases shown wrongly", title_justify="left", title_style="bold")
    for column in ("what was done", "cases", *wrong):
        table.add_column(column, justify="left" if column == "what was done" else "right")
    for kind in Kind:
        table.add_row(kind, str(all_of[kind]), *(str(of[kind]) for of in wrong.values()))
    means = (f"{sum(of) / max(len(of), 1):.2f}" for of in highlight.values())
    table.add_row("highlight of a pure move", "", *means)
    print()  # noqa: T201 (pytest's own line ends here)
    Console(width=160).print(table)
