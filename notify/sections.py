"""Sections: what no single sentence shows, a section in or out, or a text that became a link."""

from collections.abc import Iterator, Sequence
from typing import Final

from archive.front_matter import Level
from notify.doubts import likely_effect, topic_of
from notify.findings import Effect, Finding
from notify.passages import Comparison, Passage
from notify.quoting import quoted
from notify.rules import Rules

_WORDS: Final = 30  # from which a stretch of text is more than a remark
_SHORTER: Final = 3  # times shorter than the text it stands for


def section_findings(comparison: Comparison, rules: Rules) -> Iterator[Finding]:
    """Yield what became of whole sections."""
    sections: dict[str, list[Passage]] = {}
    for passage in comparison.passages:
        sections.setdefault(passage.heading, []).append(passage)
    sections.pop("", None)
    for heading, passages in sections.items():
        whole = _whole_section(heading, passages, comparison, rules)
        if whole is not None:
            yield whole
        elif (link := _link(passages, rules)) is not None:
            yield _replaced(heading, passages, link)


def _whole_section(
    heading: str, passages: Sequence[Passage], comparison: Comparison, rules: Rules
) -> Finding | None:
    """Return that the heading itself came or went, with all that stood under it."""
    came = all(not passage.before for passage in passages)
    went = all(not passage.after for passage in passages)
    titled = heading not in (comparison.old if came else comparison.new)
    size = sum(passage.changed_words for passage in passages)
    if not titled or not (came or went) or size < _WORDS:
        return None
    topic = topic_of(passages[-1], rules)
    serious = topic.sensitive
    return Finding(
        rule="section-added" if came else "section-removed",
        topic=topic.id,
        level=Level.SIGNIFICANT if serious else Level.MINOR,
        effect=likely_effect(topic, passages[-1]) if serious else Effect.NONE,
        before="" if came else heading,
        after=heading if came else "",
        reason=f'The section "{quoted(heading)}" was {"added" if came else "taken out"}.',
        clause=passages[0].clause,
    )


def _link(passages: Sequence[Passage], rules: Rules) -> Passage | None:
    """Return the sentence that points elsewhere, where it took the place of much more text."""
    struck = sum(len(run.split()) for passage in passages for run in passage.struck)
    inserted = sum(len(run.split()) for passage in passages for run in passage.inserted)
    if struck < _WORDS or struck < _SHORTER * inserted:
        return None
    return next(
        (
            passage
            for passage in passages
            if passage.inserted and rules.pointers.occurs_in("\n".join(passage.inserted))
        ),
        None,
    )


def _replaced(heading: str, passages: Sequence[Passage], link: Passage) -> Finding:
    return Finding(
        rule="text-replaced-by-link",
        topic="other",
        level=Level.SIGNIFICANT,
        effect=Effect.REDUCES,
        before="\n".join(passage.before for passage in passages if passage.before),
        after=link.after,
        reason=(
            f'The text under "{quoted(heading)}" gave way to a pointer to another one: '
            f'"{quoted(link.after)}".'
        ),
        clause=link.clause,
    )
