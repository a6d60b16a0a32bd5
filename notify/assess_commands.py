"""The command `assess`: what a change of a text means for readers, without any history."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from archive.comparisons import compare_pair
from archive.garbage_collection import paused_collection
from archive.named_texts import Pair, read_batch, read_pair
from archive.revisions import PolicyId
from archive.settings import load_settings
from archive.terminal import json_text, print_json, safe
from notify.assessment import Assessment
from notify.assessment import assess as assess_redline
from notify.notify_options import FORMAT, TODAY
from notify.own_rules import load_own_rules
from notify.reading_again import named_reader, read_again
from notify.rules import Rules, load_rules
from notify.second_reader import SecondReader


@click.command(epilog="Example: fairnotice assess privacy@2018-11-20 privacy@2025-03-01")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option(
    "--batch",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Assess the pairs of this file, {"id", "old", "new"} a line; answers are JSON.',
)
@FORMAT
@click.option("--lang", help="The policy in this language; of files, what they are written in.")
@TODAY
def assess(
    *,
    old: str | None,
    new: str | None,
    batch: Path | None,
    form: str,
    lang: str | None,
    today: date | None,
) -> None:
    """Say what a change means for readers: level, effect, consent and why.

    OLD and NEW are two files, or two POLICY@DATE.
    """
    if batch is not None:
        if old is not None or new is not None:
            raise click.UsageError("give OLD and NEW, or --batch FILE, not both")
        rules, reader = _rules(None), named_reader()
        for pair in read_batch(batch):
            with paused_collection():
                _, document = _assessed(pair, rules, reader)
            click.echo(json_text(document, indent=None))
    elif old is None or new is None:
        raise click.UsageError("give OLD and NEW, each a file or POLICY@DATE; or --batch FILE")
    else:
        pair = read_pair(old, new, today=today, language=lang)
        rules = _rules(new)
        assessment, document = _assessed(pair, rules, named_reader())
        if form == "json":
            print_json(document)
        else:
            for line in (*assessment_lines(assessment), *silenced_lines(assessment, rules)):
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
                "chance": finding.chance,
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


def silenced_lines(assessment: Assessment, rules: Rules) -> Iterator[str]:
    """Yield what the company's own rules silence, with their reasons."""
    for finding in assessment.silenced:
        reason = rules.silenced[finding.rule]
        yield f"  silenced · {finding.topic} · {finding.rule}: {finding.reason} (because: {reason})"


def _rules(name: str | None) -> Rules:
    """Return the rules with the folder's own for a text named POLICY@DATE, or for any other."""
    rules, root = load_rules(), Path.cwd()
    is_policy = name is not None and "@" in name and not Path(name).is_file()
    policy = PolicyId(name.rpartition("@")[0]) if name and is_policy else None
    return load_own_rules(root, load_settings(root).rules, rules).applied(rules, policy)


def _assessed(
    pair: Pair, rules: Rules, reader: SecondReader | None
) -> tuple[Assessment, dict[str, object]]:
    compared = compare_pair(pair)
    start = time.perf_counter()
    assessment = assess_redline(compared.redline, language=pair.new.language, rules=rules)
    seconds = compared.seconds + time.perf_counter() - start
    if reader is not None:
        assessment = read_again(assessment, compared.redline, reader, rules)
    document = assessment_document(assessment, name=pair.name, seconds=seconds)
    if assessment.silenced:
        document["silenced"] = [
            {"rule": one.rule, "finding": one.reason, "reason": rules.silenced[one.rule]}
            for one in assessment.silenced
        ]
    return assessment, document
