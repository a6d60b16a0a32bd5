"""What can stop a build of the site, each with the line that tells its owner what to do."""


class SiteError(Exception):
    """The site could not be built."""


class UnsafeSiteFolder(SiteError):
    """The folder the site should be written to is one no program should replace."""


class UnsuitableConfiguration(SiteError):
    """The MkDocs configuration cannot carry a policy site."""


class UnsafePage(SiteError):
    """Something on a built page could run that the theme's own empty page does not hold."""
