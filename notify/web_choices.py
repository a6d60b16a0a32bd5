"""What a form offers to choose from, and the wish that a posted form says."""

from dataclasses import dataclass

from archive.names import language_tag
from archive.revisions import Language, PolicyId
from archive.settings import Settings
from archive.speech import languages, speech_in, worded
from notify.errors import NotifyError
from notify.mailboxes import InvalidMailbox, Mailbox
from notify.published_policies import PublishedPolicies
from notify.recipient_rows import BadAddress, read_address
from notify.subscriptions import Extent, Rhythm, Wish
from notify.web_forms import Form


class BadWish(NotifyError):
    """A form says something that cannot be taken; the message is a sentence of the catalogues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to choose, and whether it is chosen."""

    id: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Everything that a form about courtesy mail offers."""

    policies: tuple[Choice, ...]
    services: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    only_important: bool
    weekly: bool


def choices(wish: Wish, *, settings: Settings, published: PublishedPolicies) -> Choices:
    """Return what can be chosen, with a wish chosen in it."""
    return Choices(
        policies=tuple(
            Choice(id=one.id, title=one.title(wish.language), chosen=one.id in wish.policies)
            for one in published.policies
        ),
        services=tuple(
            Choice(id=one.id, title=one.title, chosen=one.id in wish.services)
            for one in settings.services
        ),
        languages=tuple(
            Choice(id=tag, title=speech_in(tag).language_name(tag), chosen=tag == wish.language)
            for tag in sorted(languages())
        ),
        only_important=wish.extent is Extent.MUST_BE_TOLD,
        weekly=wish.rhythm is Rhythm.WEEKLY,
    )


def wish_in(
    form: Form, *, language: Language, settings: Settings, published: PublishedPolicies
) -> Wish:
    """Return the wish that a form says; raise `BadWish` where it names what there is not."""
    policies, services = form.some("policy"), form.some("service")
    known = {one.id for one in published.policies}, {one.id for one in settings.services}
    if not (known[0].issuperset(policies) and known[1].issuperset(services)):
        raise BadWish(worded("The form names a policy or service that there is not. Choose again."))
    rhythm = form.one("rhythm") or Rhythm.AT_ONCE
    # Who says nothing but how often small changes are to come wants them.
    extent = form.one("extent") or (Extent.ALL if rhythm == Rhythm.WEEKLY else Extent.MUST_BE_TOLD)
    tag = language_tag(form.one("lang") or language)
    if extent not in set(Extent) or rhythm not in set(Rhythm) or tag is None:
        raise BadWish(
            worded("The form says something that this page does not offer. Choose again.")
        )
    return Wish(
        policies=tuple(map(PolicyId, policies)),
        services=services,
        extent=Extent(extent),
        rhythm=Rhythm(rhythm),
        language=Language(tag),
    )


def first_wish(form: Form, language: Language) -> Wish:
    """Return what a form shows at first, or once more: the choices that an address or a form names."""
    extent, rhythm = form.one("extent"), form.one("rhythm")
    return Wish(
        policies=tuple(map(PolicyId, form.some("policy"))),
        services=form.some("service"),
        extent=Extent(extent) if extent in set(Extent) else Extent.MUST_BE_TOLD,
        rhythm=Rhythm(rhythm) if rhythm in set(Rhythm) else Rhythm.AT_ONCE,
        language=language,
    )


def mailbox_in(form: Form) -> Mailbox:
    """Return the mailbox that a form names; raise `BadWish` where it names none."""
    try:
        return Mailbox(address=read_address(form.one("email")))
    except (BadAddress, InvalidMailbox) as error:
        raise BadWish(
            worded("This is no email address. Write one such as name@example.com.")
        ) from error
