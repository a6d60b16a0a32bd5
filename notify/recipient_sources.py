"""Where the list of recipients comes from: a file, a database or pages, as the settings say."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from archive.settings import RecipientSource, Settings
from notify.csv_recipients import csv_file_rows
from notify.errors import NotifyError
from notify.http_recipients import http_rows
from notify.recipient_rows import Row, listed
from notify.recipients import BadRow, Listed
from notify.sql_recipients import sql_rows


def read_recipients(
    settings: Settings, environ: Mapping[str, str], *, root: Path, given: Path | None = None
) -> Iterator[Listed]:
    """Yield the list, from a CSV file that was given, else from the one source of the settings.

    Nothing is asked of it before the first is wanted: where nobody must be told, nobody is asked.
    """
    rows = csv_file_rows(given) if given else _rows(settings.recipients, environ, root=root)
    services = [service.id for service in settings.services]
    yield from listed(rows, services=services, language=settings.language)


def _rows(
    source: RecipientSource | None, environ: Mapping[str, str], *, root: Path
) -> Iterator[Row | BadRow]:
    match source:
        case RecipientSource(csv=str(csv)):
            return csv_file_rows(root / csv)
        case RecipientSource(database_env=str(variable), query=str(query)):
            if not (url := environ.get(variable)):
                raise NotifyError(
                    f"recipients.database_env names {variable}, which the environment lacks;"
                    " put the URL of the database there"
                )
            return sql_rows(url, query, variable=variable)
        case RecipientSource(url=str(url)):
            return http_rows(url, environ)
    raise NotifyError(
        "nobody says who is to be told: give --recipients FILE, or write in the settings"
        ' [recipients] and below it csv = "FILE"'
    )
