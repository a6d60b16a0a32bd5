"""The score is right on judgements whose worth is known."""

from tests.benchmarks.labels import Label
from tests.benchmarks.scores import Answer, Share, score


def label(
    name: str, levels: str, *, effects: str = "none", consents: tuple[bool, ...] = (False,)
) -> Label:
    return Label(
        id=name,
        source="a",
        old="0",
        new="1",
        levels=frozenset(levels.split()),
        effects=frozenset(effects.split()),
        consents=frozenset(consents),
        topics=frozenset({"fees"}),
        why="",
    )


def answer(level: str, *, effect: str = "none", consent: bool = False) -> Answer:
    return {"level": level, "effect": effect, "consent": consent, "topics": ["fees"]}


def test_what_was_found_and_what_was_said_are_counted_apart() -> None:
    found = score(
        [
            (label("found", "significant"), answer("significant")),
            (label("missed", "significant"), answer("editorial")),
            (label("false alarm", "minor"), answer("significant")),
            (label("right to be quiet", "editorial"), answer("editorial")),
        ]
    )

    assert found.significant_precision == Share(right=1, of=2)
    assert found.significant_recall == Share(right=1, of=2)
    assert found.editorial_precision == Share(right=1, of=2)
    assert found.significant_called_editorial == 1
    assert found.f1 == 0.5
    assert {(miss.kind, miss.label.id) for miss in found.misses} == {
        ("not found significant", "missed"),
        ("said editorial", "missed"),
        ("said significant", "false alarm"),
    }


def test_where_readers_differed_either_answer_is_right() -> None:
    doubtful = label(
        "doubtful", "minor significant", effects="none reduces", consents=(True, False)
    )

    for given in (answer("minor"), answer("significant", effect="reduces", consent=True)):
        assert score([(doubtful, given)]).misses == ()


def test_a_loss_beside_a_gain_is_a_loss() -> None:
    found = score(
        [(label("x", "significant", effects="both"), answer("significant", effect="both"))]
    )

    assert found.reduces_recall == Share(right=1, of=1)


def test_consent_is_scored_by_itself() -> None:
    asked = (label("x", "significant", consents=(True,)), answer("significant"))
    not_asked = (label("y", "significant"), answer("significant", consent=True))

    assert score([asked, not_asked]).consent_recall == Share(right=0, of=1)
    assert score([asked, not_asked]).consent_precision == Share(right=0, of=1)
