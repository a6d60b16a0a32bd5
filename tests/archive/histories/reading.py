"""Short ways to read what a history comes to, so that a test says only what it is about."""

from datetime import date

from archive.faults import Severity
from archive.register import Policy, Register
from archive.revisions import Revision
from archive.workspace import open_workspace
from tests.repositories import PolicyRepository

TODAY = "2027-01-15"

# Words enough that git sees a renamed file again after an edit.
CLAUSES = "".join(
    f"{number}. We keep the {name} for thirty days and delete them after that.\n"
    for number, name in enumerate(
        ("logs", "names", "numbers", "addresses", "letters", "pictures", "invoices", "orders"),
        start=1,
    )
)


def dated(line: str, body: str = "We keep logs for thirty days.") -> str:
    """A text that states its date itself, as most do."""
    return f"# Privacy\n\n{line}\n\n{body}\n"


def history(repository: PolicyRepository, *steps: tuple[str, str]) -> None:
    """Commit one text of the privacy policy after the other, each at its moment."""
    for at, text in steps:
        repository.commit({"policy/privacy.md": text}, at)


def register_of(repository: PolicyRepository, *, today: str = TODAY) -> Register:
    with open_workspace(repository.root, today=date.fromisoformat(today)) as workspace:
        return workspace.register


def only_policy(repository: PolicyRepository, *, today: str = TODAY) -> Policy:
    (found,) = register_of(repository, today=today)
    return found


def policy_of(
    repository: PolicyRepository, policy_id: str, language: str = "en", *, today: str = TODAY
) -> Policy:
    register = register_of(repository, today=today)
    (found,) = (p for p in register if (p.id, p.language) == (policy_id, language))
    return found


def markdown_of(repository: PolicyRepository, revision: Revision) -> str:
    with open_workspace(repository.root, today=date.fromisoformat(TODAY)) as workspace:
        return workspace.texts.markdown(revision.blob)


def spans(policy: Policy) -> list[tuple[str | None, str | None]]:
    """From which day until which each revision applied."""
    return [(_iso(r.applies_from), _iso(r.applies_until)) for r in policy.revisions]


def published(policy: Policy) -> list[str]:
    return [r.published_on.isoformat() for r in policy.revisions]


def effective(policy: Policy) -> list[str | None]:
    """The effective date of each version."""
    return [_iso(version.effective) for version in policy.versions]


def states(policy: Policy) -> list[str]:
    return [r.state.value for r in policy.revisions]


def codes(found: Policy | Register) -> list[str]:
    return [fault.code for fault in found.faults]


def errors(found: Policy | Register) -> list[str]:
    return [fault.code for fault in found.faults if fault.severity is Severity.ERROR]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
