"""Notices as the company's products show them: what changes, from when, and what is asked of the user.

They say what mails say, in the legal team's words, and are bound to the very text by its hash.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NewType

from archive.front_matter import Consent
from archive.register import Register
from archive.revisions import Language, PolicyId, RevisionId
from archive.settings import Settings
from notify.duties import Baseline, Duty, Judgements
from notify.findings import Effect
from notify.notice_making import make_notice
from notify.notices import RedlineOf, language_of
from notify.words_owed import duties

ProductNoticeId = NewType("ProductNoticeId", str)

SHOWN: Final = timedelta(days=365)  # how long after its publication a text is still told of


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductText:
    """What a notice says in one language."""

    title: str
    summary: str
    choices: str
    link: str
    redline: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductNotice:
    """One change of one policy that must be told, in every language that it is told in."""

    policy: PolicyId
    revision: RevisionId
    version: str  # the hash of the very text, as the archive names it
    former: str | None  # of the text before
    published: date
    day: date  # from which it applies
    services: tuple[str, ...]  # none means all
    effect: Effect
    asks_consent: bool
    texts: Mapping[Language, ProductText]  # the original's first

    @property
    def id(self) -> ProductNoticeId:
        """The same for the same text of the same policy."""
        facts = f"{self.policy}\n{self.revision}\n{self.version}"
        return ProductNoticeId(hashlib.sha256(facts.encode()).hexdigest()[:32])

    def concerns(self, service: str, joined: date | None) -> bool:
        """Return whether it is for a user of a service; not for who joined under the new text."""
        used = not self.services or service in self.services
        return used and (joined is None or joined < self.published)

    def text(self, wanted: Language) -> tuple[Language, ProductText]:
        """Return what it says in a language, else in that of the original."""
        if wanted in self.texts:
            return wanted, self.texts[wanted]
        return next(iter(self.texts.items()))


def product_notices(
    register: Register, judgements: Judgements, *, settings: Settings, redline_of: RedlineOf
) -> tuple[ProductNotice, ...]:
    """Return what must be told of the last year and the days to come; none without a `site_url`."""
    if not settings.site_url:
        return ()
    since = Baseline(day=register.today - SHOWN, left_out=frozenset())
    found = duties(register, judgements, baseline=since, language=settings.language)
    return tuple(_notice(duty, settings, redline_of) for duty in found)


def _notice(duty: Duty, settings: Settings, redline_of: RedlineOf) -> ProductNotice:
    revision, former = duty.original.revision, duty.original.former
    return ProductNotice(
        policy=duty.original.policy.id,
        revision=revision.id,
        version=f"sha256:{revision.first_sha256}",
        former=f"sha256:{former.first_sha256}" if former else None,
        published=revision.published_on,
        day=duty.day,
        services=duty.services,
        effect=duty.effect,
        asks_consent=duty.consent is Consent.REQUIRED,
        texts=dict(_texts(duty, settings, redline_of)),
    )


def _texts(
    duty: Duty, settings: Settings, redline_of: RedlineOf
) -> Iterator[tuple[Language, ProductText]]:
    for language in _languages(duty):
        notice = make_notice(
            [duty],
            day=duty.day,
            language=language_of([duty], language),
            redline_of=redline_of,
            settings=settings,
        )
        (item,) = notice.items
        yield (
            language,
            ProductText(
                title=item.title,
                summary=item.summary,
                choices=item.choices,
                link=item.link,
                redline=item.redline_link,
            ),
        )


def _languages(duty: Duty) -> Collection[Language]:
    steps = (duty.original, *duty.translations)
    return dict.fromkeys(step.policy.language for step in steps)
