"""The demo as a reader finds it: what the command said, the pages of the site, the mails."""

import json
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import html

from tests.commands import Answer, fairnotice

TODAY = "2027-01-15"  # the fixed day that the sample history is seen from
ADDRESS = "https://policies.murmurwell.example/"


class Page:
    """What a reader finds at an address, scripts and styles left out."""

    def __init__(self, address: str, file: Path) -> None:
        self.address = address
        tree: Any = html.document_fromstring(file.read_bytes())
        for unseen in tree.xpath("//script | //style | //*[@class='fn-spoken']"):
            unseen.drop_tree()
        self.tree = tree

    @property
    def facts(self) -> dict[str, str]:
        """The line of dates: what each is called, and the date."""
        listed = self.tree.xpath("//dl[@class='fn-facts']/div")
        return {_words(fact.xpath("dt")[0]): _words(fact.xpath("dd")[0]) for fact in listed}

    @property
    def words(self) -> str:
        """Everything that can be read."""
        return _words(self.tree)

    @property
    def text(self) -> str:
        """The words of the policy itself."""
        return self.part("fn-text")

    def part(self, name: str) -> str:
        """The words of the first part that bears a class; empty where there is none."""
        return next(iter(self.parts(name)), "")

    def parts(self, name: str) -> list[str]:
        """The words of every part that bears a class."""
        return [_words(found) for found in self.tree.find_class(name)]

    def links(self, within: str = "md-main") -> list[tuple[str, str]]:
        """The words of each link in a part, and where it leads from the root of the site."""
        return [
            (_words(link), self._from_root(link.get("href")))
            for part in self.tree.find_class(within)
            for link in part.xpath(".//a[@href]")
        ]

    def targets(self, within: str = "md-main") -> set[str]:
        """Where the links of a part lead, from the root of the site."""
        return {target for _, target in self.links(within)}

    def marked(self, tag: str) -> list[str]:
        """The words of the redline in `del` or in `ins`, a passage each."""
        return [_words(found) for found in self._redline().xpath(f".//{tag}")]

    def without(self, tag: str) -> str:
        """The words of the whole redline when those in `del` or in `ins` are left out."""
        redline = self._redline()
        for found in redline.xpath(f".//{tag}"):
            found.drop_tree()
        return _words(redline)

    def _redline(self) -> Any:
        (found,) = self.tree.find_class("fn-redline")
        return html.fragment_fromstring(html.tostring(found, encoding="unicode"))

    def _from_root(self, href: str) -> str:
        if urlsplit(href).scheme:
            return href
        path = posixpath.normpath(posixpath.join("/", self.address, urlsplit(href).path))
        return path.strip("/") + "/" if path != "/" else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """A folder in which `fairnotice demo` has run."""

    root: Path
    said: str

    @property
    def site(self) -> Path:
        """The folder of the site."""
        return self.root / "site"

    @property
    def outbox(self) -> Path:
        """The folder of the mails."""
        return self.root / "outbox"

    def run(self, *arguments: str) -> Answer:
        """Run a command here as of the fixed day."""
        return fairnotice(*arguments, "--today", TODAY, cwd=self.root)

    def asked(self, *arguments: str) -> Any:
        """Return the JSON document that a command answers with."""
        answer = self.run(*arguments, "--format", "json")
        assert answer.status == 0, answer
        return json.loads(answer.out)

    def page(self, address: str) -> Page:
        """Return the page at an address below the root of the site."""
        file = self.site / address
        return Page(address, file / "index.html" if file.is_dir() else file)

    def pages(self) -> Iterator[Page]:
        """Yield every page of the site."""
        for file in sorted(self.site.rglob("*.html")):
            yield self.page(file.relative_to(self.site).as_posix().removesuffix("index.html"))

    def mails(self) -> list[EmailMessage]:
        """Return the mails in the outbox."""
        files = sorted(self.outbox.glob("*.eml"))
        return [BytesParser(policy=default).parsebytes(file.read_bytes()) for file in files]


def run_demo(folder: Path, *options: str, **environment: str) -> Demo:
    """Run the demo in a new folder; fails unless it ends well."""
    answer = fairnotice("demo", "--output", str(folder), *options, cwd=folder.parent, **environment)
    assert answer.status == 0, answer
    return Demo(root=folder, said=answer.out)


def words_of(fragment: str) -> str:
    """Return what can be read of some HTML."""
    return _words(html.fragment_fromstring(fragment, create_parent="div"))


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())
