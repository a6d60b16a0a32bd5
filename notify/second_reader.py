"""The second reader: any endpoint that speaks the OpenAI chat protocol, asked over HTTP.

Off unless FAIRNOTICE_READER_URL names one; no text goes anywhere else. One question takes a
stated time at most, and what was answered is kept by its content and never asked again.
"""

import hashlib
import http.client
import json
import re
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from archive.cache import Cache
from archive.errors import InvalidSettings
from notify.errors import NoSecondOpinion
from notify.transport import Deadline, checked_base_url, timed_opener

SECONDS: Final = 60.0
_KIND: Final = "second-reader"
_PATH: Final = re.compile(r"(?:/[A-Za-z0-9._-]+)*")
_LARGEST: Final = 1_000_000  # bytes of an answer
_DONE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReader:
    """An endpoint, the model it is to use, and what it answered before."""

    url: str  # up to the version: https://HOST/v1
    model: str
    cache: Cache
    key: str = field(default="", repr=False)
    seconds: float = SECONDS

    def __post_init__(self) -> None:
        object.__setattr__(self, "url", _checked(self.url))
        if not self.model.strip():
            raise InvalidSettings("FAIRNOTICE_READER_MODEL must name the model to ask")
        if not (self.key.isascii() and self.key.isprintable()):
            raise InvalidSettings("FAIRNOTICE_READER_KEY holds letters that no key has")

    def answer(self, task: str, text: str) -> str:
        """Return what the model answers, now or before; raises NoSecondOpinion."""
        question = json.dumps(
            {
                "model": self.model,
                "temperature": 0,
                "messages": [
                    {"role": "system", "content": task},
                    {"role": "user", "content": text},
                ],
            },
            ensure_ascii=False,
        ).encode()
        key = hashlib.sha256(f"{self.url}\0".encode() + question).hexdigest()
        kept = self.cache.get(_KIND, key)
        if kept is not None:
            return kept
        answered = _words_of(self._asked(question))
        self.cache.put(_KIND, key, answered)
        return answered

    def _asked(self, question: bytes) -> bytes:
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(  # noqa: S310 - https, or this machine: see _checked
            f"{self.url}/chat/completions", data=question, headers=headers, method="POST"
        )
        with Deadline(self.seconds) as deadline:
            try:
                with timed_opener(url=self.url, deadline=deadline).open(
                    request, timeout=self.seconds
                ) as answer:
                    body: bytes = answer.read(_LARGEST + 1)
                    status = answer.status
            except (OSError, http.client.HTTPException) as error:
                late = deadline.passed or isinstance(error, TimeoutError)
                cause = f"not within {self.seconds:g} seconds" if late else str(error)
                raise NoSecondOpinion(f"{self.url} gave no answer: {cause}") from error
        if deadline.passed:
            raise NoSecondOpinion(f"{self.url} gave no answer: not within {self.seconds:g} seconds")
        if status != _DONE or len(body) > _LARGEST:
            raise NoSecondOpinion(f"{self.url} gave no answer of a size that can be read")
        return body


def second_reader(environ: Mapping[str, str], cache: Cache) -> SecondReader | None:
    """Return the reader that the environment configures; None where it names none.

    Raises InvalidSettings where what it says of it is wrong.
    """
    url = environ.get("FAIRNOTICE_READER_URL", "")
    if not url:
        return None
    return SecondReader(
        url=url,
        model=environ.get("FAIRNOTICE_READER_MODEL", ""),
        key=environ.get("FAIRNOTICE_READER_KEY", ""),
        cache=cache,
    )


def _checked(url: str) -> str:
    """Return the URL without its last slash, if texts and a key may be sent there."""
    parts = urlsplit(url.strip().rstrip("/"))
    base = checked_base_url(
        f"{parts.scheme}://{parts.netloc}",
        setting="FAIRNOTICE_READER_URL",
        wanted="https://HOST/v1 (http only for 127.0.0.1)",
    )
    if not _PATH.fullmatch(parts.path) or parts.query or parts.fragment:
        raise InvalidSettings("FAIRNOTICE_READER_URL must end with a plain path, like /v1")
    return f"{base}{parts.path}"


def _words_of(body: bytes) -> str:
    """Return the words of an answer of the protocol."""
    try:
        said: Any = json.loads(body)
        words = said["choices"][0]["message"]["content"]
    except (ValueError, RecursionError, LookupError, TypeError) as error:
        raise NoSecondOpinion("its answer is not of the chat protocol") from error
    if not isinstance(words, str):
        raise NoSecondOpinion("its answer holds no words")
    return words
