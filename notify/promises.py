"""Promises: the period of notice that a policy's own text promises its readers.

A promise is quoted, never paraphrased. What might be one and cannot be counted on is told, not
guessed: working days, "usually", a period that may be the reader's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.revisions import BlobId, Language
from archive.texts import Texts
from notify.notice_periods import Period
from notify.notice_words import NoticeWords, folded, notice_words
from notify.policy_sentences import Sentence, line_of, sentences_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A sentence of a text that promises a period of notice."""

    period: Period | None  # None: it may be one, and a person must say which
    quote: str
    line: int | None  # of the file; None: it cannot be told


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """What a text promises about notice of its changes."""

    found: tuple[Promise, ...] = ()
    unclear: tuple[Promise, ...] = ()
    language_known: bool = True  # False: nobody wrote down the words of its language


NOTHING_PROMISED = Promises()


def promises_of(texts: Texts, blob: BlobId, *, language: Language) -> Promises:
    """Return what a text promises about notice, each sentence with its line."""
    words = notice_words().get(language.partition("-")[0])
    if words is None:
        return Promises(language_known=False)
    promised = list(promises_in(sentences_of(texts.html(blob)), words))
    source = texts.source(blob) if promised else ""
    made = [
        Promise(period=period, quote=sentence.text, line=line_of(sentence, source))
        for sentence, period in promised
    ]
    return Promises(
        found=tuple(one for one in made if one.period),
        unclear=tuple(one for one in made if not one.period),
    )


def promises_in(
    sentences: Iterable[Sentence], words: NoticeWords
) -> Iterator[tuple[Sentence, Period | None]]:
    """Yield the sentences that promise a period; with None those that a person must read."""
    for sentence in sentences:
        text = folded(sentence.text)
        if not _speaks_of_notice(text, folded(sentence.heading), words):
            continue
        theirs = words.theirs.occurs_in(text)
        if theirs and not words.ours.occurs_in(text):
            continue
        periods = [
            words.period_in(period)
            for promise, _ in words.promise.found_in(text)
            for period, _ in words.period.found_in(promise)[:1]
        ]
        counted = not (theirs or words.doubtful.occurs_in(text))
        if periods and counted:
            yield from ((sentence, period) for period in periods)
        elif periods or words.in_working_days.occurs_in(text):
            yield sentence, None


def _speaks_of_notice(text: str, heading: str, words: NoticeWords) -> bool:
    told = words.told.occurs_in(text) or words.posted.occurs_in(text)
    return told and (words.changes.occurs_in(text) or words.changes.occurs_in(heading))
