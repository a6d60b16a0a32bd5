"""The keys that protect what the ledger holds of people, each for one purpose alone.

They come from the environment, several of one purpose separated by commas while rotating: the
first makes what is new, every one of them still reads. Without any, a practice keyring in the
state folder serves to try the program out; nothing that reaches people may rely on it.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, NewType

from notify.errors import NotifyError

KeyId = NewType("KeyId", str)

FILE: Final = "practice.keys"
ID_LENGTH: Final = 8  # hex digits
SHORTEST: Final = 43  # characters: 32 random bytes in base64
MAKE_ONE: Final = "openssl rand -base64 32"

_FEWEST: Final = 12  # different characters; 43 random ones have fewer in no lifetime
_PRACTICE: Final = "# Keys for practice, made by fairnotice. Real ones come from the environment."


class Purpose(StrEnum):
    """What a key is for, by the name it has in the environment."""

    DATA = "FAIRNOTICE_DATA_KEY"  # seals addresses, names and words at rest
    INDEX = "FAIRNOTICE_INDEX_KEY"  # finds a mailbox again without naming it
    EVIDENCE = "FAIRNOTICE_EVIDENCE_KEY"  # proves an address that the evidence does not name
    LINKS = "FAIRNOTICE_SECRET"  # signs the links in mails


class BadKeys(NotifyError):
    """The keys in the environment are missing, short, or not each for one purpose."""


class PracticeKeys(BadKeys):
    """Something that reaches people would rely on the keys for practice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key for one purpose: 32 bytes, and an id that tells nothing about them."""

    id: KeyId
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """The keys of every purpose: the first of each makes what is new."""

    keys: Mapping[Purpose, tuple[Key, ...]] = field(repr=False)
    practice: bool  # what is new is made with keys that protect nobody

    def __post_init__(self) -> None:
        for purpose in Purpose:
            found = self.keys.get(purpose, ())
            if not found or len({key.id for key in found}) < len(found):
                raise BadKeys(f"{purpose} holds no key, or one key twice; name each once")

    def first(self, purpose: Purpose) -> Key:
        """Return the key that makes what is new."""
        return self.keys[purpose][0]

    def all(self, purpose: Purpose) -> tuple[Key, ...]:
        """Return every key that still reads, the newest first."""
        return self.keys[purpose]


def read_keyring(environ: Mapping[str, str], *, folder: Path) -> Keyring:
    """Return the keys of the environment, or those for practice in a folder, made if need be.

    Practice keys in the folder still read what they made once real ones have come. Raises
    BadKeys where the environment names some of the keys and not all, or bad ones.
    """
    if not any(environ.get(purpose, "").strip() for purpose in Purpose):
        return Keyring(keys=_practice_keys(folder, make=True), practice=True)
    _refuse_missing(environ)
    named = {purpose: _named(purpose, environ[purpose]) for purpose in Purpose}
    _refuse_shared(environ)
    former = _practice_keys(folder, make=False)
    keys = {
        purpose: (*own, *(key for key in former.get(purpose, ()) if key not in own))
        for purpose, own in named.items()
    }
    return Keyring(keys=keys, practice=False)


def refuse_practice(keyring: Keyring) -> None:
    """Raise where nothing but keys for practice would protect the people who are mailed."""
    if keyring.practice:
        names = ", ".join(Purpose)
        raise PracticeKeys(
            f"real mails and links need real keys: set {names}, each to its own: {MAKE_ONE}"
        )


def key_of(purpose: Purpose, value: str) -> Key:
    """Return the key that a value of the environment stands for.

    The purpose goes into it, so that no key ever serves two.
    """
    secret = hmac.digest(value.encode(), f"fairnotice 1 {purpose}".encode(), "sha256")
    return Key(id=KeyId(hashlib.sha256(b"id" + secret).hexdigest()[:ID_LENGTH]), secret=secret)


def is_strong(value: str) -> bool:
    """Return whether a value is long and mixed enough that nobody guesses it."""
    return len(value) >= SHORTEST and len(set(value)) >= _FEWEST


def _refuse_missing(environ: Mapping[str, str]) -> None:
    missing = [purpose for purpose in Purpose if not environ.get(purpose, "").strip()]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise BadKeys(f"{', '.join(missing)} {verb} missing; make each by: {MAKE_ONE}")


def _named(purpose: Purpose, written: str) -> tuple[Key, ...]:
    values = _values(written)
    for number, value in enumerate(values, start=1):
        which = purpose if len(values) == 1 else f"value {number} of {purpose}"
        if not (value.isascii() and value.isprintable()) or " " in value:
            raise BadKeys(f"{which} holds a space or no plain character; make one: {MAKE_ONE}")
        if not is_strong(value):
            raise BadKeys(f"{which} is too short or too easily guessed; make one: {MAKE_ONE}")
    return tuple(key_of(purpose, value) for value in values)


def _values(written: str) -> list[str]:
    return [value.strip() for value in written.split(",") if value.strip()]


def _refuse_shared(environ: Mapping[str, str]) -> None:
    """Raise where one value stands under two names: who learns one would have both."""
    owner: dict[str, Purpose] = {}
    for purpose in Purpose:
        for value in _values(environ[purpose]):
            if owner.setdefault(value, purpose) != purpose:
                raise BadKeys(
                    f"{owner[value]} and {purpose} are the same; make another: {MAKE_ONE}"
                )


def _practice_keys(folder: Path, *, make: bool) -> Mapping[Purpose, tuple[Key, ...]]:
    """Return the practice keys of a folder; none where there are none and none are to be made."""
    file = folder / FILE
    if file.is_symlink():
        raise BadKeys(f"{file} is a link; remove it")
    if not file.exists():
        if not make:
            return {}
        _write_practice(file)
    written = dict(
        line.split("=", 1) for line in file.read_text(encoding="ascii").splitlines() if "=" in line
    )
    if not all(written.get(purpose) for purpose in Purpose):
        raise BadKeys(f"{file} was damaged: what it sealed cannot be read; remove it to start anew")
    return {purpose: _named(purpose, written[purpose]) for purpose in Purpose}


def _write_practice(file: Path) -> None:
    """Write new practice keys, whole, unless another process was quicker."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [_PRACTICE, *(f"{purpose}={secrets.token_urlsafe(32)}" for purpose in Purpose)]
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write("\n".join(lines) + "\n")
        opened.flush()
        os.fsync(descriptor)
    try:
        os.link(part, file)  # unlike a renaming, it replaces nothing
    except FileExistsError:
        pass
    finally:
        part.unlink()
