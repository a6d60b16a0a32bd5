"""The files an import reads and writes: none through a symbolic link, none over another."""

import os
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final

from archive.errors import UnreadableText
from archive.imported_texts import DOCX, HTML, LARGEST, MARKDOWN
from archive.imports import Import, Problem

_SUFFIXES: Final = frozenset((*MARKDOWN, *HTML, *DOCX))
_TO_BE_SAVED_ANEW: Final = frozenset((".doc", ".docm", ".odt", ".rtf", ".pdf", ".txt"))


class Standing(StrEnum):
    """What stands at the place of an import."""

    NOTHING = "nothing"
    SAME = "the same"
    OTHER = "something else"


def read_files(source: Path) -> tuple[list[tuple[PurePosixPath, bytes]], list[Problem]]:
    """Return the files that can hold a text, by their path below the folder, and the others.

    A folder's hidden files, and kinds that never hold a text, are passed over.
    """
    folder, paths = (source, _below(source)) if source.is_dir() else (source.parent, [source])
    files: list[tuple[PurePosixPath, bytes]] = []
    problems: list[Problem] = []
    for path in paths:
        name = PurePosixPath(path.relative_to(folder).as_posix())
        try:
            data = read_file(path)
        except UnreadableText as error:
            problems.append(Problem(source=str(name), message=str(error)))
        else:
            files.append((name, data))
    if not files and not problems:
        message = "holds no Markdown, HTML or DOCX file"
        problems.append(Problem(source=str(source), message=message))
    return files, problems


def _below(folder: Path) -> list[Path]:
    found = (
        Path(above) / name
        for above, folders, names in os.walk(folder)
        for name in _visible(names, folders)
    )
    texts = _SUFFIXES | _TO_BE_SAVED_ANEW
    return sorted(path for path in found if path.suffix.lower() in texts)


def _visible(names: Iterable[str], folders: list[str]) -> list[str]:
    folders[:] = [name for name in folders if not name.startswith(".")]
    # Word keeps a file called "~$…" beside each one that is open.
    return [name for name in names if not name.startswith((".", "~$"))]


def read_file(path: Path) -> bytes:
    """Return the bytes of a file that can hold a text; raises UnreadableText."""
    if path.is_symlink():
        raise UnreadableText("is a symbolic link, which is not followed: put the file itself here")
    if path.suffix.lower() not in _SUFFIXES:
        raise UnreadableText("is no Markdown, HTML or DOCX file: save it as .docx, or leave it out")
    if path.stat().st_size > LARGEST:
        raise UnreadableText(f"has more than {LARGEST // 1_000_000} MB; a text has less")
    return path.read_bytes()


def standing(root: Path, planned: Import) -> Standing:
    """Return what stands where an import would be written."""
    file = root / planned.target
    if file.is_symlink() or any(above.is_symlink() for above in _folders(root, file)):
        return Standing.OTHER
    if not file.exists():
        return Standing.NOTHING
    same = file.is_file() and file.read_bytes() == planned.content.encode()
    return Standing.SAME if same else Standing.OTHER


def write(root: Path, planned: Import) -> None:
    """Write one import; raises FileExistsError rather than write over a file."""
    file = root / planned.target
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("xb") as new:
        new.write(planned.content.encode())


def _folders(root: Path, file: Path) -> Iterator[Path]:
    return (root / above for above in file.relative_to(root).parents)
