"""What may run on a built page: the scripts of the theme's own empty frame, and nothing else.

The hashes that hosts are told of are taken from frames in which no author's word stands. Every
page that was written is then held against them, so a script that slipped in through a text, a
title or another plugin stops the build instead of being allowed by it.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Final

from site_overrides.errors import UnsafePage

_SCRIPT: Final = re.compile(
    r"""<script\b((?:[^>"']|"[^"]*"|'[^']*')*)>(.*?)</script[\s/>]""", re.DOTALL | re.IGNORECASE
)
_ATTRIBUTE: Final = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_TAG: Final = re.compile(
    r"""<[a-z][^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+""", re.IGNORECASE
)
_DATA: Final = frozenset({"application/json", "application/ld+json"})  # no browser runs these
_ADDRESSES: Final = frozenset({"href", "src", "action", "formaction", "data", "xlink:href", "to"})
# Nearly every text holds none of these, and then nothing in it can run.
_LETTERS: Final = bytes.maketrans(bytes(range(65, 91)), bytes(range(97, 123)))
_SKIPPED: Final = b"\t\n\f\r\0"  # a browser leaves them out of an address
_HANDLER: Final = re.compile(rb"on[a-z]+ *=")
_HIDDEN: Final = re.compile(rb"&(?:#|colon|tab|newline)")


@dataclass(kw_only=True)
class ScriptGuard:
    """Knows which inline scripts the empty frames of the theme hold, and stops at any other."""

    allowed: set[str] = field(default_factory=set)  # hash sources
    _checked: set[str] = field(default_factory=set)  # pages
    _harmless: set[str] = field(default_factory=set)  # tags that were looked at

    def allow(self, frame: str) -> None:
        """Allow the scripts of a page of the theme in which nothing stands."""
        self.allowed.update(script_sources(frame))

    def check(self, html: bytes, address: str) -> None:
        """Raise UnsafePage where something on a page could run that no empty frame holds."""
        self._checked.add(address)
        plain = html.translate(_LETTERS, _SKIPPED)
        if b"script" in plain or _HANDLER.search(plain) or _HIDDEN.search(plain):
            for fault in self._faults(html.decode("utf-8", "replace")):
                raise UnsafePage(
                    f"{address or 'the home page'} holds {fault}: put scripts in a file of their"
                    " own and name it under `extra_javascript` in mkdocs.yml"
                )

    def check_rest(self, folder: Path) -> None:
        """Check every page and drawing of a folder that was not checked before."""
        for file in sorted((*folder.rglob("*.html"), *folder.rglob("*.svg"))):
            address = file.relative_to(folder).as_posix().removesuffix("index.html")
            if address not in self._checked:
                self.check(file.read_bytes(), address)

    def _faults(self, html: str) -> Iterator[str]:
        if not self.allowed.issuperset(script_sources(html)):
            yield "an inline script that the theme's empty page does not hold"
        for tag in set(_TAG.findall(html)) - self._harmless:
            yield from _running_attributes(tag)
            self._harmless.add(tag)


def script_sources(html: str) -> Iterator[str]:
    """Yield the hash source of each script that a page holds in itself and that would run."""
    for attributes, script in _SCRIPT.findall(html):
        found = _attributes(attributes)
        if "src" not in found and found.get("type", "").lower() not in _DATA:
            digest = b64encode(sha256(script.encode()).digest()).decode()
            yield f"'sha256-{digest}'"


def _attributes(tag: str) -> dict[str, str]:
    return {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(tag)}


def _running_attributes(tag: str) -> Iterator[str]:
    for name, value in _attributes(tag).items():
        if name.startswith("on") or name == "srcdoc":
            yield f"the attribute `{name}`, which runs a script"
        address = "".join(unescape(value).split()).lower()
        if name in _ADDRESSES and address.startswith(("javascript:", "vbscript:")):
            yield f"a link that runs a script (`{name}`)"
