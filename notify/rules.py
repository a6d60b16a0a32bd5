"""Rules: which words of a change matter, how much, and what to tell the reader.

They stand in rules.toml, which a lawyer can edit; here they are read and checked at start.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Final

from archive.front_matter import Level
from notify.errors import InvalidRules
from notify.findings import Effect
from notify.patterns import Pattern, Patterns, pattern_of
from notify.quantities import UNITS
from notify.rules_file import Entry, RulesFile, parse
from notify.same_spellings import Spellings, by_first_words, spellings_in
from notify.weights import Weights, load_weights

__all__ = ["InvalidRules", "Quantity", "Rule", "Rules", "Topic", "When", "load_rules"]

RULES: Final = Path(__file__).with_name("rules.toml")
_KINDS: Final = ("topic", "rule", "quantity", "trait", "same")
_DIRECTIONS: Final = ("longer", "shorter", "higher", "lower", "currency")
_PLACEHOLDERS: Final = {"words", "before", "after"}


class Where(StrEnum):
    """Which words of a changed sentence a trait is about."""

    CHANGED = "changed"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """Words that make a change more or less likely to matter; how much is learned."""

    id: str
    where: Where
    find: Pattern
    doubt: bool  # only where no rule knows the words


class When(StrEnum):
    """Where a rule looks: in the words that came, that went, or in both."""

    ADDED = "added"
    DROPPED = "dropped"
    REPLACED = "replaced"  # the old words gave way to the new ones in the same sentence
    LISTED = "listed"  # a name came into a list under a heading that holds the words
    UNLISTED = "unlisted"  # a name went from such a list
    EXTENDED = "extended"  # more came into a sentence with the words, and nothing went
    SHORTENED = "shortened"  # something went from such a sentence, and nothing came
    FOLLOWED = "followed"  # something else than before follows the words
    MOVED = "moved"  # the words went and came in one sentence: they are about something else
    CUT_OFF = "cut off"  # a full stop came before the words, which limited what stands before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a sentence is about."""

    id: str
    find: Pattern
    sensitive: bool  # a change in it that no rule knows is taken seriously
    more: Effect  # what a longer text about it usually does to readers


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of evidence in words."""

    id: str
    topic: str
    when: When
    find: Pattern
    to: Pattern | None  # of a replacement: what stands there now
    within: Pattern | None  # the sentence or its heading must hold this
    unless: Pattern | None  # and must not hold this
    anywhere: bool  # words that stand elsewhere in the other text are nothing new
    reworded: bool  # only in a sentence that stood before and stands now, with more or fewer
    last_resort: bool  # only in a sentence where no other rule found anything
    labels: bool  # also in a heading, a table's row, a name in a list
    firm: bool  # stands alone, whatever else changed
    level: Level
    effect: Effect
    consent: bool
    reason: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One kind of evidence in numbers: what a larger and a smaller one do."""

    id: str
    topic: str
    unit: str  # one of quantities.UNITS
    within: Pattern | None
    unless: Pattern | None
    more: Effect
    less: Effect
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Every rule of one language, and the version that a judgement names."""

    version: str
    language: str
    topics: tuple[Topic, ...]
    rules: tuple[Rule, ...]
    quantities: tuple[Quantity, ...]
    traits: tuple[Trait, ...]
    weights: Weights
    trivial: frozenset[str]  # words that carry no meaning by themselves
    pointing: frozenset[str]  # words that send readers to the page named after them
    statement: Pattern  # a sentence without any of these is a label
    names_matter: Pattern  # in such a sentence another name is another party, place or law
    pointers: Pattern  # a sentence with these sends its reader to another text
    choice_links: Pattern  # what makes a link one by which readers choose
    contact_links: Pattern  # one by which they reach us
    text_links: Pattern  # one to a text that applies too
    binding_texts: Pattern  # a text that opens with these binds its readers or the company
    staff_texts: Pattern  # a text that holds this is for the company's own staff
    staff: Pattern  # and such a sentence speaks to them
    log_entries: Pattern  # a line like this tells of a change and is none
    skip_headings: Pattern  # what stands under them tells of changes and is none
    same: Spellings
    quantity_findings: frozenset[str]  # the names that findings about quantities have
    silenced: Mapping[str, str] = field(default_factory=dict)  # by a company: why, by the rule
    raised: Mapping[str, Level] = field(default_factory=dict)  # by a company: how far
    _rule_words: Patterns = field(init=False, repr=False, compare=False)
    _topic_words: Patterns = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rule_words", Patterns([rule.find for rule in self.rules]))
        object.__setattr__(self, "_topic_words", Patterns([topic.find for topic in self.topics]))

    def that_know(self, *texts: str) -> tuple[Rule, ...]:
        """Return the rules, in their order, whose words may stand in one of some texts."""
        known = frozenset[int]().union(*map(self._rule_words.that_may_occur_in, set(texts)))
        return tuple(self.rules[place] for place in sorted(known))

    def topic_of(self, text: str) -> Topic | None:
        """Return the first topic that a text speaks of, if any."""
        topics = (self.topics[n] for n in sorted(self._topic_words.that_may_occur_in(text)))
        return next((topic for topic in topics if topic.find.occurs_in(text)), None)

    def rule(self, name: str) -> Rule | None:
        """Return the rule that makes findings of this name, where words decide it."""
        return next((rule for rule in self.rules if rule.id == name), None)


def load_rules(path: Path | None = None) -> Rules:
    """Return the rules of a file, by default the program's own; refuse a file with a mistake."""
    place = path or RULES
    try:
        content = place.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRules(f"{place}: cannot be read as UTF-8 text: {error}") from error
    file = parse(place, content, kinds=_KINDS)
    topics = file.read("topic", _topic)
    rules = file.read("rule", read_rule)
    quantities = file.read("quantity", _quantity)
    _check_names(file, topics, rules, quantities)
    weights = load_weights()
    loaded = Rules(
        version=hashlib.sha256(f"{content}{weights.version}".encode()).hexdigest()[:12],
        language=file.top.text("language"),
        topics=topics,
        rules=tuple(sorted(rules, key=lambda rule: rule.last_resort)),
        quantities=quantities,
        traits=file.read("trait", _trait),
        weights=weights,
        trivial=frozenset(word for line in file.top.words("trivial") for word in line.split()),
        pointing=frozenset(file.top.words("pointing")),
        statement=pattern_of(file.top.words("statement")),
        pointers=pattern_of(file.top.words("pointers")),
        names_matter=pattern_of(file.top.words("names_matter")),
        choice_links=pattern_of(file.top.words("choice_links")),
        contact_links=pattern_of(file.top.words("contact_links")),
        text_links=pattern_of(file.top.words("text_links")),
        binding_texts=pattern_of(file.top.words("binding_texts")),
        staff_texts=pattern_of((), file.top.words("staff_texts")),
        staff=pattern_of((), file.top.words("staff")),
        log_entries=pattern_of((), file.top.words("log_entries")),
        skip_headings=pattern_of(file.top.words("skip_headings")),
        same=by_first_words(one for many in file.read("same", spellings_in) for one in many),
        quantity_findings=frozenset(f"{one.id}-{end}" for one in quantities for end in _DIRECTIONS),
    )
    file.top.refuse_what_was_not_asked()
    return loaded


