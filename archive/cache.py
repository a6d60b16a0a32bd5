"""What was computed once is kept by its content: text in, text out, never code.

An entry names its own full key and digest; one that was tampered with, cut off or
made for another key, or that is not of the shape it was written in, counts as absent and is
made again.
"""

import hashlib
import logging
import os
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from archive.errors import ArchiveError, UnreadableText

_LOGGER: Final = logging.getLogger(__name__)

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of compressed texts by kind and key."""

    folder: Path

    def get(self, kind: str, key: str) -> str | None:
        """Return what was kept, or None where nothing sound is there; harm done to it is told."""
        file = self._file(kind, key)
        try:
            content = zlib.decompress(_whole(file))
        except FileNotFoundError:
            return None
        except (OSError, zlib.error):  # a link, a folder, a pipe, or no compressed text
            content = b""
        head, _, body = content.partition(b"\n")
        if head != _head(kind, key, body):
            _LOGGER.warning("%s was altered or cut off: it is left aside and made again", file)
            return None
        return body.decode("utf-8", "surrogatepass")

    def read(self, kind: str, key: str, parse: Callable[[str], _Value]) -> _Value | None:
        """Return what was kept as it is parsed; what is of another shape is told and left aside."""
        text = self.get(kind, key)
        if text is None:
            return None
        try:
            return parse(text)
        except (ValueError, RecursionError, ArchiveError):
            file = self._file(kind, key)
            _LOGGER.warning("%s holds something else: it is left aside and made again", file)
            return None

    def holds(self, kind: str, key: str) -> bool:
        """Return whether something was kept; whether it is sound shows when it is read."""
        return self._file(kind, key).is_file()

    def put(self, kind: str, key: str, text: str) -> None:
        """Keep a text; a reader never sees half of it.

        Raises UnreadableText where a folder of the cache is a symbolic link.
        """
        body = text.encode("utf-8", "surrogatepass")
        file = self._file(kind, key)
        for folder in (self.folder, file.parent.parent, file.parent):
            if folder.is_symlink():
                raise UnreadableText(f"{folder} is a symbolic link: remove it, and it is made anew")
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(descriptor, "wb") as beside:
            beside.write(zlib.compress(_head(kind, key, body) + b"\n" + body, level=1))
        try:
            Path(name).replace(file)
        except IsADirectoryError:
            Path(name).unlink()
            raise UnreadableText(f"{file} is a folder: remove it, and it is made anew") from None

    def _file(self, kind: str, key: str) -> Path:
        digest = hashlib.sha256(f"{kind}\0{key}".encode()).hexdigest()
        return self.folder / kind / digest[:2] / digest[2:]


def _whole(file: Path) -> bytes:
    """Return a file's bytes in as few calls of the system as there can be: a build reads thousands."""
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        size = os.fstat(descriptor).st_size
        return os.read(descriptor, size)
    finally:
        os.close(descriptor)


def _head(kind: str, key: str, body: bytes) -> bytes:
    return f"{kind} {key} {hashlib.sha256(body).hexdigest()}".encode()
