"""The pages of the service: plain, without scripts, in light and dark, in one column."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from archive.settings import Settings
from notify.mails import company_of
from notify.web_frame import HEADERS

_STYLE: Final = """
:root { color-scheme: light dark; --text: #1c232b; --back: #fff; --soft: #5a6573; --link: #0a58a8; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e9ed; --back: #14181d; --soft: #a3adba; --link: #8ab8f0; } }
body { margin: 0; font: 17px/1.55 system-ui, sans-serif; color: var(--text); background: var(--back); }
main { max-width: 34rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .25rem 0 1rem; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
a { color: var(--link); }
.company, .contact { color: var(--soft); font-size: .9rem; }
button { font: inherit; font-weight: 600; padding: .7rem 1.2rem; margin: .5rem 0 1.5rem; border: 0;
  border-radius: 6px; color: var(--back); background: var(--link); cursor: pointer; }
button:focus-visible, a:focus-visible { outline: 3px solid var(--text); outline-offset: 2px; }
"""
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
    """What a page says, and what one can do there: a button that posts some fields, or nothing."""

    title: str
    paragraphs: tuple[str, ...]
    button: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


def answered(page: Page, settings: Settings, *, status: int = 200) -> HTMLResponse:
    """Return a page as the answer to a request."""
    html = _TEMPLATES.get_template("service_page.html").render(
        title=page.title,
        paragraphs=page.paragraphs,
        button=page.button,
        fields=page.fields,
        company=company_of(settings),
        contact=settings.contact,
        style=Markup(_STYLE),  # noqa: S704 - our own, and its hash is in the policy
    )
    return HTMLResponse(html, status_code=status, headers={"Content-Security-Policy": _POLICY})
