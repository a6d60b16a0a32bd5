"""What a former manifest says otherwise than git does now: lost, altered, or explained.

Histories grow, so what is new is no discrepancy. What the public could read once must still be
there, with the same hash, the same dates and the same address.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import groupby
from typing import Final

from archive.fault_codes import VERIFICATION, checked
from archive.faults import Severity
from archive.manifest import Entry, Fact, FactKey, Manifest
from archive.settings import Redaction

_NAMED: Final = 5  # lost anchors of one text, or texts; the rest are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """One thing the record and the repository do not agree on, or that readers should know."""

    code: str  # short and lasting, such as "lost-text"
    severity: Severity  # an error: something was lost or altered; a warning: it is explained
    message: str
    about: FactKey | None = None  # None: the record as a whole

    def __post_init__(self) -> None:
        checked(self.code, VERIFICATION)


def discrepancies(
    former: Manifest, current: Manifest, *, redactions: Iterable[Redaction] = ()
) -> tuple[Discrepancy, ...]:
    """Return everything that was lost or altered since a former manifest, and what explains it."""
    known = tuple(redactions)
    return (
        *_lost(former, current, known),
        *_altered(former, current),
        *_words(former, current),
        *_lost_anchors(former, current),
        *_redacted(former, current),
        *_appended(former, current),
    )


def _lost(
    former: Manifest, current: Manifest, redactions: tuple[Redaction, ...]
) -> Iterator[Discrepancy]:
    now = current.by_key
    policies = {(key.policy, key.language) for key in now}
    missing = [entry for entry in former.entries if entry.fact.key not in now]
    missing.sort(key=lambda entry: entry.fact.key[:2])
    for (policy, language), entries in groupby(missing, key=lambda entry: entry.fact.key[:2]):
        gone = list(entries)
        redacted = {e.fact.key.revision for e in gone if _is_redacted(e, redactions)}
        if (policy, language) not in policies and not redacted:
            yield _lost_policy(gone)
            continue
        for entry in gone:
            yield _lost_fact(entry.fact, redacted=entry.fact.key.revision in redacted)


def _lost_policy(gone: list[Entry]) -> Discrepancy:
    key = gone[0].fact.key
    texts = [entry.fact for entry in gone if entry.fact.proof]
    days = f"{_day(texts[0])} to {_day(texts[-1])}" if texts else "unknown days"
    return _error(
        "lost-policy",
        f"the whole policy is gone, with {_counted(len(texts), 'published text')} ({days}): bring back its"
        " commits, or the pattern or move in the settings that found its files",
        key,
    )


def _lost_fact(fact: Fact, *, redacted: bool) -> Discrepancy:
    if redacted:
        return _warning(
            "redacted",
            f"what was published on {_day(fact)} is redacted, not lost: the settings say so",
            fact.key,
        )
    if fact.proof is None:
        return _error(
            "lost-dating",
            f"the date {fact.effective or 'none'}, declared on {_day(fact)} by commit"
            f" {fact.commit[:10]}, is gone",
            fact.key,
        )
    return _error(
        "lost-text",
        f"the text published on {_day(fact)} by commit {fact.commit[:10]} ({fact.proof.path})"
        " is gone",
        fact.key,
    )


def _is_redacted(entry: Entry, redactions: tuple[Redaction, ...]) -> bool:
    proof = entry.fact.proof
    return proof is not None and any(
        proof.git_blob.startswith(redaction.blob) for redaction in redactions
    )


def _altered(former: Manifest, current: Manifest) -> Iterator[Discrepancy]:
    now = current.by_key
    for entry in former.entries:
        key = entry.fact.key
        if key in now:
            for code, what, was, found in _differences(entry.fact, now[key].fact):
                yield _error(code, f"{what} is {found}, and was recorded as {was}", key)


def _differences(was: Fact, found: Fact) -> Iterator[tuple[str, str, str, str]]:
    """Yield code, subject and both values of whatever differs; what a build first saw may not."""
    pairs = [
        ("altered-commit", "the commit that brought it", was.commit, found.commit),
        ("altered-published", "its day of publication", _moment(was), _moment(found)),
        ("altered-date", "its effective date", _effective(was), _effective(found)),
        ("altered-address", "its address", was.address, found.address),
    ]
    if was.proof and found.proof:
        pairs += [
            ("altered-path", "its path", was.proof.path, found.proof.path),
            ("altered-text", "the SHA-256 of its text", was.proof.sha256, found.proof.sha256),
            ("altered-text", "git's name of its text", was.proof.git_blob, found.proof.git_blob),
        ]
    yield from (pair for pair in pairs if pair[2] != pair[3])


def _words(former: Manifest, current: Manifest) -> Iterator[Discrepancy]:
    others = list(_other_words(former, current))
    if former.words_algorithm != current.words_algorithm:
        yield _another_algorithm(former, current, others)
        return
    for key, was, found in others:
        message = f"the hash of its words is {found}, and was recorded as {was}"
        yield _error("altered-words", message, key)


def _other_words(former: Manifest, current: Manifest) -> Iterator[tuple[FactKey, str, str]]:
    """Yield each text whose words have another hash, what it was and what it is."""
    now = current.by_key
    for entry in former.entries:
        found = now.get(entry.fact.key)
        if found and entry.words and found.words and entry.words != found.words:
            yield entry.fact.key, entry.words, found.words


def _another_algorithm(
    former: Manifest, current: Manifest, others: Sequence[tuple[FactKey, str, str]]
) -> Discrepancy:
    """Return the note of an upgrade: the texts themselves are compared in any case."""
    message = (
        f"word hashes were made by algorithm {former.words_algorithm} and are now made by"
        f" {current.words_algorithm}; "
    )
    if any(was.partition(":")[0] != found.partition(":")[0] for _, was, found in others):
        message += "those cannot be compared; the texts themselves are"
    elif others:
        named = ", ".join(
            f"{key.policy} ({key.language}) {key.revision}" for key, *_ in others[:_NAMED]
        )
        more = f" and {len(others) - _NAMED:,} more" if len(others) > _NAMED else ""
        message += (
            f"{_counted(len(others), 'text')} of unchanged bytes read otherwise: {named}{more}"
        )
    else:
        message += "all are the same"
    return _warning("words-algorithm", message, None)


def _lost_anchors(former: Manifest, current: Manifest) -> Iterator[Discrepancy]:
    """Yield the texts whose pages have not all the anchors that they had.

    A policy's own page leads on from every anchor of a text that stood there, so it loses one
    only with the text itself.
    """
    now = current.by_key
    for entry in former.entries:
        found = now.get(entry.fact.key)
        if found is None or entry.anchors is None or found.anchors is None:
            continue
        if lost := sorted(set(entry.anchors) - set(found.anchors)):
            named = ", ".join(f"#{anchor}" for anchor in lost[:_NAMED])
            more = f" and {len(lost) - _NAMED:,} more" if len(lost) > _NAMED else ""
            yield _error(
                "lost-anchor",
                f"{found.fact.address} has no longer {named}{more}, so links to it lead to the top"
                f" of the page: the text is the same and is laid out otherwise, so build with the"
                f" release that made the record of {former.built_at}",
                entry.fact.key,
            )


def _redacted(former: Manifest, current: Manifest) -> Iterator[Discrepancy]:
    before = former.by_key
    for entry in current.entries:
        key = entry.fact.key
        if entry.redaction is not None and entry.fact.proof:
            yield _warning("redacted", f"redacted, not lost: {entry.redaction}", key)
        elif key in before and before[key].redaction is not None and entry.fact.proof:
            yield _warning("redaction-lifted", "was redacted, and is shown again", key)


def _appended(former: Manifest, current: Manifest) -> Iterator[Discrepancy]:
    before = former.by_key
    new = [entry for entry in current.entries if entry.fact.key not in before]
    if new:
        texts = sum(entry.fact.proof is not None for entry in new)
        parts = f"{_counted(texts, 'text')} and {_counted(len(new) - texts, 'later date')}"
        message = f"{parts} recorded that the record of {former.built_at} did not have"
        yield _warning("appended", message, None)


def _error(code: str, message: str, about: FactKey | None) -> Discrepancy:
    return Discrepancy(code=code, severity=Severity.ERROR, message=message, about=about)


def _warning(code: str, message: str, about: FactKey | None) -> Discrepancy:
    return Discrepancy(code=code, severity=Severity.WARNING, message=message, about=about)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _day(fact: Fact) -> str:
    return fact.published.astimezone(UTC).date().isoformat()


def _moment(fact: Fact) -> str:
    return fact.published.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _effective(fact: Fact) -> str:
    day = fact.effective.isoformat() if fact.effective else "none"
    return f"{day} ({fact.effective_source})"
