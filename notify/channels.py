"""Public channels: Slack, Teams, Mastodon and whatever else Apprise reaches.

Apprise is an extra of this program, and is loaded where a channel is configured only. The
addresses of channels hold their keys, so they stand in the environment.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from archive.errors import InvalidSettings
from notify.public_notices import PublicNotice
from notify.webhooks import NotTaken

if TYPE_CHECKING:
    import apprise

SETTING: Final = "FAIRNOTICE_CHANNELS"


def channel_urls(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the channels of the environment; raises InvalidSettings where Apprise is missing."""
    urls = tuple(dict.fromkeys(environ.get(SETTING, "").split()))
    for number, url in enumerate(urls, start=1):
        if not _channel().instantiate(url, suppress_exceptions=True):
            # Not the address itself: it holds a key.
            raise InvalidSettings(
                f"address {number} of {SETTING} is none that Apprise knows; see its documentation"
            )
    return urls


def tell_channel(url: str, notice: PublicNotice) -> None:
    """Say a notice in one channel; raises NotTaken where it was not taken."""
    channel = _channel()
    channel.add(url)
    if not channel.notify(title=notice.subject, body=notice.words, body_format="text"):
        raise NotTaken("it did not take the message; look at its settings there")


def _channel() -> "apprise.Apprise":
    try:
        import apprise  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise InvalidSettings(
            f'{SETTING} needs the extra "channels": install fair-notice[channels], or unset it'
        ) from error
    return apprise.Apprise()
