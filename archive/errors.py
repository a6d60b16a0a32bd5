"""What can stop the archive, each with the line that tells its author what to do."""


class ArchiveError(Exception):
    """The archive could not answer."""


class NotARepository(ArchiveError):
    """The folder is not inside a git repository."""


class ShallowHistory(ArchiveError):
    """The clone holds only part of the history, so no date in it can be trusted."""


class NoPolicies(ArchiveError):
    """No document of the repository matches a pattern of the settings."""


class UnknownPolicy(ArchiveError):
    """The register has no policy of that name."""


class UnknownDate(ArchiveError):
    """What was given is no date, or no text stood on it."""


class WrongClock(ArchiveError):
    """The clock of this machine cannot be right: a text was published long after its now."""


class UnreadableText(ArchiveError):
    """A file or commit that was asked for cannot be read."""


class ImportRefused(ArchiveError):
    """Some files cannot be imported, so none was."""


class InvalidValue(ArchiveError):
    """A value object was asked to be what it cannot be."""


class InvalidManifest(ArchiveError):
    """What should be a manifest is none, or its chain does not hold."""


class InvalidStatus(ArchiveError):
    """What should be the status of a site is none."""


class UnsafeAddress(ArchiveError):
    """The address is none that the record may be fetched from."""


class NotPublished(ArchiveError):
    """Nothing stands at the address, or the file does not exist."""


class Unreachable(ArchiveError):
    """The address gave no whole answer, so what stands there is not known."""


class NoChromium(ArchiveError):
    """No Chromium is here that could print."""


class PrintingFailed(ArchiveError):
    """A document could not be printed."""


class InvalidSettings(Exception):
    """The settings are wrong; outside ArchiveError, so that nothing swallows it."""
