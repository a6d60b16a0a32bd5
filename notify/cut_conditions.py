"""Cut conditions: what limited a statement, cut off from it by nothing but a full stop.

"We share nothing unless you agree" and "We share nothing. Unless you agree" hold the same words.
"""

import re
from typing import Final

from notify.patterns import Pattern

_LAST_WORD: Final = re.compile(r"(\w+)\W*\Z")
_STOPPED: Final = re.compile(r"[.!?][\"')\]”’]*\s*\Z")
_NO_STOP: Final = r"[^\w.!?;:]+"  # after these the words stood alone before


def cut_off(find: Pattern, before: str, after: str) -> tuple[str, ...]:
    """Return the words before which a full stop came, the words on both sides being the same."""
    return tuple(
        words
        for words, (start, _) in find.found_in(after)
        if _STOPPED.search(head := after[:start])
        if (last := _LAST_WORD.search(head))
        if re.search(
            rf"\b{re.escape(last[1])}{_NO_STOP}{re.escape(words)}\b", before, re.IGNORECASE
        )
    )
