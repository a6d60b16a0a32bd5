"""Which pictures of the repository the site publishes: listed types that a present text shows."""

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from archive.redactions import redaction_of
from archive.register import Register
from archive.settings import Redaction
from archive.texts import Texts
from site_overrides.links import target_path

LISTED_TYPES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"})
_SOURCE: Final = re.compile(r'<img(?: [^\s"=<>/]+="[^"]*")*? src="([^"]*)"')


def pictures(
    root: Path, register: Register, texts: Texts, *, redactions: Sequence[Redaction] = ()
) -> frozenset[str]:
    """Return the paths of the pictures that texts in force or scheduled show."""
    found = set()
    for policy in register:
        for revision in (policy.in_force, *policy.scheduled):
            if revision is not None and redaction_of(revision, redactions) is None:
                html = texts.html(revision.blob)
                found |= {
                    target_path(urlsplit(unescape(source)).path, revision.path)
                    for source in _SOURCE.findall(html)
                    if _readable(source)
                }
    return frozenset(path for path in found if is_picture(root, path))


def _readable(source: str) -> bool:
    try:
        urlsplit(unescape(source))
    except ValueError:
        return False
    return True


def is_picture(root: Path, path: str) -> bool:
    """Return whether a path is a picture of a listed type, reached without a symbolic link."""
    pure = PurePosixPath(path)
    if pure.suffix.lower() not in LISTED_TYPES or pure.is_absolute() or ".." in pure.parts:
        return False
    file = root / pure
    return file.is_file() and file.resolve() == root.resolve() / pure
