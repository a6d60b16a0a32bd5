"""What all tables stand on: their collection, and how columns say what they hold."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, MetaData

METADATA: Final = MetaData()

SEALED_WITH: Final = "sealed with"  # in the info of a column: the purpose of the keys that seal it


def one_of(column: str, values: Iterable[StrEnum]) -> CheckConstraint:
    """Return the rule that a column holds one of these words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_is_known")
