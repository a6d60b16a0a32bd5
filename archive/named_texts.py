"""The texts that a person names at the terminal: a file, POLICY@DATE, or pairs in a batch."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from archive.errors import UnknownDate, UnreadableText
from archive.front_matter import read_front_matter, split
from archive.lookups import find_policy, version_at, version_of
from archive.redactions import redaction_of
from archive.revisions import Language
from archive.terminal import DAY
from archive.texts import decoded
from archive.workspace import open_workspace

_LANGUAGE: Final = Language("en")  # of a file that names none


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedText:
    """A text's Markdown without its front matter, its language, and when it was published."""

    markdown: str
    language: Language
    published: datetime | None = None  # aware; None for a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two texts to compare, and what the pair is called."""

    name: str
    old: NamedText
    new: NamedText


def read_pair(old: str, new: str, *, today: date | None, language: str | None) -> Pair:
    """Return the texts of two files, or of two POLICY@DATE.

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
        return _file(Path(name))
    policy, at, day = name.rpartition("@")
    if not at:
        raise UnknownDate(f"`{name}` is no file; write POLICY@DATE for a version of a policy")
    with open_workspace(Path.cwd(), today=today) as workspace:
        found = find_policy(
            workspace.register, policy, default=workspace.settings.language, language=language
        )
        version = version_at(found, day) or version_of(found, DAY.convert(day, None, None))
        chosen = version.revisions[-1]
        reason = redaction_of(chosen, workspace.settings.redactions)
        if reason is not None:
            raise UnreadableText(f"{name}: the text was taken down: {reason}")
        return NamedText(
            markdown=workspace.texts.markdown(chosen.blob),
            language=chosen.language,
            published=chosen.published,
        )


def _file(path: Path) -> NamedText:
    try:
        if path.exists() and not path.is_file():
            raise UnreadableText(f"{path}: is no file that can be read")
        content = decoded(path.read_bytes())
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise UnreadableText(f"{path}: {reason or 'cannot be read'}") from error
    declared = read_front_matter(content, path=str(path))
    return NamedText(markdown=split(content)[1], language=Language(declared.lang or _LANGUAGE))
