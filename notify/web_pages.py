"""The pages of the service: plain, without scripts, in light and dark, in the look of the site."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from archive.settings import Settings
from archive.speech import Speech
from notify.mails import company_of
from notify.web_frame import HEADERS

_STYLE: Final = (Path(__file__).parent / "templates" / "service.css").read_text(encoding="utf-8")
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY: Final = (
    f"{HEADERS['Content-Security-Policy']}; style-src 'sha256-{_HASH}'; form-action 'self';"
    " base-uri 'none'"
)
_TEMPLATES: Final = Environment(
    loader=PackageLoader("notify"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page says, and what one can do there: a button that posts some fields, or nothing.

    Its sentences are English; they are said in the language of who reads them.
    """

    title: str
    paragraphs: tuple[str, ...]
    button: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)

    def said(self, speech: Speech) -> "Page":
        """Return the page in a language."""
        return Page(
            title=speech.say(self.title),
            paragraphs=tuple(speech.say(one) for one in self.paragraphs),
            button=speech.say(self.button) if self.button else "",
            fields=self.fields,
        )


def answered(page: Page, settings: Settings, speech: Speech, *, status: int = 200) -> HTMLResponse:
    """Return a page as the answer to a request."""
    return shown("service_page", settings, speech, status=status, page=page.said(speech))


def shown(
    name: str, settings: Settings, speech: Speech, *, status: int = 200, **values: object
) -> HTMLResponse:
    """Return a template, filled in, as the answer to a request."""
    html = _TEMPLATES.get_template(f"{name}.html").render(
        **values,
        speech=speech,
        say=speech.say,
        company=company_of(settings),
        site_url=settings.site_url,
        contact=settings.contact,
        style=Markup(_STYLE),  # noqa: S704 - our own, and its hash is in the policy
    )
    return HTMLResponse(html, status_code=status, headers={"Content-Security-Policy": _POLICY})
