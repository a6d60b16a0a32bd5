"""Standing assessments: what a step means when more than the text before it is looked at.

Ten small steps may make a long way: a step is also held against the last text that people were
told of. A translation means what the text means that it translates, once that was judged.
"""

from dataclasses import replace

from archive.front_matter import Level
from archive.revisions import Revision
from notify.assessment import Assessment
from notify.findings import Effect, highest, together


def must_be_told(level: Level, effect: Effect) -> bool:
    """Whether people must be told: of what is significant, and of what reduces their rights."""
    return level is Level.SIGNIFICANT or effect in (Effect.REDUCES, Effect.BOTH)


def with_small_steps(step: Assessment, since_told: Assessment) -> Assessment:
    """Return a step's assessment, with all that changed since people were told where that is more.

    A step that says nothing new adds nothing to the way.
    """
    told = must_be_told(since_told.level, since_told.effect)
    if not step.findings or not told or must_be_told(step.level, step.effect):
        return step
    known = {(one.rule, one.before, one.after) for one in step.findings}
    more = [f for f in since_told.findings if (f.rule, f.before, f.after) not in known]
    return replace(
        step,
        level=highest((step.level, since_told.level)),
        effect=together((step.effect, since_told.effect)),
        consent=step.consent or since_told.consent,
        topics=tuple(sorted({*step.topics, *since_told.topics})),
        findings=(
            *step.findings,
            *(replace(one, reason=f"Since people were last told: {one.reason}") for one in more),
        ),
    )


def as_the_original(
    unjudged: Assessment, level: Level, effect: Effect, original: Assessment
) -> Assessment:
    """Return what a translation means: the level and effect that stand about its original.

    Where nothing changed in the original the translation alone did, and people must judge it.
    """
    if unjudged.judged or level is Level.EDITORIAL:
        return unjudged
    return replace(
        unjudged,
        judged=True,
        level=level,
        effect=effect,
        consent=original.consent,
        topics=original.topics,
        findings=original.findings,
    )


def gives_another_version(revision: Revision, former: Revision | None) -> bool:
    """Whether a translation now gives another version of the original than its former text."""
    return former is None or _given(revision) != _given(former)


def _given(revision: Revision) -> object:
    return revision.front_matter.translates or revision.effective
