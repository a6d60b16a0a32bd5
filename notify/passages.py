"""Passages: which words of a changed sentence really changed, and which only look so.

Dates, addresses of pages, numbers of sections, spelling, stop words, names changed
everywhere alike and text that stands elsewhere in the other version are not changes.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from archive.changes import Change, ChangeKind
from archive.clauses import Document, Kind, parse
from archive.marks import Mark
from archive.redlines import Redline
from notify.counterparts import with_counterparts
from notify.cut_conditions import cut_off
from notify.elsewhere import Elsewhere, is_long, padded
from notify.furniture import without_furniture
from notify.lead_ins import changed_links, lead_ins
from notify.link_targets import ReplacedLink, replaced_links
from notify.quantities import NUMBERS, in_one_form
from notify.renames import Swap, renamed_in
from notify.replaced_words import replaced_words
from notify.rules import Rules, When
from notify.sentence_words import FILLED, comparable, readable, words_of
from notify.spellings import FIRM, same_words

_FILLING: Final = 12  # words that a template, or the name of a page, may have
_POINTING: Final = 2  # words before a name among which one may send readers there
_UNCOUNTED: Final = {ChangeKind.MOVED, ChangeKind.RENUMBERED, ChangeKind.FORMAT_ONLY}
_ENTRY: Final = re.compile(r"[*|•·\n;]")  # what parts the entries of a table of contents
_CONTENTS: Final = 3  # entries from which a list of headings is a table of contents


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One changed sentence: its words before and after, and the ones that differ."""

    clause: str
    heading: str
    lead_in: str  # what gives an entry of a list or a table its meaning; may be empty
    kind: ChangeKind
    before: str
    after: str
    struck: tuple[str, ...]  # runs of words that went
    inserted: tuple[str, ...]  # runs of words that came
    pointing: bool = False  # only the name of a page changed to which the sentence sends readers

    @property
    def changed_words(self) -> int:
        """How many words went or came."""
        return sum(len(run.split()) for run in (*self.struck, *self.inserted))

    @property
    def came(self) -> frozenset[str]:
        """The words that came and did not only change their place, which a "not" never only does."""
        return _new(self.inserted, self.struck)

    @property
    def went(self) -> frozenset[str]:
        """The words that went and did not only change their place."""
        return _new(self.struck, self.inserted)

    @property
    def context(self) -> str:
        """The sentence with what stands around it: what a rule's `within` looks at."""
        return f"{self.around}\n{self.before}\n{self.after}"

    @property
    def around(self) -> str:
        """The heading, and what leads in the list or table."""
        return f"{self.heading}\n{self.lead_in}" if self.lead_in else self.heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What really changed between two texts, and both texts for looking up what stood elsewhere."""

    old: str
    new: str
    passages: tuple[Passage, ...]
    replaced: tuple[ReplacedLink, ...] = ()


@lru_cache(maxsize=256)  # every rule asks for them
def _new(runs: tuple[str, ...], others: tuple[str, ...]) -> frozenset[str]:
    placed = {word for run in others for word in run.split()} - FIRM
    return frozenset(word for run in runs for word in run.split()) - placed


def comparison_of(redline: Redline, rules: Rules) -> Comparison:
    """Return the sentences of a redline whose words changed in a way that can mean something."""
    old = _text(redline, {Mark.KEPT, Mark.STRUCK, Mark.MOVED_FROM, Mark.GLYPHS_FROM})
    new = _text(redline, {Mark.KEPT, Mark.INSERTED, Mark.MOVED_TO, Mark.GLYPHS_TO})
    pairs = [
        (change, before, after)
        for change in redline.changes
        if change.kind not in _UNCOUNTED and not rules.skip_headings.occurs_in(change.heading)
        for before, after in change.sentences
    ]
    pairs = without_furniture(pairs, rules)
    pairs = with_counterparts(pairs, lambda sentence: comparable(sentence, rules))
    renamed = renamed_in(pairs)
    elsewhere = Elsewhere(old, new, rules)
    page = parse(redline.html)
    leads, links = lead_ins(page), changed_links(page)
    headings = cache(lambda: _headings(page, rules))
    found = (
        _passage(
            *pair,
            lead_in=leads.get(pair[0].clause, ""),
            links=links.get(pair[0].clause, ""),
            rules=rules,
            renamed=renamed,
            elsewhere=elsewhere,
        )
        for pair in pairs
        if not _is_contents(pair[2] or pair[1], headings, links.get(pair[0].clause, ""), rules)
    )
    passages = _without_moves([one for one in found if one])
    return Comparison(
        old=old, new=new, passages=passages, replaced=replaced_links(redline.changes, page)
    )


def _without_moves(passages: list[Passage]) -> tuple[Passage, ...]:
    """Return the passages but for those whose words all went here and came there."""
    struck = {run for passage in passages for run in passage.struck}
    inserted = {run for passage in passages for run in passage.inserted}
    both = {run for run in struck & inserted if is_long(run)}
    return tuple(
        passage
        for passage in passages
        if not passage.changed_words
        or not both.issuperset(passage.struck)
        or not both.issuperset(passage.inserted)
    )


def _text(redline: Redline, marks: set[Mark]) -> str:
    return "".join(segment.text for segment in redline.segments if segment.mark in marks)


def _passage(
    change: Change,
    before: str,
    after: str,
    *,
    lead_in: str,
    links: str,
    rules: Rules,
    renamed: frozenset[Swap],
    elsewhere: Elsewhere,
) -> Passage | None:
    """Return the passage, or None where nothing in it means anything else."""
    sentence = f"{change.heading}\n{before}\n{after}"
    names_matter = rules.names_matter.occurs_in(sentence)
    names: frozenset[Swap] = frozenset() if names_matter else renamed
    old, new = comparable(before, rules), comparable(after, rules)
    struck, inserted = _differences(old, new, rules, names)
    if _counts((*struck, *inserted)) and _same_quantities(before, after, rules):
        return None
    struck = tuple(run for run in struck if not elsewhere.still_stands(run))
    inserted = tuple(run for run in inserted if not elsewhere.stood_before(run))
    if not struck and not inserted and not _is_cut(before, after, rules):
        return None
    return Passage(
        clause=change.clause,
        heading=change.heading,
        lead_in=lead_in,
        kind=change.kind,
        before=before,
        after=after,
        struck=struck,
        inserted=inserted,
        pointing=bool(before and after)
        and (
            _is_linked(struck, inserted, {*comparable(links, rules)}, names_matter=names_matter)
            or (
                all(_is_pointed_at(run, old, rules) for run in struck)
                and all(_is_pointed_at(run, new, rules) for run in inserted)
            )
        ),
    )


def _is_cut(before: str, after: str, rules: Rules) -> bool:
    """Whether a full stop alone cut off what a rule knows as a limit of what stands before it."""
    cutting = (rule.find for rule in rules.rules if rule.when is When.CUT_OFF)
    return any(cut_off(find, before, after) for find in cutting)


def _is_linked(
    struck: tuple[str, ...], inserted: tuple[str, ...], links: set[str], *, names_matter: bool
) -> bool:
    """Whether what came are words of links; the page shows links as they are now."""
    came = {word for run in inserted for word in run.split()}
    return bool(came) and came <= links and len(struck) <= len(inserted) and not names_matter


def _is_pointed_at(run: str, sentence: list[str], rules: Rules) -> bool:
    """Whether a run of words stands right after a word that sends readers somewhere."""
    words = run.split()
    heads = padded(sentence).split(padded(words))[:-1]
    before = {word for head in heads for word in head.split()[-_POINTING:]}
    return not rules.pointing.isdisjoint(before) and len(words) <= _FILLING


def _headings(page: Document, rules: Rules) -> frozenset[str]:
    """Return the words of what may be the page's headings, marked as such or not."""
    return frozenset(
        " ".join(comparable(block.text, rules))
        for block in page.blocks
        if block.kind is Kind.HEADING or block.text.count(" ") < _FILLING
    )