def _topic(entry: Entry) -> Topic:
    find = entry.pattern("words", "patterns")
    if find is None:
        raise entry.wrong('write words = ["…"]')
    return Topic(
        id=entry.text("id"),
        find=find,
        sensitive=entry.yes("sensitive"),
        more=entry.choice("more", Effect, default=Effect.NONE),
    )


def _trait(entry: Entry) -> Trait:
    find = entry.pattern("words", "patterns")
    if find is None:
        raise entry.wrong('write words = ["…"]')
    return Trait(
        id=entry.text("id"),
        where=entry.choice("where", Where),
        find=find,
        doubt=entry.yes("doubt"),
    )


def read_rule(entry: Entry) -> Rule:
    """Return the rule that a table of a rules file holds; raises InvalidRules."""
    find = entry.pattern("words", "patterns")
    to = entry.pattern("to_words", "to_patterns")
    when = entry.choice("when", When)
    if find is None:
        raise entry.wrong('write words = ["…"]')
    if (to is not None) != (when is When.REPLACED):
        raise entry.wrong('to_words go with when = "replaced", and with nothing else', key="when")
    return Rule(
        id=entry.text("id"),
        topic=entry.text("topic"),
        when=when,
        find=find,
        to=to,
        within=entry.pattern("within", "within_patterns"),
        unless=entry.pattern("unless", "unless_patterns"),
        anywhere=entry.yes("anywhere"),
        reworded=entry.yes("reworded"),
        last_resort=entry.yes("last_resort"),
        labels=entry.yes("labels"),
        firm=entry.yes("firm"),
        level=entry.choice("level", Level),
        effect=entry.choice("effect", Effect),
        consent=entry.yes("consent"),
        reason=_reason(entry),
        source=entry.text("source"),
    )


def _reason(entry: Entry) -> str:
    reason = entry.text("reason")
    try:
        names = {name for _, name, _, _ in Formatter().parse(reason) if name is not None}
    except ValueError as error:
        raise entry.wrong(f"{error}; braces hold only a name", key="reason") from error
    if not names or not names <= _PLACEHOLDERS:
        raise entry.wrong("the reason names {words}, {before} or {after}", key="reason")
    return reason


def _quantity(entry: Entry) -> Quantity:
    unit = entry.text("unit")
    if unit not in UNITS:
        raise entry.wrong(f"write unit = one of {', '.join(UNITS)}", key="unit")
    return Quantity(
        id=entry.text("id"),
        topic=entry.text("topic"),
        unit=unit,
        within=entry.pattern("within", "within_patterns"),
        unless=entry.pattern("unless", "unless_patterns"),
        more=entry.choice("more", Effect),
        less=entry.choice("less", Effect),
        source=entry.text("source"),
    )


def _check_names(
    file: RulesFile,
    topics: tuple[Topic, ...],
    rules: tuple[Rule, ...],
    quantities: tuple[Quantity, ...],
) -> None:
    """Refuse a name that stands twice, and a rule about a topic that is none."""
    known = {topic.id for topic in topics}
    seen: set[str] = set()
    entries = [e for kind in ("topic", "rule", "quantity") for e in file.tables.get(kind, ())]
    named: list[Topic | Rule | Quantity] = [*topics, *rules, *quantities]
    for entry, one in zip(entries, named, strict=True):
        name = f"topic {one.id}" if isinstance(one, Topic) else one.id
        if name in seen:
            raise entry.wrong(f"{one.id!r} stands twice; give it another id", key="id")
        seen.add(name)
        if not isinstance(one, Topic) and one.topic not in known:
            raise entry.wrong(f"{one.topic!r} is no topic of this file", key="topic")
