"""Links in mails: they lead to the organisation's own pages and to hosts it has declared.

Anybody who can write a summary could otherwise have a link to anywhere signed by the
organisation and mailed to everybody. What may not be a link is shown so that no mail program
makes one of it, and is reported.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml import html as lxml_html
from lxml.html import HtmlElement

from archive.settings import Settings

# What a mail program may turn into a link by itself: a URL, "www.…", or a bare host name.
_LIKE_A_LINK: Final = re.compile(
    r"(?<![\w@.-])(?:[a-z][a-z0-9+.-]{1,20}://\S+|(?:[^\W_](?:[\w-]{0,62})\.)+[^\W\d_]{2,24}(?![\w@-])(?:[:/]\S*)?)",
    re.IGNORECASE,
)
_UNSEEN: Final = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BLOCKS: Final = {  # what begins each in plain text
    **dict.fromkeys("p h1 h2 h3 h4 h5 h6 blockquote table dl pre".split(), "\n\n"),
    **dict.fromkeys("ul ol tr dt dd".split(), "\n"),
    "li": "\n- ",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRules:
    """Which hosts a mail may link to, and where a relative link leads."""

    base: str
    hosts: frozenset[str]  # with their port, where it is not the usual one

    def allowed(self, target: str) -> str | None:
        """Return the whole address of a link that may stay one; None for any other."""
        if not target or re.search(r"[\s\\\x00-\x20\x7f]", target) or target.startswith("#"):
            return None
        try:
            whole = urljoin(self.base, target)
            parts = urlsplit(whole)
            own = urlsplit(self.base)
        except ValueError:
            return None
        if "@" in parts.netloc or parts.netloc.lower() not in self.hosts:
            return None
        secure = parts.scheme == "https" or (parts.scheme, parts.netloc) == (own.scheme, own.netloc)
        return whole if secure and parts.scheme in ("https", "http") else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeText:
    """A text for a mail: as HTML, as plain text, and the link targets taken out of it."""

    html: str
    text: str
    unlinked: tuple[str, ...]


def link_rules(settings: Settings) -> LinkRules:
    """Return what mails may link to: our own addresses and the hosts of the settings."""
    own = [urlsplit(url).netloc for url in (settings.site_url, settings.service_url) if url]
    hosts = frozenset(host.lower() for host in [*own, *settings.notice.link_hosts] if host)
    return LinkRules(base=(settings.site_url or "").rstrip("/") + "/", hosts=hosts)


def safe_text(cleaned_html: str, rules: LinkRules) -> SafeText:
    """Return cleaned HTML with undeclared links and every image turned into inert words."""
    root = lxml_html.fragment_fromstring(_UNSEEN.sub("", cleaned_html), create_parent="div")
    unlinked: list[str] = []
    for element in list(root.iter()):
        target = element.get("href", "")
        element.attrib.clear()
        if element.tag == "img":
            element.drop_tag()
        elif element.tag == "a":
            _keep_or_drop(element, target, rules, unlinked)
    for element in root.iter():
        element.text = element.text and inert(element.text, rules)
        element.tail = element.tail and inert(element.tail, rules)
    markup = "".join(
        [_escaped(root.text), *(lxml_html.tostring(child, encoding="unicode") for child in root)]
    )
    text = re.sub(r"\n{3,}", "\n\n", "".join(_as_text(root))).strip()
    return SafeText(html=markup.strip(), text=text, unlinked=tuple(dict.fromkeys(unlinked)))


def inert(words: str, rules: LinkRules) -> str:
    """Return words in which nothing leads elsewhere: "evil.example" becomes "evil[.]example"."""
    if words.isascii() and "." not in words and "://" not in words:
        return words  # the fast, usual case: nothing in it could be a link

    def broken(match: re.Match[str]) -> str:
        found = match.group()
        whole = found if "://" in found else f"https://{found}"
        if rules.allowed(whole.rstrip(".,;:!?)\"'")):
            return found
        return found.replace("://", "[:]//").replace(".", "[.]")

    return _LIKE_A_LINK.sub(broken, _UNSEEN.sub("", words))


def _keep_or_drop(element: HtmlElement, target: str, rules: LinkRules, unlinked: list[str]) -> None:
    whole = rules.allowed(target)
    if whole is not None:
        element.set("href", whole)
        return
    if target and not target.startswith("#"):
        unlinked.append(target[:200])
    element.drop_tag()


def _as_text(element: HtmlElement) -> Iterator[str]:
    """Yield an element as plain text: a blank line between blocks, links with their address."""
    if element.tag in _BLOCKS:
        yield _BLOCKS[element.tag]
    yield _collapsed(element.text)
    for child in element:
        if child.tag == "br":
            yield "\n"
        yield from _as_text(child)
        yield _collapsed(child.tail)
    target = element.get("href")
    if target and target != (element.text or "").strip():
        yield f" ({target})"


def _collapsed(text: str | None) -> str:
    return (
        re.sub(r"\s+", " ", text) if text and text.strip() else " " if text and " " in text else ""
    )


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
