"""What a person should know about a plan before approving it, a line each."""

from collections.abc import Iterator, Sequence

from notify.entries import Entries, Tally
from notify.list_readings import ListReading
from notify.mails import sender
from notify.owing import Owing, without_a_medium


def warnings_of(entries: Entries, reading: ListReading, new: Sequence[Owing]) -> Iterator[str]:
    """Yield what a person should know before approving."""
    choices, tally = entries.choices, entries.tally
    settings, notices = choices.settings, choices.notices
    for one in new:
        yield from one.warnings(choices.today)
    yield from without_a_medium(new, notices, tally.unreached)
    yield from reading.warnings()
    for planned in notices:
        for target in planned.mail.unlinked:
            yield f"not a link in the mail, as notice.link_hosts does not name its host: {target}"
    yield from _beside_the_list(tally)
    if reading.without_services:
        yield f"{reading.without_services} recipients name no service and count for all"
    for (wanted, got), count in sorted(tally.other_language.items()):
        people = "1 person" if count == 1 else f"{count:,} people"
        yield f"{people} asked for {wanted} and get the text in {got}"
    if notices and not settings.notice.legal_from:
        from_ = sender(settings)
        yield f"notice.legal_from is missing; the mails come from {from_.name} <{from_.address}>"
    if notices and not settings.postal_address:
        yield "postal_address is missing in the settings; the mails name none"


def _beside_the_list(tally: Tally) -> Iterator[str]:
    """Yield who is told something and stands on no list, or not any more."""
    if tally.former:
        people = "1 person was" if tally.former == 1 else f"{tally.former:,} people were"
        yield f"{people} told before and left the list since; they hear that it is not so any more"
    if tally.subscribers:
        people = "1 person gets" if tally.subscribers == 1 else f"{tally.subscribers:,} people get"
        yield f"{people} a courtesy mail, as they asked for it; they count beside those on the list"
    if tally.listings:
        mails = (
            "1 of these mails lists" if tally.listings == 1 else f"{tally.listings:,} of them list"
        )
        yield f"{mails} changes that nobody must be told of, for those who asked for every change"
    if tally.stopped:
        reasons = ", ".join(f"{count:,} {why}" for why, count in sorted(tally.stopped.items()))
        yield f"subscribers who take no mail any more, and get none: {reasons}"
