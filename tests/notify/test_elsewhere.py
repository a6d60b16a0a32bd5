"""Does a run of words that went, or came, only stand in another place of the other text?"""

import pytest

from notify.elsewhere import Elsewhere
from notify.rules import load_rules

RULES = load_rules()
RUN = "we keep logs for a year"


@pytest.mark.parametrize(
    ("old", "new", "still_stands"),
    [
        (RUN, f"Logs\n{RUN.capitalize()}.", True),
        (RUN, "we keep logs\nfor a year", True),
        (f"{RUN}\n{RUN}", RUN, False),
        (RUN, "we keep logs for a month", False),
        (RUN, "", False),
    ],
    ids=["elsewhere", "over two lines", "less often", "in other words", "nowhere"],
)
def test_a_run_that_went_still_stands_where_it_is_found_as_often(
    old: str, new: str, *, still_stands: bool
) -> None:
    assert Elsewhere(old, new, RULES).still_stands(RUN) is still_stands
    assert Elsewhere(new, old, RULES).stood_before(RUN) is still_stands


def test_a_few_words_cannot_be_known_again() -> None:
    assert not Elsewhere("do not", "we do not", RULES).still_stands("do not")
