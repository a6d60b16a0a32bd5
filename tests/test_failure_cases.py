"""Each way in which sending can fail has a test that is named after it, by its number.

The list is what the notifier was designed against; a case without a test is a promise that nobody
keeps.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).parent
CASES: Final = {
    1: "kill -9 during planning",
    2: "kill -9 after the claim, before the call",
    3: "kill -9 after the carrier took it, before the commit",
    4: "a timeout or a reset in the middle of a call",
    5: "taken, and never an event about it",
    6: "429: the limit of calls is reached",
    7: "401 or 403: the key is refused",
    8: "400 that names one address, or none",
    9: "413: over 30 MB",
    10: "5xx with a body",
    11: "a storm of 5xx",
    12: "events twice, in any order, or replayed after years",
    13: "a forged, cut off or unreadable event",
    14: "an event before our own commit",
    15: "the ledger locked, the disk full, the database started again",
    16: "two senders of one plan",
    17: "a sender that sleeps past its lease and wakes",
    18: "the clock jumps",
    19: "somebody unsubscribes between plan and call",
    20: "a bounce, a complaint",
    21: "dropped by the provider",
    22: "the policy is changed or taken back after planning",
    23: "the history is rewritten, or a commit is missing",
    24: "a template that fails for some of the readers",
    25: "a name that holds marks, tags, line ends or direction marks",
    26: "one mailbox in two spellings",
    27: "the day is too near for the notice owed",
    28: "sent twice by hand, or by a job that is run again",
    29: "the database restored or copied",
    30: "paused or cancelled while it runs",
    31: "a scanner that opens every link",
    32: "opens and clicks tracked in a notice",
    33: "somebody asks to be erased",
    34: "a key of the webhook or of the links is changed",
    35: "the time for it was long past when it started",
}
_NAMED: Final = re.compile(r"^ *def test_cases?_([0-9]+)(?:_and_([0-9]+))?_", re.MULTILINE)


def _named() -> Iterator[int]:
    for file in sorted(TESTS.rglob("test_*.py")):
        for numbers in _NAMED.findall(file.read_text(encoding="utf-8")):
            yield from (int(number) for number in numbers if number)


NAMED: Final = frozenset(_named())


@pytest.mark.parametrize("number", CASES, ids=CASES.values())
def test_the_case_has_a_test_named_after_it(number: int) -> None:
    assert number in NAMED, f"write a test_case_{number}_… for: {CASES[number]}"


def test_no_test_is_named_after_a_case_that_is_none() -> None:
    assert list(CASES) == list(range(1, 36))
    assert set(CASES) >= NAMED
