"""Mails: a notice as the words and the page that people receive.

A mail is rendered once for many readers. What differs between them, their name and their
services, stands in it as marks, and each reader's words are put there when it is handed over.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from textwrap import fill
from typing import Final
from urllib.parse import urlsplit

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
    select_autoescape,
)
from jinja2.runtime import Context
from markupsafe import Markup, escape

from archive.confined_rendering import render_confined
from archive.front_matter import Level
from archive.marked_sentences import in_brackets
from archive.marks import Mark
from archive.settings import Settings
from archive.speech import Speech, speech_in, worded
from notify.carriers import HTML_LIMIT, InvalidMail, Mail, MailKind
from notify.errors import NotifyError
from notify.findings import Effect
from notify.links import LinkRules, SafeText, inert, link_rules, safe_text
from notify.list_headers import (
    PREFERENCES_ADDRESS,
    as_courtesy_mail,
    legal_headers,
    unsubscribe_link,
)
from notify.mailboxes import Mailbox, one_line, read_mailbox
from notify.notices import Notice, NoticeItem
from notify.reader_words import Marks
from notify.subjects import subject_of

FIRST_WORDS: Final = 60  # words: what people read in ten seconds
_TAKEN: Final = 26  # of them: labels, a greeting with a name, some services, the day
_WIDTH: Final = 72

_Parts = Mapping[str, tuple[SafeText, SafeText]]  # summary and choices of each item

_EFFECTS: Final[Mapping[Effect, str]] = {
    Effect.REDUCES: worded("This reduces your rights."),
    Effect.EXPANDS: worded("This is better for you: it expands your rights."),
    Effect.BOTH: worded("This reduces your rights in part and expands them in part."),
    Effect.NONE: worded("This does not reduce your rights."),
}
# How an effect looks; the page of a notice has a style for each.
_LOOKS: Final[Mapping[Effect, str]] = {
    Effect.REDUCES: "reduces",
    Effect.BOTH: "reduces",
    Effect.EXPANDS: "expands",
    Effect.NONE: "same",
}
_LEVELS: Final[Mapping[Level, str]] = {
    Level.EDITORIAL: worded("Editorial change"),
    Level.MINOR: worded("Minor change"),
}
# Where a sentence ends: where no space follows, by the marks of scripts written without any.
_SENTENCE_END: Final = re.compile(r"(?<=[.!?؟])\s|(?<=[。！？])")


class MissingSender(NotifyError):
    """Nothing says whom a notice comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeMail:
    """A notice as the bytes that are approved and handed over."""

    mail: Mail
    marks: Marks
    unlinked: tuple[str, ...]  # targets that are not links, because nobody declared their host


def notice_mail(notice: Notice, *, settings: Settings) -> NoticeMail:
    """Return the mail of a notice; passages are left to the redline when it grows too long."""
    while True:
        made = _made(notice, settings)
        if made is not None:
            return made
        shorter = _with_fewer_passages(notice)
        if shorter is None:
            raise InvalidMail(
                f"the mail about {', '.join(i.title for i in notice.items)} is over"
                f" {HTML_LIMIT:,} bytes; write a shorter change.summary or change.choices"
            )
        notice = shorter


def sender(settings: Settings) -> Mailbox:
    """Return whom legal mail comes from: the settings' choice, else policies@ the site's host."""
    if settings.notice.legal_from:
        return read_mailbox(settings.notice.legal_from)
    host = urlsplit(settings.site_url or "").hostname
    if not host:
        raise MissingSender(
            "nothing says whom notices come from; set notice.legal_from or site_url"
        )
    return Mailbox(address=f"policies@{host}", name=company_of(settings))


def senders(settings: Settings) -> frozenset[str]:
    """Return the addresses that legal mail and courtesy mail come from, as the settings are now."""
    courtesy = settings.notice.courtesy_from
    found = {sender(settings).address}
    return frozenset(found | {read_mailbox(courtesy).address} if courtesy else found)


def company_of(settings: Settings) -> str:
    """Return who speaks: the name legal mail comes from, else the site's without "policies"."""
    if settings.notice.legal_from and (name := read_mailbox(settings.notice.legal_from).name):
        return name
    return re.sub(r"\s+(?:legal|policies|policy)\s*\Z", "", settings.site_name, flags=re.IGNORECASE)


def _made(notice: Notice, settings: Settings) -> NoticeMail | None:
    """Return the mail, or None where its HTML is longer than mail programs show."""
    rules = link_rules(settings)
    parts = {item.key: _parts(item, rules) for item in notice.items}
    from_ = sender(settings)
    company = company_of(settings)
    marks = _marks(notice, company)
    context = _context(notice, parts, marks=marks, company=company, settings=settings, rules=rules)
    template = "listing" if notice.lists else "notice"
    html = _templates().get_template(f"{template}.html")
    page = html.render(context)
    if len(page.encode()) > HTML_LIMIT:
        return None
    text = _templates().get_template(f"{template}.txt")
    mail = Mail(
        notice=notice.id,
        kind=MailKind.LEGAL,
        subject=subject_of(notice, company),
        text=text.render(context),
        html=page,
        from_=from_,
        reply_to=Mailbox(address=notice.contact) if notice.contact else None,
        headers=legal_headers(settings),
    )
    return NoticeMail(
        mail=as_courtesy_mail(mail, settings=settings) if notice.courtesy else mail,
        marks=marks,
        unlinked=tuple(dict.fromkeys(u for p in parts.values() for s in p for u in s.unlinked)),
    )


