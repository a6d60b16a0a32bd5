"""Reading a file from outside within limits: whatever it holds, only its reading can fail."""

from archive.confined_rendering import MEGABYTES, SECONDS, confined_workers
from archive.errors import ArchiveError, UnreadableText
from archive.imported_texts import ForeignFile, ImportedText, read_foreign


def read_confined(file: ForeignFile) -> ImportedText:
    """Return a file's text, read by a worker process; raises UnreadableText past its limits."""
    reading = confined_workers(1).schedule(read_foreign, args=(file,), timeout=SECONDS)
    error = reading.exception()
    if error is None:
        return reading.result()
    if isinstance(error, ArchiveError):
        raise error
    raise UnreadableText(_why(error)) from error


def _why(error: BaseException) -> str:
    match error:
        case TimeoutError():
            return f"takes more than {SECONDS} seconds to read; save it as plain Markdown"
        case MemoryError():
            return f"takes more than {MEGABYTES} MB of memory to read; divide it"
        case RecursionError():
            return "is nested too deeply to be read; save it as plain Markdown"
        case _:
            return "cannot be read: it is damaged, or no file of its kind"
