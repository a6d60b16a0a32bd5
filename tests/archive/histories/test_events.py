"""What happens to a policy without words stands in its history: dates, services, retirement."""

import pytest

from archive.events import Event, EventKind, policy_events
from archive.register import Policy
from tests.archive.histories.reading import history, only_policy, policy_of
from tests.commands import fairnotice
from tests.repositories import PolicyRepository, policy

WORDS = "# Privacy\n\nWe keep logs for thirty days."
NEW = "# Privacy\n\nWe keep logs for ninety days."
SOLD = "\n  kind: transfer-of-control\n  to: Example Holdings\n  day: 2026-09-01"


def told(found: Policy) -> list[tuple[str, str, str | None]]:
    return [
        (e.kind.value, f"{e.at:%Y-%m-%d}", str(e.day) if e.day else None)
        for e in policy_events(found)
    ]


def only_event(found: Policy) -> Event:
    (event,) = policy_events(found)
    return event


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param(
            [("2026-02-01", policy(NEW, "2026-03-01")), ("2026-02-10", policy(NEW, "2026-04-01"))],
            ("postponed", "2026-02-10", "2026-04-01"),
            id="an announced day put off",
        ),
        pytest.param(
            [("2026-02-01", policy(NEW, "2026-04-01")), ("2026-02-10", policy(NEW, "2026-03-01"))],
            ("moved-up", "2026-02-10", "2026-03-01"),
            id="an announced day moved up",
        ),
        pytest.param(
            [("2026-02-01", policy(WORDS, "2026-03-01"))],
            ("dated", "2026-02-01", "2026-03-01"),
            id="a date declared too late",
        ),
        pytest.param(
            [("2026-02-01", policy(WORDS))],
            ("date-removed", "2026-02-01", None),
            id="a date taken away",
        ),
        pytest.param(
            [("2026-02-01", policy(WORDS, "2026-01-01", services="[voice]"))],
            ("services-changed", "2026-02-01", None),
            id="services changed under equal words",
        ),
        pytest.param(
            [("2026-02-01", policy(NEW, "2026-02-01", services="[voice]"))],
            ("services-changed", "2026-02-01", None),
            id="services changed together with the words",
        ),
        pytest.param(
            [("2026-02-01", policy(WORDS, "2026-01-01", change=SOLD))],
            ("transfer-of-control", "2026-02-01", "2026-09-01"),
            id="control transferred",
        ),
        pytest.param(
            [
                ("2026-02-01", policy(NEW, "2026-06-01")),
                ("2026-02-10", policy(WORDS, "2026-01-01")),
            ],
            ("withdrawn", "2026-02-10", None),
            id="an announced text taken back",
        ),
    ],
)
def test_what_happened_stands_in_the_history(
    repository: PolicyRepository,
    steps: list[tuple[str, str]],
    expected: tuple[str, str, str | None],
) -> None:
    history(repository, ("2026-01-01", policy(WORDS, "2026-01-01")), *steps)

    assert told(only_policy(repository)) == [expected]


def test_a_block_that_was_there_before_transfers_control_once(
    repository: PolicyRepository,
) -> None:
    sold = policy(WORDS, "2026-01-01", change=SOLD)
    history(
        repository, ("2026-01-01", sold), ("2026-05-01", policy(NEW, "2026-05-01", change=SOLD))
    )

    event = only_event(only_policy(repository))

    assert (event.kind, event.to) == (EventKind.TRANSFER_OF_CONTROL, "Example Holdings")


def test_a_date_that_moves_nothing_says_so(repository: PolicyRepository) -> None:
    history(
        repository,
        ("2026-01-01", policy(WORDS, "2026-01-01")),
        ("2026-05-01", policy(WORDS, "2026-06-01")),
    )

    assert not only_event(only_policy(repository)).counts


def test_a_retired_policy_says_since_when(repository: PolicyRepository) -> None:
    text = policy(WORDS, "2026-01-01")
    repository.commit({"policy/privacy.md": text, "policy/terms.md": text}, "2026-01-01")
    repository.commit({"policy/terms.md": None}, "2026-05-01")

    assert told(policy_of(repository, "terms")) == [("retired", "2026-05-01", None)]


