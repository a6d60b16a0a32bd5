"""A page of the theme, cut once and filled often."""

import pytest
from markupsafe import Markup

from archive.revisions import Language
from archive.speech import ENGLISH
from site_overrides.archived_pages import ArchivedPage
from site_overrides.errors import UnsuitableConfiguration
from site_overrides.shells import BODY, CANONICAL, CONTENTS, HEAD, TITLE, Shells, cut

DRAWN = (
    f"<title>{TITLE}</title>{HEAD}<link href='{CANONICAL}'>"
    f"<ul><li class='x'><a href='#fn-text'>{CONTENTS}</a></li></ul><h1>{TITLE}</h1>{BODY}"
)
NOTHING = Markup()


def a_page(
    address: str, *, contents: Markup = NOTHING, language: Language = ENGLISH
) -> ArchivedPage:
    return ArchivedPage(
        address=address,
        language=language,
        title="Terms & <b>more</b>",
        canonical="terms/",
        body=Markup("<p>FairNoticeShellTitle0</p>"),
        contents=contents,
        head=Markup('<link rel="memento">'),
    )


def test_title_and_address_are_escaped_and_the_body_is_placed_as_it_is() -> None:
    contents = Markup('<li><a href="#use">Use</a></li>')
    page = (
        cut(DRAWN).around(a_page("terms/1/", contents=contents), canonical='https://x/"').decode()
    )

    assert page.startswith("<title>Terms &amp; &lt;b&gt;more&lt;/b&gt;</title>")
    assert """<link rel="memento"><link href='https://x/&quot;'>""" in page
    assert '<ul><li><a href="#use">Use</a></li></ul>' in page
    assert page.endswith("<p>FairNoticeShellTitle0</p>")


def test_a_shell_is_drawn_once_for_each_depth_and_language() -> None:
    drawn: list[tuple[str, str]] = []

    def draw(address: str, language: Language, *, contents: bool) -> str:
        assert not contents
        drawn.append((address, language))
        return DRAWN

    shells = Shells(draw)
    for address in ("a/1/", "b/2/", "b/2/changes/"):
        shells.for_page(a_page(address))
    shells.for_page(a_page("c/3/", language=Language("de")))

    assert drawn == [("a/1/", "en"), ("b/2/changes/", "en"), ("c/3/", "de")]


def test_a_theme_that_drops_the_text_is_refused() -> None:
    with pytest.raises(UnsuitableConfiguration, match="leaves out the text"):
        cut("<h1>Nothing</h1>")
