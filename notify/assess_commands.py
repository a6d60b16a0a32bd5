"""The command `assess`: what a change of a text means for readers, without any history."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from archive.comparisons import compare_two
from archive.errors import UnknownDate, UnreadableText
from archive.front_matter import read_front_matter, split
from archive.lookups import find_policy, version_of
from archive.terminal import DAY, print_json, safe
from archive.texts import decoded
from archive.workspace import open_workspace
from notify.assessment import Assessment
from notify.assessment import assess as assess_redline
from notify.rules import Rules, load_rules

_LANGUAGE: Final = "en"  # of a file that names none


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A text to assess: its Markdown without front matter, and its language."""

    markdown: str
    language: str


@click.command(epilog="Example: fairnotice assess privacy@2018-11-20 privacy@2025-03-01")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Assess the pairs of this file, {"id", "old", "new"} a line; answers are JSON.',
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--today", type=DAY, help="Answer as if this were today.")
def assess(
    old: str | None, new: str | None, batch: Path | None, form: str, today: date | None
) -> None:
    """Say what a change means for readers: level, effect, consent and why.

    OLD and NEW are two files, or two POLICY@DATE.
    """
    if batch is not None:
        if old is not None or new is not None:
            raise click.UsageError("give OLD and NEW, or --batch FILE, not both")
        for answer in _batch(batch, load_rules()):
            click.echo(answer)
    elif old is None or new is None:
        raise click.UsageError("give OLD and NEW, each a file or POLICY@DATE; or --batch FILE")
    else:
        before, after = _text(old, today), _text(new, today)
        assessed = _assessed(f"{old} {new}", before, after, load_rules())
        if form == "json":
            print_json(assessed[1])
        else:
            for line in assessment_lines(assessed[0]):
                click.echo(safe(line))


def assessment_document(assessment: Assessment, *, name: str, seconds: float) -> dict[str, object]:
    """Return the document of `assess --format json`."""
    return {
        "id": name,
        "seconds": round(seconds, 4),
        "judged": assessment.judged,
        "level": assessment.level,
        "effect": assessment.effect,
        "consent": assessment.consent,
        "topics": list(assessment.topics),
        "findings": [
            {
                "rule": finding.rule,
                "topic": finding.topic,
                "level": finding.level,
                "effect": finding.effect,
                "before": finding.before,
                "after": finding.after,
                "reason": finding.reason,
            }
            for finding in assessment.findings
        ],
    }


def assessment_lines(assessment: Assessment) -> Iterator[str]:
    """Yield the lines of `assess` for people."""
    if not assessment.judged:
        yield "not judged: no rules for this language; it counts as significant until decided"
        return
    consent = ", consent needed" if assessment.consent else ""
    yield f"{assessment.level}, effect on readers: {assessment.effect}{consent}"
    if not assessment.findings:
        yield "No word changed in a way that means anything else."
    for finding in assessment.findings:
        yield f"  {finding.level} · {finding.topic} · {finding.rule}: {finding.reason}"


def _batch(pairs: Path, rules: Rules) -> Iterator[str]:
    """Yield a JSON answer for each line of a file of pairs, in order, as each is done."""
    with pairs.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                name, old, new = _pair(line, f"{pairs}:{number}")
                answer = _assessed(name, _file(old), _file(new), rules)[1]
                yield json.dumps(answer, ensure_ascii=False)


def _pair(line: str, place: str) -> tuple[str, Path, Path]:
    try:
        pair: Any = json.loads(line)
        return str(pair["id"]), Path(pair["old"]), Path(pair["new"])
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableText(
            f'{place}: write {{"id": "…", "old": "PATH", "new": "PATH"}} on each line'
        ) from error


def _assessed(
    name: str, old: _Text, new: _Text, rules: Rules
) -> tuple[Assessment, dict[str, object]]:
    compared = compare_two(old.markdown, new.markdown, name=name)
    start = time.perf_counter()
    assessment = assess_redline(compared.redline, language=new.language, rules=rules)
    seconds = compared.seconds + time.perf_counter() - start
    return assessment, assessment_document(assessment, name=name, seconds=seconds)


def _text(name: str, today: date | None) -> _Text:
    """Return the text of a file, or of POLICY@DATE."""
    if Path(name).is_file():
        return _file(Path(name))
    policy, at, day = name.rpartition("@")
    if not at:
        raise UnknownDate(f"`{name}` is no file; write POLICY@DATE for a version of a policy")
    with open_workspace(Path.cwd(), today=today) as workspace:
        found = find_policy(workspace.register, policy)
        chosen = version_of(found, DAY.convert(day, None, None)).revisions[-1]
        return _Text(markdown=workspace.texts.markdown(chosen.blob), language=chosen.language)


def _file(path: Path) -> _Text:
    try:
        content = decoded(path.read_bytes())
    except OSError as error:
        raise UnreadableText(f"{path}: {error.strerror or 'cannot be read'}") from error
    declared = read_front_matter(content, path=str(path))
    return _Text(markdown=split(content)[1], language=declared.lang or _LANGUAGE)
