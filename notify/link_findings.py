"""Link findings: what it means for readers that a link leads elsewhere under the same words."""

from collections.abc import Iterator
from typing import Final

from archive.front_matter import Level
from notify.findings import Effect, Finding
from notify.link_targets import ReplacedLink
from notify.quoting import quoted
from notify.rules import Rules

LINK: Final = "link-replaced"


def link_findings(replaced: tuple[ReplacedLink, ...], rules: Rules) -> Iterator[Finding]:
    """Yield what the rules say of links that lead elsewhere; nothing of those that do not matter.

    Where a choice leads to another host readers may lose it; the rest is for people to look at.
    """
    for link in replaced:
        topic = _topic(link, rules)
        if not topic and not link.changes_host:
            continue
        serious = topic == "rights" and link.changes_host
        yield Finding(
            rule=LINK,
            topic=topic or "other",
            level=Level.SIGNIFICANT if serious else Level.MINOR,
            effect=Effect.BOTH if serious else Effect.NONE,
            before=link.old,
            after=link.new,
            reason=_reason(link),
            clause=link.clause,
        )


def _topic(link: ReplacedLink, rules: Rules) -> str:
    """Return what a link is for: a choice, a way to reach us, a text that applies too."""
    said = f"{link.words}\n{_spaced(link.old)}"
    if rules.choice_links.occurs_in(said):
        return "rights"
    mails = link.old.startswith(("mailto:", "tel:"))
    if mails or rules.contact_links.occurs_in(said):
        return "contact"
    return "changes" if rules.text_links.occurs_in(said) else ""


def _spaced(target: str) -> str:
    """Return an address with blanks for its punctuation, so that words are found in it."""
    return "".join(letter if letter.isalnum() else " " for letter in target)


def _reason(link: ReplacedLink) -> str:
    name = f'The link "{quoted(link.words)}"' if link.words else "A link"
    old, new = link.hosts if link.changes_host else (link.old, link.new)
    return f"{name} now leads to {quoted(new or link.new)} instead of {quoted(old or link.old)}."
