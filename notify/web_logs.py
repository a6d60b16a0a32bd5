"""The logs of the service: one JSON object a line, without addresses, tokens or a stranger's words.

A request is named by its route, never by its path: a path may hold a token. An error is named by
its type and its place in the program: its message may quote what somebody sent.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import IO, Final

LOGGER: Final = "fairnotice.web"
_FIELDS: Final = ("request", "method", "route", "status", "milliseconds", "result", "events")
_PLACES: Final = 5  # of an error: the innermost


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON, with the fields that are known and no others."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "said": record.getMessage().partition("\n")[0],
        }
        line |= {
            name: value for name in _FIELDS if (value := getattr(record, name, None)) is not None
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-_PLACES:]
            line["where"] = [f"{frame.name}:{frame.lineno}" for frame in frames]
        return json.dumps(line, ensure_ascii=True)


def log_to(stream: IO[str] | None = None) -> None:
    """Let the service and its server write their lines to a stream, standard error by default."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    for name in (LOGGER, "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.setLevel(logging.INFO)
        logger.propagate = False
