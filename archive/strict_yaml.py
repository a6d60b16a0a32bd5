"""YAML without its surprises: a tree whose every part knows its line, and what it refuses.

Nothing is built from a tag, an alias or an anchor, so no text can call code, grow, or say
one thing on its line and another where it is used.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml

REFUSED: Final = "refused"  # the tag of a part that was reported and means nothing
_DEEPEST: Final = 8
_LONGEST: Final = 64_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that strict YAML does not allow, and the line of the source it stands on."""

    code: str
    message: str
    line: int  # counted from 1


def read_mapping(source: str) -> tuple[yaml.MappingNode | None, tuple[Problem, ...]]:
    """Return the mapping that a source declares, or None, and every problem met on the way."""
    if len(source) > _LONGEST:
        message = f"is longer than {_LONGEST:,} characters; move its words into the text"
        return None, (Problem(code="yaml", message=message, line=1),)
    try:
        loader = _StrictLoader(source)
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        return None, (_syntax_problem(error, source),)
    if isinstance(node, yaml.MappingNode):
        return node, tuple(loader.problems)
    if node is None:
        return None, tuple(loader.problems)
    message = "has no `key: value` lines"
    return None, (Problem(code="yaml", message=message, line=line_of(node)),)


def pairs(node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Return each key with its value, in the order they are written."""
    yield from node.value


def line_of(node: yaml.Node) -> int:
    """Return the line of the source that a part begins on, counted from 1."""
    return int(node.start_mark.line) + 1


def _syntax_problem(error: yaml.YAMLError, source: str) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        words = (error.problem or error.context or "cannot be read").replace("\n", " ")
        return Problem(code="yaml", message=words, line=error.problem_mark.line + 1)
    position = getattr(error, "position", 0)
    message = "holds a character that YAML does not allow; delete it"
    return Problem(code="yaml", message=message, line=source.count("\n", 0, position) + 1)


class _StrictLoader(yaml.SafeLoader):
    """Composes nodes and never constructs from them."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.problems: list[Problem] = []
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call] # stubs leave it untyped
        is_alias = isinstance(event, yaml.AliasEvent)
        if is_alias:
            self.get_event()  # type: ignore[no-untyped-call] # the same
            self._refuse(event, "alias", f"`*{event.anchor}` stands for other words; write them")
            return yaml.ScalarNode(REFUSED, "", event.start_mark, event.end_mark)
        tagged = self._refuse_ornaments(event)
        if self._depth == _DEEPEST:
            message = "is nested too deeply"
            raise yaml.composer.ComposerError(None, None, message, event.start_mark)
        self._depth += 1
        node: yaml.Node | None = super().compose_node(parent, index)
        self._depth -= 1
        if tagged and node is not None:
            node.tag = REFUSED
        return node

    def _refuse_ornaments(self, event: Any) -> bool:
        """Report an anchor and a tag; return whether there was a tag."""
        if event.anchor is not None:
            self._refuse(event, "alias", f"`&{event.anchor}` is an anchor; delete it")
            event.anchor = None
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._refuse(event, "tag", f"{tag!r} is a tag; write the value without it")
        return tag is not None

    def _refuse(self, event: Any, code: str, message: str) -> None:
        self.problems.append(Problem(code=code, message=message, line=event.start_mark.line + 1))
