"""The sentences of a policy as its readers see them, and the line of the file each stands on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from archive.clause_words import ClauseWords
from archive.clauses import Kind, parse
from archive.front_matter import split
from archive.source_lines import lines_of_blocks

LONGEST_QUOTE: Final = 300  # characters: a long sentence, not a paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence; words that the text hides or strikes are no part of it."""

    text: str
    heading: str  # of the section it stands in
    clause: int  # which clause of the text it stands in, counted from 0


def sentences_of(page: str) -> tuple[Sentence, ...]:
    """Return the sentences of a rendered text in reading order; headings are none."""
    return tuple(_sentences(page))


def quoted(text: str) -> str:
    """Return words in quotation marks, the rest of very many left to their place in the file."""
    return f"“{text}”" if len(text) <= LONGEST_QUOTE else f"“{text[: LONGEST_QUOTE - 1]}…”"


def line_of(sentence: Sentence, source: str) -> int | None:
    """Return the line of a text's file on which a sentence begins, counted from 1.

    None where the lines of its clause cannot be told.
    """
    _, body, before = split(source)
    clauses = lines_of_blocks(body)
    own = clauses[sentence.clause] if sentence.clause < len(clauses) else ()
    if not own:
        return None
    opening = " ".join(sentence.text.split()[:2])
    lines = body.split("\n")
    found = (line for line in own if opening in " ".join(lines[line].split()))
    return before + next(found, own[0]) + 1


def _sentences(page: str) -> Iterator[Sentence]:
    for number, block in enumerate(parse(page).blocks):
        if block.kind is Kind.HEADING:
            continue
        words = ClauseWords([block])
        for span in words.sentences:
            if text := words.text(span).strip():
                yield Sentence(text=text, heading=block.heading, clause=number)
