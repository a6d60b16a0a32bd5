"""What does a step mean beside all that changed since people were told, and a translation?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.cache import Cache
from archive.front_matter import Level
from archive.git_history import GitHistory
from archive.register import Original, Policy
from archive.revisions import Language, PolicyId, Revision
from archive.texts import Texts
from notify.decisions import Judgement, RegisterJudgements
from notify.findings import Effect
from tests.notify.builders import a_policy, a_register, a_revision
from tests.repositories import PolicyRepository


@contextmanager
def judgements_of(folder: Path, *policies: Policy) -> Iterator[RegisterJudgements]:
    PolicyRepository(folder)
    revisions = [revision for policy in policies for revision in policy.revisions]
    with GitHistory(folder) as history:
        unpublished = {revision.blob: revision.blob.encode() for revision in revisions}
        texts = Texts(history, Cache(folder / "cache"), unpublished=unpublished)
        yield RegisterJudgements(a_register(*policies), texts)


def in_steps(*texts: str) -> Policy:
    return a_policy(
        *(a_revision(text, published=f"2026-{n:02}-01") for n, text in enumerate(texts, start=1))
    )


SMALL = [
    "Our parcels are sent on the first morning.",
    "Our parcels are sent on the second morning.",
    "Our parcels are sent on the second afternoon.",
]


def judged(folder: Path, *texts: str) -> list[Judgement]:
    with judgements_of(folder, in_steps(*texts)) as found:
        return list(found.values())


def test_small_steps_that_stay_small_are_not_raised(tmp_path: Path) -> None:
    assert [one.level for one in judged(tmp_path, *SMALL)][1:] == [Level.MINOR, Level.MINOR]


def test_what_was_raised_counts_as_told_for_the_next_step(tmp_path: Path) -> None:
    texts = [
        "We keep calls 30 days.",
        "We keep calls 90 days.",
        "We keep calls 90 days. Hello you.",
    ]

    assert [one.level for one in judged(tmp_path, *texts)] == [
        Level.SIGNIFICANT,
        Level.SIGNIFICANT,
        Level.MINOR,
    ]


# No rule knows these; one alone is little, all of them are much.
BOXES = [
    f"The royalty box beside the trademark box of the {room} is {colour} and stands on the floor."
    for room, colour in (("kitchen", "red"), ("attic", "green"), ("cellar", "blue"))
]


def test_a_long_way_in_small_steps_is_told(tmp_path: Path) -> None:
    texts = ["\n\n".join(["Hello.", *BOXES[taken:]]) for taken in range(4)]
    first, *steps = judged(tmp_path, *texts)

    assert first.level is Level.SIGNIFICANT
    assert steps[0].level is Level.MINOR
    assert Level.SIGNIFICANT in {step.level for step in steps}
    raised = next(step for step in steps if step.level is Level.SIGNIFICANT)
    assert any(
        finding.reason.startswith("Since people were last told: A sentence")
        for finding in raised.assessment.findings
    )


def test_a_step_that_says_nothing_new_is_not_raised(tmp_path: Path) -> None:
    texts = ["\n\n".join(["Hello.", *BOXES]), "\n\n".join(["Hello.", *BOXES[1:]])]
    *_, last = judged(tmp_path, *texts, f"{texts[-1]}!")

    assert last.level is Level.EDITORIAL


def a_translation(original: Policy, *revisions: Revision) -> Policy:
    last = original.revisions[-1]
    tied = Original(
        id=PolicyId("privacy"),
        language=Language("en"),
        revision=last.id,
        effective=last.effective,
        newer_since=None,
    )
    return a_policy(*revisions, original=tied)


ENGLISH = a_policy(
    a_revision("Calls are kept 30 days.", published="2026-01-01", effective="2026-01-01"),
    a_revision("Calls are kept 90 days.", published="2026-03-01", effective="2026-03-01"),
)
GERMAN = [
    a_revision("30 Tage.", published="2026-01-01", effective="2026-01-01", language="de"),
    a_revision("90 Tage.", published="2026-03-01", effective="2026-03-01", language="de"),
    a_revision("91 Tage.", published="2026-03-02", effective="2026-03-01", language="de"),
]


def test_a_translation_takes_the_level_of_what_it_translates(tmp_path: Path) -> None:
    german = a_translation(ENGLISH, *GERMAN[:2])
    with judgements_of(tmp_path, ENGLISH, german) as found:
        *_, last = found.values()

    assert (last.assessment.judged, last.level) == (True, Level.SIGNIFICANT)
    assert last.effect is Effect.REDUCES
    assert [finding.rule for finding in last.assessment.findings] == ["retention-longer"]


def test_what_the_translation_alone_changed_is_not_judged(tmp_path: Path) -> None:
    german = a_translation(ENGLISH, *GERMAN)
    with judgements_of(tmp_path, ENGLISH, german) as found:
        *_, last = found.values()

    assert (last.assessment.judged, last.level) == (False, Level.SIGNIFICANT)
