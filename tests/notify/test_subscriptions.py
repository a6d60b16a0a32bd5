"""What a subscriber wants: about which policies, how much, how often; and that it only grows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.revisions import Language, PolicyId
from notify.reader_requests import folded_key
from notify.subscriptions import Extent, NoWish, Rhythm, Wish

NAMES = st.lists(st.sampled_from(["a", "b", "c"]), unique=True).map(sorted).map(tuple)
WISHES = st.builds(
    Wish,
    policies=NAMES,
    services=NAMES,
    extent=st.sampled_from(Extent),
    rhythm=st.sampled_from(Rhythm),
    language=st.just(Language("en")),
)


def a_wish(
    *,
    policies: tuple[str, ...] = (),
    services: tuple[str, ...] = (),
    extent: Extent = Extent.ALL,
    rhythm: Rhythm = Rhythm.AT_ONCE,
) -> Wish:
    return Wish(
        policies=tuple(map(PolicyId, policies)),
        services=services,
        extent=extent,
        rhythm=rhythm,
        language=Language("en"),
    )


@pytest.mark.parametrize(
    ("wish", "services", "expected"),
    [
        pytest.param(a_wish(), ["voice"], True, id="who names nothing hears of every policy"),
        pytest.param(a_wish(policies=("privacy",)), ["voice"], True, id="the policy named"),
        pytest.param(a_wish(policies=("terms",)), ["voice"], False, id="another policy"),
        pytest.param(a_wish(services=("voice",)), ["voice"], True, id="a service it covers"),
        pytest.param(a_wish(services=("voice",)), [], True, id="a policy of all services"),
        pytest.param(
            a_wish(services=("chat",)), ["voice"], False, id="a service of another policy"
        ),
        pytest.param(a_wish(policies=("terms",)), [], False, id="no service was named"),
    ],
)
def test_what_a_wish_is_about(wish: Wish, services: list[str], *, expected: bool) -> None:
    assert wish.is_about(PolicyId("privacy"), services) is expected


@pytest.mark.parametrize("rhythm", Rhythm)
@pytest.mark.parametrize("extent", Extent)
@pytest.mark.parametrize("with_digest", [True, False])
def test_what_must_be_told_never_waits_for_a_digest(
    extent: Extent, rhythm: Rhythm, *, with_digest: bool
) -> None:
    wish = a_wish(extent=extent, rhythm=rhythm)
    assert wish.is_due(must_be_told=True, with_digest=with_digest)


@pytest.mark.parametrize(
    ("wish", "with_digest", "expected"),
    [
        pytest.param(a_wish(), False, True, id="all, at once"),
        pytest.param(a_wish(rhythm=Rhythm.WEEKLY), False, False, id="weekly, between digests"),
        pytest.param(a_wish(rhythm=Rhythm.WEEKLY), True, True, id="weekly, with the digest"),
        pytest.param(a_wish(extent=Extent.MUST_BE_TOLD), True, False, id="only what must be told"),
    ],
)
def test_when_the_rest_is_mailed(wish: Wish, *, with_digest: bool, expected: bool) -> None:
    assert wish.is_due(must_be_told=False, with_digest=with_digest) is expected


@given(WISHES, WISHES, st.sampled_from("abcd"), NAMES)
def test_who_subscribes_again_loses_nothing(
    new: Wish, former: Wish, policy: str, services: tuple[str, ...]
) -> None:
    both = new.with_former(former)
    wanted = new.is_about(PolicyId(policy), services) or former.is_about(PolicyId(policy), services)
    assert both.is_about(PolicyId(policy), services) is wanted
    assert (both.extent is Extent.ALL) is (Extent.ALL in {new.extent, former.extent})
    assert both.rhythm is (new if new.extent is Extent.ALL else former).rhythm
    assert not new.asks_more(both)
    assert not former.asks_more(both)


@pytest.mark.parametrize(
    ("wish", "former", "expected"),
    [
        pytest.param(a_wish(), a_wish(), False, id="the same"),
        pytest.param(a_wish(), a_wish(extent=Extent.MUST_BE_TOLD), True, id="small changes too"),
        pytest.param(a_wish(extent=Extent.MUST_BE_TOLD), a_wish(), False, id="small ones no more"),
        pytest.param(a_wish(rhythm=Rhythm.WEEKLY), a_wish(), False, id="less often"),
        pytest.param(a_wish(), a_wish(rhythm=Rhythm.WEEKLY), False, id="sooner"),
        pytest.param(a_wish(), a_wish(policies=("terms",)), True, id="everything"),
        pytest.param(a_wish(policies=("terms",)), a_wish(), False, id="no longer everything"),
        pytest.param(
            a_wish(policies=("privacy", "terms")), a_wish(policies=("terms",)), True, id="a policy"
        ),
        pytest.param(
            a_wish(services=("voice",)), a_wish(policies=("terms",)), True, id="another subject"
        ),
    ],
)
def test_whether_more_is_wanted_than_before(wish: Wish, former: Wish, *, expected: bool) -> None:
    assert wish.asks_more(former) is expected


def test_names_stand_once_and_in_order() -> None:
    with pytest.raises(NoWish):
        a_wish(policies=("terms", "privacy"))


@pytest.mark.parametrize(
    "address",
    ["Ada@Example.com", "ada+news@example.com", "ADA+a+b@EXAMPLE.COM"],
)
def test_t35_case_and_tags_name_one_mailbox(address: str) -> None:
    assert folded_key(address) == "ada@example.com"


def test_t35_a_domain_in_letters_and_in_ascii_is_one() -> None:
    assert folded_key("ada@bücher.example.com") == folded_key("ada+x@xn--bcher-kva.example.com")


def test_a_name_that_is_a_tag_alone_is_left() -> None:
    assert folded_key("+x@example.com") == "+x@example.com"
