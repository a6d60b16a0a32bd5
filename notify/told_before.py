"""What readers were told of a text before: a day that is not so any more, or another text."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from archive.revisions import RevisionId
from archive.speech import Speech
from notify.announcements import Announced
from notify.event_words import Happening
from notify.excerpts import Excerpt

MOST_TOLD: Final = 3  # passages in which a text differs from the one that was told of before


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldText:
    """A text that readers were told of, and that another took the place of before its day."""

    revision: RevisionId
    excerpts: tuple[Excerpt, ...]  # from it to the text that they are told of now
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What readers were told of a text before, and what is so instead."""

    told: Announced
    withdrawn: bool = False  # the text is taken back: the former one stays

    def __str__(self) -> str:
        """What tells two corrections of one text from each other."""
        return f"{self.told.day} {self.told.times} {self.withdrawn}"

    def in_words(self, day: date, speech: Speech, *, of: Happening | None = None) -> str:
        """Return in plain words what is so instead, of a text that applies from a day.

        `of` is what happens on it, where no word changed.
        """
        if of is not None and self.withdrawn:
            return speech.say("What we told you of is taken back: “{words}”", words=of.words)
        if self.told.day is None:
            return speech.say(
                "We told you that this change is taken back. It applies after all, from {day}.",
                day=day,
            )
        if self.withdrawn:
            return speech.say(
                "The change that we announced for {day} is taken back."
                " The text that applies now stays.",
                day=self.told.day,
            )
        return speech.say(
            "This applies from {day} instead of {former}, the day that we told you of.",
            day=day,
            former=self.told.day,
        )
