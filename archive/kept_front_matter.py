"""Front matter as it was read before: what a head without faults declares, as JSON and back."""

from dataclasses import fields
from datetime import date
from typing import Any

from archive.front_matter import FrontMatter


def kept(front_matter: FrontMatter) -> dict[str, Any] | None:
    """Return what front matter declares; None where it must be read again from its text.

    Faults name a path and a commit, and a `change:` block speaks for few texts.
    """
    if front_matter.faults or front_matter.change is not None:
        return None
    values = {each.name: getattr(front_matter, each.name) for each in fields(front_matter)}
    return {name: _plain(value) for name, value in values.items() if value not in (None, ())}


def restored(declared: dict[str, Any]) -> FrontMatter:
    """Return the front matter that was kept."""
    return FrontMatter(**{name: _value(value) for name, value in declared.items()})


def _plain(value: object) -> object:
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _value(value: Any) -> Any:
    match value:
        case {"day": str() as day}:
            return date.fromisoformat(day)
        case list():
            return tuple(value)
        case _:
            return value
