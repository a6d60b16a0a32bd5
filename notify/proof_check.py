"""Check a bundle of evidence offline: python3 check.py (in its folder).

Needs Python 3.9 or later and nothing else. It reads the files beside it, writes nothing, and
speaks to no other machine. Each line says what was checked; the last one what to compare by hand.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

START = "0" * 64


class Wrong(Exception):
    """Something in the bundle is not what it says it is."""


def main(folder: Path) -> int:
    """Check everything, and return 0 where all of it is as it says."""
    checks = (_files, _chain, _heads, _mails, _batches, _deliveries, _texts)
    try:
        for check in checks:
            _say("ok   ", check(folder))
        _say("look ", _head(folder))
    except Wrong as error:
        _say("WRONG", str(error))
        return 1
    except (KeyError, TypeError, ValueError, IndexError, OSError) as error:
        _say("WRONG", f"the bundle is damaged: {type(error).__name__} {error}")
        return 1
    return 0


def _files(folder: Path) -> str:
    listed = _read(folder, "files.json")
    found = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    } - {"files.json"}
    for name in sorted(found ^ set(listed)):
        raise Wrong(f"{name} is missing, or not listed in files.json")
    for name, digest in listed.items():
        if _sha256((folder / name).read_bytes()) != digest:
            raise Wrong(f"{name} was altered")
    return f"{len(listed)} files are as files.json lists them"


def _chain(folder: Path) -> str:
    last, bodies = START, 0
    events = list(_events(folder))
    for number, event in enumerate(events, start=1):
        parts = [event["number"], event["at"], event["kind"], event["plan"]]
        parts += [event["body_hash"], event["prev_hash"]]
        whole = _sha256(json.dumps(parts, ensure_ascii=True).encode())
        if event["number"] != number or event["prev_hash"] != last or event["hash"] != whole:
            raise Wrong(f"event {number} of the chain does not follow the one before")
        if event.get("body") is not None:
            bodies += 1
            if _sha256(event["body"].encode()) != event["body_hash"]:
                raise Wrong(f"what event {number} says was altered")
        last = event["hash"]
    return f"{len(events)} events form one unbroken chain; what {bodies} of them say is here"


def _heads(folder: Path) -> str:
    """Compare the heads of earlier days, as they were kept apart from the record, with the chain."""
    kept = folder / "heads.txt"
    lines = kept.read_text(encoding="ascii").split("\n")[:-1] if kept.exists() else []
    hashes = {event["number"]: event["hash"] for event in _events(folder)} if lines else {}
    for line in lines:
        at, _event, number, digest = line.split(" ")
        if hashes.get(int(number)) != digest:
            raise Wrong(f"the chain does not hold event {number} as it was kept on {at[:10]}")
    return f"{len(lines)} heads of earlier days, kept apart from the record, are in the chain"


def _mails(folder: Path) -> str:
    mails = sorted((folder / "mails").glob("*.json"))
    for path in mails:
        if json.loads(path.read_bytes())[0] != "fairnotice mail 1":
            raise Wrong(f"{path.name} is no mail")
    return f"{len(mails)} mails can be read"


def _batches(folder: Path) -> str:
    """Follow whole batches, where the bundle holds them, to the root that stands in the chain."""
    if not (folder / "batches.jsonl").exists():
        return "no whole batches are in this bundle"
    roots, whole, leaves = _roots(folder), 0, 0
    with (folder / "batches.jsonl").open(encoding="utf-8") as lines:
        for batch in map(json.loads, lines):
            level = [bytes.fromhex(leaf) for leaf in batch["leaves"]]
            whole, leaves = whole + 1, leaves + len(level)
            if len(roots[batch["batch"], batch["root"]][1]) != len(level):
                raise Wrong(f"batch {batch['batch']} has more or fewer leaves than deliveries")
            while len(level) > 1:
                pairs = [level[at] + level[at + 1] for at in range(0, len(level) - 1, 2)]
                odd = level[-1:] if len(level) % 2 else []
                level = [hashlib.sha256(b"\x01" + pair).digest() for pair in pairs] + odd
            if level[0].hex() != batch["root"]:
                raise Wrong(f"batch {batch['batch']} does not lead to the root of its event")
    return f"{whole} batches with {leaves} deliveries are bound into the chain"


def _roots(folder: Path) -> dict[tuple[str, str], tuple[int, list[str]]]:
    return {
        (facts["batch"], facts["root"]): (event["number"], facts["deliveries"])
        for event in _events(folder)
        if event.get("body") is not None
        for facts in [json.loads(event["body"])]
        if "root" in facts and "batch" in facts
    }


def _deliveries(folder: Path) -> str:
    """Follow each delivery from its own words to the root that stands in the chain."""
    roots = _roots(folder)
    proofs = _read(folder, "proofs.json")
    named = 0
    for proof in proofs:
        number, ids = roots.get((proof["batch"], proof["root"]), (None, []))
        if number is None or ids[proof["position"]] != proof["delivery"]:
            raise Wrong(f"delivery {proof['delivery']} stands in no event of the chain")
        found = bytes.fromhex(proof["leaf_hash"])
        if proof.get("leaf") is not None:
            named += 1
            if hashlib.sha256(b"\x00" + proof["leaf"].encode()).digest() != found:
                raise Wrong(f"whom delivery {proof['delivery']} went to was altered")
            _leaf(folder, proof)
        for side, beside in proof["path"]:
            other = bytes.fromhex(beside)
            pair = other + found if side == "left" else found + other
            found = hashlib.sha256(b"\x01" + pair).digest()
        if found.hex() != proof["root"]:
            raise Wrong(f"delivery {proof['delivery']} does not lead to the root of its event")
    return f"{len(proofs)} hand-overs are bound into the chain; {named} of them by name and words"


def _leaf(folder: Path, proof: dict[str, Any]) -> None:
    form, _salt, delivery, mail, address, _name, words = json.loads(proof["leaf"])
    if form != "fairnotice delivery 1" or delivery != proof["delivery"]:
        raise Wrong(f"delivery {proof['delivery']} is another one")
    written = (folder / proof["mail"]).read_bytes()
    if _sha256(written) != mail:
        raise Wrong(f"{proof['mail']} is not the mail that delivery {delivery} was given")
    *_, subject, text, html = json.loads(written)
    for mark, value in words.items():
        subject, text, html = (part.replace(mark, value) for part in (subject, text, html))
    rendered = f"To: {address}\nSubject: {subject}\n\n{text}"
    if (folder / proof["rendered"]).read_bytes() != rendered.encode():
        raise Wrong(f"{proof['rendered']} is not the mail as {delivery} had it")
    if (folder / proof["rendered"]).with_suffix(".html").read_bytes() != html.encode():
        raise Wrong(f"the page of {proof['rendered']} is not the mail as {delivery} had it")


def _texts(folder: Path) -> str:
    texts = _read(folder, "record.json")["texts"]
    for text in texts:
        if _sha256((folder / text["file"]).read_bytes()) != text["sha256"]:
            raise Wrong(f"{text['file']} is not the text on record")
    return f"{len(texts)} texts have the hashes on record"


def _head(folder: Path) -> str:
    events = list(_events(folder))
    if not events:
        return "the chain is empty"
    last = events[-1]
    return (
        f"the chain ends with event {last['number']} of {last['at']}, hash {last['hash']}: compare"
        " it, or the event of an earlier day, with what was published or mailed on that day"
    )


def _events(folder: Path) -> Iterator[dict[str, Any]]:
    with (folder / "chain.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def _say(how: str, what: str) -> None:
    sys.stdout.write(f"{how} {what}\n")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent)))
