"""One line written into the `change:` block of a policy's file; every other byte stays as it is."""

from archive.declaration_places import DeclarationPlaces, places_in
from archive.errors import UnreadableText
from archive.texts import decoded

_BOM = b"\xef\xbb\xbf"


def with_line_in_change(data: bytes, *, key: str, value: str) -> bytes:
    """Return a file whose `change:` block has a key with a value that stands on one line.

    A line that declares the key already gives way. Raises UnreadableText where the block is not
    written in lines below its key.
    """
    bom = _BOM if data.startswith(_BOM) else b""
    lines = data.removeprefix(_BOM).splitlines(keepends=True)
    if any(line.endswith(b"\r") for line in lines):
        raise UnreadableText("its lines end as on an old Macintosh; save it with plain line ends")
    end = b"\r\n" if lines and lines[0].endswith(b"\r\n") else b"\n"
    places = places_in(decoded(data))
    at, replaced, written = _edit(places, lines, f"{key}: {value}", key)
    new = [line.encode("ascii") + end for line in written]
    return bom + b"".join((*lines[:at], *new, *lines[at + replaced :]))


def _edit(
    places: DeclarationPlaces, lines: list[bytes], declared: str, key: str
) -> tuple[int, int, list[str]]:
    """Return where a line goes, how many lines give way there, and what is written."""
    if places.closing is None:
        return 0, 0, ["---", "change:", f"  {declared}", "---"]
    block = places.change
    if block is None:
        return places.closing - 1, 0, ["change:", f"  {declared}"]
    known = places.line(f"change.{key}")
    if block.indent and known is not None:
        return known - 1, 1, [f"{block.indent}{declared}"]
    bare = lines[block.first - 1].split(b"#")[0].strip() == b"change:"
    if not block.indent and not bare:
        raise UnreadableText(
            f"line {block.first}: write what `change:` says in lines below it, one key a line"
        )
    return block.first, 0, [f"{block.indent or '  '}{declared}"]
