"""The page of a person's evidence: in plain words, to be printed and handed to a court."""

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from notify.ledger_heads import Head
from notify.plans import Exclusion
from notify.proofs import Dossier, Telling, Verdict


def person_page(dossier: Dossier, head: Head | None) -> str:
    """Return the page as HTML that needs nothing besides itself."""
    title = (
        f"What applied to {dossier.named} on {_day(dossier.on)}, and what they were told about it"
    )
    return (
        _templates()
        .get_template("proof.html")
        .render(
            title=title,
            dossier=dossier,
            head=head,
            made_at=_moment(dossier.made_at),
            summary=summary_of(dossier),
            reasons=reasons_of,
            period=period_of,
            shows=lambda telling: any(one.leaf for one in telling.hand_overs),
        )
    )


def summary_of(dossier: Dossier) -> tuple[str, ...]:
    """Return in a few sentences what the record says."""
    notices = [telling for telling in dossier.tellings if telling.notice]
    texts = len(dossier.texts)
    counted = {verdict: sum(t.verdict is verdict for t in notices) for verdict in Verdict}
    late = sum(telling.in_time is False for telling in notices)
    applied = "1 text" if texts == 1 else f"{texts} texts"
    sent = "1 notice" if len(notices) == 1 else f"{len(notices)} notices"
    lines = (
        f"{applied} applied to them on {_day(dossier.on)}.",
        (
            f"{sent} to them on record: told of {counted[Verdict.TOLD]}, not told of"
            f" {counted[Verdict.NOT_TOLD]}, not known of {counted[Verdict.UNKNOWN]}."
        ),
    )
    return (*lines, f"Of {late}, the notice period was not met.") if late else lines


def reasons_of(telling: Telling) -> str:
    """Return why somebody was not mailed, in a sentence; empty where nothing is on record."""
    sentences = {
        Exclusion.NO_ADDRESS: "No address of theirs was known.",
        Exclusion.SAME_MAILBOX: "The mail to another entry with the same mailbox told them.",
        Exclusion.ALREADY_TOLD: "An earlier mail had told them.",
        Exclusion.OTHER_SERVICES: "Nothing that changed concerned the services they use.",
    }
    if telling.reason is None:
        return ""
    for exclusion, sentence in sentences.items():
        if telling.reason == exclusion:
            return sentence
    return f"On record as the reason: {telling.reason}."


def period_of(telling: Telling) -> str:
    """Return in a sentence or two whether they were told in time."""
    if telling.day is None:
        return ""
    begins = f"The change applies to them from {_day(telling.day)}."
    if telling.last_day is None:
        return f"{begins} Until when they had to be told is not on record."
    strictest = min(telling.lawful, key=lambda one: one.last_day)
    owed = (
        f"They had to be told by {_day(telling.last_day)}:"
        f" {strictest.period} before ({strictest.reason})."
    )
    if telling.in_time is None and telling.verdict is Verdict.NOT_TOLD:
        return f"{begins} {owed} When this page was made, that day had not passed."
    met = {
        True: "That was met.",
        False: "That was not met.",
        None: "Whether that was met is not known.",
    }[telling.in_time]
    return f"{begins} {owed} {met}"


def _day(day: date) -> str:
    return format_date(day, format="d MMMM y", locale="en")


def _moment(at: str) -> str:
    moment = datetime.fromisoformat(at)
    return f"{_day(moment.date())}, {moment:%H:%M:%S}"


@lru_cache(maxsize=1)
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"day": _day, "moment": _moment}
    return made
