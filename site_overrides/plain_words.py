"""The words of a summary without its markup, for banners, other people's pages and programs."""

from dataclasses import dataclass

from archive.confined_rendering import render_confined


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainWords:
    """What an author wrote in Markdown, as plain text."""

    first: str = ""  # its first sentence
    paragraphs: tuple[str, ...] = ()  # one for each paragraph or item of a list


def plain_words(markdown: str) -> PlainWords:
    """Return the words of a summary or of choices, as readers see them."""
    if not markdown.strip():
        return PlainWords()
    # What reads texts is loaded with the first summary that was not read before.
    from archive.clauses import parse  # noqa: PLC0415
    from archive.wording import sentences_of  # noqa: PLC0415

    blocks = [block for block in parse(render_confined(markdown)).blocks if block.text.strip()]
    sentences = (words for block in blocks for words in sentences_of(block))
    return PlainWords(
        first=next(sentences, "").strip(),
        paragraphs=tuple(" ".join(block.text.split()) for block in blocks),
    )
