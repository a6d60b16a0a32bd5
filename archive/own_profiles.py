"""What an organisation promised elsewhere about notice: in a contract, to a works council, to a court."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from archive import settings_checks as check
from archive.toml_tables import Table

_LONGEST: Final = 3650  # days; ten years
_MONTHS: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnProfile:
    """One promise of a period of notice beside the laws', and for which policies it holds."""

    id: str
    title: str
    source: str  # where it is written, as a lawyer cites it
    days: int | None  # one of the two is given
    months: int | None
    applies_to: tuple[str, ...]  # ids of policies and services; none means every policy


def own_profiles(table: Table | None, *, taken: Collection[str]) -> Iterator[OwnProfile]:
    """Yield what the tables `[profile.NAME]` say; `taken` are names that laws have."""
    for key in table.values if table else ():
        inner = table.table(key) if table and table.checked(key, key, check.an_id) else None
        if table is None or inner is None:
            continue
        if key in taken:
            table.wrong(key, f"`{key}` is the name of a law's profile; give yours another")
        title, source = inner.text("title", check.line) or key, inner.text("source", check.line)
        days = inner.number("days", range(_LONGEST + 1))
        months = inner.number("months", range(1, _MONTHS + 1))
        applies_to = inner.texts("applies_to", check.an_id) or ()
        inner.refuse_unknown()
        if source is None and "source" not in inner.values:
            inner.mistakes.add(
                "the profile needs a line `source = …`: where it is written", at=inner.at
            )
        if not {"days", "months"} & inner.values.keys():
            inner.mistakes.add("the profile needs `days = …` or `months = …`", at=inner.at)
        if {"days", "months"} <= inner.values.keys():
            inner.wrong("months", "`days` and `months` are two periods; keep one")
        if inner.values.get("applies_to") == []:
            inner.wrong("applies_to", "`applies_to` is empty; leave it out for every policy")
        if source is not None and (days is None) != (months is None):
            yield OwnProfile(
                id=key,
                title=title,
                source=source,
                days=days,
                months=months,
                applies_to=applies_to,
            )
