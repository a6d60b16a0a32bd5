"""The pages that go through MkDocs: policies, histories, comparisons, change log and home."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from archive.revisions import Language
from site_overrides.templates import title_for_theme
from site_overrides.texts_on_pages import Section, sections

_NOTHING: Final = Markup()


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """What a page consists of: the text that is searched, and what stands around it."""

    text: Markup
    heading: Markup = _NOTHING
    ending: Markup = _NOTHING
    head: Markup = _NOTHING  # what programs read
    contents: tuple[Section, ...] = ()
    finish: Callable[[str], str] = str  # adds to the text what is not searched


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePlan:
    """A page that is to go through MkDocs, composed only when its turn comes."""

    address: str
    language: Language
    title: str
    kind: str  # such as "policy", "history" or "home": a class of the page
    compose: Callable[[], Composition]
    searched: bool = False
    updated: str  # the day of its last change, for the sitemap
    described: str = ""  # the page in a sentence, for search engines
    name: str = ""  # the title in English, of a page that navigations in every language name
    text_marks: Markup = _NOTHING  # attributes that say which language the text is in


class GeneratedPage(Page):
    """A page whose HTML comes from the register, never from a working file."""

    def __init__(self, plan: PagePlan, file: File, config: MkDocsConfig) -> None:
        super().__init__(title_for_theme(plan.title), file, config)
        self.plan = plan
        self.update_date = plan.updated
        self.composition = Composition(text=_NOTHING)

    def read_source(self, config: MkDocsConfig) -> None:
        """Take nothing from a file: the texts of a policy are read from git."""
        self.markdown = ""
        self.meta = {"template": "fairnotice/page.html"}
        if self.plan.described:
            self.meta["description"] = title_for_theme(self.plan.described)
        if not self.plan.searched:
            self.meta["search"] = {"exclude": True}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Compose the page; its text was cleaned when it was rendered."""
        made = self.plan.compose()
        self.content = str(made.text)
        self.composition = replace(made, text=_NOTHING)  # a text is long, and MkDocs holds it now
        self.toc = table_of_contents(made.contents)
        self.present_anchor_ids = {part.anchor for part in sections(self.content)}
        self.links_to_anchors = {}

    def finish(self) -> None:
        """Add to the text what the search has no need to read."""
        self.content = self.composition.finish(self.content or "")

    def forget(self) -> None:
        """Let go of what was written: MkDocs holds every page until the end."""
        self.content = ""
        self.composition = Composition(text=_NOTHING)


def table_of_contents(contents: tuple[Section, ...]) -> TableOfContents:
    """Return the sections of a text as MkDocs knows them."""
    return TableOfContents([_anchor(section, 2) for section in contents])


def _anchor(section: Section, level: int) -> AnchorLink:
    link = AnchorLink(str(section.title), section.anchor, level)
    link.children = [_anchor(part, level + 1) for part in section.parts]
    return link


def source_name(address: str) -> str:
    """Return the file name that MkDocs publishes at an address."""
    return f"{address.rstrip('/')}.md" if address else "index.md"


def generated_file(plan: PagePlan, config: MkDocsConfig, *, in_nav: bool) -> File:
    """Return a file for MkDocs that holds nothing but the page to compose."""
    inclusion = InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, source_name(plan.address), content="", inclusion=inclusion)
    GeneratedPage(plan, file, config)
    return file


def page_values(page: Page) -> dict[str, Any]:
    """Return what the templates of a page may place; every piece is safe HTML."""
    if isinstance(page, GeneratedPage):
        made = page.composition
        return {
            "kind": page.plan.kind,
            "heading": made.heading,
            "ending": made.ending,
            "head": made.head,
            "text_marks": page.plan.text_marks,
            "language": page.plan.language,
        }
    nothing = dict.fromkeys(("heading", "ending", "head", "text_marks"), _NOTHING)
    return {"kind": "own", **nothing}
