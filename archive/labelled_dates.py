"""Labelled dates of a text: "Effective date: …", "this version took effect …", "Last updated …".

Only the neighbourhood of a label is looked at, so a hostile text costs no more than its length.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from archive.date_labels import Labels, labels_of
from archive.dated_text import Kind, Statement, plain, with_closing, with_opening
from archive.written_dates import WrittenDate, read_date

_BEFORE: Final = 200  # characters of a sentence in which its subject stands
_AFTER: Final = 300  # characters in which a date with its links and tags stands
_CANDIDATE: Final = 80  # characters of a date, once links and tags are gone
_NEAR: Final = 150  # characters after a label in which its date at least begins
_MOST: Final = 100  # labels looked at in one part; no policy has more

_SEPARATOR: Final = re.compile(r"\s*(?P<colon>[:：|])?[\s–—-]*")
_MAY_BE_DATED: Final = re.compile(
    r"[0-9\[{_<]|\b(?:DATE|TB[ACD]|XX|YYYY|DD|MM|[Tt]o be|[Ii]nsert)\b"
)
_ACTIVE: Final = re.compile(r"\s+(?:this|these|our|the)\b[^.:;|]{1,80}?\bon\s+", re.IGNORECASE)
_VERSION: Final = re.compile(r"\b(?:version|v\.?)\s*[0-9][\w.]{0,12}\s*[,;]?\s*\Z", re.IGNORECASE)
_PART_OF_LABEL: Final = re.compile(
    r"^\s*(?P<words>(?:the |this )?(?:current )?(?:version|policy|current))\s*\Z",
    re.IGNORECASE | re.MULTILINE,
)
_AFTER_ANOTHER: Final = re.compile(
    r"\b(?:updated|revised|modified|published|posted)\b.{0,60}?\b(?:19|20)[0-9]{2}\s*,?\s*(?:and\s+)?\Z",
    re.IGNORECASE,
)
# "[its addendum](…) (dated May 4, 2026)" dates what the link leads to.
_LINKED: Final = re.compile(r"\]\([^()\s]{0,300}\)\s{0,3}\(\Z")
_ENDS_STATEMENT: Final = re.compile(
    r"\s*(?:\Z|[.|;)）·•–—(-]|,?\s*(?:and\s+)?(?:at|by|à|effective|last|um|updated|revised|version)\b)",
    re.IGNORECASE,
)
_BEGINS_STATEMENT: Final = tuple("|.(（•·:;–—-")
_PLACEHOLDER: Final = re.compile(
    r"[\s*_:]{0,10}(?:\\?\[(?=[^\]\n]{0,40}(?:date|month|day|year|insert|tb[acd]))[^\]\d\n]{1,40}\]"
    r"(?!\()|_{3,}|\{\{)",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"[^\n]{0,70}?\b(?:19|20)[0-9]{2}\b")


def labelled_dates(
    body: str, lower: str, part: tuple[int, int], language: str, *, at_edge: bool
) -> Iterator[Statement]:
    """Return the labelled dates in one part of a text; in its middle only the plainest."""
    labels = labels_of(language)
    pieces = labels.pieces if at_edge else labels.plain_pieces
    for match in _label_places(body, lower, labels.label, pieces, part):
        statement = _labelled(body, match, labels, language, at_edge=at_edge)
        if statement is not None:
            yield statement


def _label_places(
    body: str, lower: str, label: re.Pattern[str], pieces: Iterable[str], part: tuple[int, int]
) -> Iterator[re.Match[str]]:
    """Return the labels of a part of the text before what may be a date, each once."""
    begin, end = part
    seen: set[int] = set()
    for piece in pieces:
        place = lower.find(piece, begin, end)
        looked_at = 0
        while place != -1 and looked_at < _MOST:
            if _MAY_BE_DATED.search(body, place, place + _NEAR):
                looked_at += 1
                for match in label.finditer(lower, max(begin, place - 40), place + 60):
                    if match.start() <= place < match.end() and match.start() not in seen:
                        seen.add(match.start())
                        yield match
            place = lower.find(piece, place + len(piece), end)


def _labelled(
    body: str, match: re.Match[str], labels: Labels, language: str, *, at_edge: bool
) -> Statement | None:
    """Return what a label announces, or None where it is a word like any other."""
    label = _label(body, match, labels)
    if label is None:
        return None
    written = label.read(language=language)
    if written is None or not label.speaks_of_the_policy(written, labels):
        return None
    if not at_edge and not (label.is_noun and label.opens_line):
        return None
    return Statement(
        kind=Kind.EFFECTIVE if label.name.startswith("effective") else Kind.UPDATED,
        start=with_opening(body, label.start),
        end=with_closing(body, match.end() + written.end),
        written=written,
        at_edge=at_edge,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    """A label with the plain words round it, up to the ends of its paragraph."""

    name: str
    start: int  # in the body
    before: str
    raw_after: str
    after: str  # without markup, of equal length
    date_at: int  # in `after`
    colon: bool
    lower_case: bool

    @property
    def is_noun(self) -> bool:
        return self.name.endswith("noun")

    @property
    def opens_line(self) -> bool:
        """Whether the label begins a line; a word in a wrapped sentence does not."""
        above, _, line = self.before.rpartition("\n")
        mid_sentence = self.lower_case and above.strip() and above.strip()[-1] not in ".:!?|"
        return not line.strip(" \t+-•") and not mid_sentence

    def read(self, *, language: str) -> WrittenDate | None:
        """Return the date after the label, or why there is none; None where nothing is dated."""
        placeholder = _PLACEHOLDER.match(self.raw_after)
        if placeholder is not None:
            return _problem("date-placeholder", placeholder.group(), placeholder.end())
        written = read_date(self.after, self.date_at, language=language)
        if written is None and self.colon and self.is_noun and self.opens_line:
            year = _YEAR.match(self.after, self.date_at)
            if year is not None:
                return _problem(
                    "date-unreadable", self.after[self.date_at : year.end()], year.end()
                )
        if written is None:
            return None
        length = len(" ".join(self.after[self.date_at : written.end].split()))
        return written if length <= _CANDIDATE else None

    def speaks_of_the_policy(self, written: WrittenDate, labels: Labels) -> bool:
        """Return whether it dates the policy and not something the policy mentions."""
        line = self.before.rpartition("\n")[2].rstrip()
        opens = (
            self.opens_line
            or line.endswith(_BEGINS_STATEMENT)
            or _VERSION.search(self.before) is not None
            or _AFTER_ANOTHER.search(line) is not None
        )
        if self.colon:
            return self.is_noun or opens
        if opens and not self.name.endswith("verb"):
            rest = self.after[written.end :].partition("\n")[0]
            if _ENDS_STATEMENT.match(rest):
                return True
        return self._has_subject(labels)

    def _has_subject(self, labels: Labels) -> bool:
        if self.name == "effective_bare":
            return False
        sentence = re.split(r"[.;|!?](?=\s)", self.before)[-1]
        return labels.name_the_policy(sentence) or labels.name_the_policy(
            self.after[: self.date_at]
        )


def _label(body: str, match: re.Match[str], labels: Labels) -> _Label | None:
    start, end = match.span()
    glued = body[start - 1 : start].isalpha()
    if glued and not (body[start - 1].islower() and body[start].isupper()):
        return None
    gap = body.find("\n\n", end, end + _AFTER)
    raw_after = body[end : end + _AFTER if gap == -1 else gap]
    begin = max(0, start - _BEFORE)
    gap = body.rfind("\n\n", begin, start)
    begin = begin if gap == -1 else gap + 2
    before, after = plain(body[begin:start]), plain(raw_after)
    name = match.lastgroup or ""
    if name.endswith("bare") and _LINKED.search(body, begin, start):
        return None
    part = None if name.endswith("verb") else _PART_OF_LABEL.search(before)
    version = _VERSION.search(before)
    lead = part.start("words") if part else version.start() if version else len(before)
    separator = _SEPARATOR.match(after)
    return _Label(
        name=name,
        start=begin + lead,
        before=before[:lead] if part else before,
        raw_after=raw_after,
        after=after,
        date_at=_date_at(after, labels),
        colon=separator is not None and separator["colon"] is not None,
        lower_case=body[start].islower(),
    )


def _date_at(after: str, labels: Labels) -> int:
    """Return where the date must begin: after the colon, "as of" and the like."""
    active = _ACTIVE.match(after)
    if active is not None:
        return active.end()
    separator = _SEPARATOR.match(after)
    place = separator.end() if separator else 0
    links = labels.links.match(after, place)
    second = _SEPARATOR.match(after, links.end() if links else place)
    return second.end() if second else place


def _problem(code: str, words: str, end: int) -> WrittenDate:
    shown = " ".join(words.split()).strip("*_: ")
    message = f"{shown!r} is no date; write the whole day, as in May 4, 2026 or 2026-05-04"
    return WrittenDate(day=None, end=end, problem=(code, message))
