"""Where a policy, a version, a revision and a redline stand on the site: addresses that last.

Every address is relative to the site's root, without a leading slash, and ends in one.
"""

from archive.register import Policy
from archive.revisions import Language, PolicyId, Revision, Version


def policy_address(policy: Policy, *, default_language: Language) -> str:
    """Return "privacy/", or "de/privacy/" for a language that is not the site's own."""
    return home_address(policy.id, policy.language, default_language=default_language)


def home_address(policy_id: PolicyId, language: Language, *, default_language: Language) -> str:
    """Return the same for a name that a policy has, or had."""
    prefix = "" if language == default_language else f"{language}/"
    return f"{prefix}{policy_id}/"


def history_address(policy: Policy, *, default_language: Language) -> str:
    """Return the page that lists every version and revision."""
    return f"{policy_address(policy, default_language=default_language)}history/"


def version_address(policy: Policy, version: Version, *, default_language: Language) -> str:
    """Return the page of a version: its newest revision."""
    return f"{policy_address(policy, default_language=default_language)}{version.address}/"


def revision_address(
    policy: Policy, version: Version, revision: Revision, *, default_language: Language
) -> str:
    """Return the page of one revision; a text without a date is its version's only one."""
    base = version_address(policy, version, default_language=default_language)
    return base if version.effective is None else f"{base}{revision.id}/"


def changes_address(of: str) -> str:
    """Return the redline page of a version or revision address, against what came before."""
    return f"{of}changes/"
