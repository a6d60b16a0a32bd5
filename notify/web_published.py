"""What is published, read when the service starts and again when a commit or a day changed it."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError
from archive.git_history import GitHistory
from archive.revisions import CommitId
from archive.settings import load_settings
from archive.workspace import open_workspace
from notify.errors import NotifyError
from notify.product_notices import product_notices
from notify.published_policies import PublishedPolicies, published_policies
from notify.web_logs import LOGGER
from notify.workspace_judgements import judgements_of

_EVERY: Final = 60.0  # seconds


@dataclass(slots=True, kw_only=True)
class Watch:
    """Knows the published policies of a repository; what cannot be read leaves it as it was."""

    root: Path
    now: Callable[[], datetime]
    _found: PublishedPolicies = field(default_factory=PublishedPolicies)
    _seen: tuple[CommitId, date] | None = None
    _over: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> PublishedPolicies:
        """Return what was published when it was last looked at."""
        return self._found

    def look(self) -> None:
        """Read the repository where its published branch or the day is another than before."""
        try:
            with GitHistory(self.root) as history:
                settings = load_settings(history.root)
                tip = history.commit_id(history.published_ref(settings.published))
            today = self.now().astimezone(settings.timezone).date()
            if (tip, today) == self._seen:
                return
            with open_workspace(self.root, today=today) as workspace:
                notices = product_notices(
                    workspace.register,
                    judgements_of(workspace),
                    settings=workspace.settings,
                    redline_of=workspace.texts.redline,
                )
                self._found = published_policies(workspace.register, notices)
            self._seen = tip, today
        except (ArchiveError, NotifyError):
            logging.getLogger(LOGGER).warning("the policies could not be read", exc_info=True)

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Look now, and again every minute until the end of a block."""
        self.look()
        thread = threading.Thread(target=self._look_on, name="published", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _look_on(self) -> None:
        while not self._over.wait(_EVERY):
            self.look()
