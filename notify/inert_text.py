"""Quoted words that do nothing: whatever a policy says, it only stands there.

A text under check may be a stranger's. In a comment it must not call anybody, close anything,
link, show a picture or break out of where it is quoted; in a log it must not steer a terminal
or the service that reads the log.
"""

import re
from typing import Final

from archive.terminal import safe

# Letters nobody sees: they hide words from a reviewer, or turn them round.
_UNSEEN: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff\ud800-\udfff]"
)
_BREAKS: Final = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# What a runner of GitHub takes for a command: "::" at the head of a line, "##[" anywhere in it.
_OLD_COMMAND: Final = "##["
# Signs that are Markdown anywhere in a line, and what is at its head alone.
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>|~$&#])")
_OPENING: Final = re.compile(r"^(\s*\d*)([-+.)=:])")
# What services read, with the letters after it, as a person, an issue, a label or a link.
_CALLS: Final = re.compile(r"""([@#!~%$&^*:]|\bwww\.|\bGH-)(?=[\w"'{/\[])""", re.IGNORECASE)
_COMMIT: Final = re.compile(r"\b(?=[a-f]*\d)[0-9a-f]{7,}\b", re.IGNORECASE)
_SHORTEST_COMMIT: Final = 6  # letters of a name that are too few to be one
_WORD_JOINER: Final = "\u2060"  # no letter, seen by nobody; what it stands in is no name any more
_BACKTICKS: Final = re.compile("`+")


def line(text: str) -> str:
    """Return a text on one line that neither a terminal nor the reader of a log obeys."""
    visible = _UNSEEN.sub("?", safe(_BREAKS.sub(" ", text)))
    return visible.replace(_OLD_COMMAND, "## [")


def prose(text: str) -> str:
    """Return a text as Markdown that shows just its letters.

    What stands between two backticks is shown as code, as everywhere in our messages.
    """
    parts = line(text).split("`")
    if len(parts) % 2 == 0:
        parts = [" ".join(parts)]
    shown = [code(part) if number % 2 else _plain(part) for number, part in enumerate(parts)]
    return _OPENING.sub(r"\1\\\2", "".join(shown))


def code(text: str) -> str:
    """Return a text as a Markdown code span, which may stand in a table's cell too."""
    words = line(text).replace("|", "¦") or " "
    fence = "`" * (1 + max((len(run) for run in _BACKTICKS.findall(words)), default=0))
    space = " " if words[0] in " `" or words[-1] in " `" else ""
    return f"{fence}{space}{words}{space}{fence}"


def fenced(lines: list[str], language: str = "") -> list[str]:
    """Return lines as a fenced block of Markdown that none of them can end."""
    kept = [line(each) for each in lines]
    longest = max((len(run) for each in kept for run in _BACKTICKS.findall(each)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{language}", *kept, fence]


def annotation(text: str) -> str:
    """Return a text as the message of a workflow command."""
    return line(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def annotation_property(text: str) -> str:
    """Return a text as a property of a workflow command."""
    return annotation(text).replace(":", "%3A").replace(",", "%2C")


def json_inert(document: str) -> str:
    """Return a JSON document, equal to any parser, in which a log's reader finds no command."""
    return document.replace(_OLD_COMMAND, r"##\u005b")


def _in_parts(name: re.Match[str]) -> str:
    starts = range(0, len(name[0]), _SHORTEST_COMMIT)
    return _WORD_JOINER.join(name[0][start : start + _SHORTEST_COMMIT] for start in starts)


def _plain(text: str) -> str:
    broken = _COMMIT.sub(_in_parts, _CALLS.sub(rf"\1{_WORD_JOINER}", text))
    return _MARKUP.sub(r"\\\1", broken)
