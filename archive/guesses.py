"""What the settings of a repository probably are, guessed from its paths for `fairnotice init`.

A guess is written to a file that people review, and says in plain words what it rests on.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import yaml

from archive.documents import DocumentPatterns
from archive.guessed_patterns import (
    NO_LANGUAGE,
    documents_of,
    guessed_patterns,
    is_beside,
    retired_patterns,
    shared_folder,
)
from archive.languages import guess_language
from archive.revisions import Language, Source
from archive.settings import Settings

_DEFAULTS: Final = Settings()
_SAMPLE: Final = 12  # texts read to tell the language
# Read by GitHub and others as what binds those who work on the repository, when at its root.
_FOR_CONTRIBUTORS: Final = {"code_of_conduct", "governance", "security", "support"}
_LONGEST_NAME: Final = 60
_HEADING: Final = re.compile(r"^#[ \t]+(\S[^\n]*?)[ \t#]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Settings that fit a repository's paths, and in plain words why."""

    documents: tuple[str, ...]
    retired: tuple[str, ...]
    language: Language
    site_name: str | None
    notes: tuple[str, ...]

    @property
    def settings(self) -> Settings:
        """The settings as the guess has them."""
        return Settings(documents=self.documents, retired=self.retired, language=self.language)


def guess_settings(paths: Sequence[str], *, read: Callable[[str], str]) -> Guess:
    """Return settings under which every document of a repository is a policy of its own."""
    may_be = DocumentPatterns(replace(_DEFAULTS, documents=("{id}",), retired=()))
    found = _without_indexes(sorted(path for path in paths if may_be.match(path)))
    # Where nothing else is found, these are the policies.
    documents = [path for path in found if not _is_for_contributors(path)] or found
    site_name = _site_name(paths, read)
    if not documents:
        return Guess(
            documents=_DEFAULTS.documents,
            retired=_DEFAULTS.retired,
            language=_DEFAULTS.language,
            site_name=site_name,
            notes=("No documents yet: put the first policy into policy/, as policy/privacy.md.",),
        )
    documents, beside = _without_texts_beside(documents)
    retired = retired_patterns(documents)
    patterns = guessed_patterns(documents)
    language = _main_language(documents, patterns, retired, read)
    guess = Guess(
        documents=patterns,
        retired=retired or _DEFAULTS.retired,
        language=language,
        site_name=site_name,
        notes=(),
    )
    left_out = [path for path in found if path not in {*documents, *beside}]
    notes = (*_notes(guess, documents), *_beside(beside), *_left_out(left_out, guess))
    return replace(guess, notes=notes)


def _without_texts_beside(documents: Sequence[str]) -> tuple[list[str], list[str]]:
    """Tell documents from the next and earlier texts that stand beside them in their folder."""
    folders = {path.rpartition("/")[0] for path in documents}
    beside = {path for path in documents if is_beside(path, folders)}
    patterns = guessed_patterns([path for path in documents if path not in beside])
    found = documents_of(patterns, beside)
    known = {path for path in beside if path in found and found[path].source is not Source.GIT}
    return [path for path in documents if path not in known], sorted(known)


def _beside(paths: Sequence[str]) -> Iterator[str]:
    if paths:
        yield (
            f"Not counted, for it is a document's next or earlier text: {', '.join(paths)}."
            if len(paths) == 1
            else f"Not counted, for they are next or earlier texts of documents: {', '.join(paths)}."
        )


def _is_for_contributors(path: str) -> bool:
    stem = path.partition(".")[0]
    return stem.isupper() and stem.lower() in _FOR_CONTRIBUTORS


def _left_out(paths: Sequence[str], guess: Guess) -> Iterator[str]:
    matching = DocumentPatterns(guess.settings)
    for path in paths:
        if matching.match(path):
            yield f"{path} is a policy by these patterns; is it for readers or for contributors?"
        else:
            yield f"{path} seems to be for contributors; name it in `documents` if it is a policy."


def _without_indexes(documents: Sequence[str]) -> list[str]:
    """Leave out the index of a folder of documents: it leads to them and is none itself."""
    folders = Counter(path.rpartition("/")[0] for path in documents)
    return [
        path
        for path in documents
        if path.rpartition("/")[2].partition(".")[0].lower() != "index"
        or folders[path.rpartition("/")[0]] == 1
    ]


