"""How many changes of each kind there are, as readers are told it in their language."""

from typing import Final

from archive.changes import ChangeKind
from archive.speech import counted

KIND_COUNTS: Final = {
    ChangeKind.ADDED: counted("{number} added", "{number} added"),
    ChangeKind.REMOVED: counted("{number} removed", "{number} removed"),
    ChangeKind.REWORDED: counted("{number} reworded", "{number} reworded"),
    ChangeKind.MOVED: counted("{number} moved", "{number} moved"),
    ChangeKind.MOVED_REWORDED: counted(
        "{number} moved and reworded", "{number} moved and reworded"
    ),
    ChangeKind.RENUMBERED: counted("{number} renumbered", "{number} renumbered"),
    ChangeKind.SPLIT: counted("{number} split", "{number} split"),
    ChangeKind.MERGED: counted("{number} merged", "{number} merged"),
}
