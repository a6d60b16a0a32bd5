"""Every kind of evidence in the plain words of policies, from Markdown to judgement.

Each row is a change as an author would make it, beside what a reader would call it.
"""

import pytest

from archive.front_matter import Level
from archive.redlines import compare
from archive.rendering import render
from notify.assessment import Assessment, assess
from notify.findings import Effect
from notify.rules import load_rules

RULES = load_rules()

LOSSES = (
    # what is collected, why, and who gets it
    (
        "We collect your name and email address.",
        "We collect your name, email address and location.",
    ),
    ("We collect your name.", "We collect your name and browsing habits."),
    ("We collect:\n\n- your name", "We collect:\n\n- your name\n- your shopping history"),
    ("We log your IP address.", "We log your IP address and the pages you visit."),
    ("", "We record all calls."),
    ("", "Acme Analytics measures your visits."),
    ("Your data is stored in the European Union.", "Your data is stored in India."),
    (
        "We do not transfer your data outside the European Union.",
        "We may transfer your data outside the European Union.",
    ),
    # "may", "must" and "not"
    ("You may verify your account.", "You must verify your account."),
    ("You are not required to give a reason.", "You are required to give a reason."),
    (
        "You may not copy the content, but you may link to it.",
        "You may copy the content, but you may not link to it.",
    ),
    # how long, how much, how soon
    ("The monthly fee is $10.", "The monthly fee is $12."),
    ("We give you 30 days' notice of changes.", "We give you 14 days' notice of changes."),
    ("We will respond within 30 days.", "We will respond."),
    ("Logs are deleted after 30 days.", "Logs are deleted."),
    ("Logs are deleted when you leave.", "Logs are kept when you leave."),
    # rights, duties, bans, powers
    (
        "You have the right to access and delete your data.",
        "You have the right to access your data.",
    ),
    ("You can delete your account at any time.", "You can delete your account by writing to us."),
    ("Parents can review their child's data.", ""),
    ("", "You may not use the service for gambling."),
    ("We may suspend your account after warning you.", "We may suspend your account."),
    ("", "Accounts that are unused for a year are deleted."),
    ("We may change prices once a year.", "We may change prices at any time."),
    # liability, disputes, renewal, refunds, licence
    ("We are liable for damage that we cause.", "We are not liable for damage that we cause."),
    ("Disputes are heard by the courts.", "Disputes are settled by binding arbitration."),
    ("The laws of Norway apply.", "The laws of Sweden apply."),
    ("Subscriptions end after a year.", "Subscriptions renew automatically after a year."),
    ("We refund unused months.", "Payments are non-refundable."),
    ("You grant us a licence to host it.", "You grant us a perpetual licence to host it."),
    ("You keep all rights in your content.", "You keep some rights in your content."),
    # whom readers deal with
    ("The controller of your data is Acme Ltd.", "The controller of your data is Beta Ltd."),
    # softer promises
    ("We use your number only to connect calls.", "We use your number to connect calls."),
    ("We share your data with your consent.", "We share your data."),
    ("We always encrypt your data.", "We encrypt your data."),
    ("We delete your data when you leave.", "We delete your data some time after you leave."),
    # how readers learn of the next change
    ("We email you before changes apply.", "We post changes on this page."),
    ("We tell you of changes.", "We may change these terms without prior notification."),
    ("We ask you about changes.", "By continuing to use the service you accept changes."),
    ("We tell you of changes.", "Please check this page for changes."),
)

ASKING = (
    (
        "We use your data to run the service.",
        "We use your data to run it and to train our AI models.",
    ),
    ("We use your data to run the service.", "We use your data to run it and for advertising."),
    ("We share your data with our host.", "We share your data with our host and with advertisers."),
    ("We will not sell your data.", "We may sell your data."),
    ("", "We use facial recognition to log you in."),
    ("We use necessary cookies.", "We use necessary and advertising cookies."),
    ("", "Our partners may contact you."),
    ("We never share your contact details.", ""),
    ("", "You consent to the recording of your calls."),
)