def test_a_policy_that_was_gone_says_until_when(repository: PolicyRepository) -> None:
    text = policy(WORDS, "2026-01-01")
    repository.commit({"policy/privacy.md": text}, "2026-01-01")
    repository.commit({"policy/privacy.md": None}, "2026-05-01")
    repository.commit({"policy/privacy.md": text}, "2026-06-01")

    assert told(only_policy(repository)) == [("taken-off", "2026-05-01", "2026-06-01")]


def test_a_retired_policy_names_the_one_that_replaced_it(repository: PolicyRepository) -> None:
    old, new = policy("# Voice\n\nOld.", "2026-01-01"), "# Terms\n\nNew words for everything."
    repository.commit({"policy/voice.md": old, "policy/terms.md": policy(new)}, "2026-01-01")
    redirecting = policy(new, redirect_from="[voice]")
    repository.commit({"policy/voice.md": None, "policy/terms.md": redirecting}, "2026-05-01")

    event = only_event(policy_of(repository, "voice"))

    assert (event.kind, event.by) == (EventKind.REPLACED, "terms")


def test_versions_names_the_events(repository: PolicyRepository) -> None:
    history(
        repository,
        ("2026-01-01", policy(WORDS, "2026-01-01")),
        ("2026-02-01", policy(NEW, "2026-03-01", existing="2026-04-01")),
        ("2026-02-10", policy(NEW, "2026-03-02", existing="2026-04-01")),
    )

    answer = fairnotice("versions", "privacy", cwd=repository.root)

    assert "2026-02-10  postponed: effective 2026-03-01 → 2026-03-02" in answer.out
    assert "who joined before 2026-02-01: applies from 2026-04-01" in answer.out


def test_an_earlier_text_that_was_added_changed_no_services(
    repository: PolicyRepository,
) -> None:
    history(repository, ("2026-01-01", policy(WORDS, "2026-01-01", services="[voice]")))
    old = policy("# Privacy\n\nOld.", "2018-11-20")
    repository.commit({"policy/earlier/privacy/2018-11-20.md": old}, "2026-06-01")

    assert told(only_policy(repository)) == []


SPLIT = "\n  from: [terms]"


def split_in_two(repository: PolicyRepository) -> None:
    """Terms that were split in two a year later; a German text of the new part alone."""
    repository.commit(
        {"policy/terms.md": policy(f"{WORDS}\n\nBe kind.", "2025-01-01")}, "2025-01-01"
    )
    repository.commit(
        {
            "policy/terms.md": policy("# Terms\n\nBe kind.", "2026-01-01"),
            "policy/privacy.md": policy(WORDS, "2026-01-01", change=SPLIT),
            "policy/privacy.de.md": policy(
                "# Datenschutz\n\nDreißig Tage.", "2026-01-01", change=SPLIT
            ),
        },
        "2026-01-01",
    )


def test_a_policy_that_was_split_stands_in_the_history_of_both(
    repository: PolicyRepository,
) -> None:
    split_in_two(repository)

    new, old = policy_of(repository, "privacy"), policy_of(repository, "terms")

    came, went = only_event(new), only_event(old)
    assert (came.kind, came.other, came.revision) == ("split-from", "terms", new.revisions[0].id)
    assert (went.kind, went.other, went.revision) == ("split-into", "privacy", old.revisions[0].id)
    assert came.at == went.at == new.revisions[0].published
    answer = fairnotice("versions", "terms", cwd=repository.root)
    assert "2026-01-01  split-into privacy" in answer.out


def test_a_split_is_told_once_while_the_block_stays(repository: PolicyRepository) -> None:
    split_in_two(repository)
    repository.commit({"policy/privacy.md": policy(NEW, "2026-06-01", change=SPLIT)}, "2026-06-01")

    assert only_event(policy_of(repository, "privacy")).at.year == 2026
    assert only_event(policy_of(repository, "terms")).other == "privacy"


@pytest.mark.parametrize("name", ["nowhere", "privacy"])
def test_an_origin_that_is_no_other_policy_is_a_fault(
    repository: PolicyRepository, name: str
) -> None:
    text = policy(WORDS, "2026-01-01", change=f"\n  from: [{name}]")
    history(repository, ("2026-01-01", text))

    found = only_policy(repository)

    assert [fault.code for fault in found.faults] == ["unknown-origin"]
    assert f"names `{name}`" in found.faults[0].message
    assert policy_events(found) == ()
