"""What a batch handed over is bound into one hash; salts open it, and nothing else does."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from msgspec.structs import replace as altered

from notify.carriers import Addressee, Batch
from notify.commitments import (
    committed,
    is_erased,
    leaf_of,
    leaves_of,
    mail_hash,
    opened_salts,
    without_salt,
)
from notify.keys import Purpose
from notify.mailboxes import Mailbox
from notify.merkle import root_of
from notify.sealing import Sealer, Unreadable
from tests.notify.batches import MARK, a_batch, a_mail, a_personal_batch, an_addressee
from tests.notify.keyrings import a_keyring

SEALER = Sealer(a_keyring(), Purpose.EVIDENCE)
SALT = "5a" * 16


def changed(batch: Batch, at: int, **changes: Any) -> Batch:
    """The batch with something else about one of its addressees."""
    some = list(batch.addressees)
    some[at] = altered(some[at], **changes)
    return replace(batch, addressees=tuple(some))


def test_the_salts_open_the_root() -> None:
    batch = a_batch(3)
    made = committed(batch, SEALER)
    salts = opened_salts(made.salts, SEALER)
    assert root_of(leaves_of(batch, salts)).hex() == made.root
    assert len(set(salts)) == 3
    assert not any(map(is_erased, salts))


def test_equal_batches_have_other_roots_so_that_nobody_is_guessed() -> None:
    assert committed(a_batch(1), SEALER).root != committed(a_batch(1), SEALER).root


@pytest.mark.parametrize(
    "alter",
    [
        pytest.param(
            lambda b: changed(b, 0, mailbox=Mailbox(address="eve@example.com")),
            id="another address",
        ),
        pytest.param(
            lambda b: changed(b, 0, mailbox=altered(b.addressees[0].mailbox, name="Eve")),
            id="another name",
        ),
        pytest.param(lambda b: changed(b, 1, substitutions={MARK: "Eve"}), id="another word"),
        pytest.param(lambda b: replace(b, mail=a_mail(subject="Hello")), id="another subject"),
        pytest.param(lambda b: replace(b, mail=a_mail(html="<p>Hello</p>")), id="another page"),
        pytest.param(
            lambda b: replace(b, mail=a_mail(from_=Mailbox(address="eve@example.com"))),
            id="another sender",
        ),
        pytest.param(
            lambda b: replace(b, addressees=b.addressees[::-1]), id="the same in another order"
        ),
    ],
)
def test_the_root_tells_of_whatever_is_altered(alter: Callable[[Batch], Batch]) -> None:
    batch = a_personal_batch({"ada@example.com": "Ada", "bob@example.com": "Bob"})
    salts = [SALT, SALT]
    assert root_of(leaves_of(alter(batch), salts)) != root_of(leaves_of(batch, salts))


def test_a_leaf_is_plain_json_that_anybody_can_read_and_hash() -> None:
    one = Addressee(
        delivery=an_addressee().delivery,
        mailbox=Mailbox(address="ada@example.com", name="Ada Ünal"),
        substitutions={"z" * 12: "Voice", "a" * 12: "Ada"},
    )
    leaf = leaf_of(one, salt=SALT, mail=mail_hash(a_mail()))
    assert json.loads(leaf) == [
        "fairnotice delivery 1",
        SALT,
        "d0",
        mail_hash(a_mail()),
        "ada@example.com",
        "Ada Ünal",
        {"a" * 12: "Ada", "z" * 12: "Voice"},
    ]
    batch = a_batch(mail=a_mail(), addressees=(one,))
    assert leaves_of(batch, [SALT]) == [hashlib.sha256(b"\0" + leaf).digest()]


def test_the_order_of_the_words_does_not_matter() -> None:
    words = {"a" * 12: "Ada", "z" * 12: "Voice"}
    one, other = (
        an_addressee(substitutions=dict(items)) for items in (words.items(), [*words.items()][::-1])
    )
    assert leaf_of(one, salt=SALT, mail="m") == leaf_of(other, salt=SALT, mail="m")


def test_once_a_salt_is_gone_the_root_still_stands_by_the_bare_leaf() -> None:
    batch = a_batch(3)
    made = committed(batch, SEALER)
    salts = opened_salts(made.salts, SEALER)
    leaves = leaves_of(batch, salts)

    left = opened_salts(without_salt(salts, 1, leaves[1], SEALER), SEALER)

    assert [is_erased(salt) for salt in left] == [False, True, False]
    assert left[1] == leaves[1].hex()
    assert salts[1] not in ",".join(left)
    assert (left[0], left[2]) == (salts[0], salts[2])


def test_salts_open_with_the_keys_of_the_evidence_alone() -> None:
    made = committed(a_batch(1), SEALER)
    for other in (Sealer(a_keyring(), Purpose.DATA), Sealer(a_keyring("b"), Purpose.EVIDENCE)):
        with pytest.raises(Unreadable):
            opened_salts(made.salts, other)
