"""Marked words as HTML: one run of a redline, in the inline elements of the page.

`ins` and `del` are always innermost, so that no two tags ever cross. Emphasis that only
struck words have carries the class `removed`.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from archive.marks import Mark
from archive.pieces import Piece, Word
from archive.runs import VOID, Atom, Element, Token, looks

# Emphasis is shown in struck words as well; their links, anchors and dates lead nowhere.
_SHOWN_WHEN_STRUCK: Final = frozenset(
    "abbr b cite code dfn em i kbd mark q samp small strong sub sup u var s".split()
)
_RENAMED: Final = {"ins": "u", "del": "s", "strike": "s"}  # the text's own, not the redline's
_OPEN: Final = {
    Mark.STRUCK: "<del>",
    Mark.MOVED_FROM: '<del class="moved">',
    Mark.INSERTED: "<ins>",
    Mark.MOVED_TO: '<ins class="moved">',
}
_CLOSE: Final = {mark: f"</{tag[1:4]}>" for mark, tag in _OPEN.items()}

Stack = tuple[Element, ...]


def start_tag(element: Element, *, classes: str = "", anchor: str = "", moved_to: str = "") -> str:
    """Return an element's start tag with further classes, and an id where it has none."""
    if not (element.attributes or classes or anchor or moved_to):
        return f"<{_name(element)}>"
    attributes = dict(element.attributes)
    if classes:
        attributes["class"] = f"{attributes.get('class', '')} {classes}".strip()
    if moved_to:
        attributes["data-moved-to"] = moved_to
    if anchor:
        attributes.setdefault("id", anchor)
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{_name(element)}{written}>"


def end_tag(element: Element) -> str:
    """Return an element's end tag; a void element has none."""
    return "" if element.tag in VOID else f"</{_name(element)}>"


def _name(element: Element) -> str:
    return _RENAMED.get(element.tag, element.tag)


def leaf_html(pieces: Sequence[Piece], atoms: tuple[Atom, ...], *, spaces: bool) -> str:
    """Return a run of marked words; `spaces` keeps the white space at its head, as in code."""
    if len(pieces) <= 2 and not atoms and not spaces and (plain := _plain_text(pieces)) is not None:
        return plain
    writer = _LeafWriter()
    contexts = _contexts(pieces, atoms)
    waiting: Piece | None = None
    for place, piece in enumerate(pieces):
        if piece.word is None:
            if place and piece.mark is not Mark.GLYPHS_FROM:
                waiting = piece
            continue
        writer.atoms(piece.word.new.atoms if piece.word.new else ())
        ahead = _stack(piece.word, contexts[place])
        if waiting is not None:
            writer.space(waiting, ahead)
            waiting = None
        elif spaces and place <= 1 and piece.word.new and piece.word.new.space != "\n":
            writer.write(piece.word.new.space)
        writer.word(piece.word, contexts[place])
    writer.atoms(atoms)
    return writer.finish()


def _plain_text(pieces: Sequence[Piece]) -> str | None:
    """Return the only word of a run where it was kept and stands in no elements."""
    word = pieces[-1].word if pieces else None
    if word is None or word.mark is not Mark.KEPT or word.new is None or word.new.atoms:
        return None
    part, *others = word.new.parts
    if others or part.within or part.atom is not None or any(piece.word for piece in pieces[:-1]):
        return None
    return escape(part.text, quote=False)


def _stack(word: Word, context: Stack) -> Stack:
    return word.new.within if word.new else context


def _contexts(pieces: Sequence[Piece], atoms: tuple[Atom, ...]) -> list[Stack]:
    """Return for each piece the inline elements in which it can stand if its word is struck."""
    contexts: list[Stack] = [()] * len(pieces)
    before: Stack = ()
    run: list[int] = []
    for place, piece in enumerate(pieces):
        if piece.word is None:
            continue
        if piece.word.new is None:
            run.append(place)
            continue
        new = piece.word.new
        after = new.within
        _place_run(pieces, run, contexts, before, new.atoms[0].within if new.atoms else after)
        before, run = new.parts[-1].within, []
    _place_run(pieces, run, contexts, before, atoms[0].within if atoms else ())
    return contexts


