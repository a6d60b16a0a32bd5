"""Short ways to a built site: a repository, a day, and the pages that come of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from archive.speech import ENGLISH, speech_in
from archive.workspace import open_workspace
from notify.decisions import RegisterJudgements
from site_overrides.builds import Built, build_site
from site_overrides.record_files import FormerRecord
from site_overrides.sites import Site

TODAY = date(2027, 1, 15)
IN_ENGLISH = speech_in(ENGLISH)


def build(
    root: Path,
    *,
    today: date = TODAY,
    strict: bool = False,
    former: FormerRecord | None = None,
) -> Built:
    """Build the site of a repository and say nothing."""
    return build_site(
        root,
        site_dir=None,
        strict=strict,
        today=today,
        report=lambda _what, _done, _total: None,
        former=former,
    )


@contextmanager
def opened_site(root: Path, *, today: date = TODAY) -> Iterator[Site]:
    """What the pages of a repository are made from, without MkDocs."""
    with open_workspace(root, today=today, with_unpublished=True) as workspace:
        yield Site(
            register=workspace.register,
            texts=workspace.texts,
            settings=workspace.settings,
            judgements=RegisterJudgements(workspace.register, workspace.texts),
            name="Policies",
            url="https://policies.example.com/",
        )


class Page(HTMLParser):
    """What a test asks of a page: its words, links, ids and tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._words: list[str] = []
        self._within_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._within_script = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._within_script = self._within_script and tag not in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._within_script:
            self._words.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self._words).split())

    @property
    def ids(self) -> list[str]:
        return [found for _, attributes in self.tags if (found := attributes.get("id"))]

    @property
    def links(self) -> list[str]:
        return [href for tag, found in self.tags if tag == "a" and (href := found.get("href"))]


def page_at(site: Path, address: str) -> Page:
    """The page at an address of a built site."""
    return Page((site / address / "index.html").read_text(encoding="utf-8"))


def pages(site: Path) -> list[str]:
    """The address of every page of a built site."""
    found = site.rglob("index.html")
    return sorted(
        f"{file.parent.relative_to(site).as_posix()}/".removeprefix("./") for file in found
    )
