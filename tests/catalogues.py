"""Keeps the catalogues of what frames say: collects the sentences of the code and writes the files.

`make catalogues` brings each `archive/catalogues/LANGUAGE.po` up to what the code says now, and
writes what the program reads: `LANGUAGE.mo`, and for the scripts of pages `words/LANGUAGE.js`.
"""

import io
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).parents[1]
CATALOGUES: Final = ROOT / "archive" / "catalogues"
SCRIPTS: Final = ROOT / "site_overrides" / "assets" / "fairnotice"
PACKAGES: Final = ("archive", "notify", "site_overrides")
# In the order in which the CLDR names them, as speech.js does: Babel's own has two of them swapped.
PLURALS: Final = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 :"
    " n%100>=11 ? 4 : 5);"
}
_KEYWORDS: Final[dict[str, Any]] = {
    "say": None,
    "worded": None,
    "count": (1, 2),
    "counted": (1, 2),
}
_METHODS: Final = {
    ".py": "python",
    ".html": "jinja2.ext:babel_extract",
    ".txt": "jinja2.ext:babel_extract",
    ".js": "javascript",
}
_OPTIONS: Final[dict[str, Any]] = {"encoding": "utf-8", "trimmed": "false", "silent": "false"}


class Catalogue(Catalog):
    """A catalogue with no more at its head than its reader needs, the same on every day."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What stands at its head."""
        return [
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", PLURALS.get(str(self.locale_identifier), self.plural_forms)),
            ("Content-Type", "text/plain; charset=utf-8"),
        ]


def sources() -> Iterator[Path]:
    """Yield every file that may hold a sentence, in a fixed order.

    Other modules have functions of the same names, which count what terminals show.
    """
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*")):
            if file.suffix not in _METHODS or file.parent.name == "words":
                continue
            if file.suffix != ".py" or "archive.speech" in file.read_text(encoding="utf-8"):
                yield file


@cache
def collected() -> Catalog:
    """Return every sentence that the code says, with where it stands."""
    found = Catalog(charset="utf-8")
    for file in sources():
        method = _METHODS[file.suffix]
        with file.open("rb") as content:
            for line, words, comments, context in extract(
                method, content, keywords=_KEYWORDS, options=_OPTIONS
            ):
                place = file.relative_to(ROOT).as_posix()
                found.add(words, None, [(place, line)], user_comments=comments, context=context)
    return found


@cache
def kept(file: Path) -> Catalog:
    """Return a catalogue as it stands in its file."""
    with file.open("rb") as content:
        return read_po(content, locale=file.stem, charset="utf-8")


def brought_up(catalogue: Catalog) -> Catalog:
    """Return a catalogue with the sentences of today, those that are gone left out."""
    said = collected()
    made = Catalogue(locale=catalogue.locale, charset="utf-8", header_comment="", fuzzy=False)
    for message in said:
        if message.id:
            known = catalogue.get(message.id)
            made.add(message.id, known.string if known else None)
    return made


def po_bytes(catalogue: Catalog) -> bytes:
    """Return a catalogue as its file holds it: without lines, which change with every edit."""
    out = io.BytesIO()
    write_po(out, catalogue, width=100, no_location=True, sort_output=True)
    return out.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return a catalogue as the program reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def script_words(catalogue: Catalog) -> str:
    """Return the module that gives the scripts of a page their words in a language."""
    words: dict[str, object] = {}
    for message in collected():
        if message.id and any(place.endswith(".js") for place, _ in message.locations):
            words[_key(message)] = catalogue[message.id].string
    return f"export default {json.dumps(words, ensure_ascii=False, indent=1, sort_keys=True)};\n"


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def files_of(language: str) -> dict[Path, bytes]:
    """Return what follows from the catalogue of a language, by its file."""
    catalogue = brought_up(kept(CATALOGUES / f"{language}.po"))
    return {
        CATALOGUES / f"{language}.po": po_bytes(catalogue),
        CATALOGUES / f"{language}.mo": mo_bytes(catalogue),
        SCRIPTS / "words" / f"{language}.js": script_words(catalogue).encode(),
    }


if __name__ == "__main__":
    for each in sorted(CATALOGUES.glob("*.po")):
        for written, content in files_of(each.stem).items():
            written.parent.mkdir(exist_ok=True)
            written.write_bytes(content)
