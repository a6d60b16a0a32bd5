"""What the pages announce as a document for programs, and the page that shows how to embed it.

`archive/schemas/notices.schema.json` fixes the document's shape; `embed/notices.js` shows it on the
pages and in the apps of whoever runs the services.
"""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

from archive.register import Policy
from archive.revisions import Language
from archive.speech import Speech, speech_in
from site_overrides.announcements import Announced, announced
from site_overrides.languages import direction
from site_overrides.plain_words import PlainWords
from site_overrides.sites import Site
from site_overrides.templates import fill, link_from

NOTICES_FILE: Final = "notices.json"
EXAMPLE_PAGE: Final = "embed/example/"
_FORMAT: Final = 1


def notice_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the document and the example page with their addresses."""
    document = json.dumps(notices_document(site), ensure_ascii=False)
    yield NOTICES_FILE, f"{document}\n".encode("utf-8", "replace")
    example = fill(
        "embed_example.html",
        site.speech,
        site_name=site.name,
        services=site.settings.services,
        root=site.url or "https://policies.example.com/",
        link=link_from(EXAMPLE_PAGE),
    )
    yield f"{EXAMPLE_PAGE}index.html", example.encode()


def notices_document(site: Site) -> dict[str, Any]:
    """Return what `schemas/notices.schema.json` describes."""
    spoken = _languages(site)
    by_change: dict[str, dict[Language, Announced]] = {}
    for speech in spoken:
        for item in announced(speech, site):
            by_change.setdefault(_key(item), {})[speech.language] = item
    order = {_key(item): None for item in announced(site.speech, site)} | dict.fromkeys(by_change)
    return {
        "format": _FORMAT,
        "site": site.name,
        "language": site.speech.language,
        "as_of": site.register.today.isoformat(),
        "notices": [_notice(site, by_change[key]) for key in order],
    }


def _key(item: Announced) -> str:
    """Return what names a change in every language."""
    days = item.days
    joined = f"{days.joined_from}/{days.joined_before}" if days else ""
    return f"{item.policy} {item.day} {joined}"


def _languages(site: Site) -> tuple[Speech, ...]:
    """Return the languages in which the site tells anything, its own first."""
    tags = chain((site.settings.language,), (policy.language for policy in _living(site)))
    spoken = {speech_in(tag).language: speech_in(tag) for tag in tags}
    return tuple(spoken.values())


def _living(site: Site) -> tuple[Policy, ...]:
    return tuple(sorted(site.living, key=lambda policy: policy.language))


def _notice(site: Site, told: dict[Language, Announced]) -> dict[str, Any]:
    item = next(iter(told.values()))
    days = item.days
    return {
        "change": item.change,
        "policy": item.policy,
        "services": list(item.services),
        "day": item.day.isoformat(),
        "until": item.until.isoformat(),
        "at_once": item.at_once,
        "joined_from": days.joined_from.isoformat() if days and days.joined_from else None,
        "joined_before": days.joined_before.isoformat() if days else None,
        "level": item.level or None,
        "effect": item.effect or None,
        "consent": item.consent,
        "texts": {tag: _text(site, speech_in(tag), each) for tag, each in told.items()},
    }


def _text(site: Site, speech: Speech, item: Announced) -> dict[str, Any]:
    lead = speech.say(item.lead), item.changes_address or item.text_address
    choices = speech.say("What you can do")
    links = [lead, *([(choices, item.choices_address)] if item.choices_address else [])]
    return {
        "direction": speech.direction,
        "title": item.title,
        "announcement": speech.say(item.sentence, policy=item.title, **item.named_days),
        "summary": _words(item.summary),
        "choices_label": choices,
        "choices": list(item.choices.paragraphs),
        "words_language": item.language,
        "words_direction": direction(item.language),
        "links": [
            {"words": words, "href": site.href(address, seen_from="")} for words, address in links
        ],
        "hide": speech.say("Hide this notice"),
    }


def _words(summary: PlainWords) -> dict[str, Any]:
    return {"first": summary.first, "paragraphs": list(summary.paragraphs)}
