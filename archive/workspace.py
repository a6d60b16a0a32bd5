"""One repository of policies, opened: its settings, its register and its texts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from archive.cache import Cache
from archive.errors import UnreadableText, WrongClock
from archive.git_history import GitHistory, blob_id
from archive.register import Register
from archive.register_reading import read_register
from archive.settings import Settings, load_settings
from archive.texts import Progress, Texts, silent
from archive.working_tree import as_changes, unpublished_documents

# Where everything is kept that can be made again, and the ledger by default.
STATE_FOLDER: Final = ".fairnotice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A repository of policies, its settings, its register of a day, and its texts."""

    root: Path
    settings: Settings
    register: Register
    texts: Texts
    history: GitHistory
    cache: Cache
    has_unpublished: bool = False  # the working tree's own texts are in the register

    def published_register(self) -> Register:
        """Return the register of what is published, whatever the working tree adds.

        Raises NoPolicies where nothing is published yet.
        """
        if not self.has_unpublished:
            return self.register
        return read_register(
            self.history,
            self.settings,
            self.texts,
            today=self.register.today,
            progress=silent,
        )

    def check_clock(self, now: datetime) -> None:
        """Raise WrongClock where `now` is more than a day before the newest published commit.

        Every state on the site depends on the day; a build by such a clock would take texts in
        force for announced ones.
        """
        newest = self.history.committed(self.register.read_at)
        if newest is not None and newest - now > timedelta(days=1):
            raise WrongClock(
                f"this machine's clock says {now:%Y-%m-%d %H:%M} UTC, but commit"
                f" {self.register.read_at[:10]} is dated {newest:%Y-%m-%d %H:%M}: set the clock, or"
                " name the day with --today where that commit's own date is wrong"
            )

    def close(self) -> None:
        """End the processes that are held open."""
        self.texts.workers.close()
        self.history.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_workspace(
    root: Path,
    *,
    today: date | None = None,
    as_known: date | None = None,
    with_unpublished: bool = False,
    cache: Cache | None = None,
    progress: Progress = silent,
) -> Workspace:
    """Open the repository around a folder; the day is today in the configured zone unless given.

    What was known on a day, `as_known`, is seen from that day unless another is given.
    `with_unpublished` adds what the working tree changes as a preview; `cache` takes the place
    of the repository's own. Raises ArchiveError and InvalidSettings, each saying what to do.
    """
    history = GitHistory(root)
    settings = load_settings(history.root)
    unpublished = unpublished_documents(history, settings) if with_unpublished else {}
    cache = cache or own_cache(history)
    texts = Texts(
        history,
        cache,
        unpublished={blob_id(data): data for data in unpublished.values() if data is not None},
    )
    register = read_register(
        history,
        settings,
        texts,
        today=today or _seen_from(settings, as_known),
        progress=progress,
        as_known=as_known,
        unpublished=as_changes(unpublished),
    )
    return Workspace(
        root=history.root,
        settings=settings,
        register=register,
        texts=texts,
        history=history,
        cache=cache,
        has_unpublished=bool(unpublished),
    )


def _seen_from(settings: Settings, as_known: date | None) -> date:
    today = datetime.now(settings.timezone).date()
    return today if as_known is None else min(as_known, today)


def own_cache(history: GitHistory) -> Cache:
    """Return the cache of a repository; one that git holds could bring words nobody published."""
    if history.tracks(STATE_FOLDER):
        raise UnreadableText(
            f"{STATE_FOLDER}/ is part of the repository, though it may hold only what this program"
            f" writes: run `git rm -r --cached {STATE_FOLDER}`, commit, and remove the folder"
        )
    return Cache(state_folder(history.root) / "cache")


def state_folder(root: Path) -> Path:
    """Return the folder for what the program keeps, readable by its owner alone."""
    folder = root / STATE_FOLDER
    if not folder.is_symlink():
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise UnreadableText(
                f"{folder} cannot be made ({error.strerror}): it holds what can be made again and the"
                " ledger; let whoever runs this own the repository, and no file stand in its place"
            ) from error
    for kept in (folder, *folder.iterdir()):
        if kept.is_symlink():
            raise UnreadableText(f"{kept} is a symbolic link: remove it, and it is made anew")
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return folder