def to_toml(guess: Guess) -> str:
    """Return a fairnotice.toml for people to review."""
    reasons = "".join(f"# - {_one_line(note)}\n" for note in guess.notes)
    name = f"site_name = {_quoted(guess.site_name)}\n" if guess.site_name else ""
    return (
        "# Settings of the policy site, guessed by `fairnotice init`; please review them.\n"
        f"{reasons}\n"
        f"{name}"
        "# Where the policies are. {id} names a policy, {lang} its language; * stands for any\n"
        "# words without /, ** for any folders. The most specific pattern wins.\n"
        f"documents = {_list(guess.documents)}\n"
        "# Policies that no longer apply: still readable, marked as archived.\n"
        f"retired = {_list(guess.retired)}\n"
        "# The language of documents whose path names none.\n"
        f"language = {_quoted(guess.language)}\n\n"
        '# published = "main"              # the branch readers see\n'
        '# timezone = "UTC"                # where the day of an effective date begins\n'
        '# site_url = "https://policies.example.com/"\n'
        '# contact = "privacy@example.com"\n'
    )


def mkdocs_yml(guess: Guess) -> str:
    """Return a minimal mkdocs.yml; its docs folder is the one that holds every policy, if any."""
    folder = shared_folder(guess.documents)
    content = {
        "site_name": guess.site_name or _DEFAULTS.site_name,
        "docs_dir": folder.rstrip("/") or ".fairnotice/docs",
        "theme": {"name": "material", "language": guess.language},
        "plugins": ["search", "fairnotice"],
    }
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True)


def _main_language(
    documents: Sequence[str],
    patterns: tuple[str, ...],
    retired: tuple[str, ...],
    read: Callable[[str], str],
) -> Language:
    """Return the language of the documents whose path names none, by their words."""
    found = documents_of(patterns, documents, retired)
    unmarked = [path for path, document in found.items() if document.language == NO_LANGUAGE]
    step = max(1, len(unmarked) // _SAMPLE)
    spoken = Counter(filter(None, (guess_language(read(path)) for path in unmarked[::step])))
    if not spoken:
        marked = Counter(d.language for d in found.values() if d.language != NO_LANGUAGE)
        most = marked.most_common(1)
        # Beside documents that name none, a named language is that of translations.
        alone = most and not unmarked and not marked[_DEFAULTS.language]
        return most[0][0] if alone else _DEFAULTS.language
    language, count = spoken.most_common(1)[0]
    return Language(language) if count * 2 > spoken.total() else _DEFAULTS.language


def _notes(guess: Guess, documents: Sequence[str]) -> Iterator[str]:
    matching = DocumentPatterns(guess.settings)
    found = {path: document for path in documents if (document := matching.match(path))}
    retired = [path for path, document in found.items() if document.retired]
    languages = sorted({document.language for document in found.values()})
    yield f"{len(documents)} documents found; {len(found)} match the patterns below."
    for pattern in guess.documents:
        if "{lang}" in pattern:
            yield f'"{pattern}": these names say a language.'
    folder = shared_folder(guess.documents)
    if folder:
        yield f"All of them lie in {folder}, so its name is no part of an id."
    if retired:
        patterns = " and ".join(guess.retired)
        yield f"{len(retired)} lie in {patterns}: taken for retired by the folder's name."
    yield f"Languages: {', '.join(languages)}; documents that name none are {guess.language}."
    keys = Counter((document.id, document.language) for document in found.values())
    for (id_, language), count in keys.items():
        if count > 1:
            paths = [p for p, d in found.items() if (d.id, d.language) == (id_, language)]
            yield f"{' and '.join(paths)} would both be {id_} ({language}): give one an `id`."


def _site_name(paths: Sequence[str], read: Callable[[str], str]) -> str | None:
    """Return the heading of the README, where it has a short one."""
    readme = next(
        (path for path in paths if path.lower() in {"readme.md", "readme.markdown"}), None
    )
    heading = _HEADING.search(read(readme)) if readme else None
    name = re.sub(r"[*_`\[\]]|\]?\([^)]*\)|<[^>]*>", "", heading[1]).strip() if heading else ""
    return name if name and name.isprintable() and len(name) <= _LONGEST_NAME else None


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _quoted(text: str) -> str:
    """Return a text as TOML writes it; JSON's strings are a part of TOML's."""
    return json.dumps(_one_line(text), ensure_ascii=False)


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"