def _place_run(
    pieces: Sequence[Piece],
    run: list[int],
    contexts: list[Stack],
    before: Stack,
    after: Stack,
) -> None:
    """Put struck words between two new ones, into the elements they had where these go on."""
    shared = _common(before, after)
    in_before = in_after = True
    for place in run:
        own = _struck_stack(pieces[place])
        in_before = in_before and looks(own) == looks(before)
        contexts[place] = before if in_before else shared + _beyond(own, shared)
    if in_before:
        return
    for place in reversed(run):
        own = _struck_stack(pieces[place])
        in_after = in_after and looks(own) == looks(after)
        if in_after and contexts[place] is not before:
            contexts[place] = after


def _struck_stack(piece: Piece) -> Stack:
    return piece.word.old.within if piece.word and piece.word.old else ()


def _common(one: Stack, other: Stack) -> Stack:
    length = 0
    while length < min(len(one), len(other)) and one[length] is other[length]:
        length += 1
    return one[:length]


def _beyond(own: Stack, shared: Stack) -> Stack:
    """Return the emphasis of struck words that the elements around them do not give."""
    there = {element.tag for element in shared}
    return tuple(
        Element(element.tag, (("class", "removed"),), -element.number)
        for element in own
        if element.tag in _SHOWN_WHEN_STRUCK and element.tag not in there
    )


def _has_no_words(atom: Element | None) -> bool:
    return atom is not None and atom.tag != "img"


class _LeafWriter:
    """Writes words so that no two tags ever cross."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._stack: Stack = ()
        self._mark = Mark.KEPT

    def write(self, text: str) -> None:
        self._out.append(escape(text, quote=False))

    def atoms(self, atoms: Iterable[Atom]) -> None:
        for atom in atoms:
            self._turn_to(atom.within, Mark.KEPT)
            self._out.append(start_tag(atom.element) + end_tag(atom.element))

    def space(self, piece: Piece, ahead: Stack) -> None:
        self._turn_to(_common(self._stack, ahead), piece.mark)
        self.write(piece.space)

    def word(self, word: Word, context: Stack) -> None:
        if word.new is None:
            if word.old is not None and word.mark is not Mark.GLYPHS_FROM:
                self._struck(word.old, word.mark, context)
            return
        for part in word.new.parts:
            self._turn_to(part.within, Mark.KEPT if _has_no_words(part.atom) else word.mark)
            self.write(part.text if part.atom is None else "")
            if part.atom is not None:
                self._out.append(start_tag(part.atom) + end_tag(part.atom))
                self.write(part.text)

    def _struck(self, token: Token, mark: Mark, context: Stack) -> None:
        around = tuple(element for element in context if element.number > 0)
        for number, part in enumerate(token.parts):
            self._turn_to(context if number == 0 else around + _beyond(part.within, around), mark)
            self.write(part.text)

    def finish(self) -> str:
        self._turn_to((), Mark.KEPT)
        return "".join(self._out)

    def _turn_to(self, stack: Stack, mark: Mark) -> None:
        mark = mark if mark in _OPEN else Mark.KEPT
        if mark is self._mark and stack is self._stack:
            return
        shared = _common(self._stack, stack)
        if mark is not self._mark or len(shared) != len(self._stack) or len(stack) != len(shared):
            self._out.append(_CLOSE.get(self._mark, ""))
            self._out += [end_tag(element) for element in reversed(self._stack[len(shared) :])]
            self._out += [start_tag(element) for element in stack[len(shared) :]]
            self._out.append(_OPEN.get(mark, ""))
        self._stack, self._mark = stack, mark
