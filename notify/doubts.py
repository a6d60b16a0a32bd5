"""Doubts: words that changed and that no rule knows, taken seriously in a sensitive topic."""

from typing import Final

from archive.front_matter import Level
from notify.findings import Effect, Finding
from notify.passages import Passage
from notify.quoting import listed, quoted
from notify.rules import Rules, Topic
from notify.sentence_words import readable

DOUBT: Final = "words-changed"  # the finding where no rule knows what changed
_SENTENCE: Final = 5  # words from which what ends with a full stop is a sentence
_LARGE: Final = 8  # changed words from which a sentence is no longer the same one


def doubt_about(passage: Passage, rules: Rules) -> Finding:
    """Return that words changed which no rule knows: doubt raises, in a sensitive topic most."""
    topic = topic_of(passage, rules)
    serious = topic.sensitive and _is_serious(passage, topic, rules)
    return Finding(
        rule=DOUBT,
        topic=topic.id,
        level=Level.SIGNIFICANT if serious else Level.MINOR,
        effect=likely_effect(topic, passage) if serious else Effect.NONE,
        before=passage.before,
        after=passage.after,
        reason=_what_changed(passage, topic),
        clause=passage.clause,
    )


def _is_serious(passage: Passage, topic: Topic, rules: Rules) -> bool:
    """Whether too much changed, or the very words of the topic, to be called cosmetic."""
    if is_label(passage, rules) or passage.pointing or tells_of_changes(passage, rules):
        return False
    if passage.before and passage.after:
        changed = "\n".join((*passage.struck, *passage.inserted))
        return topic.find.occurs_in(changed) or passage.changed_words > _LARGE
    return topic.find.occurs_in(passage.before or passage.after)


def likely_effect(topic: Topic, passage: Passage) -> Effect:
    """Return what a change that no rule knows may do to readers; in doubt, both."""
    if not passage.before:
        return topic.more
    if not passage.after and topic.more is Effect.EXPANDS:
        return Effect.REDUCES
    return Effect.BOTH if topic.more is not Effect.NONE else Effect.NONE


def _what_changed(passage: Passage, topic: Topic) -> str:
    subject = "" if topic.id in ("other", "pointer") else f" about {topic.id}"
    if not passage.before:
        return f'A sentence{subject} was added: "{quoted(passage.after)}".'
    if not passage.after:
        return f'A sentence{subject} was taken out: "{quoted(passage.before)}".'
    went, came = (listed(map('"{}"'.format, runs)) for runs in (passage.struck, passage.inserted))
    if not came:
        return f"Words{subject} were taken out: {went}."
    if not went:
        return f"Words{subject} were added: {came}."
    return f"Words{subject} changed: {came} instead of {went}."


def tells_of_changes(passage: Passage, rules: Rules) -> bool:
    """Whether a sentence is an entry of a log of changes, on each side where it stands."""
    return all(
        rules.log_entries.occurs_in(side) for side in (passage.before, passage.after) if side
    )


def topic_of(passage: Passage, rules: Rules) -> Topic:
    """Return what a sentence is about: by its changed words, by all its words, by its heading."""
    changed = "\n".join((*passage.struck, *passage.inserted))
    sentence = f"{passage.before}\n{passage.after}"
    spoken_of = map(rules.topic_of, (changed, sentence, passage.lead_in, passage.heading))
    return next((topic for topic in spoken_of if topic), rules.topics[-1])


def is_label(passage: Passage, rules: Rules) -> bool:
    """Whether neither side says anything: a heading, a menu entry, a name in a list."""
    return not any(
        rules.statement.occurs_in(side) or _is_sentence(side)
        for side in (readable(passage.before), readable(passage.after))
    )


def _is_sentence(side: str) -> bool:
    return side.endswith((".", "!", "?")) and side.count(" ") >= _SENTENCE - 1
