"""What is held about readers, why and for how long: computed from the settings, told on the site."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from archive.settings import Settings
from archive.speech import Speech, counted, worded
from notify.retention import retention_of

_DAYS: Final = counted("{number} day after it came", "{number} days after it came")
_ASKED: Final = counted("{number} day after you asked", "{number} days after you asked")
_YEARS: Final = counted(
    "{number} year after the day that the notice tells of",
    "{number} years after the day that the notice tells of",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldKind:
    """One kind of data about readers, in sentences of English that the catalogues hold."""

    what: str
    why: str
    how_long: str | tuple[str, str]  # counted where it depends on a number
    number: int = 0

    def period(self, speech: Speech) -> str:
        """Return for how long it is kept, in a language."""
        if isinstance(self.how_long, str):
            return speech.say(self.how_long)
        return speech.count(*self.how_long, self.number)


def kinds_held(settings: Settings) -> tuple[HeldKind, ...]:
    """Return every kind of data that this program holds about readers by these settings."""
    told = _of_recipients(settings) if settings.recipients else ()
    asks = settings.service_url and settings.notice.courtesy_from
    asked = _of_subscribers(settings) if asks else ()
    mailed = (_NO_MORE_MAIL,) if settings.recipients or asks else ()
    return (*_OF_READERS, *told, *asked, *mailed)


_OF_READERS: Final = (
    HeldKind(
        what=worded(
            "In your own browser: which notices you have hidden, and which colours you chose, once"
            " you do either."
        ),
        why=worded(
            "So that a notice that you have seen does not come again, and the pages look as you"
            " chose."
        ),
        how_long=worded("Until you clear the data of this site in your browser"),
    ),
)


def _of_recipients(settings: Settings) -> Iterator[HeldKind]:
    kept = retention_of(settings)
    yield HeldKind(
        what=worded(
            "Of people who use a service: mail address, name, language, which services they use,"
            " and since when, as far as the service knows them."
        ),
        why=worded("To tell you of changes that concern you before they apply."),
        how_long=worded("As long as the list of the service's own users holds you"),
    )
    yield HeldKind(
        what=worded(
            "Of each notice that went to you: which one, when, to which address, and what became"
            " of it. The address is kept encrypted."
        ),
        why=worded("To prove that you were told, and in time."),
        how_long=_YEARS,
        number=kept.proof_years,
    )
    yield HeldKind(
        what=worded(
            "What the mail provider reports of a delivery, word by word. It may name your address,"
            " and is kept encrypted."
        ),
        why=worded("To know whether a mail arrived, and to prove who says so."),
        how_long=_DAYS,
        number=kept.posts_days,
    )


def _of_subscribers(settings: Settings) -> Iterator[HeldKind]:
    yield HeldKind(
        what=worded(
            "Of people who asked for our mails: mail address, language, what the mails are to be"
            " about, how much of it and how often, and since when. The address is kept encrypted."
        ),
        why=worded("To write to you when that changes, and for nothing else."),
        how_long=worded("Until you end these mails"),
    )
    yield HeldKind(
        what=worded(
            "What you ask of us by your address: the address, encrypted, and what you asked."
        ),
        why=worded("To answer by mail, and so that nobody's mailbox can be flooded."),
        how_long=_ASKED,
        number=retention_of(settings).requests_days,
    )


_NO_MORE_MAIL: Final = HeldKind(
    what=worded(
        "That your address takes no more mail, because you said so or because it does not"
        " work: as a keyed hash, and encrypted until you ask to be forgotten."
    ),
    why=worded("So that you get no mail that you have ended."),
    how_long=worded("As long as mail is sent at all"),
)
