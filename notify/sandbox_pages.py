"""The pages on which people look at what a sandbox took."""

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from notify.sandbox_messages import Message

PAGE_SIZE = 100

# A mail is a stranger's text: no script, no request, nothing but its own words and styles.
_MAIL_MAY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
HEADERS = {
    "Content-Security-Policy": f"{_MAIL_MAY}; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_FRAME_START = (
    f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_MAIL_MAY}">'
    '<base target="_blank">'
)

_TEMPLATES = Environment(
    loader=PackageLoader("notify"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def inbox_page(newest: Sequence[Message], *, total: int, page: int, url: str, key: str) -> str:
    """Return the page that lists messages, the newest first."""
    return _TEMPLATES.get_template("sandbox_inbox.html").render(
        newest=newest,
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE_SIZE)),
        url=url,
        key=key,
    )


def message_page(message: Message) -> str:
    """Return the page of one message: its headers, its HTML in a frame, its text."""
    return _TEMPLATES.get_template("sandbox_message.html").render(
        message=message, framed=_FRAME_START + message.html
    )
