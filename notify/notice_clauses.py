"""Notice clauses: what a text says about how its readers are told of its changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from notify.notice_words import NoticeWords, folded
from notify.policy_sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeClause:
    """How a text says that its readers learn of changes; a sentence for each way, or None."""

    told: Sentence | None = None  # they are told themselves
    posted: Sentence | None = None  # the change is put somewhere
    look: Sentence | None = None  # they are sent to look for it

    @property
    def says_how(self) -> bool:
        """Whether the text says anything about it at all."""
        return self.told is not None or self.posted is not None or self.look is not None

    @property
    def leaves_it_to_readers(self) -> bool:
        """Whether looking for changes is all that readers are given."""
        return self.look is not None and self.told is None


def notice_clause(sentences: Iterable[Sentence], words: NoticeWords) -> NoticeClause:
    """Return what the sentences of a text say about how readers learn of its changes."""
    told = posted = look = None
    for sentence in sentences:
        text = folded(sentence.text)
        if not _about_changes_of_the_text(text, folded(sentence.heading), words):
            continue
        if words.look.occurs_in(text):
            look = look or sentence
        if words.denied.occurs_in(text):
            continue
        theirs = words.theirs.occurs_in(text) and not words.ours.occurs_in(text)
        if words.directly.occurs_in(text) and not theirs:
            told = told or sentence
        elif words.posted.occurs_in(text):
            posted = posted or sentence
    return NoticeClause(told=told, posted=posted, look=look)


def _about_changes_of_the_text(text: str, heading: str, words: NoticeWords) -> bool:
    """Whether a sentence speaks of changes, and not of those of a product or an address."""
    if words.changes.occurs_in(heading):
        return True
    return words.changes.occurs_in(text) and words.this_text.occurs_in(text)
