"""Passages: which words of a changed sentence really changed, and which only look so.

Dates, addresses of pages, numbers of sections, spelling, stop words, names changed
everywhere alike and text that stands elsewhere in the other version are not changes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from archive.changes import Change, ChangeKind
from archive.marks import Mark
from archive.redlines import Redline
from notify.lead_ins import lead_ins
from notify.quantities import in_one_form
from notify.rules import Rules
from notify.spellings import FIRM, same_words

Swap = tuple[str, str]  # a name, and the one in its place

_MONTH: Final = (
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|ember|ober)?"
)
_NOT_WORDS: Final = re.compile(
    rf"""\{{[\{{%].{{0,200}}?[\}}%]\}}          # what a template would fill in
    | !\[[^\]]{{0,300}}\]\([^)\s]{{0,500}}\)?   # an image that was never rendered
    | <[^<>]{{0,300}}>
    | (?:https?://|www\.)\S+
    | \b{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b
    | \b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\.?,?\s+\d{{4}}\b
    | \b{_MONTH}\.?\s+\d{{4}}\b
    | \b\d{{4}}-\d\d?-\d\d?\b | \b\d\d?[/.]\d\d?[/.](?:\d\d){{1,2}}\b
    | \b(?:section|article|clause|paragraph|part|appendix|exhibit)s?\s+
      (?:[a-z]|[ivx]{{1,4}}|\d{{1,3}})?(?:[.\d]+|\([a-z0-9]{{1,3}}\)|\.[a-z]\b)*(?=\W|$)
    | \b\d{{1,4}}(?:\.\d{{1,4}}){{2,}}\b | ^\d{{1,3}}\.\d{{1,3}}\s
    | ^\W{{0,3}}(?:\d{{1,3}}(?:\.\d{{1,3}})*|[a-z]|[ivx]{{1,5}})[.)]+(?:\s|$)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WORD: Final = re.compile(r"[$€£]?\d[\d.,]*%?|[^\W\d_]+(?:['-][^\W\d_]+)*|\d+")
_CONTRACTIONS: Final = (
    (re.compile(r"\b(?:can't|cannot)\b", re.IGNORECASE), "can not"),
    (re.compile(r"\bwon't\b", re.IGNORECASE), "will not"),
    (re.compile(r"n't\b", re.IGNORECASE), " not"),
    (re.compile(r"'ll\b", re.IGNORECASE), " will"),
    (re.compile(r"'re\b", re.IGNORECASE), " are"),
    (re.compile(r"'ve\b", re.IGNORECASE), " have"),
    (re.compile(r"\b(i)t's\b", re.IGNORECASE), r"\1t is"),
)
_GLYPHS: Final = str.maketrans(
    {**dict.fromkeys("“”„", '"'), **dict.fromkeys("‘’‚", "'"), "‑": "-", "–": " - ", "—": " - "}
)
_INITIALS: Final = re.compile(r"\b(?:[A-Z]\.){2,}")
_UNCOUNTED: Final = {ChangeKind.MOVED, ChangeKind.RENUMBERED, ChangeKind.FORMAT_ONLY}
_COMPANY: Final = re.compile(
    r"\b(?:inc|llc|ltd|limited|gmbh|corp|corporation|b\.?v|s\.?a|plc)\b\.?", re.IGNORECASE
)
_ELSEWHERE: Final = 5  # words in a row that make a stretch recognisable in another place


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One changed sentence: its words before and after, and the ones that differ."""

    clause: str
    heading: str
    lead_in: str  # what gives an entry of a list or a table its meaning; may be empty
    kind: ChangeKind
    before: str
    after: str
    struck: tuple[str, ...]  # runs of words that went
    inserted: tuple[str, ...]  # runs of words that came

    @property
    def changed_words(self) -> int:
        """How many words went or came."""
        return sum(len(run.split()) for run in (*self.struck, *self.inserted))

    @property
    def context(self) -> str:
        """The sentence with what stands around it: what a rule's `within` looks at."""
        return f"{self.around}\n{self.before}\n{self.after}"

    @property
    def around(self) -> str:
        """The heading, and what leads in the list or table."""
        return f"{self.heading}\n{self.lead_in}" if self.lead_in else self.heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What really changed between two texts, and both texts for looking up what stood elsewhere."""

    old: str
    new: str
    passages: tuple[Passage, ...]


def comparison_of(redline: Redline, rules: Rules) -> Comparison:
    """Return the sentences of a redline whose words changed in a way that can mean something."""
    old = _text(redline, {Mark.KEPT, Mark.STRUCK, Mark.MOVED_FROM, Mark.GLYPHS_FROM})
    new = _text(redline, {Mark.KEPT, Mark.INSERTED, Mark.MOVED_TO, Mark.GLYPHS_TO})
    pairs = [
        (change, before, after)
        for change in redline.changes
        if change.kind not in _UNCOUNTED and not rules.skip_headings.occurs_in(change.heading)
        for before, after in change.sentences
    ]
    renamed = _renamed(pairs)
    stands = tuple(_padded(_words(text.translate(_GLYPHS), rules)) for text in (old, new))
    leads = lead_ins(redline)
    found = (
        _passage(
            *pair,
            lead_in=leads.get(pair[0].clause, ""),
            rules=rules,
            renamed=renamed,
            stands=stands,
        )
        for pair in pairs
    )
    passages = _without_moves([one for one in found if one])
    return Comparison(old=old, new=new, passages=passages)


def _without_moves(passages: list[Passage]) -> tuple[Passage, ...]:
    """Return the passages but for those whose words all went here and came there."""
    struck = {run for passage in passages for run in passage.struck}
    inserted = {run for passage in passages for run in passage.inserted}
    both = {run for run in struck & inserted if _is_long(run)}
    return tuple(
        passage
        for passage in passages
        if not both.issuperset(passage.struck) or not both.issuperset(passage.inserted)
    )


def _text(redline: Redline, marks: set[Mark]) -> str:
    return "".join(segment.text for segment in redline.segments if segment.mark in marks)


def _passage(
    change: Change,
    before: str,
    after: str,
    *,
    lead_in: str,
    rules: Rules,
    renamed: frozenset[Swap],
    stands: tuple[str, ...],
) -> Passage | None:
    """Return the passage, or None where nothing in it means anything else."""
    sentence = f"{change.heading}\n{before}\n{after}"
    names: frozenset[Swap] = frozenset() if rules.names_matter.occurs_in(sentence) else renamed
    struck, inserted = _differences(
        _words(readable(before), rules), _words(readable(after), rules), rules, names
    )
    if _same_quantities(before, after, rules):
        return None
    struck = tuple(run for run in struck if not _moved(run, stands))
    inserted = tuple(run for run in inserted if not _moved(run, stands[::-1]))
    if not struck and not inserted:
        return None
    return Passage(
        clause=change.clause,
        heading=change.heading,
        lead_in=lead_in,
        kind=change.kind,
        before=before,
        after=after,
        struck=struck,
        inserted=inserted,
    )


def _same_quantities(before: str, after: str, rules: Rules) -> bool:
    """Whether the same quantities were written in another way and nothing else changed."""
    old, new = (in_one_form(readable(side)) for side in (before, after))
    return _words(old, rules) == _words(new, rules)


def _is_long(run: str) -> bool:
    """Whether a run of words can be known again; a "not" that moved is no mere move."""
    return run.count(" ") >= _ELSEWHERE - 1


def _padded(words: Iterable[str]) -> str:
    """Return words in a form in which a run of them is found whole, side by side or not."""
    return "".join(f" {word} " for word in words)


def _moved(run: str, stands: tuple[str, ...]) -> bool:
    """Whether a long run of words stands in the other text as often as in its own."""
    if not _is_long(run):
        return False
    own, other = (text.count(_padded(run.split())) for text in stands)
    return other > 0 and other >= own


@lru_cache(maxsize=4096)
def readable(text: str) -> str:
    """Return a sentence in plain glyphs, without dates, addresses and what else is no word of it."""
    plain = text.translate(_GLYPHS)
    return " ".join(_NOT_WORDS.sub(" ", plain).replace("*", " ").replace("`", " ").split())


def _words(plain: str, rules: Rules) -> list[str]:
    """Return the words to compare by: lower case, contractions written out, one spelling."""
    text = _INITIALS.sub(lambda found: found.group().replace(".", ""), plain)
    for contraction, full in _CONTRACTIONS:
        text = contraction.sub(full, text)
    words = [word.strip(".,") for word in _WORD.findall(text.casefold())]
    return list(_in_one_spelling(words, rules))


def _in_one_spelling(words: list[str], rules: Rules) -> Iterator[str]:
    place = 0
    while place < len(words):
        for spelling, one in rules.same.get(words[place], ()):
            if tuple(words[place : place + len(spelling)]) == spelling:
                yield from one
                place += len(spelling)
                break
        else:
            yield words[place]
            place += 1


def _differences(
    old: list[str], new: list[str], rules: Rules, renamed: frozenset[Swap]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the runs of words that went and that came, the meaningless ones left out."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    struck, inserted = [], []
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        went, came = old[i1:i2], new[j1:j2]
        if operation == "equal" or (" ".join(went), " ".join(came)) in renamed:
            continue
        if same_words(went, came, rules):
            continue
        struck.append(" ".join(went))
        inserted.append(" ".join(came))
    return tuple(run for run in struck if run), tuple(run for run in inserted if run)


def _renamed(pairs: Iterable[tuple[Change, str, str]]) -> frozenset[Swap]:
    """Return the names that gave way to others in the same way more than once.

    A company's name is no mere name: who the other party is can change with it.
    """
    counted = Counter(swap for _, before, after in pairs for swap in set(_swaps(before, after)))
    return frozenset(swap for swap, times in counted.items() if times > 1)


def _swaps(before: str, after: str) -> Iterator[Swap]:
    if not before or not after:
        return
    old, new = _WORD.findall(readable(before)), _WORD.findall(readable(after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        went, came = " ".join(old[i1:i2]), " ".join(new[j1:j2])
        if operation == "replace" and _is_name(went) and _is_name(came):
            yield went.casefold(), came.casefold()


def _is_name(words: str) -> bool:
    parts = words.split()
    named = all(part[0].isupper() and part.casefold() not in FIRM for part in parts)
    return bool(parts) and named and not _COMPANY.search(words)
