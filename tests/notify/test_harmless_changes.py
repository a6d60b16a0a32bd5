"""Which changes take nothing from readers? Short texts in the English of contracts.

Each goes the whole way, from Markdown through its redline to the judgement.
"""

import pytest

from archive.front_matter import Level
from archive.redlines import compare
from archive.rendering import render
from notify.assessment import assess
from notify.rules import load_rules

RULES = load_rules()

HARMLESS = (
    pytest.param(
        "We may (i) add rules to your site; and (ii) make other changes.",
        "We may (a) add rules to your site; and (b) make other changes.",
        id="entries inside of a sentence numbered otherwise",
    ),
    pytest.param(
        "You can close your account at any time.",
        "You can close your account at any moment.",
        id="account at any moment",
    ),
    pytest.param(
        "You can close your account at any time.",
        "At any time, you can close your account.",
        id="at any time",
    ),
    pytest.param(
        "We keep logs for 14 days.", "We keep logs for two weeks.", id="keep logs for two weeks"
    ),
    pytest.param(
        "## Retention\n\n| Data | Kept for |\n|---|---|\n| Account data | 12 months |\n| Invoices | 10 years |",
        "## Retention\n\n| Data | Kept for |\n|---|---|\n| Account data | 1 year |\n| Invoices | 10 years |",
        id="for account data 1 year invoices",
    ),
    pytest.param(
        "Our liability is limited to EUR 500.",
        "Our liability is limited to €500.",
        id="is limited to €500",
    ),
    pytest.param(
        "Our liability is limited to EUR 1,000.",
        "Our liability is limited to EUR 1000.",
        id="limited to eur 1000",
    ),
    pytest.param(
        "Our liability is limited to 500 EUR.",
        "Our liability is limited to 500 euros.",
        id="limited to 500 euros",
    ),
    pytest.param(
        "Our office was opened 12 years ago.",
        "Our office was opened 13 years ago.",
        id="office was opened 13 years ago",
    ),
    pytest.param(
        "Section 4 applies for 30 days.",
        "Section 5 applies for 30 days.",
        id="section 5 applies for",
    ),
    pytest.param(
        "Call us from 9 to 5 at 555 0100.", "Call us from 9 to 5 at 555 0199.", id="5 at 555 0199"
    ),
    pytest.param(
        "Last updated on 1 May 2024.",
        "Last updated on 3 June 2025.",
        id="last updated on 3 june 2025",
    ),
    pytest.param(
        "Our 40 couriers know every street.",
        "Our 60 couriers know every street.",
        id="our 60 couriers know",
    ),
    pytest.param(
        "We run 12 depots in the country.",
        "We run 15 depots in the country.",
        id="we run 15 depots in",
    ),
    pytest.param(
        "## Office hours\n\n- Monday: 9 to 17",
        "## Office hours\n\n- Monday: 9 to 18",
        id="monday 9 to 18",
    ),
    pytest.param(
        "We answer requests within 30 days.",
        "We respond to requests within 30 days.",
        id="we respond to requests",
    ),
    pytest.param(
        "Write to us by e-mail or post.",
        "Write to us by post or email.",
        id="to us by post or email",
    ),
    pytest.param(
        "## Company\n\n- Depots: 12\n- Bicycles: 40",
        "## Company\n\n- Depots: 15\n- Bicycles: 70",
        id="company depots 15 bicycles 70",
    ),
    pytest.param(
        "Our website shows the weather of the last 10 days for fun.",
        "Our website shows the weather of the last ten days for fun.",
        id="of the last ten days for",
    ),
    pytest.param(
        "| Office | Opened |\n|---|---|\n| Bonn | 2 May 2011 |",
        "| Office | Opened |\n|---|---|\n| Bonn | 3 May 2011 |",
        id="office opened bonn 3 may 2011",
    ),
    pytest.param(
        "The parcel shop sells stamps.",
        "The parcel shop sells stamps and envelopes.",
        id="shop sells stamps and envelopes",
    ),
    pytest.param(
        "You can reach us on weekdays.",
        "You can reach us on all weekdays.",
        id="reach us on all weekdays",
    ),
    pytest.param(
        "We keep your data for 30 days.",
        "We keep your data for thirty (30) days.",
        id="your data for thirty 30 days",
    ),
    pytest.param(
        "## Retention\n\nWe keep:\n\n- logs for 30 days;\n- mails for 1 year.",
        "## Retention\n\nWe keep:\n\n- logs for 30 days,\n- mails for 1 year.",
        id="for 1 year",
    ),
    pytest.param(
        "The colour of the van is green.", "The color of the van is green.", id="the color of the"
    ),
    pytest.param(
        "Thank you for reading this page with 5 parts.",
        "Thank you for reading this page with 6 parts.",
        id="this page with 6 parts",
    ),
)


@pytest.mark.parametrize(("before", "after"), HARMLESS)
def test_what_takes_nothing_is_not_significant(before: str, after: str) -> None:
    redline = compare(render(before), render(after))

    assert assess(redline, language="en", rules=RULES).level is not Level.SIGNIFICANT
