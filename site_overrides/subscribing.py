"""The form by which readers of the site ask for mails; the service for readers takes it.

It names an address and nothing else that could tell who reads: no script, no cookie, and nothing is
asked of the service before the reader sends it.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from archive.revisions import Language, PolicyId
from archive.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribeForm:
    """Where a form is posted to, and what it is about."""

    service: str  # the address of the service, with a slash at its end
    policy: PolicyId | None  # None: every policy
    language: Language

    @property
    def action(self) -> str:
        """Where it is posted to."""
        return f"{self.service}subscribe"

    @property
    def more(self) -> str:
        """The page of the service on which more can be chosen."""
        about = f"policy={quote(self.policy, safe='')}&" if self.policy else ""
        return f"{self.action}?{about}lang={self.language}"

    @property
    def preferences(self) -> str:
        """The page of the service that asks for a link to what is held."""
        return f"{self.service}preferences?lang={self.language}"


def subscribe_form(
    settings: Settings, language: Language, policy: PolicyId | None = None
) -> SubscribeForm | None:
    """Return the form; None where the settings name no service, or nobody who would write."""
    if not (settings.service_url and settings.notice.courtesy_from):
        return None
    return SubscribeForm(service=settings.service_url, policy=policy, language=language)


def form_targets(settings: Settings) -> str:
    """Return where forms of the site may lead, as a Content-Security-Policy names it.

    The form that asks for a day leads to a page of the site itself.
    """
    form = subscribe_form(settings, settings.language)
    if form is None:
        return "'self'"
    parts = urlsplit(form.service)
    return f"'self' {parts.scheme}://{parts.netloc}"
