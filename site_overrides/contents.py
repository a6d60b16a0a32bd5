"""The list of a text's sections: beside the text where there is room, above it where there is none."""

from typing import Final

from markupsafe import Markup

from archive.speech import Speech
from site_overrides.templates import fill
from site_overrides.texts_on_pages import Section

_FEWEST: Final = 4  # sections; a shorter text is seen as a whole


def listed_sections(speech: Speech, sections: tuple[Section, ...]) -> Markup:
    """Return the items of the list; nothing where a text has no sections."""
    return fill("contents.html", speech, sections=sections) if sections else Markup()


def contents_above(speech: Speech, listed: Markup) -> Markup:
    """Return the list that opens above a long text on narrow screens."""
    if listed.count("<li") < _FEWEST:
        return Markup()
    return fill("contents_above.html", speech, contents=listed)
