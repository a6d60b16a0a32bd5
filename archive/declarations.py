"""What one declaration of the front matter may say, and what is told to its author otherwise."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

import yaml

from archive.contacts import Contact, is_link, is_mail, read_contact
from archive.former_addresses import is_own_page
from archive.names import is_id, language_tag
from archive.strict_yaml import REFUSED, Problem, line_of, pairs

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[Tt \t]+[0-9]{1,2}:")
_REDIRECT: Final = re.compile(r"/?[\w.~%-]+(?:/[\w.~%-]+)*/?\Z", re.ASCII)
_LONGEST_QUOTE: Final = 60

Reader = Callable[[yaml.Node, str, list[Problem]], Any]


class WrongValue(Exception):
    """One value that cannot be taken; becomes a problem on the line of its declaration."""

    def __init__(self, code: str, node: yaml.Node, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(code=code, message=message, line=line_of(node))


def entries(
    node: yaml.MappingNode, readers: Mapping[str, Reader], problems: list[Problem]
) -> dict[str, Any]:
    """Return the values of a mapping by key; what cannot be taken is added to the problems."""
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key_node, value in pairs(node):
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
        problem = _wrong_key(key, line_of(key_node), lines, readers)
        if problem is not None:
            problems.append(problem)
        elif value.tag != REFUSED:
            try:
                values[key] = readers[key](value, key, problems)
            except WrongValue as wrong:
                problems.append(wrong.problem)
        lines.setdefault(key, line_of(key_node))
    return values


def _wrong_key(
    key: str, line: int, lines: Mapping[str, int], known: Iterable[str]
) -> Problem | None:
    if key in lines:
        message = f"`{quoted(key)}` stands here a second time; the first one counts, delete one"
        return Problem(code="duplicate-key", message=message, line=line)
    if key in known:
        return None
    nearest = get_close_matches(key[:_LONGEST_QUOTE].lower(), list(known), n=1)
    advice = f"did you mean `{nearest[0]}`?" if nearest else f"the keys are {', '.join(known)}"
    message = f"unknown key `{quoted(key)}`; {advice}"
    return Problem(code="unknown-key", message=message, line=line)


def quoted(value: str) -> str:
    """Return a value short enough to quote, without what a terminal would obey."""
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in value[:80])
    return plain if len(plain) <= _LONGEST_QUOTE else f"{plain[: _LONGEST_QUOTE - 1]}…"


def words(node: yaml.Node, key: str, _: list[Problem]) -> str:
    """Return words of any length and number of lines."""
    if not isinstance(node, yaml.ScalarNode):
        raise WrongValue("text", node, f"`{key}` takes words, not a list or a table")
    text: str = node.value.strip()
    if not text:
        raise WrongValue("text", node, f"`{key}` has no value; write one or delete the line")
    return text


def line(node: yaml.Node, key: str, problems: list[Problem]) -> str:
    """Return words that stand on one line."""
    text = words(node, key, problems)
    if not text.isprintable():
        raise WrongValue("text", node, f"`{key}` takes one line without control characters")
    return text


def day(node: yaml.Node, key: str, _: list[Problem]) -> date:
    """Return a date; only `2027-03-01` is one, whatever YAML would make of other ways."""
    written = node.value.strip() if isinstance(node, yaml.ScalarNode) else "(a list)"
    shown = f"`{key}: {quoted(written)}`"
    if _MOMENT.match(written):
        raise WrongValue("date", node, f"{shown}: leave out the time of day")
    if not _DAY.match(written):
        raise WrongValue("date", node, f"{shown} is no date; write it like 2027-03-01")
    try:
        found = date.fromisoformat(written)
    except ValueError:
        raise WrongValue("date", node, f"{shown}: the calendar has no such day") from None
    if found.year not in range(1900, 2200):
        raise WrongValue("date", node, f"{shown}: the year cannot be right")
    return found


def an_id(node: yaml.Node, key: str, problems: list[Problem]) -> str:
    """Return the id of a policy, service or rule."""
    text = words(node, key, problems)
    if not is_id(text):
        message = f"`{key}: {quoted(text)}` is no id; write a-z, 0-9, - and /, as in terms/voice"
        raise WrongValue("id", node, message)
    return text


def language(node: yaml.Node, key: str, problems: list[Problem]) -> str:
    """Return the tag of a language in lower case."""
    text = words(node, key, problems)
    tag = language_tag(text)
    if tag is None:
        message = f"`{key}: {quoted(text)}` is no language; write its tag, as in de or pt-br"
        raise WrongValue("lang", node, message)
    return tag


def items(node: yaml.Node, key: str) -> list[yaml.Node]:
    """Return the items of a list, whatever they are."""
    if not isinstance(node, yaml.SequenceNode):
        raise WrongValue("list", node, f"`{key}` takes a list, as in `{key}: [one, two]`")
    return [item for item in node.value if item.tag != REFUSED]


def ids(node: yaml.Node, key: str, problems: list[Problem]) -> tuple[str, ...]:
    """Return a list of ids, each once."""
    return tuple(dict.fromkeys(an_id(item, key, problems) for item in items(node, key)))


def redirects(node: yaml.Node, key: str, problems: list[Problem]) -> tuple[str, ...]:
    """Return former addresses on the same site, each once: a list of them, or one alone."""
    found: dict[str, None] = {}
    for item in [node] if isinstance(node, yaml.ScalarNode) else items(node, key):
        address = words(item, key, problems)
        if not _REDIRECT.match(address) or ".." in address:
            message = f"`{key}`: `{quoted(address)}` is no address of this site, as in old-name"
            raise WrongValue("redirect", item, message)
        if is_own_page(address):
            message = f"`{key}`: at `{quoted(address)}` the site has pages of its own; delete it"
            raise WrongValue("redirect", item, message)
        found[address] = None
    return tuple(found)


def link(node: yaml.Node, key: str, problems: list[Problem]) -> str:
    """Return the address of a page."""
    text = words(node, key, problems)
    if not is_link(text):
        message = f"`{key}: {quoted(text)}` is no address of a page; write https://…"
        raise WrongValue("text", node, message)
    return text


def contact(node: yaml.Node, key: str, problems: list[Problem]) -> Contact | None:
    """Return whom readers can ask: one line, or a table; None where all of that is wrong."""
    if isinstance(node, yaml.ScalarNode):
        return read_contact(line(node, key, problems))
    met = len(problems)
    values = table(node, key, {"mail": _mail, "form": link, "address": words}, problems)
    if not values and len(problems) == met:
        message = (
            f"`{key}` names nobody; write a mail address, or lines `mail:`, `form:`, `address:`"
        )
        raise WrongValue("text", node, message)
    return Contact(**values) if values else None


def _mail(node: yaml.Node, key: str, problems: list[Problem]) -> str:
    text = words(node, key, problems)
    if not is_mail(text):
        message = f"`{key}: {quoted(text)}` is no mail address, such as privacy@example.com"
        raise WrongValue("text", node, message)
    return text


def choice(options: Iterable[str]) -> Reader:
    """Return a reader that takes one of some words and no other."""
    known = tuple(options)

    def read(node: yaml.Node, key: str, problems: list[Problem]) -> str:
        text = words(node, key, problems)
        if text not in known:
            message = f"`{key}: {quoted(text)}` is not allowed; write {' or '.join(known)}"
            raise WrongValue("choice", node, message)
        return text

    return read


def table(node: yaml.Node, key: str, readers: Mapping[str, Reader], problems: list[Problem]) -> Any:
    """Return the values of a table by key."""
    if not isinstance(node, yaml.MappingNode):
        keys = ", ".join(readers)
        raise WrongValue("table", node, f"`{key}` takes `key: value` lines; the keys are {keys}")
    return entries(node, readers, problems)