def _context(
    notice: Notice,
    parts: _Parts,
    *,
    marks: Marks,
    company: str,
    settings: Settings,
    rules: LinkRules,
) -> dict[str, object]:
    """Return what the templates name."""
    speech = speech_in(notice.language)
    return {
        "notice": notice,
        "marks": marks,
        "company": company,
        "day": speech.day(notice.day),
        "effect": speech.say(_EFFECTS[notice.effect]),
        "look": _LOOKS[notice.effect],
        "speech": speech,
        "facts": _facts(notice, parts),
        "parts": parts,
        "contact": notice.contact,
        "postal_address": settings.postal_address,
        "site_url": settings.site_url,
        "preferences": f"{settings.service_url}{PREFERENCES_ADDRESS}",
        "levels": {level: speech.say(words) for level, words in _LEVELS.items()},
        "effects": {effect: speech.say(words) for effect, words in _EFFECTS.items()},
        "looks": _LOOKS,
        "leave": unsubscribe_link(settings.service_url or "") if notice.courtesy else None,
        "Mark": Mark,
        "quoted": partial(inert, rules=rules),
    }


def _marks(notice: Notice, company: str) -> Marks:
    """Return marks that no word of the notice holds, the same whenever it is rendered."""
    words = repr(notice)
    for attempt in range(100):
        digest = hashlib.sha256(f"{attempt} {notice.id} {words}".encode()).hexdigest()
        if digest[:20] not in words:
            return Marks(prefix=digest[:20], company=company, speech=speech_in(notice.language))
    raise InvalidMail("the notice holds every mark that was tried; change a word of its summary")


def _parts(item: NoticeItem, rules: LinkRules) -> tuple[SafeText, SafeText]:
    """Return summary and choices, safe to mail."""
    return safe_text(render_confined(item.summary), rules), safe_text(
        render_confined(item.choices), rules
    )


def _facts(notice: Notice, parts: _Parts) -> dict[str, str]:
    """Return what changes and what one can do, within the words that people read first."""
    speech = speech_in(notice.language)
    taken = " ".join([speech.say(_EFFECTS[notice.effect]), *(item.title for item in notice.items)])
    room = FIRST_WORDS - _TAKEN - len(taken.split())
    each = max(4, room // (2 * len(notice.items)))
    changes = [
        speech.say(
            "{policy}: {words}",
            policy=one_line(item.title),
            words=_opening(_first_words(item, notice, parts), each),
        )
        for item in notice.items
    ]
    choices = [parts[item.key][1].text for item in notice.items]
    can_do = " ".join(_opening(words, each) for words in choices if words)
    return {"changes": " ".join(changes), "choices": can_do}


def _first_words(item: NoticeItem, notice: Notice, parts: _Parts) -> str:
    """Return what its readers must know first of a policy: what they were told otherwise."""
    if item.corrects is not None:
        speech = speech_in(notice.language)
        return item.corrects.in_words(notice.day, speech, of=item.happening)
    return item.happening.words if item.happening else parts[item.key][0].text


def _opening(text: str, words: int) -> str:
    """Return the first sentence, or as much of it as a number of words holds."""
    sentence = _SENTENCE_END.split(" ".join(text.split()), maxsplit=1)[0].removeprefix("- ")
    found = sentence.split()
    if len(found) <= words:
        return sentence
    cut = re.sub(r"\s*\([^)]*\Z", "", " ".join(found[:words]))  # no bracket is left open
    return (cut or " ".join(found[:words])).rstrip(",;: ") + " …"


def _with_fewer_passages(notice: Notice) -> Notice | None:
    """Return it with less in it, as its redlines say it anyway; None where nothing can be left out."""
    longest = max(notice.items, key=lambda item: len(item.excerpts))
    cut = replace(longest, excerpts=longest.excerpts[:-1], more=longest.more + 1)
    if not longest.excerpts:
        longest = max(notice.items, key=lambda item: len(item.summary) + len(item.choices))
        if not (notice.lists and (longest.summary or longest.choices)):
            return None
        cut = replace(longest, summary="", choices="")
    return replace(notice, items=tuple(cut if i is longest else i for i in notice.items))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(say=_say, count=_count)
    environment.filters["cleaned"] = lambda safe: Markup(safe.html)  # noqa: S704 allow-listed and link-checked
    environment.filters["wrapped"] = _wrapped
    environment.filters["marked"] = in_brackets
    return environment


@pass_context
def _say(context: Context, words: str, /, **values: object) -> str:
    """Return a sentence for a text, or safe HTML for a page."""
    speech: Speech = context["speech"]
    return _filled(context, speech.sentence(words), speech.said(values))


@pass_context
def _count(context: Context, one: str, many: str, number: int, /) -> str:
    speech: Speech = context["speech"]
    return _filled(context, speech.counted(one, many, number), speech.said({"number": number}))


def _filled(context: Context, sentence: str, values: Mapping[str, object]) -> str:
    whole = escape(sentence) if context.eval_ctx.autoescape else sentence
    return whole.format(**values)


def _wrapped(text: str, indent: str = "") -> str:
    return "\n".join(
        fill(
            line,
            width=_WIDTH,
            initial_indent=indent,
            subsequent_indent=indent + ("  " if line.startswith("- ") else ""),
            break_long_words=False,
            break_on_hyphens=False,
        )
        if line.strip()
        else ""
        for line in text.splitlines()
    )
