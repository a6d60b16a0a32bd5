"""Which paths of a repository are policies, and what id and language each has by its path."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from archive.errors import InvalidValue
from archive.names import language_named, language_tag, slug
from archive.revisions import Language, PolicyId, Source
from archive.settings import Settings

_SUFFIXES: Final = (".md", ".markdown", ".txt", ".html")
_HOUSEKEEPING: Final = {"licence", "license", "copying", "contributing", "changelog"}
# In capitals only: what a repository tells those who work on it, by the names such files have.
_FOR_DEVELOPERS: Final = {
    *("agents", "architecture", "authors", "building", "codeowners", "contributors", "credits"),
    *("developing", "development", "hacking", "install", "installation", "maintainers", "news"),
    *("releases", "releasing", "roadmap", "testing", "todo", "upgrading"),
}
_FORMS: Final = {"issue_template", "pull_request_template", "template"}
_LONGEST_PATH: Final = 1000

_PLACEHOLDER: Final = re.compile(r"(\{[^{}]*\}|\*\*/|\*\*|\*)")
_TAG: Final = r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?"
_PARTS: Final = {
    "{id}": r"(?P<id>[^/].*)",
    "{lang}": f"(?P<lang>{_TAG})",
    "**/": r"(?:.*/)?",
    "**": r".*",
    "*": r"[^/]*",
}
_LANGUAGE_FOLDER: Final = re.compile(r"(?:^|/)\{lang\}/")
_LANGUAGE_NAME: Final = rf"(?P<lang>{_TAG}|[^\W\d_]{{4,30}})"
_EARLIER: Final = re.compile(
    r"earlier/(?P<name>.+)/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?P<rest>\.[^/]+)\Z"
)


def is_document(path: str) -> bool:
    """Return whether a file is of a kind that can hold a policy's text, whatever its place."""
    return path.lower().endswith(_SUFFIXES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that holds a policy's text, as far as its path tells."""

    id: PolicyId
    language: Language
    source: Source
    retired: bool
    effective: date | None = None  # of an earlier text: the day its name gives

    def __post_init__(self) -> None:
        if self.effective is not None and self.source is not Source.EARLIER:
            raise InvalidValue(f"{self.id}: only the path of an earlier text tells its day")


class DocumentPatterns:
    """The patterns of the settings, ready to tell policies from other files."""

    def __init__(self, settings: Settings) -> None:
        patterns = [_Pattern(pattern) for pattern in settings.documents]
        self._documents = sorted(patterns, key=_Pattern.specificity)
        self._folders = tuple(dict.fromkeys(pattern.folder for pattern in self._documents))
        self._retired = [_RetiredPattern(pattern) for pattern in settings.retired]
        self.language = settings.language
        self._matched: dict[str, Document | None] = {}

    def match(self, path: str) -> Document | None:
        """Return the policy's text that a path holds; None for every other file."""
        # A long history names the same few paths thousands of times.
        if path not in self._matched:
            self._matched[path] = self._match(path)
        return self._matched[path]

    def is_folder(self, path: str) -> bool:
        """Return whether documents lie below a path, or would if it were a folder."""
        inside = any(folder and path.startswith(folder) for folder in self._folders)
        return any(folder.startswith(f"{path}/") for folder in self._folders) or (
            inside and "." not in path.rpartition("/")[2]
        )

    def _match(self, path: str) -> Document | None:
        if len(path) > _LONGEST_PATH or not _may_hold_a_policy(path, self._folders):
            return None
        for retired in self._retired:
            rest = retired.without_folder(path)
            if rest is not None:
                return self._retired_document(path, rest)
        return self._next(path) or self._earlier(path) or self._read(path)

    def _retired_document(self, path: str, rest: str) -> Document | None:
        """Return the document under the id it would have had it not been moved away."""
        for candidate in (rest, *(folder + rest for folder in self._folders), path):
            found = self._read(candidate, retired=True)
            if found is not None:
                return found
        return None

    def _read(
        self, path: str, *, source: Source = Source.GIT, retired: bool = False
    ) -> Document | None:
        for pattern in self._documents:
            found = pattern.read(path)
            if found is not None:
                name, tag = found
                language = self.language if tag is None else Language(tag)
                return Document(
                    id=PolicyId(slug(name)), language=language, source=source, retired=retired
                )
        return None

    def _next(self, path: str) -> Document | None:
        for folder in self._folders:
            if path.startswith(f"{folder}next/"):
                return self._read(folder + path[len(folder) + 5 :], source=Source.NEXT)
        return None

    def _earlier(self, path: str) -> Document | None:
        for folder in self._folders:
            parts = _EARLIER.match(path.removeprefix(folder)) if path.startswith(folder) else None
            if parts is None:
                continue
            day = _day(parts["day"])
            if day is None:
                return None
            as_newest = self._read(f"{folder}{parts['name']}{parts['rest']}")
            return Document(
                id=as_newest.id if as_newest else PolicyId(slug(parts["name"])),
                language=as_newest.language if as_newest else self.language,
                source=Source.EARLIER,
                retired=False,
                effective=day,
            )
        return None


class _Pattern:
    """One pattern of `documents`, such as "policy/{id}.{lang}.md"."""

    def __init__(self, pattern: str) -> None:
        # Only a whole folder may have the name of a language: in a file's name it is a word.
        self._tag = language_named if _LANGUAGE_FOLDER.search(pattern) else language_tag
        pieces = _PLACEHOLDER.split(pattern)
        regex = "".join(map(_as_regex, pieces))
        if self._tag is language_named:
            regex = regex.replace(_PARTS["{lang}"], _LANGUAGE_NAME)
        self._regex = re.compile(regex, re.DOTALL)
        self._literal = sum(len(piece) for piece in pieces[::2])
        self._placeholders = len(pieces) // 2
        self.folder = pieces[0].rpartition("/")[0] + "/" if "/" in pieces[0] else ""
        self._name = None if "{id}" in pattern else _bare_name(pattern)

    def specificity(self) -> tuple[int, int]:
        """Return what sorts the most specific first: most literal text, fewest placeholders."""
        return -self._literal, self._placeholders

    def read(self, path: str) -> tuple[str, str | None] | None:
        """Return the name and language tag a path has by this pattern."""
        found = self._regex.fullmatch(path)
        if found is None:
            return None
        parts = found.groupdict()
        name = parts.get("id") or self._name or _bare_name(path)
        if parts.get("lang") is None:
            return name, None
        tag = self._tag(parts["lang"])
        return None if tag is None else (name, tag)


class _RetiredPattern:
    """One pattern of `retired`, such as "archived/**"; its own folders are no part of an id."""

    def __init__(self, pattern: str) -> None:
        *folders, last = pattern.split("/")
        self._regex = re.compile(
            "".join(map(_folder_regex, folders)) + f"({_glob(last)})", re.DOTALL
        )

    def without_folder(self, path: str) -> str | None:
        """Return the path without the folders the pattern names; None where it does not match."""
        found = self._regex.fullmatch(path)
        return None if found is None else "".join(part or "" for part in found.groups())


def _as_regex(piece: str) -> str:
    return _PARTS.get(piece) or re.escape(piece)


def _glob(pattern: str) -> str:
    return "".join(map(_as_regex, _PLACEHOLDER.split(pattern)))


def _folder_regex(folder: str) -> str:
    if folder == "**":
        return "(.*/)?"
    return f"({_glob(folder)}/)" if "*" in folder else re.escape(f"{folder}/")


def _bare_name(path: str) -> str:
    """Return the words of a path or pattern that can name a policy."""
    stem = path[: -len(_suffix(path))] if _suffix(path) else path
    return re.sub(r"\{lang\}|\*+", "", stem).strip("/-_. ") or stem


def _suffix(path: str) -> str:
    return next((suffix for suffix in _SUFFIXES if path.lower().endswith(suffix)), "")


def _may_hold_a_policy(path: str, folders: Iterable[str]) -> bool:
    """Return whether a path is none of the files every repository has beside its texts."""
    *parents, name = path.split("/")
    suffix = _suffix(name)
    if not suffix or any(part.startswith(".") for part in (*parents, name)):
        return False
    if any(part.lower() in _FORMS or part.lower() == "templates" for part in parents):
        return False
    stem = name[: -len(suffix)].split(".")[0]
    lower = stem.lower()
    if lower == "readme" or lower in _FORMS:
        return False
    # In capitals these are a repository's own; "license.md" in a folder is a policy.
    if lower in _HOUSEKEEPING and (stem.isupper() or not parents):
        return False
    if lower in _FOR_DEVELOPERS and stem.isupper():
        return False
    return lower != "index" or ("/".join([*parents, ""]) not in {"", *folders})


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
