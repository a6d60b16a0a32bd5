"""The file `clauses.json` of a policy: every clause of every text, for the compare page and others.

It holds what the pages show, links resolved, and nothing of a text that was taken down.
"""

import json
from dataclasses import replace
from typing import Final

from archive.clause_records import ClauseRecord, Splice, Standing, record_json
from site_overrides.clause_lines import clause_lines
from site_overrides.links import Destinations, relink
from site_overrides.shown_clauses import ShownClauses, ShownText
from site_overrides.sites import Site

# Past this a browser would wait too long; the oldest texts are left out of the file, half by half.
_LONGEST: Final = 8_000_000


def first_in_file(kept: str, revisions: int) -> int:
    """Return the number of the oldest text that the file holds."""
    first, size = 0, len(kept)
    while size > _LONGEST and first < revisions - 2:
        first = (first + revisions) // 2
        size //= 2
    return first


def since(record: ClauseRecord, first: int) -> ClauseRecord:
    """Return a record without the texts before one; every clause keeps its number and anchor."""
    if not first:
        return record
    lines = [
        replace(line, standings=_standings_since(line.standings, first)) for line in record.lines
    ]
    splices: list[list[Splice]] = [[] for _ in range(first)]
    order = record.order(first)
    return ClauseRecord(
        texts=record.texts,
        shapes=record.shapes,
        lines=lines,
        splices=[*splices, [(0, 0, tuple(order))], *record.splices[first + 1 :]],
    )


def _standings_since(standings: list[Standing], first: int) -> list[Standing]:
    before = [each for each in standings if each.since <= first]
    after = [each for each in standings if each.since > first]
    return [*(each._replace(since=first) for each in before[-1:]), *after]


def clause_file(site: Site, shown: ShownClauses, destinations: Destinations) -> str:
    """Return the file of a policy; "" where no text of it may be shown."""
    if not shown.texts:
        return ""
    policy = shown.policy
    address = site.policy_address(policy)
    resolve = destinations.on_the_present_page(path=policy.path, address=address)
    first = first_in_file(shown.kept, len(shown.texts))
    record = since(shown.record(), first)
    record.texts[:] = [
        "\x1f".join(relink(cell, resolve) for cell in text.split("\x1f")) for text in record.texts
    ]
    head: dict[str, object] = {
        "policy": policy.id,
        "language": policy.language,
        "title": policy.title,
        "first": first,
        "texts_of": [_described(text) for text in shown.texts],
        "source": _source(site, shown),
    }
    described = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    return f'{described[:-1]},"clauses":{record_json(record)}}}\n'


def _source(site: Site, shown: ShownClauses) -> dict[str, object] | None:
    """Return where the clauses of the text in force are written, in reading order."""
    if shown.policy.in_force is None or shown.present is None:
        return None
    path = shown.policy.in_force.path
    return {"text": shown.present, "path": path, "lines": clause_lines(site, shown)}


def _described(text: ShownText) -> dict[str, object]:
    return {
        "id": text.id,
        "name": text.name,
        "state": text.state,
        "day": text.day.isoformat(),
        "address": text.address,
        "changes": text.changes,
    }
