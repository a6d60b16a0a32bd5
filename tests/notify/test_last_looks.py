"""The last look before sending: what was withdrawn or replaced since is not told of."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from archive.front_matter import Level
from archive.revisions import State
from notify.announcements import withdrawal_of
from notify.decisions import revision_key
from notify.last_looks import NotToldNow, refuse_superseded
from tests.notify.builders import (
    JUDGEMENTS,
    NEW,
    OLD,
    PRIVACY,
    a_judgement,
    a_policy,
    a_register,
    a_revision,
)

UTC = ZoneInfo("UTC")
LATER = a_revision("We keep logs for 60 days.", published="2027-01-10", effective="2027-03-01")


def test_texts_that_still_stand_are_told_of() -> None:
    refuse_superseded(a_register(PRIVACY), JUDGEMENTS, {NEW.id}, zone=UTC)


def test_an_editorial_change_of_what_is_told_stops_nothing() -> None:
    judgements = {**JUDGEMENTS, revision_key(LATER): a_judgement(Level.EDITORIAL)}

    refuse_superseded(a_register(a_policy(OLD, NEW, LATER)), judgements, {NEW.id}, zone=UTC)


@pytest.mark.parametrize("level", [Level.MINOR, Level.SIGNIFICANT])
def test_case_22_a_later_change_above_editorial_stops_it(level: Level) -> None:
    judgements = {**JUDGEMENTS, revision_key(LATER): a_judgement(level)}

    with pytest.raises(NotToldNow, match=f"was changed by {LATER.id}; run: .* plan, or"):
        refuse_superseded(a_register(a_policy(OLD, NEW, LATER)), judgements, {NEW.id}, zone=UTC)


def test_case_22_what_was_withdrawn_is_not_told_of() -> None:
    gone = a_revision("Gone.", published="2027-01-10", state=State.WITHDRAWN)

    with pytest.raises(NotToldNow, match=f"{gone.id} was withdrawn"):
        refuse_superseded(a_register(a_policy(OLD, gone)), JUDGEMENTS, {gone.id}, zone=UTC)


def test_what_was_taken_back_is_told_of_as_taken_back_until_it_stands_again() -> None:
    gone = a_revision("Gone.", published="2027-01-10", state=State.WITHDRAWN)
    there = replace(gone, state=State.SCHEDULED)
    told = {withdrawal_of(gone.id)}

    refuse_superseded(a_register(a_policy(OLD, gone)), JUDGEMENTS, told, zone=UTC)
    with pytest.raises(NotToldNow, match=f"{gone.id} was taken back, and stands again"):
        refuse_superseded(a_register(a_policy(OLD, there)), JUDGEMENTS, told, zone=UTC)


def test_what_is_not_in_the_history_any_more_is_not_told_of() -> None:
    with pytest.raises(NotToldNow, match=f"{LATER.id} is not in the history"):
        refuse_superseded(a_register(PRIVACY), JUDGEMENTS, {LATER.id}, zone=UTC)