GAINS = (
    ("The monthly fee is $10.", "The monthly fee is $8."),
    ("You can cancel with three months' notice.", "You can cancel with one month's notice."),
    ("You have 14 days to return the goods.", "You have 30 days to return the goods."),
    ("We may sell your data.", "We will not sell your data."),
    ("Recordings are kept for 90 days.", "Recordings are kept for 30 days."),
)

HARMLESS = (
    ("Prior to sharing your data, we ask you.", "Before sharing your data, we ask you."),
    ("We keep recieving your mails.", "We keep receiving your mails."),
    ("1. Welcome\n\n2. Fees apply.", "1. Welcome\n\n3. Fees apply."),
    ("Effective date: 1 May 2024\n\nWe keep logs.", "Effective date: 1 June 2024\n\nWe keep logs."),
    ("Write to us at 1 Main Street, Bonn.", "Write to us at 5 High Street, Bonn."),
    ("For help, see our FAQ.", "For help, see our help centre."),
    ("The page shows your calls.", "The new page shows your calls in a list."),
    ("Our office is located in Bonn.", "Our office is located in Hamburg."),
    ("Our privacy team answers questions.", "Our data protection team answers questions."),
    (
        "## Sub-processors\n\n| Name | For |\n|---|---|\n| Acme | Hosting |\n| Beta | Analytics |",
        "## Sub-processors\n\n| Name | For |\n|---|---|\n| Acme | Hosting |",
    ),
    (
        "Acme Cloud stores files. Acme Cloud is fast. Acme Cloud is nice.",
        "Acme Drive stores files. Acme Drive is fast. Acme Drive is nice.",
    ),
    ("", "We offer a new dark mode."),
    ("", "Our mascot is a cat."),
)


def judged(before: str, after: str) -> Assessment:
    return assess(compare(render(before), render(after)), language="en", rules=RULES)


def names(table: tuple[tuple[str, str], ...]) -> list[str]:
    return [(after or before)[:60] for before, after in table]


@pytest.mark.parametrize(("before", "after"), LOSSES + ASKING, ids=names(LOSSES + ASKING))
def test_a_loss_is_significant_and_told_as_one(before: str, after: str) -> None:
    assessment = judged(before, after)

    assert assessment.level is Level.SIGNIFICANT
    assert assessment.effect in (Effect.REDUCES, Effect.BOTH)


@pytest.mark.parametrize(("before", "after"), ASKING, ids=names(ASKING))
def test_what_needs_consent_asks_for_it(before: str, after: str) -> None:
    assert judged(before, after).consent


@pytest.mark.parametrize(("before", "after"), GAINS, ids=names(GAINS))
def test_a_clear_gain_is_told_as_one(before: str, after: str) -> None:
    assessment = judged(before, after)

    assert assessment.level is Level.SIGNIFICANT
    assert assessment.effect in (Effect.EXPANDS, Effect.BOTH)
    assert not assessment.consent


@pytest.mark.parametrize(("before", "after"), HARMLESS, ids=names(HARMLESS))
def test_what_takes_nothing_is_not_significant(before: str, after: str) -> None:
    assert judged(before, after).level is not Level.SIGNIFICANT


BODY = "We keep logs for 30 days. We keep invoices for ten years, as the law says. {} {}".format(
    "We keep messages until you delete them.", "Backups are overwritten, wherever they are stored."
)


def test_a_section_in_or_out_is_told_as_one() -> None:
    with_section = f"# Policy\n\nHello.\n\n## Retention\n\n{BODY}"

    assert "section-added" in {
        one.rule for one in judged("# Policy\n\nHello.", with_section).findings
    }
    assert "section-removed" in {
        one.rule for one in judged(with_section, "# Policy\n\nHello.").findings
    }


def test_a_text_that_became_a_link_is_told_as_one() -> None:
    now = judged(f"## Retention\n\n{BODY}", "## Retention\n\nSee our [retention page](/retention).")

    assert "text-replaced-by-link" in {one.rule for one in now.findings}
    assert now.level is Level.SIGNIFICANT
