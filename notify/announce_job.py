"""The job that tells channels and webhooks of each notice, once each, and again until they took it."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from archive.workspace import open_workspace
from notify.channels import channel_urls, tell_channel
from notify.jobs import Surroundings
from notify.ledger_announcements import ToAnnounce, moment, note_told, to_announce, told_of
from notify.public_notices import PublicNotice, public_changes
from notify.webhooks import NotTaken, post_webhook, webhook_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Whom notices are told to, in a word that keeps its address to itself."""

    id: str  # the same for the same address, and says nothing of its key
    words: str
    tell: Callable[[PublicNotice], None]


def announce(around: Surroundings) -> str:
    """Tell each target of each notice that goes out, unless it was told; return what was done.

    Raises NotTaken where one did not take it: it is tried again the next time, for some days.
    """
    targets = tuple(_targets(around))
    if not targets:
        return "no channel and no webhook is configured"
    told = told_of(around.ledger)
    owed = [
        (notice, target)
        for notice in to_announce(around.ledger)
        for target in targets
        if (notice.id, target.id) not in told
    ]
    faults = _tell(around, owed) if owed else ()
    done = f"{len(owed) - len(faults)} told, {len(faults)} not"
    if faults:
        raise NotTaken(f"{done}: {'; '.join(faults)}")
    return done


def _tell(around: Surroundings, owed: Sequence[tuple[ToAnnounce, Target]]) -> Sequence[str]:
    """Tell what is owed; return what did not work, a line each."""
    faults = []
    with open_workspace(around.root) as workspace:
        register, settings = workspace.register, around.settings
        for one, target in owed:
            changes = public_changes(
                one.covered, language=one.language, register=register, settings=settings
            )
            notice = PublicNotice(
                id=one.id,
                subject=one.subject,
                day=one.day,
                language=one.language,
                policies=changes,
            )
            try:
                target.tell(notice)
            except NotTaken as error:
                faults.append(f"{target.words}: {error}")
                continue
            note_told(around.ledger, notice=one.id, target=target.id, words=target.words)
    return faults


def _targets(around: Surroundings) -> Iterator[Target]:
    for url in channel_urls(around.environ):
        scheme = urlsplit(url).scheme
        yield Target(id=_id(url), words=f"a channel ({scheme})", tell=partial(tell_channel, url))
    if webhooks := around.settings.notice.webhooks:
        key, at = webhook_key(around.environ), moment(around.ledger)
        for url in webhooks:
            words = urlsplit(url).hostname or url
            tell = partial(post_webhook, url, key=key, at=at)
            yield Target(id=_id(url), words=words, tell=tell)


def _id(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:16]
