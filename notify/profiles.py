"""Legal profiles: what each law asks of a change of a policy, as notify/profiles.toml says."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from archive.own_profiles import OwnProfile
from archive.revisions import PolicyId
from archive.settings import Settings
from notify.notice_periods import Period, Unit
from notify.rules_file import Entry, RulesFile, parse

TABLE: Final = Path(__file__).with_name("profiles.toml")
OWN: Final = "own"  # the profile that always stands


class Check(StrEnum):
    """What a policy or a change is held against."""

    EFFECTIVE_DATE = "effective-date"
    HOW_TOLD = "how-told"
    MORE_THAN_A_LOOK = "more-than-a-look"
    CONTACT = "contact"
    REVIEW = "review"
    NO_REACH_BACK = "no-reach-back"
    NEW_PURPOSE = "new-purpose"
    BEFORE_TRANSFER = "before-transfer"
    SUMMARY = "summary"
    RIGHT_TO_END = "right-to-end"
    CHILDREN = "children"
    CHILDRENS_SERVICE = "childrens-service"


class AtOnce(StrEnum):
    """Why a change may have to apply without its period: the values of change.at_once."""

    IMMINENT_DANGER = "imminent-danger"
    LEGAL_DUTY = "legal-duty"
    READERS_BENEFIT = "readers-benefit"
    ADMINISTRATIVE = "administrative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One check that a law asks for, and where it does."""

    check: Check
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one law asks of a change of a policy."""

    id: str
    title: str
    law: str
    source: str  # of the period, or of the duty to tell where the law gives none
    period: Period | None  # None: the law gives no number
    medium: str  # how people must be told; empty where the law does not say
    at_once: tuple[AtOnce, ...]  # the reasons for which a change may apply without the period
    at_once_source: str
    rules: tuple[Rule, ...]

    @property
    def where(self) -> str:
        """Where the law asks for its period, as a lawyer cites it."""
        return f"{self.law}, {self.source}"


def load_profiles(path: Path = TABLE) -> tuple[Profile, ...]:
    """Return every profile of a table, by default the program's own.

    Raises InvalidRules with file, line and what to write instead.
    """
    file = parse(path, path.read_text(encoding="utf-8"), kinds=("profile", "rule"))
    rules = file.read("rule", _rule)
    profiles = file.read("profile", lambda entry: _profile(entry, rules))
    file.top.refuse_what_was_not_asked()
    _check(file, profiles, rules)
    return profiles


@lru_cache(maxsize=1)
def all_profiles() -> tuple[Profile, ...]:
    """Return the program's own profiles, read once."""
    return load_profiles()


def profiles_of(
    policy: PolicyId, services: Iterable[str], settings: Settings
) -> tuple[Profile, ...]:
    """Return the profiles that stand for a policy which covers some services; none means all.

    Those of every policy, of this one and of its services stand together, the own promise first.
    """
    covered = set(services) or {service.id for service in settings.services}
    named = {
        OWN,
        *settings.notice.profiles,
        *(name for one in settings.policies if one.id == policy for name in one.profiles),
        *(name for one in settings.services if one.id in covered for name in one.profiles),
    }
    return (
        *(profile for profile in all_profiles() if profile.id in named),
        *(
            _own(one)
            for one in settings.profiles
            if not one.applies_to or policy in one.applies_to or covered & {*one.applies_to}
        ),
    )


def _own(promised: OwnProfile) -> Profile:
    """Return what an organisation promised elsewhere; only those it was promised can let it go."""
    unit = Unit.DAYS if promised.months is None else Unit.MONTHS
    return Profile(
        id=promised.id,
        title=promised.title,
        law=promised.title,
        source=promised.source,
        period=Period(number=promised.months or promised.days or 0, unit=unit),
        medium="",
        at_once=(),
        at_once_source="",
        rules=(),
    )


def unknown_policies(settings: Settings, policies: Iterable[PolicyId]) -> tuple[str, ...]:
    """Return what is wrong with each name of a policy that is none: its laws would not count.

    A profile may also hold for a service.
    """
    known = sorted(set(policies))
    services = {service.id for service in settings.services}
    held = {name for one in settings.profiles for name in one.applies_to if name not in services}
    named = [*(one.id for one in settings.policies), *sorted(held)]
    return tuple(
        f"the settings name the policy `{name}`, which is none; "
        + (f"did you mean `{near[0]}`?" if near else f"the policies are {', '.join(known)}")
        for name in dict.fromkeys(named)
        if name not in known
        for near in [get_close_matches(name, known, n=1)]
    )


def _profile(entry: Entry, rules: Iterable[tuple[str, Rule]]) -> Profile:
    name = entry.text("id")
    return Profile(
        id=name,
        title=entry.text("title"),
        law=entry.text("law"),
        source=entry.text("source"),
        period=_period(entry),
        medium=entry.text("medium", default=""),
        at_once=_at_once(entry),
        at_once_source=entry.text("at_once_source", default=""),
        rules=tuple(rule for profile, rule in rules if profile == name),
    )


def _period(entry: Entry) -> Period | None:
    found = [
        Period(number=number, unit=unit)
        for unit in (Unit.DAYS, Unit.MONTHS)
        if (number := entry.number(unit)) is not None
    ]
    if len(found) > 1:
        raise entry.wrong("days and months are two periods; keep one", key="months")
    return found[0] if found else None


def _at_once(entry: Entry) -> tuple[AtOnce, ...]:
    reasons = entry.words("at_once")
    unknown = [reason for reason in reasons if reason not in set(AtOnce)]
    if unknown:
        allowed = ", ".join(f'"{one}"' for one in AtOnce)
        raise entry.wrong(f"{unknown[0]!r} is no reason; write {allowed}", key="at_once")
    if reasons and "at_once_source" not in entry.values:
        raise entry.wrong("at_once needs its source: write at_once_source", key="at_once")
    return tuple(AtOnce(reason) for reason in reasons)


def _rule(entry: Entry) -> tuple[str, Rule]:
    return entry.text("profile"), Rule(
        check=entry.choice("check", Check), source=entry.text("source")
    )


def _check(
    file: RulesFile, profiles: tuple[Profile, ...], rules: tuple[tuple[str, Rule], ...]
) -> None:
    """Refuse a profile that stands twice, and a rule of none or said twice."""
    for entry, times in zip(
        file.tables["profile"], _repeated(profile.id for profile in profiles), strict=True
    ):
        if times:
            raise entry.wrong(f"{entry.values['id']!r} stands here twice; keep one", key="id")
    known = {profile.id for profile in profiles}
    repeated = _repeated((profile, rule.check) for profile, rule in rules)
    for entry, times in zip(file.tables["rule"], repeated, strict=True):
        if entry.values["profile"] not in known:
            raise entry.wrong(f"no profile is called {entry.values['profile']!r}", key="profile")
        if times:
            raise entry.wrong("the profile has this check twice; keep one", key="check")


def _repeated(keys: Iterable[object]) -> list[int]:
    """Return how often each stood before."""
    seen: Counter[object] = Counter()
    found = []
    for key in keys:
        found.append(seen[key])
        seen[key] += 1
    return found
