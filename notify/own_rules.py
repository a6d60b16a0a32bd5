"""A company's own rules: added, raised or silenced beside the program's, for all policies or one.

They stand in a file that the settings name (`rules = "…"`):

    [[silence]]                    # the rule is told with the reason, and counts for nothing
    rule = "opened-up"
    policy = "cookies"             # left out: in every policy
    reason = "The table lists every cookie; an example there opens nothing."

    [[raise]]                      # the rule always makes a change this serious
    rule = "recipient-dropped"
    level = "significant"

    [[rule]]                       # as in the program's rules.toml, and may name a policy
    id = "own-…"
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from archive.front_matter import Level
from archive.revisions import PolicyId
from notify.errors import InvalidRules
from notify.evidence import FINDINGS
from notify.rules import Rule, Rules, load_rules, read_rule
from notify.rules_file import Entry, RulesFile, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A rule that counts for nothing, and why."""

    rule: str
    policy: PolicyId | None  # None: in every policy
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """A rule that makes a change more serious than the program's rules say."""

    rule: str
    policy: PolicyId | None
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRules:
    """What a company adds to the rules, raises and silences."""

    version: str = ""
    silences: tuple[Silence, ...] = ()
    raises: tuple[Raise, ...] = ()
    rules: tuple[tuple[PolicyId | None, Rule], ...] = ()

    def applied(self, rules: Rules, policy: PolicyId | None) -> Rules:
        """Return the rules for a policy; for a text that is no policy's, those for all."""
        if not self.version:
            return rules
        added = tuple(rule for only, rule in self.rules if only in (None, policy))
        return replace(
            rules,
            version=f"{rules.version}+{self.version}",
            rules=tuple(sorted((*rules.rules, *added), key=lambda rule: rule.last_resort)),
            silenced={s.rule: s.reason for s in self.silences if s.policy in (None, policy)},
            raised={r.rule: r.level for r in self.raises if r.policy in (None, policy)},
        )


def rules_by_policy(root: Path, place: str) -> Callable[[PolicyId], Rules]:
    """Return what gives each policy its rules; the file is read and checked at once."""
    rules = load_rules()
    own = load_own_rules(root, place, rules)
    return cache(lambda policy: own.applied(rules, policy))


def load_own_rules(root: Path, place: str | None, rules: Rules) -> OwnRules:
    """Return a repository's own rules; none where the settings name no file.

    Raises InvalidRules with file, line and what to write instead.
    """
    if place is None:
        return OwnRules()
    try:
        content = (root / place).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRules(
            f"{place}: cannot be read as UTF-8 text: {error}; the settings name it under `rules`"
        ) from error
    return parse_own_rules(content, place=place, rules=rules)


def parse_own_rules(content: str, *, place: str, rules: Rules) -> OwnRules:
    """Return the own rules that a file's text holds, checked against the program's."""
    file = parse(Path(place), content, kinds=("silence", "raise", "rule"))
    own = file.read("rule", lambda entry: (_policy(entry), read_rule(entry)))
    known = {*_names(rules), *(rule.id for _, rule in own)}
    loaded = OwnRules(
        version=hashlib.sha256(content.encode()).hexdigest()[:12],
        silences=file.read("silence", lambda entry: _silence(entry, known)),
        raises=file.read("raise", lambda entry: _raise(entry, known)),
        rules=own,
    )
    _check(file, loaded, rules)
    file.top.refuse_what_was_not_asked()
    return loaded


def _silence(entry: Entry, known: set[str]) -> Silence:
    return Silence(
        rule=_known(entry, known), policy=_policy(entry), reason=entry.text("reason").strip()
    )


def _raise(entry: Entry, known: set[str]) -> Raise:
    return Raise(
        rule=_known(entry, known), policy=_policy(entry), level=entry.choice("level", Level)
    )


def _policy(entry: Entry) -> PolicyId | None:
    name = entry.text("policy", default="").strip()
    return PolicyId(name) if name else None


def _known(entry: Entry, known: set[str]) -> str:
    name = entry.text("rule")
    if name not in known:
        near = get_close_matches(name, sorted(known), n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise entry.wrong(f"no rule is called {name!r}{hint}", key="rule")
    return name


def _names(rules: Rules) -> Iterator[str]:
    """Yield the names that findings can have."""
    yield from (rule.id for rule in rules.rules)
    yield from rules.quantity_findings
    yield from FINDINGS


def _check(file: RulesFile, own: OwnRules, rules: Rules) -> None:
    """Refuse an own rule with the program's name or no topic of its, and what is said twice."""
    taken = set(_names(rules))
    topics = {topic.id for topic in rules.topics}
    for entry, (_, rule) in zip(file.tables.get("rule", ()), own.rules, strict=True):
        if rule.id in taken:
            raise entry.wrong(f"{rule.id!r} is taken; give it another id", key="id")
        if rule.topic not in topics:
            raise entry.wrong(f"{rule.topic!r} is no topic of the rules", key="topic")
        taken.add(rule.id)
    said: set[tuple[str, PolicyId | None]] = set()
    entries = [*file.tables.get("silence", ()), *file.tables.get("raise", ())]
    named: list[Silence | Raise] = [*own.silences, *own.raises]
    for entry, one in zip(entries, named, strict=True):
        if (one.rule, one.policy) in said:
            raise entry.wrong(f"{one.rule!r} is silenced or raised twice; keep one", key="rule")
        said.add((one.rule, one.policy))
