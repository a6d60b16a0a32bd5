"""The small marks beside the clauses of the text in force: since when each reads so.

What a mark says is no word of the text: it stands in an attribute, and the style shows it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from archive.register import Policy
from archive.revisions import BlobId
from archive.speech import speech_in
from site_overrides.sites import Site

# No text holds a comment, since the allow-list takes out every one. What reads the text for the
# search passes over them, which takes it half the time that the marks themselves would.
_SLOT: Final = re.compile(r"<!--fn(\d+)-->")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """A text with a slot at the end of each clause, and what goes there."""

    html: str
    marks: tuple[str, ...]
    gone: tuple[str, ...]  # the anchors of clauses that are not in the text


def with_marks(html: str, marks: Sequence[str]) -> str:
    """Return the page made of a text, with every mark in its slot."""
    return _SLOT.sub(lambda slot: marks[int(slot[1])], html)


def marked_text(site: Site, policy: Policy, blob: BlobId) -> MarkedText:
    """Return the text in force with its marks."""
    # Most builds find the page in the cache, and so need nothing of what it is made with.
    from archive.clause_html import page_with_endings  # noqa: PLC0415
    from archive.clause_past import wordings  # noqa: PLC0415
    from archive.clauses import parse  # noqa: PLC0415
    from site_overrides.shown_clauses import shown_clauses  # noqa: PLC0415

    speech = speech_in(policy.language)
    shown = shown_clauses(site, policy)
    present = shown.present or 0
    html = site.texts.html(blob)
    document = parse(html)
    record = shown.record()
    order = record.order(present)
    held: dict[int, list[int]] = {}
    for clause in range(len(record.lines)):
        standing = record.standing(clause, present)
        if standing is not None and standing.within is not None:
            held.setdefault(standing.within, []).append(clause)
    applied = [n for n, text in enumerate(shown.texts) if text.applied]
    marks = []
    for clause in order:
        past = wordings(record, clause, applied)
        since = next(each.first for each in past if each.first <= present <= each.last)
        day = shown.texts[since].day
        others = "".join(
            f'<span id="{record.lines[each].anchor}"></span>' for each in held.get(clause, ())
        )
        anchor = record.lines[clause].anchor
        label = speech.say("This clause reads so since {day}: its history", day=day)
        since_day = speech.say("since {day}", day=speech.short_day(day))
        marks.append(
            f'{others}<a class="fn-clause" id="{anchor}" href="history/clauses/#{anchor}"'
            f' data-search-exclude aria-label="{escape(label)}"'
            f' data-since="{escape(since_day)}"></a>'
        )
    blocks = (number for number, block in enumerate(document.blocks) if block.exact)
    endings = {number: f"<!--fn{n}-->" for n, number in enumerate(blocks)}
    told = set(order) | {clause for each in held.values() for clause in each}
    gone = [line.anchor for clause, line in enumerate(record.lines) if clause not in told]
    return MarkedText(
        html=page_with_endings(document, endings), marks=tuple(marks), gone=tuple(gone)
    )
