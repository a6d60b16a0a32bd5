"""The file `moved.json`: every address that was published once and leads elsewhere now.

A build reads the one of the site it replaces, so that an address is known for ever, even where
settings or lost commits made it move and git cannot tell.
"""

import json
from collections.abc import Iterable
from typing import Final

from archive.errors import InvalidManifest
from archive.json_reading import JsonObject, json_object
from archive.revisions import Language, PolicyId, RevisionId
from site_overrides.moved_addresses import Destination, KnownAddress, Part

MOVED_FILE: Final = "moved.json"
FORMAT: Final = 1
_PARTS: Final = "|".join(part.value for part in Part)


def moved_bytes(moved: Iterable[tuple[KnownAddress, Destination | None]]) -> bytes:
    """Return the file, sorted by address; where something is gone, it leads to null."""
    listed = [
        {
            "address": known.address,
            "to": to and to.address,
            "policy": known.policy,
            "lang": known.language,
            "part": known.part.value,
            "revision": known.revision,
        }
        for known, to in sorted(moved, key=lambda pair: pair[0].address)
    ]
    document = {"format": FORMAT, "moved": listed}
    return f"{json.dumps(document, indent=1)}\n".encode()


def read_moved(data: bytes) -> tuple[KnownAddress, ...]:
    """Return the addresses that a file names; raises InvalidManifest where it was edited."""
    document = json_object(data, place=MOVED_FILE, error=InvalidManifest)
    if document.number("format") != FORMAT:
        raise InvalidManifest(f"{MOVED_FILE}: written by another release: read it with that one")
    return tuple(_known(item) for item in document.children("moved"))


def _known(item: JsonObject) -> KnownAddress:
    revision = item.text_or_none("revision", "[0-9a-f-]+")
    return KnownAddress(
        address=item.text("address"),
        policy=PolicyId(item.text("policy", "[a-z0-9][a-z0-9/-]*")),
        language=Language(item.text("lang", "[a-z0-9-]+")),
        part=Part(item.text("part", _PARTS)),
        revision=RevisionId(revision) if revision else None,
    )
