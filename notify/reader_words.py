"""What differs in a mail from reader to reader: the greeting, the services, why it comes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import escape

from archive.speech import Speech
from notify.links import LinkRules, inert
from notify.mailboxes import one_line

_A_NAME: Final = "Anna"
# With a letter, as a sentence from right to left sets Latin letters apart, and no numbers.
_NOTHING_BUT_A_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(?: [A-Za-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What stands in a mail for each reader's own words; HTML has marks of its own."""

    prefix: str
    company: str  # who speaks
    speech: Speech  # how the readers are spoken to

    @property
    def greeting(self) -> str:
        """In the text; `greeting_html` is its twin in HTML."""
        return f"{self.prefix}-greeting.t"

    @property
    def greeting_html(self) -> str:
        """In the HTML."""
        return f"{self.prefix}-greeting.h"

    @property
    def label(self) -> str:
        """What stands before the services, in text and HTML alike."""
        return f"{self.prefix}-label"

    @property
    def services(self) -> str:
        """In the text; `services_html` is its twin in HTML."""
        return f"{self.prefix}-services.t"

    @property
    def services_html(self) -> str:
        """In the HTML."""
        return f"{self.prefix}-services.h"

    @property
    def why(self) -> str:
        """Why the mail comes, in the text; `why_html` is its twin in HTML."""
        return f"{self.prefix}-why.t"

    @property
    def why_html(self) -> str:
        """In the HTML."""
        return f"{self.prefix}-why.h"


def shared_words(
    marks: Marks,
    *,
    services: Sequence[str],
    named: bool,
    former: bool = False,
    subscribed: bool = False,
) -> dict[str, str | None]:
    """Return what all readers of some services have in place of the marks; None: their own words.

    Where the list names no service for the readers (`named` is false), the mail does not claim
    that they use those that change; nor, of `former` and `subscribed` readers, that they use any.
    """
    say = marks.speech.say
    listed = one_line(marks.speech.listed(services))
    why = say(
        "You are a customer of {company}, and what changes applies to you.", company=marks.company
    )
    if former:
        why = say(
            "You get this because {company} told you of this change before, and what we said then is"
            " not so any more.",
            company=marks.company,
        )
    elif subscribed:
        why = say(
            "You asked {company} to tell you when these policies change.", company=marks.company
        )
    elif named and listed:
        why = say(
            "You use {services} from {company}, and what changes applies to you.",
            services=listed,
            company=marks.company,
        )
    listed = listed or say("all our services")
    return {
        marks.greeting: None,
        marks.greeting_html: None,
        marks.label: say("Your services:") if named else say("Services concerned:"),
        marks.services: listed,
        marks.services_html: str(escape(listed)),
        marks.why: why,
        marks.why_html: str(escape(why)),
    }


def greeter(marks: Marks, *, rules: LinkRules) -> Callable[[str], str]:
    """Return what makes of a reader's name the words that are theirs alone, a line each.

    These are the greeting, and the greeting in HTML where it differs. What all greetings share
    is found once, as there may be millions of readers.
    """
    say, prefix, is_a_name = marks.speech.say, marks.prefix, _NOTHING_BUT_A_NAME.match
    before, _, after = say("Hello {name},", name=_A_NAME).partition(_A_NAME)

    def own_words(name: str) -> str:
        if is_a_name(name) and prefix not in name:
            return f"{before}{name}{after}"  # the fast, usual case
        known = inert(one_line(name), rules).replace(prefix, "")
        greeting = say("Hello {name},", name=known) if known.strip() else say("Hello,")
        in_html = str(escape(greeting))
        return greeting if in_html == greeting else f"{greeting}\n{in_html}"

    return own_words


def words_for_anybody(
    shared: Mapping[str, str | None], *, name: str, speech: Speech, rules: LinkRules
) -> dict[str, str]:
    """Return what somebody who is on no list has in place of every mark, as readers would."""
    greeting = next(mark for mark in shared if mark.endswith("-greeting.t"))
    marks = Marks(prefix=greeting.removesuffix("-greeting.t"), company="", speech=speech)
    return all_words(shared, greeter(marks, rules=rules)(name).split("\n"))


def all_words(shared: Mapping[str, str | None], own: Sequence[str]) -> dict[str, str]:
    """Return what one reader has in place of every mark; their last own word serves all that follow."""
    if len(own) == 1:  # the fast, usual case
        (only,) = own
        return {mark: only if word is None else word for mark, word in shared.items()}
    left = [*own[::-1]]
    return {
        mark: word if word is not None else left.pop() if len(left) > 1 else left[0]
        for mark, word in shared.items()
    }
