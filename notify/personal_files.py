"""Files outside the ledger that name people: where we wrote them, and which name somebody.

Mails in folders, evidence and lists for letters are written where somebody asks for them. So
that an erasure finds them again, their places are noted; of what was moved or copied since,
nobody here can know.
"""

import zipfile
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from archive.workspace import state_folder
from notify.carriers import DeliveryId
from notify.outbox_carrier import mail_file_name

FILE: Final = "written.txt"


def note_written(root: Path, place: Path) -> None:
    """Note that a file or a folder of mails was written that names people."""
    line = str(place.resolve())
    if line not in written_places(root):
        file = state_folder(root) / FILE
        with file.open("a", encoding="utf-8") as opened:
            opened.write(f"{line}\n")


def written_places(root: Path) -> list[str]:
    """Return the places that were noted and still exist."""
    file = state_folder(root) / FILE
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [line for line in dict.fromkeys(lines) if line and Path(line).exists()]


def remove_files_about(
    places: Iterable[Path], *, deliveries: Iterable[str], names: Iterable[str]
) -> Iterator[Path]:
    """Remove the mails of deliveries from folders, and files that hold an address; yield each."""
    mails = [mail_file_name(DeliveryId(one)) for one in deliveries]
    wanted = [form for name in names if "@" in name for form in written_forms(name)]
    for place in places:
        for file in [place / mail for mail in mails] if place.is_dir() else [place]:
            if file.is_file() and (place.is_dir() or holds_any(file, wanted)):
                file.unlink()
                yield file


def written_forms(text: str) -> Iterator[bytes]:
    """Yield how a text may stand in a file: as it is, and in base64 whatever stands before it."""
    yield text.encode()
    yield text.lower().encode()
    for before in range(3):
        # What stands beside it changes the first and the last characters.
        inner = b64encode(b" " * before + text.encode())
        yield inner[4 if before else 0 : -4]


def holds_any(file: Path, wanted: Iterable[bytes]) -> bool:
    """Return whether a file, or a file in a ZIP file, holds one of these."""
    forms = tuple(wanted)
    return any(form in content for content in _contents(file) for form in forms)


def _contents(file: Path) -> Iterator[bytes]:
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as opened:
            for name in opened.namelist():
                yield opened.read(name)
    else:
        yield file.read_bytes()
