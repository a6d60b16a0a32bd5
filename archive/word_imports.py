"""A Word document into a policy that stands: read, held against its text, and written into it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from archive.confined_reading import read_confined
from archive.confined_rendering import render_confined
from archive.errors import ImportRefused, UnreadableText
from archive.front_matter import split
from archive.import_files import read_file
from archive.imported_texts import DOCX, ForeignFile
from archive.lookups import find_policy
from archive.register import Policy
from archive.word_edits import edited, links_of
from archive.word_origins import check_likeness, check_origin
from archive.word_refusals import ByHand
from archive.workspace import Workspace, open_workspace

_LISTED: Final = 40  # tracked changes and comments; who has more accepts them in Word

_WHAT_TO_DO: Final = (
    "Settle them in Word and delete the comments; or give --accept-all, which takes every change"
    " as accepted and leaves the comments out."
)

_THEN: Final = (
    "Then import the document again, for the rest: what stands as it says stays as it is."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordImport:
    """What a Word document makes of a policy's file."""

    policy: Policy
    path: str
    content: bytes  # of the whole file, as it is to be
    changes: int  # clauses that changed
    differs: bool
    remarks: tuple[str, ...]


def read_word_import(
    policy: str, file: Path, *, language: str | None, today: date | None, accept_all: bool
) -> tuple[Path, WordImport]:
    """Return the root of the repository, and what a Word document makes of a policy.

    Raises ImportRefused where tracked changes or comments are undecided, unless all are to be
    accepted, where the document was made from another text, and where a clause has to be written by hand; UnknownPolicy, and UnreadableText for either file.
    """
    with open_workspace(Path.cwd(), today=today, with_unpublished=True) as workspace:
        found = find_policy(
            workspace.register, policy, default=workspace.settings.language, language=language
        )
        before = _present(workspace, found)
        text, ending = _decoded(before, found.path)
        body = split(text)[1]
        imported = read_confined(_word_file(file, links_of(render_confined(body))))
        if imported.undecided and not accept_all:
            raise ImportRefused(_undecided(file, imported.undecided))
        known = imported.origin is not None and check_origin(
            imported.origin, found, workspace, body=body, file=file.name
        )
        page = render_confined(imported.markdown)
        after = edited(body, page)
        if not (known or accept_all):
            check_likeness(after, page, found, workspace, file=file.name)
    if after.by_hand:
        first = text.removesuffix(body).count("\n")
        raise ImportRefused(_to_be_written_by_hand(found.path, first, after.by_hand))
    whole = text.removesuffix(body) + after.markdown
    content = whole.replace("\n", ending).encode()
    if before.startswith(b"\xef\xbb\xbf"):
        content = b"\xef\xbb\xbf" + content
    return workspace.root, WordImport(
        policy=found,
        path=found.path,
        content=content,
        changes=after.changes,
        differs=content != before,
        remarks=(*imported.remarks, *after.remarks),
    )


def _present(workspace: Workspace, policy: Policy) -> bytes:
    """Return a policy's file of the working tree, which is where a document is written."""
    file = workspace.root / policy.path
    inside = file.resolve().is_relative_to(workspace.root.resolve())
    if policy.retired or not file.is_file() or file.is_symlink() or not inside:
        raise UnreadableText(f"{policy.path}: `{policy.id}` has no text here to be edited")
    return file.read_bytes()


def _decoded(data: bytes, path: str) -> tuple[str, str]:
    """Return a file's text with plain line ends, and the line end it has."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableText(f"{path}: is not UTF-8; save it as UTF-8 first") from error
    ending = "\r\n" if "\r\n" in text else "\n"
    return text.replace("\r\n", "\n"), ending


def _word_file(file: Path, links: frozenset[str]) -> ForeignFile:
    suffix = file.suffix.lower()
    if suffix not in DOCX:
        raise UnreadableText(f"{file}: is no .docx file; save it as one")
    within = frozenset(link for link in links if not link.startswith(("http", "mailto:")))
    return ForeignFile(suffix=suffix, data=read_file(file), links=within)


def _to_be_written_by_hand(path: str, lines_above: int, clauses: tuple[ByHand, ...]) -> str:
    return "\n".join(
        [
            f"nothing was imported: not every clause of {path} can be rewritten with certainty",
            *(f"{path}:{lines_above + each.line}: {each.sentence()}" for each in clauses),
            _THEN,
        ]
    )


def _undecided(file: Path, undecided: tuple[str, ...]) -> str:
    more = len(undecided) - _LISTED
    return "\n".join(
        [
            f"nothing was imported: {file.name} has changes or comments that nobody decided",
            *(f"  {each}" for each in undecided[:_LISTED]),
            *([f"  and {more:,} more"] if more > 0 else []),
            _WHAT_TO_DO,
        ]
    )
