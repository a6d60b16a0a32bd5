"""A document that came back from Word, written into the Markdown it was made from.

Clauses that read as before stay as they are written, byte for byte; of a clause that was
reworded the words that changed are replaced where that can be done; what is new is written
as its neighbours are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import pairwise
from typing import Final

from archive.changes import ChangeKind
from archive.clauses import Block
from archive.confined_rendering import render_confined
from archive.edited_clauses import (
    is_as_asked,
    is_more_than_words,
    stays,
)
from archive.redline_html import Section
from archive.redlines import MarkedText, mark
from archive.source_lines import chunks_of, lines_of_blocks
from archive.word_refusals import ByHand, to_do_by_hand
from archive.word_rewriting import rewritten
from archive.word_runs import exchanged, replaced_in_place
from archive.words import normalised_words

_LINK: Final = re.compile(r'<a [^>]*?href="([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedText:
    """A text's new Markdown, and what a person should look at."""

    markdown: str
    remarks: tuple[str, ...]
    changes: int  # clauses that changed
    clauses: int  # of the text as it was
    found: int  # of these, how many are left, reworded or not
    by_hand: tuple[ByHand, ...] = ()  # clauses that could not be written, so none was


def edited(markdown: str, html: str) -> EditedText:
    """Return Markdown that shows the words of an HTML page, changed as little as can be.

    Where it is not certain how a clause is to be written, the Markdown comes back as it is, with
    the clauses that a person has to write.
    """
    marked = mark(render_confined(markdown), html)
    whole = _unedited(markdown, marked)
    if not whole.changes:
        return whole
    begun = _begun(markdown, marked)
    if begun != markdown:
        marked = mark(render_confined(begun), html)
    wanted, links = normalised_words(html), links_of(html)
    for patching in (True, False):
        found = rewritten(begun, marked, links, patching=patching)
        shown = render_confined(found)
        if normalised_words(shown) == wanted and is_as_asked(shown, marked):
            return replace(whole, markdown=found)
    return replace(whole, by_hand=_by_hand(begun, marked))


def _unedited(markdown: str, marked: MarkedText) -> EditedText:
    """Return a text as it stands, with what is to become of it."""
    gone = [
        section.passage.old
        for section in marked.sections
        if section.passage.kind is ChangeKind.REMOVED
    ]
    clauses = len(marked.old.blocks)
    return EditedText(
        markdown=markdown,
        remarks=tuple(_remarks(marked)),
        changes=sum(not stays(section) for section in marked.sections if section.name),
        clauses=clauses,
        found=clauses - sum(map(len, gone)),
    )


def _begun(markdown: str, marked: MarkedText) -> str:
    """Return the text with those clauses changed that the lines of the text cannot tell apart.

    The title of an admonition has no line of its own, nor have clauses of raw HTML on one line;
    and a term that became another one is to stay the term of its definition.
    """
    own = _own_lines(markdown, marked)
    for section, following in pairwise((*marked.sections, None)):
        if section is None or not section.passage.old or stays(section):
            continue
        block = section.passage.old[0]
        if own[id(block)] and (section.passage.new or not is_more_than_words(block, ())):
            continue
        found = _exchanged(markdown, section, following)
        if found is not None and found.count("\n") == markdown.count("\n"):
            markdown = found
    return markdown


def _own_lines(markdown: str, marked: MarkedText) -> dict[int, tuple[str, ...]]:
    """Return the lines of each old clause; none where they are not its own."""
    chunks = chunks_of(markdown).chunks
    return {
        id(block): () if chunk is None else chunk.lines
        for block, chunk in zip(marked.old.blocks, chunks, strict=True)
    }


def _exchanged(markdown: str, section: Section, following: Section | None) -> str | None:
    """Return the text with one clause changed in it, wherever its words stand, or None."""
    passage = section.passage
    if len(passage.old) == len(passage.new) == 1:
        return replaced_in_place(markdown, section.leaves)
    added = following.passage if following is not None and not passage.new else None
    if added is None or added.kind is not ChangeKind.ADDED or len(added.new) != 1:
        return None
    return exchanged(markdown, passage.old[0].tokens, added.new[0].tokens)


def _by_hand(markdown: str, marked: MarkedText) -> tuple[ByHand, ...]:
    own = _own_lines(markdown, marked)
    return to_do_by_hand(
        marked,
        lines_of_blocks(markdown),
        lambda block: not own[id(block)] or is_more_than_words(block, own[id(block)]),
    )


def links_of(html: str) -> frozenset[str]:
    """Return the addresses that the links of a page lead to."""
    return frozenset(unescape(address) for address in _LINK.findall(html))


def _remarks(marked: MarkedText) -> Iterator[str]:
    looks = sum(
        section.passage.kind is ChangeKind.FORMAT_ONLY
        and stays(section)
        and _emphasis(section.passage.old) != _emphasis(section.passage.new)
        for section in marked.sections
    )
    if looks:
        clauses = f"{looks} clause{'s' if looks > 1 else ''}"
        yield f"{clauses} with the same words, but other emphasis in the file: left as they are"


def _emphasis(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    names = {"strong": "b", "b": "b", "em": "i", "i": "i"}
    return [
        (names[element.tag], token.text)
        for block in blocks
        for token in block.tokens
        for element in token.within
        if element.tag in names
    ]
