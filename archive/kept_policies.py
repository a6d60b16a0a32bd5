"""Policies as they were read before, kept until anything that they follow from is another.

All that decides what a policy's history says is compared whole: which texts stood where and when,
when each was first recorded, the settings, and the program itself. The day of reading decides
only how its texts stand, and each reading knows from which day until which it would be the same.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Final

import msgspec

from archive.cache import Cache
from archive.identities import PolicyFiles
from archive.lineages import Sighting
from archive.policy_readings import PolicyReading
from archive.program import program_digest
from archive.revisions import BlobId
from archive.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A reading and the digest of all that it follows from."""

    follows_from: str
    reading: PolicyReading


_KEPT: Final = msgspec.json.Decoder(_Kept)


class KeptPolicies:
    """The policies of one repository as they were when they were read last."""

    def __init__(
        self,
        cache: Cache,
        settings: Settings,
        first_seen: Mapping[BlobId, datetime],
        *,
        today: date,
        whole: bool,
    ) -> None:
        """`whole`: the branch is read to its end, as it will be the next time."""
        self._cache = cache
        self._settings = settings
        self._first_seen = first_seen
        self._today = today
        self._whole = whole

    def get(self, files: PolicyFiles) -> PolicyReading | None:
        """Return what a policy's files came to, where they would come to the same today."""
        kept = self._cache.read("policy", _key(files), _KEPT.decode)
        if kept is None or kept.follows_from != self._digest(files):
            return None
        return kept.reading if kept.reading.holds_on(self._today) else None

    def put(self, files: PolicyFiles, reading: PolicyReading) -> None:
        """Keep what a policy's files came to in the place of what they came to before."""
        if not self._whole or not _are_published(files):
            return
        kept = _Kept(follows_from=self._digest(files), reading=reading)
        try:
            text = msgspec.json.encode(kept).decode()
        except UnicodeEncodeError:
            return  # a text declares half a character, which JSON cannot hold: read it every time
        self._cache.put("policy", _key(files), text)

    def _digest(self, files: PolicyFiles) -> str:
        before = [
            (each.position, seen)
            for each in _sightings(files)
            if each.blob and (seen := self._first_seen.get(each.blob)) and seen < each.published
        ]
        everything = (program_digest("archive"), self._settings, files, before)
        return hashlib.sha256(msgspec.json.encode(everything, enc_hook=str)).hexdigest()


def _are_published(files: PolicyFiles) -> bool:
    """Return whether nothing of a policy stands in the working tree alone."""
    return all(each.commit for each in _sightings(files))


def _sightings(files: PolicyFiles) -> Iterator[Sighting]:
    return chain(files.main, files.next, files.earlier)


def _key(files: PolicyFiles) -> str:
    return " ".join(files.key)
