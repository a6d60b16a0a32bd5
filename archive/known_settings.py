"""What the settings declared on a past day: the overrides that stood on the published branch."""

from dataclasses import replace

from archive.errors import InvalidSettings
from archive.git_history import GitHistory
from archive.revisions import CommitId
from archive.settings import SETTINGS_FILES, Settings, settings_in


def settings_known_at(history: GitHistory, commit: CommitId, settings: Settings) -> Settings:
    """Return the settings with only those dates declared that a commit's own settings declare.

    A date declared later corrects the record; it was not known before. Where the policies
    are, and what had to come down, is as the settings say today. Settings of that commit that
    nothing can read declared nothing.
    """
    blobs = history.blobs(commit)
    files = {name: history.read(blobs[name]) for name in SETTINGS_FILES if name in blobs}
    try:
        overrides = settings_in(files).overrides
    except InvalidSettings:
        overrides = ()
    return replace(settings, overrides=overrides)
