"""Where an anchor that a new text lacks has gone."""

import pytest

from archive.clause_places import lost_anchors

LOGS = '<h2 id="logs">How long we keep logs of what you do</h2><p>We keep them for thirty days.</p>'
CARE = '<h2 id="care">How we look after children</h2><p>We ask parents first, every time.</p>'


@pytest.mark.parametrize(
    ("new", "went"),
    [
        pytest.param(LOGS + CARE, {}, id="nothing lost"),
        pytest.param(CARE + LOGS, {}, id="moved with its anchor"),
        pytest.param(
            LOGS.replace('"logs">How long we keep logs', '"how-long">How long we keep the logs')
            + CARE,
            {"logs": "how-long"},
            id="a reworded heading has another anchor",
        ),
        pytest.param(
            CARE + LOGS.replace('"logs"', '"what-you-do"'),
            {"logs": "what-you-do"},
            id="and so has one that moved",
        ),
        pytest.param(CARE, {"logs": None}, id="the clause is gone"),
        pytest.param(
            LOGS.replace("h2", "p").replace(' id="logs"', "") + CARE,
            {"logs": None},
            id="what is left of it has no anchor",
        ),
    ],
)
def test_where_an_anchor_went(new: str, went: dict[str, str | None]) -> None:
    assert lost_anchors(LOGS + CARE, new) == went


def test_an_anchor_within_the_words_leads_to_their_clause() -> None:
    old = LOGS.replace("We keep", '<a id="thirty"></a>We keep')
    new = LOGS.replace("<p>We keep", '<p id="days">We keep')

    assert lost_anchors(old, new) == {"thirty": "days"}
