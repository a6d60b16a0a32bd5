"""Link targets: which links of a text lead elsewhere now under words that stayed the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.changed_links import link_words
from archive.changes import Change
from archive.clauses import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacedLink:
    """A link that leads elsewhere now."""

    clause: str
    heading: str
    words: str  # what readers click; empty where the page does not show the link any more
    old: str
    new: str

    @property
    def hosts(self) -> tuple[str, str]:
        """The host that the link led to and the one it leads to; empty within the site."""
        return _host(self.old), _host(self.new)

    @property
    def changes_host(self) -> bool:
        """Whether it leads to pages of another host; a host and its subdomains are one."""
        old, new = self.hosts
        return bool(new) and not (_is_within(old, new) or _is_within(new, old))


def replaced_links(changes: Iterable[Change], page: Document) -> tuple[ReplacedLink, ...]:
    """Return the links of a redline's changes that lead elsewhere now, each once."""
    listed = [(change, pair) for change in changes for pair in change.links]
    if not listed:
        return ()
    words = link_words(page)
    return tuple(
        dict.fromkeys(
            ReplacedLink(
                clause=change.clause,
                heading=change.heading,
                words=words.get(new, ""),
                old=old,
                new=new,
            )
            for change, (old, new) in listed
            if old and new and _address(old) != _address(new)
        )
    )


def _host(target: str) -> str:
    """Return the host of a target; that of a mail address for a link that writes one."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return target  # no address at all; as it stands it differs from any host
    if parts.scheme == "mailto":
        return parts.path.rpartition("@")[2].casefold()
    return (parts.hostname or "").removeprefix("www.")


def _is_within(host: str, other: str) -> bool:
    return host == other or (bool(other) and host.endswith(f".{other}"))


def _address(target: str) -> str:
    """Return a target without what leads to the same page all the same."""
    return target.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/") or target
