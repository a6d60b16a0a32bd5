"""The lasting anchor of a clause."""

from archive.clause_anchors import lasting_anchor, wording_anchor
from archive.rendering import clean


def test_markup_and_quotes_make_no_other_anchor() -> None:
    assert wording_anchor("“your” <em>data</em>") == wording_anchor('"your" data')
    assert wording_anchor("your data") != wording_anchor("your date")


def test_no_text_can_hold_an_anchor_of_this_kind() -> None:
    anchor = wording_anchor("your data")

    assert anchor not in clean(f'<p id="{anchor}">your data</p>')


def test_equal_wordings_are_numbered() -> None:
    first = lasting_anchor("Yes", ())
    second = lasting_anchor("Yes", (first,))

    assert lasting_anchor("Yes", (first, second)) == f"{first}-3"
