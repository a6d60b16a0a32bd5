"""The carrier that mails nobody: each mail becomes an `.eml` file in a folder of its own.

What it takes counts as withheld, so that the ledger never claims that somebody was told.
"""

import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar, Literal

from archive.errors import InvalidSettings
from notify.carriers import (
    MAX_BATCH,
    Accepted,
    Batch,
    CarrierStopped,
    DeliveryId,
    Outcome,
    Refused,
)
from notify.messages import eml, unwritable_addresses

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def outbox_carrier(
    environ: Mapping[str, str], *, root: Path, published: Iterable[Path]
) -> "OutboxCarrier":
    """Return the carrier for the folder that the environment names, `outbox/` by default.

    `published` are the folders that go online: the docs and the site.
    """
    folder = root / (environ.get("FAIRNOTICE_OUTBOX") or "outbox")
    return OutboxCarrier(folder=folder, published=tuple(published))


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxCarrier:
    """A private folder of mails that anybody's mail program can open."""

    folder: Path
    published: tuple[Path, ...] = ()
    now: Callable[[], datetime] = _now

    name: ClassVar[str] = "outbox"
    counts_as: ClassVar[Literal["withheld"]] = "withheld"
    max_batch: ClassVar[int] = MAX_BATCH
    lines: ClassVar[int] = 1

    def __post_init__(self) -> None:
        if self.folder.is_symlink():
            raise InvalidSettings(f"{self.folder} is a link; name the folder itself for mails")
        place = self.folder.resolve()
        for public in self.published:
            if place.is_relative_to(public.resolve()):
                raise InvalidSettings(
                    f"mails in {self.folder} would be published with {public};"
                    " set FAIRNOTICE_OUTBOX to a folder elsewhere"
                )

    @property
    def account(self) -> str:
        """Nobody's: the mails stay on this machine."""
        return "a folder"

    def hand_over(self, batch: Batch) -> Outcome:
        """Return `Accepted` once every mail of the batch lies in the folder."""
        if bad := unwritable_addresses(batch):
            return Refused(reason="addresses that mail cannot be written to", addressees=bad)
        moment = self.now()
        try:
            _make_private(self.folder)
            for addressee in batch.addressees:
                content = eml(batch.mail, addressee, date=moment)
                _write(self.folder, mail_file_name(addressee.delivery), content)
        except OSError as error:
            raise CarrierStopped(f"cannot write to {self.folder}: {error.strerror}") from error
        return Accepted(message_id=batch.id)


def mail_file_name(delivery: DeliveryId) -> str:
    """Return the name of the file that holds the mail of a delivery."""
    return f"{delivery}.eml"


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if stat.S_ISLNK(found.st_mode) or found.st_mode & _OTHERS:
        raise CarrierStopped(f"others can read {folder}, and mails name people; chmod 700 {folder}")


def _write(folder: Path, name: str, content: bytes) -> None:
    descriptor, unfinished = tempfile.mkstemp(dir=folder, prefix=".", suffix=".unfinished")
    try:
        with os.fdopen(descriptor, "wb") as file:  # mkstemp made it 0600
            file.write(content)
        Path(unfinished).replace(folder / name)
    except OSError:
        Path(unfinished).unlink(missing_ok=True)
        raise
