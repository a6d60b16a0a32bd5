"""The page that tells of every clause of a policy: since when it reads so, and what it said before."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from archive.clause_html import alone
from archive.clause_past import Wording, wordings
from archive.clause_records import ClauseRecord, Standing
from archive.line_spans import Lines
from archive.speech import speech_in
from site_overrides.clause_addresses import clauses_address
from site_overrides.clause_lines import clause_lines
from site_overrides.links import Destinations, Resolve, relink
from site_overrides.shown_clauses import ShownClauses, ShownText
from site_overrides.sites import Site
from site_overrides.templates import fill, link_from
from site_overrides.texts_on_pages import with_spoken_marks

_MOST: Final = 20  # former wordings of one clause; the versions themselves show all
_EXCERPT: Final = 160  # characters
_ANCHOR: Final = re.compile(r' (?:id|data-moved-to)="change-[^"]*"')
_HEADING: Final = re.compile(r"<h[1-6]\b")
# What stands before "#" in a link to another place of the text, which is not on this page.
_PLACE: Final = re.compile(r'<a(?: [^\s"=<>/]+="[^"]*")*? href="(?=#)')
_TAG: Final = re.compile(r'<(?:[^"<>]|"[^"]*")*>')


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingEntry:
    """One wording of a clause, marked against the one before it."""

    anchor: str  # "" where another wording or clause has it
    text: ShownText  # the first that had it
    html: Markup
    again: bool  # the words of the one before, which came back


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseEntry:
    """A clause as the page tells of it."""

    anchor: str
    title: str  # its first words
    heading: bool
    lines: Lines | None  # of the file that holds the text in force
    since: ShownText | None  # None: no text that applied has it
    now: tuple[WordingEntry, ...]  # at most one: the wording that stands, marked against the former
    former: tuple[WordingEntry, ...]  # newest first
    more: int  # former wordings that are not shown
    coming: tuple[WordingEntry, ...]
    leaves: ShownText | None  # the first text to come that does not have it
    joins: ShownText | None  # the first text to come in which another clause holds its words
    last: ShownText | None  # of a clause that is gone: the last text that had it
    origin: str  # the anchor of the clause it came from; "" where there is none
    within: str  # the anchor of the clause that holds its words now
    merged: tuple[str, ...]  # the anchors of the clauses whose words it holds


def clause_page(site: Site, shown: ShownClauses, destinations: Destinations) -> Markup:
    """Return the body of the page."""
    policy = shown.policy
    address = clauses_address(site, policy)
    resolve = destinations.on_the_present_page(path=policy.path, address=address)
    teller = _Teller(shown, resolve, clause_lines(site, shown), link=link_from(address))
    entries = list(teller.entries())
    return fill(
        "clause_history.html",
        speech_in(policy.language),
        policy=policy,
        source=policy.in_force if shown.present is not None else None,
        present=[each for each in entries if each.last is None and each.since],
        gone=[each for each in entries if each.last is not None],
        new=[each for each in entries if each.last is None and not each.since and each.coming],
        policy_address=site.policy_address(policy),
        history_address=site.history_address(policy),
        link=link_from(address),
    )


class _Teller:
    """Tells of one clause after the other."""

    def __init__(
        self,
        shown: ShownClauses,
        resolve: Resolve,
        lines: Sequence[Lines | None],
        *,
        link: Callable[[str], str],
    ) -> None:
        self._texts = shown.texts
        self._language = shown.policy.language
        self._record: ClauseRecord = shown.record()
        self._resolve = resolve
        self._link = link
        self._applied = [n for n, text in enumerate(shown.texts) if text.applied]
        coming = [n for n, text in enumerate(shown.texts) if text.coming]
        self._coming = sorted(coming, key=lambda number: shown.texts[number].day)
        self._present = shown.present
        self._anchors = {line.anchor for line in self._record.lines}
        self._order = [] if self._present is None else self._record.order(self._present)
        self._lines = dict(zip(self._order, lines, strict=True))

    def entries(self) -> Iterator[ClauseEntry]:
        inside = set(self._order)
        held: dict[int, list[int]] = {}
        for clause in range(len(self._record.lines)):
            if (holder := self._holder(clause)) is not None:
                held.setdefault(holder, []).append(clause)
        for clause in self._order:
            yield self._entry(clause, held.get(clause, ()))
            for other in held.get(clause, ()):
                yield self._entry(other, ())
        told = inside | {clause for each in held.values() for clause in each}
        for clause in range(len(self._record.lines)):
            if clause not in told:
                yield self._entry(clause, ())

    def _holder(self, clause: int) -> int | None:
        standing = None if self._present is None else self._record.standing(clause, self._present)
        return standing.within if standing else None

    def _entry(self, clause: int, merged: Sequence[int]) -> ClauseEntry:
        line = self._record.lines[clause]
        past = wordings(self._record, clause, self._applied)
        said = [each for each in past if each.within is None]
        coming = [
            each
            for each in wordings(self._record, clause, sorted(self._coming))
            if each.within is None
        ]
        present = -1 if self._present is None else self._present
        here = bool(past) and past[-1].first <= present <= past[-1].last
        told = said[-_MOST - 1 :]
        marked = [self._told(each, said, at) for at, each in enumerate(said) if each in told]
        stands = here and past[-1].within is None
        newest = said or coming
        return ClauseEntry(
            anchor=line.anchor,
            title=_excerpt(newest[-1].html) if newest else "",
            heading=self._is_heading(clause),
            lines=self._lines.get(clause),
            since=self._texts[past[-1].first] if here else None,
            now=tuple(marked[-1:]) if stands else (),
            former=tuple(reversed(marked[:-1] if stands else marked)),
            more=len(said) - len(told),
            coming=tuple(
                self._told(each, [*said[-1:], each], len(said[-1:]))
                for each in coming
                if not said or each.anchor != said[-1].anchor
            ),
            leaves=self._first_to_come(clause, _is_gone) if here else None,
            joins=self._first_to_come(clause, _is_within) if stands else None,
            last=None if here or not past else self._texts[past[-1].last],
            origin="" if line.origin is None else self._record.lines[line.origin].anchor,
            within="" if (h := self._holder(clause)) is None else self._record.lines[h].anchor,
            merged=tuple(self._record.lines[other].anchor for other in merged),
        )

    def _first_to_come(
        self, clause: int, holds: Callable[[Standing | None], bool]
    ) -> ShownText | None:
        """Return the first text to come in which a clause stands in some way."""
        for number in self._coming:
            if holds(self._record.standing(clause, number)):
                return self._texts[number]
        return None

    def _is_heading(self, clause: int) -> bool:
        shapes = [each.shape for each in self._record.lines[clause].standings]
        newest = next((shape for shape in reversed(shapes) if shape is not None), None)
        return newest is not None and bool(_HEADING.search(self._record.shapes[newest]))

    def _told(self, wording: Wording, said: Sequence[Wording], at: int) -> WordingEntry:
        from archive.redlines import compare  # noqa: PLC0415 - with the comparing engine

        new = alone(wording.html, row=wording.row)
        again = at > 0 and said[at - 1].anchor == wording.anchor
        if at and not again:
            before = said[at - 1]
            html = with_spoken_marks(
                compare(alone(before.html, row=before.row), new).html, self._language
            )
        else:
            html = new
        anchor = "" if wording.anchor in self._anchors else wording.anchor
        self._anchors.add(wording.anchor)
        text = self._texts[wording.first]
        linked = relink(_ANCHOR.sub("", html), self._resolve)
        linked = _PLACE.sub(rf"\g<0>{self._link(text.address)}", linked)
        return WordingEntry(anchor=anchor, text=text, again=again, html=Markup(linked))  # noqa: S704 - cleaned


def _is_gone(standing: Standing | None) -> bool:
    return standing is None or (standing.text is None and standing.within is None)


def _is_within(standing: Standing | None) -> bool:
    return standing is not None and standing.within is not None


def _excerpt(html: str) -> str:
    words = " ".join(Markup(_TAG.sub("", html.replace("\x1f", " | "))).unescape().split())  # noqa: S704 - read, not shown
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rsplit(' ', 1)[0]} …"
