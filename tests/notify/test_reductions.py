"""Which changes take something from readers? Short texts in the English of contracts.

Each goes the whole way, from Markdown through its redline to the judgement.
"""

import pytest

from archive.front_matter import Level
from archive.redlines import compare
from archive.rendering import render
from notify.assessment import Assessment, assess
from notify.findings import Effect
from notify.rules import load_rules

RULES = load_rules()

REDUCTIONS = (
    pytest.param(
        "We never read your mail.",
        "We never read your mail, except for ads.",
        id="an exception to a promise",
    ),
    pytest.param(
        "We delete data after 30 days.",
        "We delete data after 30 days unless we need it.",
        id="an exception to a deletion",
    ),
    pytest.param(
        "We do not sell data.",
        "We do not sell data.[^1]\n\n[^1]: Except to our partners.",
        id="an exception in a footnote",
    ),
    pytest.param(
        "Calls are end-to-end encrypted.",
        "Calls are encrypted.",
        id="a weaker encryption",
    ),
    pytest.param(
        "We share anonymous data with partners.",
        "We share data with partners.",
        id="data that is no longer nameless",
    ),
    pytest.param(
        "We notify you of a breach within 3 days.",
        "We notify you of a breach within 30 days.",
        id="later notice of a breach",
    ),
    pytest.param(
        "You grant us a revocable licence to your posts.",
        "You grant us an irrevocable licence to your posts.",
        id="a licence for ever",
    ),
    pytest.param(
        "## Retention\n\n| Data | Kept for |\n|---|---|\n| Account data | 12 months |\n| Invoices | 10 years |",
        "## Retention\n\n| Data | Kept for |\n|---|---|\n| Account data | 36 months |\n| Invoices | 10 years |",
        id="for account data 36 months invoices",
    ),
    pytest.param(
        "## What we hold\n\n| Data | Kept for |\n|---|---|\n| Account data | 24 months |\n| Invoices | 10 years |",
        "## What we hold\n\n| Data | Kept for |\n|---|---|\n| Account data | 36 months |\n| Invoices | 10 years |",
        id="for account data 36 months invoices again",
    ),
    pytest.param(
        "## Retention\n\n- Logs: 30 days\n- Mail: 1 year",
        "## Retention\n\n- Logs: 90 days\n- Mail: 1 year",
        id="retention logs 90 days mail",
    ),
    pytest.param(
        "## Data\n\nWe keep:\n\n- visits for 30 days",
        "## Data\n\nWe keep:\n\n- visits for 90 days",
        id="keep visits for 90 days",
    ),
    pytest.param(
        "Our liability is limited to EUR 500 for each event.",
        "Our liability is limited to EUR 200 for each event.",
        id="limited to eur 200 for each",
    ),
    pytest.param(
        "Our liability is capped at 500 EUR.",
        "Our liability is capped at 200 EUR.",
        id="is capped at 200 eur",
    ),
    pytest.param(
        "Our total liability shall not exceed USD 1,000.",
        "Our total liability shall not exceed USD 100.",
        id="not exceed usd 100",
    ),
    pytest.param(
        "In no event does our liability exceed £750.",
        "In no event does our liability exceed £75.",
        id="our liability exceed £75",
    ),
    pytest.param(
        "Damages are limited to Euro 5.000.",
        "Damages are limited to Euro 2.000.",
        id="limited to euro 2 000",
    ),
    pytest.param(
        "## Liability\n\n| Case | Cap |\n|---|---|\n| Lost parcel | 500 € |",
        "## Liability\n\n| Case | Cap |\n|---|---|\n| Lost parcel | 100 € |",
        id="cap lost parcel 100 €",
    ),
    pytest.param(
        "You can close your account at any time.",
        "You can close your account with 30 days' notice.",
        id="close your account with 30 days'",
    ),
    pytest.param(
        "You may close your account at any time and free of charge.",
        "You may close your account at any time.",
        id="at any time",
    ),
    pytest.param(
        "Your answers to access requests take 30 days.",
        "Your answers to access requests take 60 days.",
        id="access requests take 60 days",
    ),
    pytest.param(
        "We answer requests within 30 days.",
        "We answer requests within 60 days.",
        id="answer requests within 60 days",
    ),
    pytest.param(
        "Requests are answered no later than 14 days after receipt.",
        "Requests are answered no later than 45 days after receipt.",
        id="no later than 45 days after",
    ),
    pytest.param(
        "You can ask for a copy of your data, and we reply within 10 days.",
        "You can ask for a copy of your data, and we reply within 30 days.",
        id="we reply within 30 days",
    ),
    pytest.param(
        "You may cancel your subscription at any time.",
        "You may cancel your subscription at the end of each billing year.",
        id="your subscription at the end of",
    ),
    pytest.param(
        "A refund may be requested up to 30 days after purchase.",
        "A refund may be requested up to 14 days after purchase.",
        id="requested up to 14 days after",
    ),
    pytest.param(
        "## Refunds\n\n- Digital goods: 14 days\n- Printed goods: 30 days",
        "## Refunds\n\n- Digital goods: 7 days\n- Printed goods: 30 days",
        id="refunds digital goods 7 days printed",
    ),
    pytest.param(
        "You can export your messages.",
        "You can export your messages for a fee of 10 euros.",
        id="export your messages for a fee",
    ),
    pytest.param(
        "You can export your messages.",
        "You can export your messages once a year.",
        id="export your messages once a year",
    ),
    pytest.param(
        "You may object to profiling.",
        "You may object to profiling if you give us a valid reason.",
        id="object to profiling if you give",
    ),
    pytest.param(
        "You may withdraw your consent.",
        "You may withdraw your consent in writing by post.",
        id="withdraw your consent in writing by",
    ),
    pytest.param(
        "Members may leave the programme whenever they like.",
        "Members may leave the programme after a minimum term of one year.",
        id="leave the programme after a minimum",
    ),
    pytest.param(
        "The subscription can be cancelled immediately.",
        "The subscription can be cancelled.",
        id="can be cancelled",
    ),
    pytest.param(
        "Accounts are deleted immediately after you ask.",
        "Accounts are deleted after you ask.",
        id="accounts are deleted after you ask",
    ),
    pytest.param(
        "Backups are purged after 35 days.",
        "Backups are purged after 180 days.",
        id="are purged after 180 days",
    ),
    pytest.param(
        "Cookie lifetime: 3 months.", "Cookie lifetime: 24 months.", id="cookie lifetime 24 months"
    ),
    pytest.param(
        "Recordings shall be erased within 7 days.",
        "Recordings shall be erased within 30 days.",
        id="be erased within 30 days",
    ),
    pytest.param(
        "Call recordings are kept for 90 days.",
        "Call recordings are kept indefinitely.",
        id="recordings are kept indefinitely",
    ),
    pytest.param(
        "Log files are stored for six months.",
        "Log files are stored for as long as we need them.",
        id="are stored for as long as",
    ),
    pytest.param(
        "We announce every price change at least 60 days in advance.",
        "We announce every price change at least 30 days in advance.",
        id="change at least 30 days in",
    ),
    pytest.param(
        "You will be told of changes 30 days before they apply.",
        "You will be told of changes 7 days before they apply.",
        id="told of changes 7 days before",
    ),
    pytest.param(
        "## Prices\n\n| Plan | Monthly fee |\n|---|---|\n| Basic | EUR 5 |",
        "## Prices\n\n| Plan | Monthly fee |\n|---|---|\n| Basic | EUR 8 |",
        id="fee basic eur 8",
    ),
    pytest.param(
        "## Fees\n\n- Late return: $5", "## Fees\n\n- Late return: $15", id="fees late return $15"
    ),
    pytest.param(
        "A commission of 10% is charged on each sale.",
        "A commission of 15% is charged on each sale.",
        id="a commission of 15% is charged",
    ),
    pytest.param(
        "Each account includes 10 GB of storage.",
        "Each account includes 5 GB of storage.",
        id="each account includes 5 gb of",
    ),
    pytest.param(
        "You can add up to 10 users to your plan.",
        "You can add up to 3 users to your plan.",
        id="add up to 3 users to",
    ),
    pytest.param(
        "You may use the service on five devices.",
        "You may use the service on two devices.",
        id="the service on two devices",
    ),
    pytest.param(
        "You have 60 days to appeal against a decision.",
        "You have 30 days to appeal against a decision.",
        id="you have 30 days to",
    ),
    pytest.param(
        "Complaints can be made within 12 months.",
        "Complaints can be made within 3 months.",
        id="be made within 3 months",
    ),
    pytest.param(
        "Either party may end the contract; you must give 14 days' notice.",
        "Either party may end the contract; you must give 60 days' notice.",
        id="you must give 60 days' notice",
    ),
    pytest.param(
        "Notice by you: one month.", "Notice by you: three months.", id="notice by you three months"
    ),
    pytest.param(
        "The contract has a minimum term of 3 months.",
        "The contract has a minimum term of 12 months.",
        id="minimum term of 12 months",
    ),
    pytest.param(
        "We notify you of a data breach within 72 hours.",
        "We notify you of a data breach within 7 days.",
        id="data breach within 7 days",
    ),
    pytest.param(
        "We share your address with:\n\n- couriers",
        "We share your address with:\n\n- couriers\n- insurers",
        id="address with couriers insurers",
    ),
    pytest.param(
        "## Recipients\n\nYour data is passed on to:\n\n- Example Post Ltd.",
        "## Recipients\n\nYour data is passed on to:\n\n- Example Post Ltd.\n- Example Scores Ltd.",
        id="example post ltd example scores ltd",
    ),
    pytest.param(
        "| Recipient | Purpose |\n|---|---|\n| Example Post | delivery of your parcel |",
        "| Recipient | Purpose |\n|---|---|\n| Example Post | delivery of your parcel |\n| Example Scores | checks of your credit |",
        id="of your parcel example scores checks",
    ),
    pytest.param(
        "We collect:\n\n- your name\n- your address",
        "We collect:\n\n- your name\n- your address\n- your date of birth",
        id="name your address your date of",
    ),
    pytest.param(
        "A copy of your data is provided free of charge.",
        "A copy of your data is provided for a small fee.",
        id="data is provided for a small",
    ),
    pytest.param(
        "You can delete single messages without giving a reason.",
        "You can delete single messages.",
        id="delete single messages",
    ),
    pytest.param(
        "Users are entitled to a full refund.",
        "Users are entitled to a refund of half the price.",
        id="entitled to a refund of half",
    ),
    pytest.param(
        "You can reach support by phone at no charge.",
        "You can reach support by phone.",
        id="support by phone",
    ),
    pytest.param(
        "The money is refunded within 5 working days.",
        "The money is refunded within 20 working days.",
        id="is refunded within 20 working days",
    ),
    pytest.param(
        "After closing, you can download your files for 90 days.",
        "After closing, you can download your files for 14 days.",
        id="your files for 14 days",
    ),
    pytest.param(
        "We repair a defect within two weeks.",
        "We repair a defect within six weeks.",
        id="a defect within six weeks",
    ),
    pytest.param(
        "We compensate each lost parcel with up to EUR 1 million.",
        "We compensate each lost parcel with up to EUR 500,000.",
        id="up to eur 500 000",
    ),
    pytest.param(
        "Your data can be corrected by you at any time.",
        "Your data can be corrected by you on written request.",
        id="corrected by you on written request",
    ),
    pytest.param(
        "You may terminate this agreement on one month's notice.",
        "You may terminate this agreement on three months' notice.",
        id="this agreement on three months' notice",
    ),
    pytest.param(
        "Customers can pause delivery.",
        "Customers can pause delivery, provided that all invoices have been paid.",
        id="can pause delivery provided that all",
    ),
    pytest.param(
        "You may share your link with anyone.",
        "You may share your link with anyone, subject to our approval.",
        id="link with anyone subject to our",
    ),
    pytest.param(
        "You can switch plans at any time.",
        "You can switch plans only once per quarter.",
        id="can switch plans only once per",
    ),
    pytest.param(
        "Chat transcripts: deleted after 90 days.",
        "Chat transcripts: deleted after one year.",
        id="transcripts deleted after one year",
    ),
    pytest.param(
        "How long we keep it:\n\n1. Invoices: 7 years\n2. Chats: 6 months",
        "How long we keep it:\n\n1. Invoices: 7 years\n2. Chats: 18 months",
        id="years 2 chats 18 months",
    ),
    pytest.param(
        "| Category | Purpose | Storage period |\n|---|---|---|\n| Location | routing of parcels | 24 hours |",
        "| Category | Purpose | Storage period |\n|---|---|---|\n| Location | routing of parcels | 14 days |",
        id="routing of parcels 14 days",
    ),
    pytest.param(
        "| | Backups | Logs |\n|---|---|---|\n| Retention | 30 days | 7 days |",
        "| | Backups | Logs |\n|---|---|---|\n| Retention | 90 days | 7 days |",
        id="backups logs retention 90 days 7",
    ),
    pytest.param(
        "Cap on liability\n:   EUR 10,000 per claim",
        "Cap on liability\n:   EUR 1,000 per claim",
        id="on liability eur 1 000 per",
    ),
    pytest.param(
        "Our aggregate liability under this agreement is limited to CHF 2'000.",
        "Our aggregate liability under this agreement is limited to CHF 500.",
        id="limited to chf 500",
    ),
    pytest.param(
        "We are liable for up to £5m in any year.",
        "We are liable for up to £1m in any year.",
        id="for up to £1m in any",
    ),
    pytest.param(
        "We are liable for damage up to 100% of the fees paid.",
        "We are liable for damage up to 50% of the fees paid.",
        id="damage up to 50% of the",
    ),
    pytest.param(
        "You may revoke your consent at any time by a click in the app.",
        "You may revoke your consent by writing to our office.",
        id="revoke your consent by writing to",
    ),
    pytest.param(
        "The agreement can be ended by the customer with 14 days' notice.",
        "The agreement can be ended by the customer with 90 days' notice.",
        id="the customer with 90 days' notice",
    ),
    pytest.param(
        "The customer shall be entitled to a credit of 10% of the monthly price.",
        "The customer shall be entitled to a credit of 5% of the monthly price.",
        id="a credit of 5% of the",
    ),
    pytest.param(
        "Withdrawal period: 30 days.", "Withdrawal period: 14 days.", id="withdrawal period 14 days"
    ),
    pytest.param(
        "You have a right of withdrawal of 30 days.",
        "You have a right of withdrawal of 14 days.",
        id="of withdrawal of 14 days",
    ),
    pytest.param(
        "Goods can be sent back within 100 days.",
        "Goods can be sent back within 30 days.",
        id="sent back within 30 days",
    ),
    pytest.param(
        "Support tickets get a first response in 4 hours.",
        "Support tickets get a first response in 2 days.",
        id="first response in 2 days",
    ),
    pytest.param(
        "Security incidents are reported to you within 24 hours.",
        "Security incidents are reported to you within 72 hours.",
        id="to you within 72 hours",
    ),
    pytest.param(
        "You will receive your money no later than 10 days after the return.",
        "You will receive your money no later than 30 days after the return.",
        id="no later than 30 days after",
    ),
    pytest.param(
        "The free plan includes 1,000 messages per month.",
        "The free plan includes 100 messages per month.",
        id="free plan includes 100 messages per",
    ),
    pytest.param(
        "## Limits\n\n- Attachments: up to 50 MB",
        "## Limits\n\n- Attachments: up to 10 MB",
        id="attachments up to 10 mb",
    ),
    pytest.param(
        "A deposit of EUR 50 is due on booking.",
        "A deposit of EUR 150 is due on booking.",
        id="deposit of eur 150 is due",
    ),
    pytest.param(
        "## Price list\n\n- Express: 6 EUR\n- Standard: 3 EUR",
        "## Price list\n\n- Express: 9 EUR\n- Standard: 3 EUR",
        id="price list express 9 eur standard",
    ),
    pytest.param(
        "You can download a copy of your data.",
        "You can download a copy of your data in the paid plan only.",
        id="of your data in the paid",
    ),
    pytest.param(
        "You may request a copy of your data as often as you like.",
        "You may request a copy of your data twice per year.",
        id="of your data twice per year",
    ),
    pytest.param(
        "Customers may transfer their account to another person.",
        "Customers may transfer their account to another person with our prior consent.",
        id="to another person with our prior",
    ),
    pytest.param(
        "You have the right to have your data erased without delay.",
        "You have the right to have your data erased.",
        id="your data erased",
    ),
    pytest.param(
        "Interest on late payments is 4% a year.",
        "Interest on late payments is 9% a year.",
        id="late payments is 9% a year",
    ),
    pytest.param(
        "We give at least three months' notice before we end the service.",
        "We give at least one month's notice before we end the service.",
        id="give at least one month's notice",
    ),
    pytest.param(
        "Personal data is disclosed to the following recipients:\n\n- our bank",
        "Personal data is disclosed to the following recipients:\n\n- our bank\n- credit agencies",
        id="recipients our bank credit agencies",
    ),
    pytest.param(
        "Your profile remains available for 12 months after you leave.",
        "Your profile remains available for 3 months after you leave.",
        id="remains available for 3 months after",
    ),
    pytest.param(
        "The warranty lasts 24 months.",
        "The warranty lasts 12 months.",
        id="the warranty lasts 12 months",
    ),
    pytest.param(
        "Unused credit expires after 24 months.",
        "Unused credit expires after 6 months.",
        id="credit expires after 6 months",
    ),
    pytest.param(
        "Vouchers are valid for three years.",
        "Vouchers are valid for one year.",
        id="are valid for one year",
    ),
    pytest.param(
        "The trial is free for 30 days.", "The trial is free for 14 days.", id="is free for 14 days"
    ),
    pytest.param(
        "You must pay within 30 days.", "You must pay within 10 days.", id="must pay within 10 days"
    ),
    pytest.param(
        "Invoices are due within 30 days.",
        "Invoices are due within 14 days.",
        id="are due within 14 days",
    ),
    pytest.param(
        "Deletion requests are carried out within 7 days.",
        "Deletion requests are carried out within 28 days.",
        id="carried out within 28 days",
    ),
)


def judged(before: str, after: str) -> Assessment:
    return assess(compare(render(before), render(after)), language="en", rules=RULES)


@pytest.mark.parametrize(("before", "after"), REDUCTIONS)
def test_what_takes_something_from_readers_is_significant_and_reduces(
    before: str, after: str
) -> None:
    assessment = judged(before, after)

    assert (assessment.level, assessment.effect) == (Level.SIGNIFICANT, Effect.REDUCES)


@pytest.mark.parametrize(("before", "after"), REDUCTIONS)
def test_the_way_back_never_reduces(before: str, after: str) -> None:
    assert judged(after, before).effect is not Effect.REDUCES
