"""What archived pages show of a text or a redline: composed once, kept by blob, thousands of times.

What depends on the page it stands on, the links to other texts, is left open and closed when
the page is written.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec
from markupsafe import Markup

from archive.changes import ENGINE, Change, ChangeKind
from archive.rendering import RENDERER, is_as_written
from archive.revisions import BlobId, Language
from archive.speech import ENGLISH, speech_in
from archive.texts import Texts
from site_overrides.changed_sections import changed_sections
from site_overrides.contents import listed_sections
from site_overrides.links import cut_at_links
from site_overrides.templates import fill, template_digest
from site_overrides.texts_on_pages import (
    sections,
    split_heading,
    with_scrolling_tables,
    with_spoken_marks,
)

if TYPE_CHECKING:
    from archive.redlines import Redline

# Part of every key: raise it when this module makes other parts of the same text than before.
_PARTS: Final = "p7"
# What is kept of a text: its heading, pieces, contents, and whether it could not be laid out;
# of a redline: its summary, its pieces, and whether anything in it moved.
_TEXT: Final = msgspec.json.Decoder(tuple[str | None, tuple[str, ...], str, bool])
_REDLINE: Final = msgspec.json.Decoder(tuple[str, tuple[str, ...], bool])
_MOVES: Final = (ChangeKind.MOVED, ChangeKind.MOVED_REWORDED)
_LISTED: Final = 60  # changes; a reader of more reads the redline itself, where all are marked


@dataclass(frozen=True, slots=True, kw_only=True)
class TextParts:
    """A text as its pages show it."""

    heading: Markup | None
    text: tuple[str, ...]  # cut at its links
    contents: Markup  # the list of its sections; empty where it has none
    as_written: bool  # it could not be laid out within the limits


@dataclass(frozen=True, slots=True, kw_only=True)
class RedlineParts:
    """A redline as its pages show it."""

    summary: Markup
    text: tuple[str, ...]  # cut at its links
    moved: bool


def text_parts(texts: Texts, blob: BlobId, *, language: Language = ENGLISH) -> TextParts:
    """Return the parts of a text, from the cache where they were made before."""
    heading, pieces, contents, unlaid = texts.kept_as(
        "text-parts",
        f"{_text_key()} {_spoken(language)} {blob}",
        lambda: _text(texts, blob, language),
        read=_TEXT.decode,
    )
    return TextParts(
        heading=None if heading is None else Markup(heading),  # noqa: S704 - cleaned words
        text=pieces,
        contents=Markup(contents),  # noqa: S704 - made by a template that escapes
        as_written=unlaid,
    )


def redline_parts(
    texts: Texts, old: BlobId, new: BlobId, *, language: Language, short: bool = False
) -> RedlineParts:
    """Return the parts of a redline, from the cache where they were made before.

    A short one leaves out long stretches that did not change.
    """
    key = f"{_redline_key()} {_spoken(language)} {'short ' * short}{language} {old} {new}"
    summary, pieces, moved = texts.kept_as(
        "redline-parts",
        key,
        lambda: _redline(texts.redline(old, new), language, short=short),
        read=_REDLINE.decode,
    )
    return RedlineParts(
        summary=Markup(summary),  # noqa: S704 - made by a template that escapes
        text=pieces,
        moved=moved,
    )


def _text(texts: Texts, blob: BlobId, language: Language) -> str:
    html = texts.html(blob)
    heading, text = split_heading(html)
    found = sections(text)
    contents = listed_sections(speech_in(language), found)
    pieces = cut_at_links(with_scrolling_tables(text, language))
    return json.dumps((heading, pieces, contents, is_as_written(html)))


def _redline(redline: "Redline", language: Language, *, short: bool) -> str:
    # Loaded with the comparing engine alone, which few builds need.
    from archive.changed_links import changed_links  # noqa: PLC0415
    from archive.changed_pictures import changed_pictures  # noqa: PLC0415
    from site_overrides.change_summaries import summarised  # noqa: PLC0415
    from site_overrides.unchanged_stretches import shortened, to_whole_text  # noqa: PLC0415

    shown = [
        change
        for change in redline.changes
        if change.kind is not ChangeKind.FORMAT_ONLY and not change.along
    ]
    links, pictures = changed_links(redline), changed_pictures(redline)
    speech = speech_in(language)
    summary = fill(
        "changes.html",
        speech,
        pictures=pictures[:_LISTED],
        more_pictures=max(0, len(pictures) - _LISTED),
        links=links[:_LISTED],
        more_links=max(0, len(links) - _LISTED),
        links_told=len(links),
        changes=tuple(summarised(speech, change) for change in shown[:_LISTED]),
        unlisted=max(0, len(shown) - _LISTED),
        counts=_counts(shown),
        sections=changed_sections(speech, shown),
        equal=redline.equal,
        language=language,
    )
    summary = Markup(with_spoken_marks(summary, language))  # noqa: S704 - made by a template that escapes
    html = shortened(redline.html, language) if short else redline.html
    pieces = cut_at_links(with_spoken_marks(with_scrolling_tables(html, language), language))
    if short:
        pieces = tuple(map(to_whole_text, pieces))
    moved = any(change.kind in _MOVES for change in shown)
    return json.dumps((summary, pieces, moved))


def _spoken(language: Language) -> str:
    """Return what names the words of the frame: its language and its catalogue."""
    speech = speech_in(language)
    return f"{speech.language}{speech.digest}"


@cache
def _text_key() -> str:
    return f"{RENDERER} {_PARTS} {template_digest('contents.html')}"


@cache
def _redline_key() -> str:
    return f"{RENDERER} {ENGINE} {_PARTS} {template_digest('changes.html')}"


def _counts(changes: Iterable[Change]) -> tuple[tuple[ChangeKind, int], ...]:
    kinds = [change.kind for change in changes]
    return tuple((kind, kinds.count(kind)) for kind in ChangeKind if kind in kinds)
