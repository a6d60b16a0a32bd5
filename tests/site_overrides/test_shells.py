"""A page of the theme, cut once and filled often."""

import pytest
from markupsafe import Markup

from site_overrides.archived_pages import ArchivedPage
from site_overrides.errors import UnsuitableConfiguration
from site_overrides.shells import BODY, CANONICAL, CONTENTS, HEAD, TITLE, Shells, cut

DRAWN = (
    f"<title>{TITLE}</title>{HEAD}<link href='{CANONICAL}'>"
    f"<ul><li class='x'><a href='#fn-text'>{CONTENTS}</a></li></ul><h1>{TITLE}</h1>{BODY}"
)
NOTHING = Markup()


def a_page(address: str, *, contents: Markup = NOTHING) -> ArchivedPage:
    return ArchivedPage(
        address=address,
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


def test_a_shell_is_drawn_once_for_each_depth() -> None:
    drawn: list[tuple[str, bool]] = []

    def draw(address: str, contents: bool) -> str:  # noqa: FBT001 - as Shells calls it
        drawn.append((address, contents))
        return DRAWN

    shells = Shells(draw)
    for address in ("a/1/", "b/2/", "b/2/changes/"):
        shells.for_page(a_page(address))

    assert drawn == [("a/1/", False), ("b/2/changes/", False)]


def test_a_theme_that_drops_the_text_is_refused() -> None:
    with pytest.raises(UnsuitableConfiguration, match="leaves out the text"):
        cut("<h1>Nothing</h1>")
