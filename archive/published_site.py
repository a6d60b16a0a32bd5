"""What a published site holds: read from its files, or asked for at its address."""

from pathlib import Path
from typing import Final

from archive.errors import NotPublished, Unreachable

SECONDS: Final = 30.0  # for the whole answer; a stalled one ends after a third of it
LARGEST: Final = 64 * 1024 * 1024  # bytes; the record of 40,000 texts takes half of it


def is_address(where: str) -> bool:
    """Return whether a person named an address, and not a file."""
    return "://" in where


def read_published(where: str, *, seconds: float = SECONDS, largest: int = LARGEST) -> bytes:
    """Return what a file or an address holds.

    Raises NotPublished where nothing stands there, Unreachable where that cannot be known,
    and UnsafeAddress for an address that is not https.
    """
    if is_address(where):
        from archive.fetching import fetch  # noqa: PLC0415 - a file needs nothing of the network

        return fetch(where, seconds=seconds, largest=largest)
    try:
        with Path(where).open("rb") as file:
            data = file.read(largest + 1)
    except FileNotFoundError as error:
        raise NotPublished(f"{where}: there is no such file") from error
    except OSError as error:
        raise Unreachable(f"{where}: {error.strerror or 'cannot be read'}") from error
    return not_too_large(data, where, largest)


def not_too_large(data: bytes, where: str, largest: int) -> bytes:
    """Return what was read; raises Unreachable where it is longer than it may be."""
    if len(data) > largest:
        raise Unreachable(f"{where}: is larger than {largest:,} bytes, so it is not read")
    return data
