"""Bundles of evidence: files that anybody can check offline with the script that lies among them."""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from notify import proof_check
from notify.chain import Event, body_hash
from notify.errors import NotifyError
from notify.ledger_heads import Head
from notify.proofs import HandOver

CHECK: Final = "check.py"
README: Final = """Evidence of what people were told.

page.html     the facts in plain words, to be printed
record.json   the same facts, for programs
chain.jsonl   every event of the ledger, each bound to the one before by its hash
heads.txt     the last event of earlier days, as it was kept apart from the ledger
proofs.json   how each hand-over of a mail is bound into an event of that chain
mails/        the mails that were approved, as the bytes their hash is made of
reports.jsonl what the mail service reported of each mail (of a notice; of a person: record.json)
rendered/     those mails as a person received them, where this bundle may name the person
texts/        the texts of the policies
check.py      checks all of this: python3 check.py
files.json    the hash of every file

The chain proves that nothing in it was altered. That nothing was cut from its end is proved by a
former head that somebody else has kept: compare the last line that check.py prints.
"""
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)  # the same facts make the same bundle, byte for byte


class BundleExists(NotifyError):
    """A bundle would take the place of another file."""


class Bundle:
    """A ZIP file that is being written: each file once, and the hash of each at the end."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._opened = opened
        self._hashes: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        """Add a file."""
        self.lines(name, [content])

    def lines(self, name: str, lines: Iterable[bytes]) -> None:
        """Add a file piece by piece, however long it is."""
        digest = hashlib.sha256()
        entry = zipfile.ZipInfo(name, date_time=_MOMENT)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        with self._opened.open(entry, "w", force_zip64=True) as file:
            for line in lines:
                digest.update(line)
                file.write(line)
        self._hashes[name] = digest.hexdigest()

    def end(self) -> None:
        """Add what checks the rest, and the hashes."""
        self.add("README.txt", README.encode())
        self.add(CHECK, Path(proof_check.__file__).read_bytes())
        hashes = dict(sorted(self._hashes.items()))
        self.add("files.json", json.dumps(hashes, indent=1).encode())


@contextmanager
def new_bundle(file: Path) -> Iterator[Bundle]:
    """Give a bundle that stands whole in a new private file once this ends, or not at all.

    Raises BundleExists where there is such a file already.
    """
    part = file.with_name(f".{file.name}.part")
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as raw, zipfile.ZipFile(raw, "w") as opened:
            bundle = Bundle(opened)
            yield bundle
            bundle.end()
        try:
            os.link(part, file)  # unlike a renaming, it replaces nothing
        except FileExistsError as error:
            raise BundleExists(f"{file} is there already; name another with --to") from error
    finally:
        part.unlink(missing_ok=True)


def chain_lines(events: Iterable[Event], shown: Callable[[Event], bool]) -> Iterator[bytes]:
    """Yield the chain, a line an event; what happened is said only of those that are shown."""
    for event in events:
        line: dict[str, Any] = {
            "number": event.number,
            "at": event.at,
            "kind": event.kind,
            "plan": event.plan,
            "body_hash": body_hash(event.body),
            "prev_hash": event.prev_hash,
            "hash": event.hash,
        }
        if shown(event):
            line["body"] = event.body
        yield json.dumps(line, ensure_ascii=True).encode("ascii") + b"\n"


def head_lines(heads: Iterable[Head]) -> bytes:
    """Return the heads of earlier days, a line each."""
    return "".join(f"{head}\n" for head in heads).encode("ascii")


def proof_of(hand_over: HandOver, *, mail: str, rendered: str) -> dict[str, Any]:
    """Return how one hand-over is bound into the chain, as the script reads it."""
    return {
        "delivery": hand_over.delivery,
        "batch": hand_over.batch,
        "position": hand_over.position,
        "root": hand_over.root,
        "leaf_hash": hand_over.leaf_hash,
        "leaf": hand_over.leaf,
        "path": [[side, beside.hex()] for side, beside in hand_over.path],
        "mail": mail,
        "rendered": rendered,
    }


def rendered_mail(leaf: str, mail: bytes) -> tuple[bytes, bytes]:
    """Return the text and the page of a mail as the person of a leaf received them."""
    *_, address, _name, words = json.loads(leaf)
    *_, subject, text, html = json.loads(mail)
    for mark, value in words.items():
        subject, text, html = (part.replace(mark, value) for part in (subject, text, html))
    return f"To: {address}\nSubject: {subject}\n\n{text}".encode(), html.encode()
