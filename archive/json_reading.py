"""JSON that others wrote, read strictly: every value is what it should be, or its place is told."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_LONGEST: Final = 1_000_000  # characters of a text
_LARGEST: Final = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonObject:
    """One object of a document, its place in it, and the error to raise where it is wrong."""

    values: Mapping[str, Any]
    place: str
    error: type[Exception]

    def wrong(self, key: str, wanted: str) -> Exception:
        """Return the error that says what should stand under a key."""
        return self.error(f"{self.place}.{key}: expected {wanted}")

    def text(self, key: str, pattern: str = ".*") -> str:
        """Return a text that a pattern matches whole."""
        found = self.values.get(key)
        if not isinstance(found, str) or len(found) > _LONGEST:
            raise self.wrong(key, "a text")
        if re.fullmatch(pattern, found, re.ASCII | re.DOTALL) is None or not _encodable(found):
            raise self.wrong(key, f"a text like {pattern}" if pattern != ".*" else "Unicode")
        return found

    def text_or_none(self, key: str, pattern: str = ".*") -> str | None:
        """Return a text, or None where null stands."""
        return None if self.values.get(key) is None else self.text(key, pattern)

    def number(self, key: str) -> int:
        """Return a whole number that is not negative."""
        found = self.values.get(key)
        if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= _LARGEST:
            raise self.wrong(key, "a whole number")
        return found

    def day(self, key: str) -> date:
        """Return a day."""
        found = self.text(key, _DAY.pattern)
        try:
            return date.fromisoformat(found)
        except ValueError as error:
            raise self.wrong(key, "a day of the calendar") from error

    def day_or_none(self, key: str) -> date | None:
        """Return a day, or None where null stands."""
        return None if self.values.get(key) is None else self.day(key)

    def moment(self, key: str) -> datetime:
        """Return a moment in UTC."""
        found = self.text(key, _MOMENT.pattern)
        try:
            return datetime.strptime(found, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        except ValueError as error:
            raise self.wrong(key, "a moment of the calendar") from error

    def child(self, key: str) -> "JsonObject":
        """Return an object."""
        return self._object(self.values.get(key), f"{self.place}.{key}")

    def children(self, key: str) -> "tuple[JsonObject, ...]":
        """Return a list of objects."""
        found = self.values.get(key)
        if not isinstance(found, list):
            raise self.wrong(key, "a list")
        return tuple(
            self._object(item, f"{self.place}.{key}[{position}]")
            for position, item in enumerate(found)
        )

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        found = self.values.get(key)
        if not isinstance(found, list):
            raise self.wrong(key, "a list")
        place = f"{self.place}.{key}"
        items = {str(position): item for position, item in enumerate(found)}
        return tuple(map(JsonObject(values=items, place=place, error=self.error).text, items))

    def _object(self, found: object, place: str) -> "JsonObject":
        if not isinstance(found, dict):
            raise self.error(f"{place}: expected an object")
        return JsonObject(values=found, place=place, error=self.error)


def json_object(data: bytes, *, place: str, error: type[Exception]) -> JsonObject:
    """Return the object that a document is; raises the error where it is none."""
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as mistake:
        raise error(f"{place}: this is not JSON") from mistake
    if not isinstance(found, dict):
        raise error(f"{place}: expected an object")
    return JsonObject(values=found, place=place, error=error)


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
