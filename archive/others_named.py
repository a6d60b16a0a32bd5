"""Others whom the settings name to readers: authorities to complain to, firms that handle data."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive import settings_checks as check
from archive.toml_tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A public body that readers can complain to."""

    name: str
    link: str
    concerns: str = ""  # whom or what it is for, in the organisation's words


@dataclass(frozen=True, slots=True, kw_only=True)
class Processor:
    """A firm that handles data of readers for the organisation."""

    name: str
    does: str
    where: str = ""
    link: str | None = None


def authorities(table: Table) -> Iterator[Authority]:
    """Yield the bodies that `[[authorities]]` names; what is wrong is noted."""
    for inner in table.tables("authorities"):
        name, link = inner.text("name", check.line), inner.text("link", check.link)
        concerns = inner.text("concerns", check.line) or ""
        inner.refuse_unknown()
        inner.needed("name", "link")
        if name and link:
            yield Authority(name=name, link=link, concerns=concerns)


def processors(table: Table) -> Iterator[Processor]:
    """Yield the firms that `[[processors]]` names; what is wrong is noted."""
    for inner in table.tables("processors"):
        name, does = inner.text("name", check.line), inner.text("does", check.line)
        where, link = inner.text("where", check.line) or "", inner.text("link", check.link)
        inner.refuse_unknown()
        inner.needed("name", "does")
        if name and does:
            yield Processor(name=name, does=does, where=where, link=link)
