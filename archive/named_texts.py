"""The texts that a person names at the terminal: a file, POLICY@DATE or POLICY@REVISION, or pairs in a batch."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from archive.docx_origins import Origin
from archive.errors import UnknownDate, UnreadableText
from archive.front_matter import read_front_matter, split
from archive.lookups import find_policy, revision_of, version_at, version_of
from archive.redactions import redaction_of
from archive.register import Policy
from archive.revisions import Language, Revision
from archive.terminal import DAY
from archive.texts import decoded
from archive.workspace import open_workspace

_LANGUAGE: Final = Language("en")  # of a file that names none
# A published day and the beginning of a hash, or a hash alone, of which the nearest is told.
_LIKE_A_REVISION: Final = re.compile(r"\d{4}-\d{2}-\d{2}-.*|(?=\d*[a-f])[0-9a-f]{8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedText:
    """A text's Markdown without its front matter, its language, and when it was published."""

    markdown: str
    language: Language
    published: datetime | None = None  # aware; None for a file
    lines_above: int = 0  # of its file, before the Markdown
    origin: Origin | None = None  # which text of which policy it is; None for a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two texts to compare, and what the pair is called."""

    name: str
    old: NamedText
    new: NamedText


def read_pair(old: str, new: str, *, today: date | None, language: str | None) -> Pair:
    """Return the texts of two files, or of two POLICY@DATE or POLICY@REVISION.

    Raises UnknownPolicy and UnknownDate, naming the nearest; UnreadableText for a file.
    """
    return Pair(
        name=f"{old} {new}",
        old=_named(old, today=today, language=language),
        new=_named(new, today=today, language=language),
    )


def read_batch(pairs: Path) -> Iterator[Pair]:
    """Yield the pairs of a file, a JSON object {"id", "old", "new"} (paths) a line.

    Raises UnreadableText naming the line that is none, or the file that cannot be read.
    """
    with pairs.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _pair(line, f"{pairs}:{number}")


def _pair(line: bytes, place: str) -> Pair:
    try:
        pair = json.loads(line)
        name, old, new = str(pair["id"]), Path(pair["old"]), Path(pair["new"])
        f"{name}{old}{new}".encode()
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableText(
            f'{place}: write {{"id": "…", "old": "PATH", "new": "PATH"}} on each line'
        ) from error
    try:
        return Pair(name=name, old=_file(old), new=_file(new))
    except UnreadableText as error:
        raise UnreadableText(f"{place}: {error}") from error


def _named(name: str, *, today: date | None, language: str | None) -> NamedText:
    if Path(name).is_file():
        return _file(Path(name), language)
    policy, at, day = name.rpartition("@")
    if not at:
        raise UnknownDate(
            f"`{name}` is no file; write POLICY@DATE for a version of a policy,"
            " POLICY@REVISION for one of its revisions"
        )
    with open_workspace(Path.cwd(), today=today) as workspace:
        found = find_policy(
            workspace.register, policy, default=workspace.settings.language, language=language
        )
        chosen = _revision_named(found, day)
        reason = redaction_of(chosen, workspace.settings.redactions)
        if reason is not None:
            raise UnreadableText(f"{name}: the text was taken down: {reason}")
        _, markdown, above = split(workspace.texts.source(chosen.blob))
        return NamedText(
            markdown=markdown,
            language=chosen.language,
            published=chosen.published,
            lines_above=above,
            origin=Origin(policy=found.id, language=chosen.language, revision=chosen.id),
        )


def _revision_named(policy: Policy, name: str) -> Revision:
    """Return the last revision of the version of a day or address, or the one of an id."""
    version = version_at(policy, name)
    if version is None and _LIKE_A_REVISION.fullmatch(name):
        return revision_of(policy, name)
    return (version or version_of(policy, DAY.convert(name, None, None))).revisions[-1]


def _file(path: Path, spoken: str | None = None) -> NamedText:
    try:
        if path.exists() and not path.is_file():
            raise UnreadableText(f"{path}: is no file that can be read")
        content = decoded(path.read_bytes())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise UnreadableText(f"{path}: {reason or 'cannot be read'}") from error
    declared = read_front_matter(content, path=str(path))
    _, markdown, above = split(content)
    language = Language((spoken or declared.lang or _LANGUAGE).lower())
    return NamedText(markdown=markdown, language=language, lines_above=above)
