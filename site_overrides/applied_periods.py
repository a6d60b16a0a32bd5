"""Which text of a policy applied from when until when, to everybody and by the day people joined."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from archive.register import Policy
from archive.revisions import Revision, RevisionId, State
from archive.speech import Speech
from site_overrides.histories import text_name
from site_overrides.sites import Site
from site_overrides.wording import period_words


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedPeriod:
    """One text, and the days on which it applied."""

    begins: date
    ends: date | None  # the day another text took its place; None: not known yet
    name: str
    words: str  # the same days in a sentence
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedTo:
    """The texts that applied to some people, newest first; both days None: to everybody."""

    joined_from: date | None
    joined_before: date | None
    periods: tuple[AppliedPeriod, ...]


def applied_to(speech: Speech, site: Site, policy: Policy) -> tuple[AppliedTo, ...]:
    """Return what applied when: to who joined last, or everybody, first; to the oldest members last."""
    by_id = {revision.id: revision for revision in policy.revisions}
    spans = _days_of_everybody(policy)
    latest = policy.timelines[-1].joined_before if policy.timelines else None
    found = [_group(speech, site, policy, by_id, spans, joined=(latest, None))]
    joined_from: date | None = None
    older = []
    for timeline in policy.timelines:
        bound = [(each.revision, each.begins, each.ends) for each in timeline.bindings]
        joined = joined_from, timeline.joined_before
        older.append(_group(speech, site, policy, by_id, bound, joined=joined))
        joined_from = timeline.joined_before
    return (*found, *reversed(older))


_Days = tuple[RevisionId, date, date | None]


def _days_of_everybody(policy: Policy) -> list[_Days]:
    return [
        (revision.id, revision.applies_from, revision.applies_until)
        for revision in policy.revisions
        if revision.applies_from is not None and _applies(revision)
    ]


def _applies(revision: Revision) -> bool:
    """Return whether a text applied, or will: for a day at least."""
    begins, ends = revision.applies_from, revision.applies_until
    taken_back = revision.state is State.WITHDRAWN and ends is None
    return begins is not None and not taken_back and (ends is None or begins < ends)


def _group(
    speech: Speech,
    site: Site,
    policy: Policy,
    by_id: dict[RevisionId, Revision],
    days: list[_Days],
    *,
    joined: tuple[date | None, date | None],
) -> AppliedTo:
    rows = sorted(days, key=lambda row: row[1], reverse=True)
    return AppliedTo(
        joined_from=joined[0],
        joined_before=joined[1],
        periods=tuple(_periods(speech, site, policy, by_id, rows)),
    )


def _periods(
    speech: Speech,
    site: Site,
    policy: Policy,
    by_id: dict[RevisionId, Revision],
    rows: list[_Days],
) -> Iterator[AppliedPeriod]:
    for revision_id, begins, ends in rows:
        revision = by_id[revision_id]
        version = policy.version_of(revision)
        yield AppliedPeriod(
            begins=begins,
            ends=ends,
            name=text_name(speech, version, revision),
            words=period_words(speech, begins, ends, today=site.register.today),
            address=site.revision_address(policy, version, revision),
        )