def _is_contents(
    sentence: str, headings: Callable[[], frozenset[str]], links: str, rules: Rules
) -> bool:
    """Whether a "sentence" only lists headings or links, as a table of contents does."""
    parts = _ENTRY.split(sentence)
    if len(parts) < _CONTENTS:
        return False
    entries = [" ".join(comparable(one, rules)) for one in parts]
    entries = [one for one in entries if one]
    linked = {" ".join(comparable(one, rules)) for one in _ENTRY.split(links)}
    listed = sum(one in headings() or one in linked for one in entries)
    return len(entries) >= _CONTENTS and listed * 2 >= len(entries)


def _counts(runs: Iterable[str]) -> bool:
    """Whether a number is among the words that changed."""
    return any(word[:1].isdigit() or word in NUMBERS for run in runs for word in run.split())


def _same_quantities(before: str, after: str, rules: Rules) -> bool:
    """Whether the same quantities were written in another way and nothing else changed."""
    old, new = (in_one_form(readable(side)) for side in (before, after))
    return words_of(old, rules) == words_of(new, rules)


def _differences(
    old: list[str], new: list[str], rules: Rules, renamed: frozenset[Swap]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the runs of words that went and that came, the meaningless ones left out."""
    struck, inserted = [], []
    for went, came in replaced_words(old, new):
        if (" ".join(went), " ".join(came)) in renamed:
            continue
        if same_words(went, came, rules) or _is_filled(went, came) or _is_filled(came, went):
            continue
        struck.append(" ".join(word for word in went if word != FILLED))
        inserted.append(" ".join(word for word in came if word != FILLED))
    return tuple(run for run in struck if run), tuple(run for run in inserted if run)


def _is_filled(template: list[str], words: list[str]) -> bool:
    """Whether a template stands where a few harmless words stood: it may fill in the same."""
    harmless = FIRM.isdisjoint(words) and not any(word[:1].isdigit() for word in words)
    return set(template) == {FILLED} and len(words) <= _FILLING and harmless
