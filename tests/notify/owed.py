"""What is owed before a published revision applies, as a check of a change that brings it would say."""

from datetime import date

from archive.register import Policy, Register
from archive.revisions import Revision
from archive.settings import Settings
from archive.texts import Texts
from notify.periods_owed import PeriodOwed, period_owed, promised_by


def owed_before(
    policy: Policy, revision: Revision, *, register: Register, settings: Settings, texts: Texts
) -> PeriodOwed:
    """The notice owed before a revision applies, by the text it takes the place of."""
    return period_owed(
        policy=policy.id,
        services=revision.services,
        settings=settings,
        in_force=promised_by(
            _text_before(policy, revision),
            policies=register.policies,
            texts=texts,
            settings=settings,
        ),
    )


def _text_before(policy: Policy, revision: Revision) -> Revision | None:
    """The text that applied when a revision was published; None where there was none."""
    place = policy.revisions.index(revision)
    applied = (
        earlier
        for earlier in policy.revisions[:place]
        if earlier.applies_from and earlier.applies_from <= revision.published_on
    )
    return max(applied, key=lambda one: one.applies_from or date.min, default=None)
