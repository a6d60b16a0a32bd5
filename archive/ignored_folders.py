"""The folders that commands write, kept out of git by the repository's .gitignore."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from archive.errors import UnreadableText

_FILE: Final = ".gitignore"
_GENERATED: Final = ("site", "outbox")  # the built site; mails that nobody was told


def ignore_generated(root: Path, tracked: Iterable[str]) -> str:
    """Write down what git is to ignore, and say what was done.

    A folder that git holds already, or that stands in the file, is left alone. Raises
    UnreadableText where the file is no file that may be written.
    """
    file = root / _FILE
    if file.is_symlink() or (file.exists() and not file.is_file()):
        raise UnreadableText(f"{_FILE} is no file of its own: remove it, and run this again")
    before = file.read_bytes() if file.exists() else b""
    held = {path.partition("/")[0] for path in tracked}
    known = {line.strip().strip("/") for line in before.decode("utf-8", "replace").splitlines()}
    missing = [f"/{name}/" for name in _GENERATED if name not in held | known]
    if not missing:
        return f"{_FILE}: left as it is"
    gap = b"\n" if before and not before.endswith(b"\n") else b""
    file.write_bytes(before + gap + "".join(f"{line}\n" for line in missing).encode())
    return f"{_FILE}: {' and '.join(missing)} {'added' if before else 'written'}"
