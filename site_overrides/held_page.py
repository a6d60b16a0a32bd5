"""The page that says what is held about readers: why, for how long, and who handles it."""

from dataclasses import dataclass

from markupsafe import Markup

from archive.contacts import contact_of
from notify.kinds_held import kinds_held
from site_overrides.sites import HELD, WHOM_TO_ASK, Site
from site_overrides.subscribing import subscribe_form
from site_overrides.templates import fill, link_from


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """One kind of data as the page tells of it, in its language."""

    what: str
    why: str
    how_long: str


def held_page(site: Site) -> Markup:
    """Return the body of the page."""
    speech, settings = site.speech, site.settings
    rows = tuple(
        HeldRow(what=speech.say(each.what), why=speech.say(each.why), how_long=each.period(speech))
        for each in kinds_held(settings)
    )
    return fill(
        "held.html",
        speech,
        rows=rows,
        processors=settings.processors,
        mails=len(rows) > 1,
        subscribe=subscribe_form(settings, settings.language),
        contact=contact_of(None, contact=settings.contact, address=settings.postal_address),
        authorities_address=WHOM_TO_ASK if settings.authorities else None,
        link=link_from(HELD),
    )
