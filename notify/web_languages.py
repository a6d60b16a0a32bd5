"""In which language a page answers: the one its address names, else one the browser asks for."""

import re
from typing import Final

from starlette.requests import Request

from archive.names import language_tag
from archive.revisions import Language
from archive.settings import Settings
from archive.speech import Speech, is_spoken, speech_in

_LONGEST: Final = 200  # characters of the header that are looked at
_WEIGHED: Final = re.compile(
    r"\s*([A-Za-z0-9-]{1,35})\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?\Z"
)


def speech_for(request: Request, settings: Settings, *, named: str = "") -> Speech:
    """Return how a request is answered; the language of the settings where it asks for none we speak."""
    wanted = [named, request.query_params.get("lang", "")]
    wanted += accepted(request.headers.get("accept-language", ""))
    for one in wanted:
        tag = language_tag(one) if one else None
        if tag is not None and is_spoken(Language(tag)):
            return speech_in(Language(tag))
    return speech_in(settings.language)


def accepted(header: str) -> list[str]:
    """Return the languages that a browser asks for, the most wanted first."""
    found = []
    for number, part in enumerate(header[:_LONGEST].split(",")):
        if (match := _WEIGHED.match(part)) is not None:
            weight = float(match[2] or 1)
            if weight:
                found.append((-weight, number, match[1]))
    return [name for _, _, name in sorted(found)]
