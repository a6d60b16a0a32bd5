"""Finding what a person named: a policy, the text of a day, a version, a revision."""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

from archive.errors import UnknownDate, UnknownPolicy
from archive.register import Policy, Register
from archive.revisions import Language, Revision, Version
from archive.timelines import Timeline, timeline_of


def find_policy(
    register: Register, name: str, *, default: Language, language: str | None = None
) -> Policy:
    """Return the policy of an id: in a language, else in the default or the oldest one.

    Raises UnknownPolicy, naming the nearest ids or the languages there are.
    """
    named = [policy for policy in register if policy.id == name]
    if not named:
        ids = sorted({policy.id for policy in register})
        near = get_close_matches(name, ids, n=3, cutoff=0.4) or ids[:5]
        raise UnknownPolicy(f"there is no policy `{name}`; there is {_listed(near)}")
    if language is None:
        return min(
            named,
            key=lambda policy: (policy.language != default, policy.revisions[0].published),
        )
    for policy in named:
        if policy.language == language.lower():
            return policy
    languages = _listed([policy.language for policy in named])
    raise UnknownPolicy(f"`{name}` is not there in `{language}`; it is in {languages}")


def revision_on(policy: Policy, day: date, *, joined: date | None = None) -> Revision:
    """Return the revision that applied on a day; raises UnknownDate where none did.

    To people who joined on a day, another one may have applied than to people who join now.
    """
    timeline = timeline_of(policy.timelines, joined)
    if timeline is not None:
        return _bound_by(policy, timeline, day)
    for revision in policy.revisions:
        begun = revision.applies_from is not None and revision.applies_from <= day
        if begun and (revision.applies_until is None or day < revision.applies_until):
            return revision
    days = [revision.applies_from for revision in policy.revisions if revision.applies_from]
    if days and day < min(days):
        raise UnknownDate(
            f"`{policy.id}` did not apply on {day}: its first text did on {min(days)}"
        )
    ended = max(
        (r.applies_until for r in policy.revisions if r.applies_until and r.applies_until <= day),
        default=day,
    )
    back = min((begun for begun in days if begun > day), default=None)
    gap = f"from {ended} until {back}, when it came back" if back else f"since {ended}"
    raise UnknownDate(f"`{policy.id}` did not apply on {day}: taken off, it was not in force {gap}")


def _bound_by(policy: Policy, timeline: Timeline, day: date) -> Revision:
    """Return the revision that applied to the people of a timeline on a day."""
    for binding in timeline.bindings:
        if binding.covers(day):
            return next(r for r in policy.revisions if r.id == binding.revision)
    raise UnknownDate(
        f"no text of `{policy.id}` applied on {day} to people who joined before"
        f" {timeline.joined_before}"
    )


def version_of(policy: Policy, day: date) -> Version:
    """Return the version of an effective date (or, undated, of a published day)."""
    exact = [version for version in policy.versions if version.effective == day]
    named = exact or [v for v in policy.versions if v.address[:10] == day.isoformat()]
    if named:
        return named[-1]
    for version in policy.versions:
        if any(dating.effective == day for each in version.revisions for dating in each.datings):
            raise UnknownDate(
                f"`{policy.id}` has no version of {day}: this date was declared for the words of"
                f" `{version.address}`, which stayed"
            )
    days = sorted({version.address[:10] for version in policy.versions})
    near = sorted(days, key=lambda text: abs((date.fromisoformat(text) - day).days))[:3]
    raise UnknownDate(f"`{policy.id}` has no version of {day}; the nearest are {_listed(near)}")


def version_at(policy: Policy, name: str) -> Version | None:
    """Return the version of an address such as "2018-11-20-2", or None."""
    return next((version for version in policy.versions if version.address == name), None)


def revision_of(policy: Policy, name: str) -> Revision:
    """Return the revision of an id, or of the first letters of one."""
    named = [revision for revision in policy.revisions if revision.id.startswith(name)]
    if len(named) == 1 or any(revision.id == name for revision in named):
        return next((revision for revision in named if revision.id == name), named[0])
    ids = [revision.id for revision in (named or policy.revisions)]
    near = get_close_matches(name, ids, n=3, cutoff=0.3) or ids[-3:]
    raise UnknownDate(f"`{policy.id}` has no one revision `{name}`; there is {_listed(near)}")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
