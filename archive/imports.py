"""Files from before git, made into earlier texts of policies: where each goes, and what it says.

Nothing is decided that a file does not say: what is unclear is a problem that names the file
and what to write, and while there is one nothing is written.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, Final

import yaml

from archive.dates import FoundDate, find_effective
from archive.declarations import quoted
from archive.documents import Document, DocumentPatterns
from archive.errors import InvalidValue, UnreadableText
from archive.front_matter import FrontMatter, read_front_matter, split
from archive.import_names import FileName, read_file_name
from archive.imported_texts import ForeignFile, ImportedText
from archive.names import is_reserved, slug
from archive.revisions import Language, PolicyId, Source
from archive.settings import Settings

# Faults of a file's front matter that cost nothing here: only what is known is taken over.
_LEFT_OUT: Final = {"front-matter-unknown-key"}


class Deciding(StrEnum):
    """Which day counts where a file's name and its text say different ones."""

    NEITHER = "neither"
    NAME = "name"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is imported, as the command has it."""

    settings: Settings
    today: date
    policies: AbstractSet[PolicyId]  # those the repository has
    policy: PolicyId | None = None  # the one that every file belongs to
    deciding: Deciding = Deciding.NEITHER
    earlier: bool = True  # False: a policy's own text


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One file made into a text of the repository."""

    source: str
    target: str
    policy: PolicyId
    language: Language
    effective: date | None
    title: str | None
    content: str
    remarks: tuple[str, ...]

    def __post_init__(self) -> None:
        if read_front_matter(self.content, path=self.target).faults:
            raise InvalidValue(f"{self.source}: its declarations cannot be written")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a file cannot be imported, and what to write."""

    source: str
    message: str

    def __str__(self) -> str:
        return f"{self.source}: {self.message}"


Read = Callable[[ForeignFile], ImportedText]


def plan_imports(
    files: Iterable[tuple[PurePosixPath, bytes]], wanted: Wanted, *, read: Read
) -> tuple[list[Import], list[Problem]]:
    """Return what each file becomes, and everything that keeps a file from it."""
    imports: dict[str, Import] = {}
    problems: list[Problem] = []
    for path, data in files:
        source = quoted(str(path))
        try:
            found = _import(path, data, wanted, read=read)
        except UnreadableText as error:
            problems.append(Problem(source=source, message=str(error)))
            continue
        if found.target in imports:
            former = imports[found.target].source
            message = f"would be {found.target}, as {former} would: keep one of them"
            problems.append(Problem(source=source, message=message))
        else:
            imports[found.target] = found
    return list(imports.values()), problems


def _import(path: PurePosixPath, data: bytes, wanted: Wanted, *, read: Read) -> Import:
    text = read(ForeignFile(suffix=path.suffix.lower(), data=data))
    declared = read_front_matter(text.markdown, path=str(path))
    _refuse_faults(declared)
    name = read_file_name(path, language=declared.lang or wanted.settings.language)
    language = Language(declared.lang or name.language or wanted.settings.language)
    policy = _policy(path, name, declared, wanted)
    _, body, _ = split(text.markdown)
    effective = _effective(path, name, declared, find_effective(body, language=language), wanted)
    target = _target(policy, language, effective, wanted)
    title = declared.title or text.title
    digest = hashlib.sha256(data).hexdigest()
    head = {
        "title": title,
        "effective": effective,
        "published": declared.published if wanted.earlier else None,
        "source": f"{quoted(path.name)} (sha256:{digest})" if wanted.earlier else None,
    }
    return Import(
        source=quoted(str(path)),
        target=target,
        policy=policy,
        language=language,
        effective=effective,
        title=title,
        content=_content(head, body),
        remarks=(*_left_out(declared), *text.remarks, *_undated(effective)),
    )


def _refuse_faults(declared: FrontMatter) -> None:
    for fault in declared.faults:
        if fault.code not in _LEFT_OUT:
            raise UnreadableText(f"line {fault.line}: {fault.message}")


def _left_out(declared: FrontMatter) -> Iterator[str]:
    keys = sum(fault.code in _LEFT_OUT for fault in declared.faults)
    if keys:
        yield f"{keys} declaration{'s' if keys > 1 else ''} of its head unknown here and left out"


def _undated(effective: date | None) -> Iterator[str]:
    if effective is None:
        yield "no effective date found: write `effective:` at its head"


def _policy(path: PurePosixPath, name: FileName, declared: FrontMatter, wanted: Wanted) -> PolicyId:
    if wanted.policy is not None:
        return wanted.policy
    if declared.id:
        return PolicyId(declared.id)
    if not name.words and not path.parent.name:
        raise UnreadableText(
            "does not say which policy it is: give `--policy ID`, or write its id into its name,"
            " as in 2017-06-13-privacy.docx"
        )
    found = PolicyId(slug(name.words or path.parent.name))
    if is_reserved(found):
        raise UnreadableText(f"`{found}` is a page of the site itself: give `--policy ID`")
    if wanted.earlier and wanted.policies and found not in wanted.policies:
        known = ", ".join(sorted(wanted.policies)[:10])
        raise UnreadableText(
            f"`{found}` is no policy of this repository (they are: {known}): put the id into its"
            " name, or give `--policy ID`"
        )
    return found


def _effective(
    path: PurePosixPath,
    name: FileName,
    declared: FrontMatter,
    stated: FoundDate,
    wanted: Wanted,
) -> date | None:
    """Return the day a text applied from; refuse what could be two days, or is none."""
    found = declared.effective or _agreed(path, name, stated, wanted.deciding)
    if found is None and wanted.earlier:
        raise UnreadableText(_why_undated(path, name, stated))
    if found is not None and wanted.earlier and found > wanted.today:
        raise UnreadableText(f"takes effect on {found}, after today: put it into policy/next/")
    return found


def _agreed(
    path: PurePosixPath, name: FileName, stated: FoundDate, deciding: Deciding
) -> date | None:
    if deciding is Deciding.NAME:
        return name.day
    if deciding is Deciding.TEXT:
        return stated.effective
    if name.day and stated.effective and name.day != stated.effective:
        raise UnreadableText(
            f"its name says {name.day}, its text {stated.effective}: give `--dates-from name` or"
            f" `--dates-from text`, or call it {_dated_name(path, stated.effective)}"
        )
    return name.day or stated.effective


def _why_undated(path: PurePosixPath, name: FileName, stated: FoundDate) -> str:
    why = [name.problem] if name.problem else []
    why += [message for _, message, _ in stated.faults[:1]]
    reason = "; ".join(why) or "no effective date is in its name, nor labelled in its text"
    return f"{reason}; begin its name with the day, as in {_dated_name(path, date(2017, 6, 13))}"


def _dated_name(path: PurePosixPath, day: date) -> str:
    return f"{day}-privacy{path.suffix}"


def _target(policy: PolicyId, language: Language, effective: date | None, wanted: Wanted) -> str:
    """Return the path under which the settings read just this policy, language and day."""
    patterns = DocumentPatterns(wanted.settings)
    for candidate in _candidates(policy, language, effective, wanted):
        if patterns.match(candidate) == _document(policy, language, effective, wanted):
            return candidate
    raise UnreadableText(
        f"no pattern of `documents` in the settings has a place for `{policy}` in `{language}`:"
        " add one, such as policy/{id}.{lang}.md"
    )


def _candidates(
    policy: PolicyId, language: Language, effective: date | None, wanted: Wanted
) -> Iterator[str]:
    for pattern in wanted.settings.documents:
        if "*" in pattern or "{id}" not in pattern:
            continue
        folder = pattern.partition("{")[0].rpartition("/")[0]
        before = f"{folder}/" if folder else ""
        path = pattern.replace("{id}", policy).replace("{lang}", language)
        if not wanted.earlier:
            yield path
        elif effective is not None:
            tail = "" if language == wanted.settings.language else f".{language}"
            yield f"{before}earlier/{policy}/{effective}{tail}.md"


def _document(
    policy: PolicyId, language: Language, effective: date | None, wanted: Wanted
) -> Document:
    return Document(
        id=policy,
        language=language,
        source=Source.EARLIER if wanted.earlier else Source.GIT,
        retired=False,
        effective=effective if wanted.earlier else None,
    )


def _content(head: dict[str, Any], body: str) -> str:
    declared = {key: value for key, value in head.items() if value is not None}
    written = yaml.safe_dump(declared, sort_keys=False, allow_unicode=True, width=10_000)
    return f"---\n{written}---\n\n{body.strip()}\n" if declared else f"{body.strip()}\n"
