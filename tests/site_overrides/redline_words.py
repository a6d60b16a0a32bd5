"""What a redline's HTML says of each word: kept, struck, inserted or moved."""

import re
from html import unescape

_NOT_OF_THE_TEXT = re.compile(r'<span class="fn-spoken">.*?</span>|<summary>.*?</summary>')
_TAG = re.compile(r"(<[^>]*>)")
_MARK = re.compile(r"<(/?)(ins|del)\b(.*)")


def marked_words(html: str) -> list[tuple[str, str]]:
    """Every word in reading order, with "del", "ins", "del moved", "ins moved" or "" for kept."""
    found: list[tuple[str, str]] = []
    mark = ""
    for piece in _TAG.split(without_spoken_marks(html)):
        if (tag := _MARK.match(piece)) is not None:
            mark = "" if tag[1] else f"{tag[2]}{' moved' * ('moved' in tag[3])}"
        elif not piece.startswith("<"):
            found += [(mark, word) for word in re.findall(r"\w+|[^\w\s]", unescape(piece))]
    return found


def without_spoken_marks(html: str) -> str:
    """A redline without the words that only those hear who cannot see its marks, nor those of folds."""
    return _NOT_OF_THE_TEXT.sub("", html)
