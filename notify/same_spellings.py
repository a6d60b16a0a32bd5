"""Same spellings: which words are written in several ways, and which way to compare them by."""

from collections.abc import Iterable, Mapping

from notify.rules_file import Entry

Spelling = tuple[str, ...]  # the words of one spelling, in small letters
Alike = tuple[Spelling, Spelling]  # a spelling, and the one to compare by
Spellings = Mapping[str, Mapping[str, tuple[Alike, ...]]]  # by the first word, then the second


def spellings_in(entry: Entry) -> tuple[Alike, ...]:
    """Return each spelling that a table lists with the last one, by which they are compared."""
    spellings = [tuple(words.casefold().split()) for words in entry.words("words")]
    if len(spellings) < 2 or not all(spellings):  # one spelling is the same as nothing
        raise entry.wrong('write at least two: words = ["e-mail", "email"]', key="words")
    return tuple((spelling, spellings[-1]) for spelling in spellings[:-1])


def by_first_words(spellings: Iterable[Alike]) -> Spellings:
    """Return the spellings by their first two words, the longest first; "" for no second one."""
    listed: dict[str, dict[str, tuple[Alike, ...]]] = {}
    for one in sorted(spellings, key=lambda pair: -len(pair[0])):
        first, second = (*one[0], "")[:2]
        seconds = listed.setdefault(first, {})
        seconds[second] = (*seconds.get(second, ()), one)
    return listed


def in_one_spelling(words: list[str], same: Spellings) -> list[str]:
    """Return words with one spelling for those that have several; the longest spelling counts."""
    found: list[str] = []
    at = 0
    for place, seconds, second in _beginnings(words, same):
        if place < at:  # part of the spelling before it
            continue
        for spelling, one in (*seconds.get(second, ()), *seconds.get("", ())):
            if tuple(words[place : place + len(spelling)]) == spelling:
                found += (*words[at:place], *one)
                at = place + len(spelling)
                break
    return found + words[at:]


def _beginnings(
    words: list[str], same: Spellings
) -> list[tuple[int, Mapping[str, tuple[Alike, ...]], str]]:
    """Return where a spelling may begin: what goes on from the first word, and the second one."""
    return [
        (place, same[word], second)
        for place, (word, second) in enumerate(zip(words, (*words[1:], "\n"), strict=False))
        if word in same and (second in same[word] or "" in same[word])
    ]
