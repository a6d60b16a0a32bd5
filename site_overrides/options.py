"""What mkdocs.yml may say to the plugin; everything about policies stands in the settings."""

from datetime import date

from mkdocs.config import config_options as c
from mkdocs.config.base import Config

from archive.errors import UnknownDate


class FairNoticeOptions(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    """The plugin's part of mkdocs.yml; all of it may be left out."""

    repository = c.Optional(c.Dir(exists=True))
    """Where the policies' git repository is; by default around mkdocs.yml."""

    today = c.Optional(c.Type(str))
    """The day to build the site for, as 2027-01-31; by default today in the settings' zone."""

    def day(self) -> date | None:
        """Return that day; raises UnknownDate where it is none."""
        if self.today is None:
            return None
        try:
            return date.fromisoformat(self.today)
        except ValueError as error:
            raise UnknownDate(f"{self.today!r} is no date: write it as 2027-01-31") from error
