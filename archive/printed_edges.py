"""What stands at the head and the foot of each printed page: which text it is, and the page's number."""

from html import escape

from markupsafe import Markup

from archive.speech import Speech, worded


def printed_edge(speech: Speech, first: str, last: str | Markup) -> str:
    """Return a line for the head or the foot of printed pages, its two parts at their sides."""
    # Chromium lays it out apart from the page, without the page's styles.
    line = (
        f'<div dir="{speech.direction}" lang="{speech.language}" style="box-sizing: border-box;'
        " display: flex; justify-content: space-between; gap: 8mm; width: 100%; padding: 0 20mm;"
        ' font: 8px system-ui, sans-serif; color: #555;"><bdi>{}</bdi>'
        '<bdi style="white-space: nowrap;">{}</bdi></div>'
    )
    return Markup(line).format(first, last)  # noqa: S704 - what is put into it is escaped


def page_numbers(speech: Speech) -> Markup:
    """Return "Page 3 of 12" as Chromium fills it in."""
    sentence = Markup(escape(speech.sentence(worded("Page {page} of {pages}"))))  # noqa: S704 - escaped
    return sentence.format(
        page=Markup('<span class="pageNumber"></span>'),
        pages=Markup('<span class="totalPages"></span>'),
    )
