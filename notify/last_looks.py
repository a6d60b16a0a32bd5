"""The last look before anything goes out: the texts still stand, and readers find them.

A notice names a text and leads to its page. A text that was withdrawn or replaced since must not
be told of, and a link must not lead to a page that is not there yet or shows other words.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup

from archive.addresses import revision_address
from archive.errors import ArchiveError
from archive.front_matter import Level
from archive.register import Policy, Register
from archive.revisions import BlobId, Language, Revision, RevisionId, State
from archive.words import normalised_words
from notify.announcements import is_lesser, taken_back_by, text_of, withdrawal_of
from notify.decisions import Judgement, RevisionKey, revision_key
from notify.errors import NotifyError
from notify.event_duties import revision_of
from notify.events_owed import event_days

_TEXT: Final = ".fn-text"  # what a page shows of a policy
_NOT_OF_IT: Final = ".fn-clause, .fn-spoken, .headerlink"  # what the site writes among it


class NotToldNow(NotifyError):
    """What the notices say is not so any more, or readers could not see it yet."""


def refuse_superseded(
    register: Register,
    judgements: Mapping[RevisionKey, Judgement],
    told: Collection[RevisionId],
    *,
    zone: ZoneInfo,
) -> None:
    """Raise where what is to be told of was withdrawn, or a later text changes it.

    Editorial changes do not. What is told of as taken back must not stand again. What was listed
    for those who asked for every change was published, whatever came after it.
    """
    back = taken_back_by(told)
    listed = {text_of(one) for one in told if is_lesser(one)}
    texts = {one for one in told if not is_lesser(one) and one not in map(withdrawal_of, back)}
    events = event_days(register, zone)
    found = [line for policy in register for line in _superseded(policy, judgements, texts)]
    known = {revision.id for policy in register for revision in policy.revisions} | events.keys()
    found += [
        f"{id_} is not in the history any more" for id_ in sorted((texts | back | listed) - known)
    ]
    found += [
        f"{id_} does not come about any more"
        for id_ in sorted(texts & events.keys())
        if not events[id_]
    ]
    standing = _standing(register) | {id_ for id_, days in events.items() if days}
    found += [f"{id_} was taken back, and stands again" for id_ in sorted(back & standing)]
    if found:
        raise NotToldNow(
            "the texts have changed since this was approved: "
            + "; ".join(found)
            + "; run: fairnotice notify plan, or fairnotice notify cancel"
        )


def refuse_unpublished(
    register: Register,
    told: Collection[RevisionId],
    *,
    site_url: str,
    default_language: Language,
    html_of: Callable[[BlobId], str],
    page_at: Callable[[str], bytes],
) -> None:
    """Raise where the page of a text that is to be told of is not there, or shows other words.

    `page_at` gives what stands at an address, and raises an ArchiveError where nothing does.
    """
    back = taken_back_by(told)
    texts = {revision_of(one) for one in told if one not in map(withdrawal_of, back)}
    for policy, revision, address in _pages(register, texts, default_language):
        url = f"{site_url}{address}"
        if normalised_words(html_of(revision.blob)) not in _words_of(page_at, url):
            raise NotToldNow(
                f"{url} does not show the text that people are told of ({policy.title},"
                f" {revision.id}); publish the site, then send"
            )


def _standing(register: Register) -> frozenset[RevisionId]:
    """Return the texts that were not withdrawn."""
    revisions = (revision for policy in register for revision in policy.revisions)
    return frozenset(each.id for each in revisions if each.state is not State.WITHDRAWN)


def _superseded(
    policy: Policy, judgements: Mapping[RevisionKey, Judgement], told: Collection[RevisionId]
) -> Iterator[str]:
    places = [place for place, one in enumerate(policy.revisions) if one.id in told]
    for place in places:
        if policy.revisions[place].state is State.WITHDRAWN:
            yield f"{policy.title}, {policy.revisions[place].id} was withdrawn"
    for later in policy.revisions[max(places) + 1 :] if places else ():
        if not later.preview and judgements[revision_key(later)].level is not Level.EDITORIAL:
            yield f"{policy.title} was changed by {later.id}"


def _pages(
    register: Register, told: Collection[RevisionId], default_language: Language
) -> Iterator[tuple[Policy, Revision, str]]:
    """Yield the newest text of each policy that is to be told of, and where it is to be read."""
    for policy in register:
        found = [
            (version, revision)
            for version in policy.versions
            for revision in version.revisions
            if revision.id in told
        ]
        if found:
            version, revision = found[-1]
            yield (
                policy,
                revision,
                revision_address(policy, version, revision, default_language=default_language),
            )


def _words_of(page_at: Callable[[str], bytes], url: str) -> tuple[str, str]:
    """Return the words of the text that a page shows, without and with the page's own heading."""
    try:
        page = BeautifulSoup(page_at(url), "lxml")
    except ArchiveError as error:
        raise NotToldNow(f"readers cannot follow the links of the mails: {error}") from error
    text = page.select_one(_TEXT)
    if text is None:
        raise NotToldNow(f"{url} shows no text of a policy; publish the site, then send")
    for other in text.select(_NOT_OF_IT):
        other.decompose()
    words, heading = normalised_words(text.decode_contents()), page.select_one("h1")
    titled = normalised_words(heading.decode_contents()) if heading is not None else ""
    return words, f"{titled} {words}"
