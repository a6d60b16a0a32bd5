"""Tracing: which clause of a policy is which, from its first revision to its last.

Revisions are taken in one after the other, and a later one never changes what an earlier one was
given. Neighbours are compared by the redline's own alignment; the bounds below decide when a
clause has gone so far from its first wording that it is another one, which says where it came
from, and when one that was gone is back. They were set on 31 real histories of 8 to 960
revisions, against a direct comparison of versions far apart (`tests/benchmarks/test_lineage.py`).
"""

from collections.abc import Sequence
from typing import Final

from archive.clause_anchors import lasting_anchor, wording_anchor
from archive.clause_html import Written
from archive.clause_records import ClauseLine, ClauseRecord, Standing, splices_between
from archive.clause_steps import ClauseStep
from archive.clause_wordings import Wordings

_ALIKE: Final = 0.38  # to its last wording, and to its first one: below, it is another clause
_HELD: Final = 0.75  # how much of a clause must stand in the one that it was merged into
_BACK: Final = 0.75  # how like its last wording a clause is that came back
_BACK_IN_PLACE: Final = 0.6  # the same beside a neighbour that it had
_LEAST: Final = 4  # words; shorter clauses come back only as they were


class Tracer:
    """Takes in the revisions of one policy; `record` holds what was found so far."""

    def __init__(self, record: ClauseRecord | None = None) -> None:
        self.record = record or ClauseRecord()
        self._wordings = Wordings(self.record)
        self._shape_numbers = {shape: n for n, shape in enumerate(self.record.shapes)}
        self._anchors = {line.anchor for line in self.record.lines}
        self._held: list[list[int]] = []  # by place: the clauses in the newest revision
        self._gone: dict[int, int] = {}  # clauses that are in no revision now, since when
        self._beside: dict[
            int, tuple[int | None, int | None]
        ] = {}  # the last neighbours of a clause
        self._learnt: set[int] = set()
        self._said: dict[str, int] = {}  # which clause first had a wording
        self._replay()

    @property
    def newest(self) -> list[Written]:
        """The clauses of the newest revision."""
        last = len(self.record.splices) - 1
        return [self.record.written(ids[0], last) for ids in self._held]

    def take(self, step: ClauseStep) -> None:
        """Take in the next revision."""
        revision = len(self.record.splices)
        texts = [self._wordings.number(written) for written in step.clauses]
        held, sources = self._carried(step, texts)
        before = {clause for ids in self._held for clause in ids}
        staying = {clause for ids in held for clause in ids}
        self._gone.update(dict.fromkeys(sorted(before - staying), revision))
        self._bring_back(texts, held)
        self._bring_back_in_place(texts, held)
        for place, ids in enumerate(held):
            if not ids:
                ids.append(self._new(texts[place], self._origin(texts[place], sources[place])))
        self._stand(revision, step.clauses, texts, held)
        self._held = held
        self._remember_neighbours()

    # ------------------------------------------------------------ what goes on

    def _carried(
        self, step: ClauseStep, texts: Sequence[int]
    ) -> tuple[list[list[int]], list[int | None]]:
        """Return by place the clauses that go on there, and the one that stood there before."""
        held: list[list[int]] = [[] for _ in texts]
        sources: list[int | None] = [None] * len(texts)
        for olds, news in step.pairs:
            ids = [clause for place in olds for clause in self._held[place]]
            parts = self._dealt(ids, news, texts)
            several = len(news) > 1 or len(ids) > 1
            for place, part in parts.items():
                text = texts[place]
                sources[place] = ids[0]
                going_on = [each for each in part if self._goes_on(each, text, several=several)]
                held[place] = sorted(
                    going_on, key=lambda each: (-self._alike_now(each, text), each)
                )
        return held, sources

    def _dealt(
        self, ids: Sequence[int], news: Sequence[int], texts: Sequence[int]
    ) -> dict[int, list[int]]:
        """Return which part of a clause that was split each of its ids goes to."""
        if len(news) == 1:
            return {news[0]: list(ids)}
        parts: dict[int, list[int]] = {place: [] for place in news}
        for clause in ids:
            own = self._own(clause)
            best = max(news, key=lambda place: (self._wordings.fit(own, texts[place]), -place))
            parts[best].append(clause)
        return parts

    def _goes_on(self, clause: int, text: int, *, several: bool) -> bool:
        own = self._own(clause)
        if own == text:
            return True
        if (
            self._wordings.alike(own, text) >= _ALIKE
            and self._wordings.alike(self._first(clause), text) >= _ALIKE
        ):
            return True
        return several and self._wordings.shared(own, text) >= _HELD * max(
            1, self._wordings.size(own)
        )

    # ------------------------------------------------------------ what comes back

    def _bring_back(self, texts: Sequence[int], held: list[list[int]]) -> None:
        """Give clauses that are gone their places again: equal ones, then those most alike."""
        free = [place for place, ids in enumerate(held) if not ids]
        if not free or not self._gone:
            return
        by_words: dict[tuple[bool, str], list[int]] = {}
        for clause in sorted(self._gone, key=lambda each: (self._gone[each], each)):
            by_words.setdefault(self._wordings.clause(self._own(clause)).bare, []).append(clause)
        for place in free:
            equal = by_words.get(self._wordings.clause(texts[place]).bare)
            if equal:
                self._return(equal.pop(), place, held)
        olds = [clause for clause in self._gone if self._wordings.size(self._own(clause)) >= _LEAST]
        news = [
            place
            for place in free
            if not held[place] and self._wordings.size(texts[place]) >= _LEAST
        ]
        found = []
        for a, b in self._wordings.likeness.candidates(
            [self._wordings.clause(self._own(clause)) for clause in olds],
            [self._wordings.clause(texts[place]) for place in news],
        ):
            clause, place = olds[a], news[b]
            score = self._wordings.alike(self._own(clause), texts[place])
            if score >= _BACK and self._wordings.alike(self._first(clause), texts[place]) >= _ALIKE:
                weight = (
                    min(self._wordings.size(self._own(clause)), self._wordings.size(texts[place]))
                    ** 0.25
                )
                found.append((-score * weight, -self._gone[clause], clause, place))
        for _, _, clause, place in sorted(found):
            if not held[place] and clause in self._gone:
                self._return(clause, place, held)

    def _bring_back_in_place(self, texts: Sequence[int], held: list[list[int]]) -> None:
        """Give a clause its place again beside a neighbour that it had, though it reads otherwise."""
        if not self._gone or all(held):
            return
        by_neighbour: dict[tuple[int, int | None], list[int]] = {}
        for clause in sorted(self._gone):
            for side, neighbour in enumerate(self._beside[clause]):
                if neighbour is not None:
                    by_neighbour.setdefault((side, neighbour), []).append(clause)
        for place, text in enumerate(texts):
            if held[place]:
                continue
            around = [(0, each) for each in (held[place - 1] if place else ())]
            around += [(1, each) for each in (held[place + 1] if place + 1 < len(held) else ())]
            waiting = {clause for each in around for clause in by_neighbour.get(each, ())}
            best = min(
                (
                    (-self._wordings.alike(self._own(clause), text), clause)
                    for clause in waiting
                    if clause in self._gone
                    and self._wordings.alike(self._own(clause), text) >= _BACK_IN_PLACE
                    and self._wordings.alike(self._first(clause), text) >= _ALIKE
                ),
                default=None,
            )
            if best is not None:
                self._return(best[1], place, held)

    def _return(self, clause: int, place: int, held: list[list[int]]) -> None:
        del self._gone[clause]
        held[place].append(clause)

    # ------------------------------------------------------------ what is written down

    def _origin(self, text: int, source: int | None) -> int | None:
        """Return where a new clause came from: one that stood there, or that once said the same."""
        if source is not None or self._wordings.size(text) < _LEAST:
            return source
        return self._said.get(wording_anchor(self.record.texts[text]))

    def _new(self, text: int, origin: int | None) -> int:
        anchor = lasting_anchor(self.record.texts[text], self._anchors)
        self._anchors.add(anchor)
        self.record.lines.append(ClauseLine(anchor=anchor, origin=origin, standings=[]))
        return len(self.record.lines) - 1

    def _stand(
        self,
        revision: int,
        clauses: Sequence[Written],
        texts: Sequence[int],
        held: Sequence[Sequence[int]],
    ) -> None:
        for place, (lead, *others) in enumerate(held):
            shape = self._shape_number(clauses[place].shape)
            self._put(lead, Standing(revision, texts[place], shape))
            for clause in others:
                self._put(clause, Standing(revision, within=lead))
        for clause in sorted(clause for clause, since in self._gone.items() if since == revision):
            self._put(clause, Standing(revision))
        for clause in sorted(clause for ids in held for clause in ids):
            self._learn(clause, self.record.lines[clause].standings[-1])
        before = [ids[0] for ids in self._held]
        self.record.splices.append(splices_between(before, [ids[0] for ids in held]))

    def _put(self, clause: int, standing: Standing) -> None:
        standings = self.record.lines[clause].standings
        if not standings or standings[-1][1:] != standing[1:]:
            standings.append(standing)

    def _learn(self, clause: int, standing: Standing) -> None:
        if standing.text is not None and standing.text not in self._learnt:
            self._learnt.add(standing.text)
            self._said.setdefault(wording_anchor(self.record.texts[standing.text]), clause)

    def _remember_neighbours(self) -> None:
        leads = [ids[0] for ids in self._held]
        for place, ids in enumerate(self._held):
            after = leads[place + 1] if place + 1 < len(leads) else None
            beside = (leads[place - 1] if place else None, after)
            self._beside.update(dict.fromkeys(ids, beside))

    def _replay(self) -> None:
        """Learn from a record what taking in its revisions would have taught."""
        record = self.record
        within: dict[int, list[tuple[int, Standing]]] = {}
        for clause, line in enumerate(record.lines):
            for standing in line.standings:
                within.setdefault(standing.since, []).append((clause, standing))
        holders: dict[int, int] = {}
        for revision, order in enumerate(record.orders()):
            for clause, standing in within.get(revision, ()):
                self._learn(clause, standing)
                holders.pop(clause, None)
                self._gone.pop(clause, None)
                if standing.within is not None:
                    holders[clause] = standing.within
                elif standing.text is None:
                    self._gone[clause] = revision
            self._held = [[lead] for lead in order]
            places = {lead: place for place, lead in enumerate(order)}
            for clause, lead in holders.items():
                self._held[places[lead]].append(clause)
            self._remember_neighbours()

    # ------------------------------------------------------------ words

    def _shape_number(self, shape: str) -> int:
        number = self._shape_numbers.get(shape)
        if number is None:
            number = self._shape_numbers[shape] = len(self.record.shapes)
            self.record.shapes.append(shape)
        return number

    def _first(self, clause: int) -> int:
        return next(s.text for s in self.record.lines[clause].standings if s.text is not None)

    def _own(self, clause: int) -> int:
        """Return the last text of a clause that was its alone."""
        return next(
            s.text for s in reversed(self.record.lines[clause].standings) if s.text is not None
        )

    def _alike_now(self, clause: int, text: int) -> float:
        return self._wordings.alike(self._own(clause), text)
