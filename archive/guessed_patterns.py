"""Patterns that fit the paths of a repository: which folders and names say id, language, age."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from archive.documents import Document, DocumentPatterns
from archive.names import language_named, language_tag
from archive.revisions import Language
from archive.settings import Settings

NO_LANGUAGE: Final = Language("und")  # no path names it, so it marks those that name none

_DEFAULTS: Final = Settings()
_GENERIC_FOLDERS: Final = {"policy", "policies", "legal", "docs", "documents", "content", "texts"}
_RETIRED_FOLDERS: Final = {
    *("archive", "archived", "archives", "deprecated", "former", "obsolete", "old", "retired"),
    *("superseded", "withdrawn"),
}
_SUFFIXES: Final = (".md", ".markdown", ".txt", ".html")
_GLOB: Final = re.compile(r"[*{}]")


def guessed_patterns(documents: Sequence[str]) -> tuple[str, ...]:
    """Return patterns that find every one of some documents, with the languages they have."""
    live = [_as_live(path) for path in documents]
    return _needed(_with_languages(_plain_patterns(live), live), documents)


def _needed(patterns: tuple[str, ...], documents: Sequence[str]) -> tuple[str, ...]:
    """Leave out patterns without which every document is found as well, and as the same one.

    A folder of retired texts that stands beside that of the policies needs none of its own.
    """
    retired = retired_patterns(documents)
    found = documents_of(patterns, documents, retired)
    for pattern in reversed(patterns):
        rest = tuple(each for each in patterns if each != pattern)
        if rest and documents_of(rest, documents, retired) == found:
            patterns = rest
    return patterns


def is_beside(path: str, folders: Container[str]) -> bool:
    """Return whether a path has the form of a next or earlier text beside one of some folders.

    As "policy/next/terms.md" and "policy/earlier/terms/2018-05-25.md" beside "policy".
    """
    parts = path.split("/")
    places = {("/".join(parts[:depth]), name) for depth, name in enumerate(parts[:-1])}
    return any(name in ("next", "earlier") and folder in folders for folder, name in places)


def retired_patterns(documents: Iterable[str]) -> tuple[str, ...]:
    """Return a pattern for each folder whose name says that its texts no longer apply."""
    patterns: dict[str, None] = {}
    for path in documents:
        *folders, _ = path.split("/")
        for depth, folder in enumerate(folders):
            if folder.lower() in _RETIRED_FOLDERS:
                patterns[f"{'**/' if depth else ''}{folder}/**"] = None
                break
    return tuple(patterns)


def _as_live(path: str) -> str:
    """Return where a text would stand had it not been moved to a folder for retired ones."""
    *folders, name = path.split("/")
    for depth, folder in enumerate(folders):
        if folder.lower() in _RETIRED_FOLDERS:
            return "/".join([*folders[:depth], *folders[depth + 1 :], name])
    return path


def _plain_patterns(live: Sequence[str]) -> tuple[str, ...]:
    """Return patterns without languages; a folder called "policies" is no part of an id."""
    base = _base_folder(live)
    inside = [f"{base}{{id}}{end}" for end in _ends(p for p in live if p.startswith(base))]
    outside = [f"{{id}}{end}" for end in _ends(p for p in live if not p.startswith(base))]
    with_base = tuple(dict.fromkeys([*inside, *outside]))
    if _are_distinct(with_base, live):
        return with_base
    return tuple(f"{{id}}{end}" for end in _ends(live))


def _base_folder(live: Sequence[str]) -> str:
    """Return the folder of a general name that holds at least half of the documents."""
    base = ""
    while True:
        inside = [path[len(base) :] for path in live if path.startswith(base)]
        folders = Counter(path.partition("/")[0] for path in inside if "/" in path)
        folder, count = folders.most_common(1)[0] if folders else ("", 0)
        if folder.lower() not in _GENERIC_FOLDERS or count * 2 < len(live):
            return base
        base = f"{base}{folder}/"


def _ends(paths: Iterable[str]) -> list[str]:
    """Return the endings of file names as they are written, the commonest kinds first."""
    found = {path[-len(end) :] for path in paths for end in _SUFFIXES if path.lower().endswith(end)}
    return sorted(found, key=lambda end: (_SUFFIXES.index(end.lower()), end))


def _with_languages(plain: tuple[str, ...], live: Sequence[str]) -> tuple[str, ...]:
    """Return the patterns with those added that languages in folders or names call for."""
    patterns = plain
    for candidate in dict.fromkeys(_language_patterns(live)):
        added = (candidate, *patterns)
        if _tells_languages(candidate, patterns, live) and _are_distinct(added, live):
            patterns = added
    return patterns


def _language_patterns(live: Sequence[str]) -> Iterator[str]:
    """Return the patterns that would explain a language found in a path, likely ones first."""
    base = _base_folder(live)
    ends = _ends(live)
    for end in ends:
        yield f"{base}{{id}}.{{lang}}{end}"
    for path in live:
        *folders, name = path.split("/")
        for depth, folder in enumerate(folders):
            before = "".join(f"{f}/" for f in folders[:depth])
            if language_named(folder) and not _GLOB.search(before):
                yield from (f"{before}{{lang}}/{{id}}{end}" for end in ends)
        stem = name.rpartition(".")[0]
        if folders and language_tag(stem):
            yield from (f"{base}{{id}}/{{lang}}{end}" for end in ends)
        yield from _prefix_patterns(base, folders, stem, ends)
    for end in ends:
        yield from (f"{base}{{id}}_{{lang}}{end}", f"{base}{{id}}-{{lang}}{end}")


def _prefix_patterns(
    base: str, folders: Sequence[str], stem: str, ends: Sequence[str]
) -> Iterator[str]:
    """Return the patterns for a name that begins with a language, such as "EN-Terms.md"."""
    before = "".join(f"{folder}/" for folder in folders)
    for sign in "-_":
        prefix, found, _ = stem.partition(sign)
        if not found or not language_tag(prefix) or _GLOB.search(before):
            continue
        if len(before) > len(base):
            yield from (f"{base}{{id}}/{{lang}}{sign}*{end}" for end in ends)
        yield from (f"{before}{{lang}}{sign}{{id}}{end}" for end in ends)


def _tells_languages(candidate: str, others: tuple[str, ...], live: Sequence[str]) -> bool:
    """Return whether a pattern finds new languages, and not words that look like one ("HR/").

    The proof is one policy in two languages, that English is among those found, or a whole name.
    """
    marked, before = documents_of((candidate,), live), documents_of(others, live)
    if all(before[path].language != NO_LANGUAGE for path in marked):
        return False
    if _DEFAULTS.language in {document.language for document in marked.values()}:
        return True
    if any(language_named(f) and not language_tag(f) for p in marked for f in p.split("/")[:-1]):
        return True
    unmarked = {document.id for path, document in before.items() if path not in marked}
    of_id = Counter(id_ for id_, _ in {(d.id, d.language) for d in marked.values()})
    return any(count > 1 or id_ in unmarked for id_, count in of_id.items())


def _are_distinct(patterns: tuple[str, ...], live: Sequence[str]) -> bool:
    """Return whether every place is a policy and no two are the same one."""
    places = set(live)
    found = documents_of(patterns, places)
    keys = {(document.id, document.language) for document in found.values()}
    return len(found) == len(places) == len(keys)


def documents_of(
    patterns: tuple[str, ...], paths: Iterable[str], retired: tuple[str, ...] = ()
) -> dict[str, Document]:
    """Return the documents that patterns find, by path."""
    settings = replace(_DEFAULTS, documents=patterns, retired=retired, language=NO_LANGUAGE)
    matching = DocumentPatterns(settings)
    return {path: found for path in paths if (found := matching.match(path)) is not None}


def shared_folder(patterns: Iterable[str]) -> str:
    """Return the folder that all patterns lie in, such as "policies/"; "" where they share none."""
    folders = {pattern.partition("{")[0].rpartition("/")[0] for pattern in patterns}
    shared = min(folders, key=len)
    inside = all(folder == shared or folder.startswith(f"{shared}/") for folder in folders)
    return f"{shared}/" if shared and inside else ""
