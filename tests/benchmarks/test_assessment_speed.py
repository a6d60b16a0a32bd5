"""How long it takes to judge a thousand changes of a policy's size, redlines included.

The bounds of all pairs together are on time of the processor, with starting up, reading the rules
and writing the answers. What rendering takes is measured by itself and taken off.

Where FAIRNOTICE_BENCH_LABELS and FAIRNOTICE_BENCH_CORPUS are set, `test_assessment.py` shows what
real changes take; these are made, and always the same.
"""

import json
import random
from pathlib import Path
from typing import Final

from tests.benchmarks.measuring import PYTHON, Figure, hold, run

_PAIRS: Final = 1_000
_SIZE: Final = 20_000  # letters of one text
_EDITS: Final = 12  # sentences that a change touches
_COLD, _RENDERED, _SLOWEST = 120, 60, 5  # seconds
_SUBJECTS: Final = ("We", "Our partners", "You", "Service providers", "Administrators", "Visitors")
_VERBS: Final = ("may use", "will keep", "must not share", "can delete", "may receive", "agree to")
_OBJECTS: Final = ("your name", "personal data", "call recordings", "the fee", "a refund", "logs")
_ENDS: Final = (
    "for 30 days.",
    "as the law of your country requires, and only as long as it does.",
    "in order to provide the service that you asked us for.",
    "if you do not object within two weeks of our notice.",
    "unless a court orders otherwise.",
)

_RENDERING: Final = """
import json, sys
from pathlib import Path
from archive.shared_rendering import render_shared
for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
    pair = json.loads(line)
    for side in ("old", "new"):
        render_shared(Path(pair[side]).read_text(encoding="utf-8"))
"""


def test_a_thousand_changes_are_judged_in_two_minutes(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    lines = []
    for number in range(_PAIRS):
        paragraphs = _paragraphs(chance)
        old, new = tmp_path / f"{number}-old.md", tmp_path / f"{number}-new.md"
        old.write_text(_text(paragraphs), encoding="utf-8")
        new.write_text(_text(_changed(paragraphs, chance)), encoding="utf-8")
        lines.append(json.dumps({"id": str(number), "old": str(old), "new": str(new)}))
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text("\n".join(lines) + "\n", encoding="utf-8")

    ran = run([PYTHON, "-m", "fairnotice", "assess", "--batch", pairs], cwd=tmp_path)
    rendered = run([PYTHON, "-c", _RENDERING, pairs], cwd=tmp_path)
    answers = [json.loads(line) for line in ran.output.splitlines()]
    seconds = [answer["seconds"] for answer in answers]

    assert len(answers) == _PAIRS
    assert any(answer["findings"] for answer in answers)
    hold(
        f"{_PAIRS:,} changes of texts of {_SIZE // 1000} KB, judged on one core",
        [
            Figure(what="cold", value=ran.cpu_seconds, unit="s", bound=_COLD),
            Figure(
                what="rendering left out",
                value=ran.cpu_seconds - rendered.cpu_seconds,
                unit="s",
                bound=_RENDERED,
            ),
            Figure(what="rendering alone", value=rendered.cpu_seconds, unit="s"),
            Figure(what="the slowest, by the clock", value=max(seconds), unit="s", bound=_SLOWEST),
            Figure(what="redlines and judgements, by the clock", value=sum(seconds), unit="s"),
        ],
    )


def _paragraphs(chance: random.Random) -> list[list[str]]:
    paragraphs: list[list[str]] = []
    while sum(len(one) for sentences in paragraphs for one in sentences) < _SIZE:
        paragraphs.append([_sentence(chance) for _ in range(3)])
    return paragraphs


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choice(words) for words in (_SUBJECTS, _VERBS, _OBJECTS, _ENDS))


def _changed(paragraphs: list[list[str]], chance: random.Random) -> list[list[str]]:
    """Return the paragraphs with a few sentences taken out, put in, reworded or moved."""
    changed = [list(sentences) for sentences in paragraphs]
    for _ in range(_EDITS):
        sentences = chance.choice(changed)
        place = chance.randrange(len(sentences) or 1)
        match chance.randrange(4):
            case 0:
                del sentences[place:]
            case 1:
                sentences.insert(place, _sentence(chance))
            case 2:
                reworded = (one.replace("30 days", "90 days") for one in sentences)
                sentences[:] = [one.replace("may", "must") for one in reworded]
            case _:
                chance.choice(changed).extend(sentences[place : place + 1])
                del sentences[place : place + 1]
    return changed


def _text(paragraphs: list[list[str]]) -> str:
    blocks = ["# Policy"]
    for number, sentences in enumerate(paragraphs):
        if number % 10 == 0:
            blocks.append(f"## Part {number // 10}")
        blocks.append(f"{'- ' if number % 7 == 0 else ''}{' '.join(sentences)}")
    return "\n\n".join(blocks) + "\n"
