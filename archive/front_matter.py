"""What the front matter of a policy declares, strictly read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

import yaml

from archive import declarations
from archive.contacts import Contact
from archive.declarations import Reader, WrongValue
from archive.faults import Fault, Severity
from archive.strict_yaml import REFUSED, Problem, read_mapping


class Level(StrEnum):
    """How much a change matters to the people the policy is for."""

    EDITORIAL = "editorial"
    MINOR = "minor"
    SIGNIFICANT = "significant"


class Consent(StrEnum):
    """Whether a change may apply only to those who agreed."""

    REQUIRED = "required"
    NOT_NEEDED = "not-needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """A finding whose effect the legal team denies, and why."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What the rules found when `fairnotice check --write` noted it beside the decision."""

    level: Level
    effect: str
    consent: bool
    rules: str  # their version


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBlock:
    """The legal team's word on one revision: the `change:` block of its front matter."""

    level: Level | None = None
    reason: str = ""
    contested: tuple[Contested, ...] = ()
    summary: str = ""
    choices: str = ""
    consent: Consent | None = None
    kind: str | None = None
    to: str | None = None
    day: date | None = None
    at_once: str | None = None
    withdraws: date | None = None
    services: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()  # `from`: the policies whose words this text took over
    # Not the legal team's word, so a former block does not speak again because of it.
    assessed: Assessed | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The declarations at the head of a policy; every one is optional."""

    id: str | None = None
    title: str | None = None
    effective: date | None = None
    existing: date | None = None
    services: tuple[str, ...] = ()
    contact: Contact | None = None
    comments: str | None = None  # the page on which readers comment on a scheduled version
    lang: str | None = None
    translates: date | None = None
    incorporates: tuple[str, ...] = ()
    redirect_from: tuple[str, ...] = ()
    reviewed: date | None = None
    after: date | None = None
    published: date | None = None  # of an earlier text: when it was first public
    source: str | None = None  # of an earlier text: where it was found
    change: ChangeBlock | None = None
    faults: tuple[Fault, ...] = field(default=(), compare=False)


TRANSFER_OF_CONTROL: Final = "transfer-of-control"

_OPENING: Final = re.compile(r"---[ \t]*\r?\n")
_CLOSING: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
# A text may begin with a thematic break; only a `key:` makes what follows declarations.
_FIRST_KEY: Final = re.compile(r"""["']?[^\W\d][\w .-]{0,60}["']?[ \t]*:(?:\s|\Z)|<<:|[{&!]""")


def split(text: str) -> tuple[str, str, int]:
    """Return the front matter's source, the body, and how many lines stand before the body."""
    text = text.removeprefix("\ufeff")
    opening = _OPENING.match(text)
    if opening is None:
        return "", text, 0
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return "", text, 0
    source, body_start = text[opening.end() : closing.start()], closing.end()
    if not _declares(source):
        return "", text, 0
    return source, text[body_start:], text.count("\n", 0, body_start)


def read_front_matter(text: str, *, path: str, commit: str | None = None) -> FrontMatter:
    """Return what a policy's front matter declares; what is wrong in it stands in `faults`.

    A declaration that is wrong counts as not made; those beside it hold.
    """
    source, _, _ = split(text)
    if not source:
        return FrontMatter()
    node, met = read_mapping(source)
    problems = list(met)
    values = {} if node is None else declarations.entries(node, _FRONT_MATTER, problems)
    faults = tuple(
        Fault(
            code=f"front-matter-{problem.code}",
            severity=Severity.ERROR,
            message=problem.message,
            path=path,
            line=problem.line + 1,  # the line `---` stands before the source
            commit=commit,
        )
        for problem in sorted(problems, key=lambda problem: problem.line)
    )
    return FrontMatter(**values, faults=faults)


def is_unclosed(text: str) -> bool:
    """Return whether a text begins as front matter does and never ends it."""
    opening = _OPENING.match(text)
    return (
        opening is not None
        and _CLOSING.search(text, opening.end()) is None
        and _declares(text[opening.end() :][:500])
    )


def _declares(source: str) -> bool:
    lines = (line.strip() for line in source.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), None)
    return first is None or _FIRST_KEY.match(first) is not None


def _level(node: yaml.Node, key: str, problems: list[Problem]) -> Level:
    return Level(declarations.choice(Level)(node, key, problems))


def _consent(node: yaml.Node, key: str, problems: list[Problem]) -> Consent:
    return Consent(declarations.choice(Consent)(node, key, problems))


def _contested(node: yaml.Node, key: str, problems: list[Problem]) -> tuple[Contested, ...]:
    readers = {"rule": declarations.an_id, "reason": declarations.words}
    found = []
    for item in declarations.items(node, key):
        values = declarations.table(item, key, readers, problems)
        if values.keys() == readers.keys():
            found.append(Contested(**values))
        elif not any(value.tag == REFUSED for _, value in item.value):
            message = f"`{key}` takes a rule and a reason: `[{{rule: …, reason: …}}]`"
            raise WrongValue("table", item, message)
    return tuple(found)


def _assessed(node: yaml.Node, key: str, problems: list[Problem]) -> Assessed:
    readers: Mapping[str, Reader] = {
        "level": _level,
        "effect": declarations.choice(["none", "reduces", "expands", "both"]),
        "consent": declarations.choice(["true", "false"]),
        "rules": declarations.line,
    }
    values = declarations.table(node, key, readers, problems)
    if values.keys() != readers.keys():
        message = f"`{key}` is written by `fairnotice check --write`: delete it, and run that"
        raise WrongValue("table", node, message)
    return Assessed(**values | {"consent": values["consent"] == "true"})


def _change(node: yaml.Node, key: str, problems: list[Problem]) -> ChangeBlock:
    values = declarations.table(node, key, _CHANGE, problems)
    return ChangeBlock(**{_FIELDS.get(name, name): value for name, value in values.items()})


_CHANGE: Final[Mapping[str, Reader]] = {
    "level": _level,
    "reason": declarations.words,
    "contested": _contested,
    "summary": declarations.words,
    "choices": declarations.words,
    "consent": _consent,
    "kind": declarations.choice([TRANSFER_OF_CONTROL]),
    "to": declarations.line,
    "day": declarations.day,
    "at_once": declarations.choice(
        ["imminent-danger", "legal-duty", "readers-benefit", "administrative"]
    ),
    "withdraws": declarations.day,
    "services": declarations.ids,
    "from": declarations.ids,
    "assessed": _assessed,
}
_FIELDS: Final = {"from": "origins"}  # the key is a word of Python's own

_FRONT_MATTER: Final[Mapping[str, Reader]] = {
    "id": declarations.an_id,
    "title": declarations.line,
    "effective": declarations.day,
    "existing": declarations.day,
    "services": declarations.ids,
    "contact": declarations.contact,
    "comments": declarations.link,
    "lang": declarations.language,
    "translates": declarations.day,
    "incorporates": declarations.ids,
    "redirect_from": declarations.redirects,
    "reviewed": declarations.day,
    "after": declarations.day,
    "published": declarations.day,
    "source": declarations.line,
    "change": _change,
}
