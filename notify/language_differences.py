"""Whether two languages of one version were edited alike: their numbers and headings (S16).

A word cannot be held against a word of another language; a number and a heading can. Only what
a proposal changes counts, so that what always differed is left alone.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from archive.faults import Fault, Severity
from archive.register import Policy, Register
from archive.revisions import BlobId, Language, Revision, Source
from notify.formers import former_text

_HEADING: Final = re.compile(r"^ {0,3}(#{1,6})[ \t]", re.MULTILINE)
# Where links lead, tags, attributes, and the numbers of lists and headings: not what is said.
_NOT_SAID: Final = re.compile(
    r"""\]\([^()\n]*\)|<[^<>]*>|\{[^{}\n]*\}|https?://\S+|^[ \t>#*+-]*\d+(?:\.\d+)*[.)]?(?=[ \t])""",
    re.MULTILINE,
)
_NUMBER: Final = re.compile(r"\d+(?:[.,'’\u00a0\u202f]\d{3})+(?!\d)|\d+[.,]\d+|\d+")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f]\d{3})+")
_MOST: Final = 5  # numbers named in a message

PlainMarkdown = Callable[[BlobId, Language], str]  # a text without its date statements


def language_faults(after: Register, *, markdown: PlainMarkdown) -> Iterator[tuple[Policy, Fault]]:
    """Yield each translation that a proposal edits otherwise than its original, and how."""
    originals = {policy.id: policy for policy in after if policy.original is None}
    for policy in after:
        original = originals.get(policy.id)
        if original is None or original is policy or policy.retired:
            continue
        for source in (Source.GIT, Source.NEXT):
            one, other = _newest(original, source), _newest(policy, source)
            if one is not None and other is not None and _is_one_version(one, other):
                for fault in _between(original, policy, one, other, markdown):
                    yield policy, fault


def _newest(policy: Policy, source: Source) -> Revision | None:
    return next((r for r in reversed(policy.revisions) if r.source is source), None)


def _is_one_version(original: Revision, translation: Revision) -> bool:
    named = translation.front_matter.translates or translation.effective
    return named is not None and named == original.effective


def _between(
    original: Policy, translation: Policy, one: Revision, other: Revision, markdown: PlainMarkdown
) -> Iterator[Fault]:
    if not (one.preview or other.preview):
        return
    if not (one.preview and other.preview):
        still = other if one.preview else one
        edited = one if one.preview else other
        yield _fault(
            still,
            Severity.WARNING,
            f"`{edited.language}` is edited and `{still.language}`, which gives the same version, is"
            " not: make the change here too, or give the edited one its own `effective`",
        )
        return
    texts = [
        _Text(policy, revision, markdown)
        for policy, revision in ((original, one), (translation, other))
    ]
    yield from _numbers(other, *texts)
    yield from _headings(other, *texts)


class _Text:
    """What one language says in figures, before and after."""

    def __init__(self, policy: Policy, revision: Revision, markdown: PlainMarkdown) -> None:
        former = former_text(policy, policy.revisions.index(revision))
        self.language = revision.language
        new = markdown(revision.blob, revision.language)
        old = None if former is None else markdown(former.blob, revision.language)
        self.is_first = old is None
        was, now = Counter(numbers(old or "")), Counter(numbers(new))
        self.gone, self.come = was - now, now - was
        self.outlines = None if old is None else outline(old), outline(new)


def _numbers(translation: Revision, one: _Text, other: _Text) -> Iterator[Fault]:
    if one.is_first or other.is_first or (one.gone, one.come) == (other.gone, other.come):
        return
    yield _fault(
        translation,
        Severity.ERROR,
        f"the languages are edited unequally: `{one.language}` {_edited(one)}, `{other.language}`"
        f" {_edited(other)}; make both say the same",
    )


def _headings(translation: Revision, one: _Text, other: _Text) -> Iterator[Fault]:
    (was, now), (others_was, others_now) = one.outlines, other.outlines
    were_equal = was == others_was or one.is_first or other.is_first
    if were_equal and now != others_now:
        yield _fault(
            translation,
            Severity.ERROR,
            f"the headings differ: `{one.language}` has {_headings_of(now)}, `{other.language}`"
            f" {_headings_of(others_now)}; give both the same sections",
        )


def numbers(markdown: str) -> list[str]:
    """Return the numbers a text says, each in one form: "1,000" and "1.000" give "1000"."""
    return [_one_form(found) for found in _NUMBER.findall(_NOT_SAID.sub(" ", markdown))]


def outline(markdown: str) -> tuple[int, ...]:
    """Return the levels of a text's headings, in order."""
    return tuple(len(marks) for marks in _HEADING.findall(markdown))


def _one_form(number: str) -> str:
    if _GROUPED.fullmatch(number):
        return re.sub(r"\D", "", number)
    return number.replace(",", ".").lstrip("0") or "0"


def _edited(text: _Text) -> str:
    if not (text.gone or text.come):
        return "changes no number"
    gone, come = _named(text.gone), _named(text.come)
    if not gone:
        return f"adds {come}"
    return f"changes {gone} to {come}" if come else f"takes out {gone}"


def _named(found: Counter[str]) -> str:
    names = sorted(found.elements(), key=lambda number: (len(number), number))
    shown = ", ".join(names[:_MOST])
    return f"{shown} and {len(names) - _MOST} more" if len(names) > _MOST else shown


def _headings_of(levels: Sequence[int]) -> str:
    return (
        "no heading" if not levels else f"{len(levels)} (levels {' '.join(map(str, levels[:12]))})"
    )


def _fault(revision: Revision, severity: Severity, message: str) -> Fault:
    return Fault(code="translation-differs", severity=severity, message=message, path=revision.path)
