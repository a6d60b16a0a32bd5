"""The lasting codes of everything that can be wrong; FAULTS.md explains each with an example.

A code is never used again for another thing. What has none cannot be reported, so that
nothing is reported which nobody explained.
"""

from typing import Final

from archive.errors import InvalidValue

# Of texts, their dates and the decisions about them.
FAULTS: Final = frozenset(
    (
        "at-once-without-reason",
        "backward-commit",
        "batch-import",
        "check-this-page",
        "childrens-consent",
        "childrens-data",
        "contested-unknown",
        "contested-without-reason",
        "date-alone",
        "date-ambiguous",
        "date-impossible",
        "date-lost",
        "date-machine",
        "date-markup",
        "date-partial",
        "date-placeholder",
        "date-unreadable",
        "dateless-commit",
        "dates-disagree",
        "existing-too-early",
        "front-matter-alias",
        "front-matter-choice",
        "front-matter-date",
        "front-matter-duplicate-key",
        "front-matter-id",
        "front-matter-lang",
        "front-matter-list",
        "front-matter-redirect",
        "front-matter-table",
        "front-matter-tag",
        "front-matter-text",
        "front-matter-unclosed",
        "front-matter-unknown-key",
        "front-matter-yaml",
        "future-commit",
        "id-reserved",
        "id-taken",
        "incomplete-redaction",
        "late-dating",
        "late-existing",
        "late-transfer",
        "lowering-without-reason",
        "missing-choices",
        "missing-contact",
        "missing-summary",
        "moved-up",
        "narrowing-without-reason",
        "no-date",
        "no-notice-clause",
        "no-text",
        "no-way-out",
        "not-judged",
        "redirect-ambiguous",
        "redirect-taken",
        "retroactive",
        "retroactive-reduction",
        "review-due",
        "review-overdue",
        "shallow-sublist",
        "stale-change",
        "stale-preview",
        "stale-translation",
        "text-not-laid-out",
        "transfer-incomplete",
        "translation-untied",
        "unanswered-consent",
        "unclear-promise",
        "undated-change",
        "unexplained-purpose",
        "unknown-origin",
        "unknown-redaction",
        "version-label-differs",
        "withdraws-nothing",
    )
)

# Of what a branch or the working tree would change, found by `fairnotice check` alone.
PROPOSALS: Final = frozenset(
    (
        "assessed-otherwise",
        "at-once",
        "identity-changed",
        "mend-undone",
        "policy-ends",
        "replaces-scheduled",
        "services-changed",
        "settings-unreadable",
        "short-notice",
        "text-too-long",
        "translation-differs",
        "unknown-policy",
        "unknown-service",
    )
)

# Of the record, held against a former one and the live site.
VERIFICATION: Final = frozenset(
    (
        "altered-address",
        "altered-commit",
        "altered-date",
        "altered-path",
        "altered-published",
        "altered-text",
        "altered-words",
        "appended",
        "flip-passed",
        "invalid-manifest",
        "invalid-status",
        "lost-anchor",
        "lost-dating",
        "lost-policy",
        "lost-text",
        "missing-manifest",
        "other-commit",
        "redacted",
        "redaction-lifted",
        "rewritten-history",
        "unreachable-manifest",
        "unreachable-site",
        "words-algorithm",
    )
)


def checked(code: str, known: frozenset[str]) -> None:
    """Raise InvalidValue where a code is not known."""
    if code not in known:
        raise InvalidValue(f"{code!r} is no known code: add it here and explain it in FAULTS.md")
