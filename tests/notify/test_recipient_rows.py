"""Rows of the list: what each means, and what is said of those that mean nothing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st

from archive.revisions import Language
from notify.mailboxes import Mailbox, is_one_line
from notify.recipient_rows import _PLAIN_ADDRESS, Row, listed, wrong_columns
from notify.recipients import BadRow, EndedEarly, Listed, Recipient, SourceBroke
from tests.notify.builders import day

SERVICES = ("messaging", "voice")
EMPTY = {"id": "c-1", "email": "", "name": "", "language": "", "services": "", "joined": ""}


def read(*rows: dict[str, Any]) -> list[Listed]:
    numbered = (Row(number, **(EMPTY | row)) for number, row in enumerate(rows, start=2))
    return list(listed(numbered, services=SERVICES, language=Language("en")))


def recipient(**fields: Any) -> Recipient:
    (found,) = read(fields)
    assert isinstance(found, Recipient), found
    return found


def problem(**fields: Any) -> str:
    (found,) = read(fields)
    assert isinstance(found, BadRow), found
    return str(found)


def test_a_row_is_a_person_with_the_services_they_use() -> None:
    found = recipient(
        email="Ada@Example.COM",
        name="Ada, L.",
        language="pt_BR",
        services="messaging; voice",
        joined="2019-03-11",
    )

    assert (found.address, found.name) == ("Ada@example.com", "Ada, L.")
    assert found.mailbox_key == "ada@example.com"
    assert found.language == "pt-br"
    assert found.services == ("messaging", "voice")
    assert found.joined == day("2019-03-11")


def test_what_is_left_out_has_a_meaning() -> None:
    found = recipient()

    assert found.address == ""
    assert found.mailbox_key is None
    assert found.language == "en"
    assert found.services == ()  # all
    assert found.joined is None


@pytest.mark.parametrize(
    ("value", "as_text"),
    [
        pytest.param(17, "17", id="a number"),
        pytest.param(Decimal(17), "17", id="a number of a database"),
        pytest.param(UUID(int=1), "00000000-0000-0000-0000-000000000001", id="a UUID"),
        pytest.param(" c-1 ", "c-1", id="text with spaces around it"),
    ],
)
def test_an_id_may_be_what_databases_use(value: object, as_text: str) -> None:
    assert recipient(id=value).id == as_text


@pytest.mark.parametrize(
    ("value", "joined"),
    [
        pytest.param(date(2019, 3, 11), "2019-03-11", id="a day"),
        pytest.param(datetime(2019, 3, 11, 23, 59, tzinfo=UTC), "2019-03-11", id="a moment"),
        pytest.param("2019-03-11", "2019-03-11", id="a day as text"),
    ],
)
def test_a_joining_day_may_be_what_databases_use(value: object, joined: str) -> None:
    assert recipient(joined=value).joined == day(joined)


def test_services_may_be_a_list_and_an_empty_one_means_all() -> None:
    assert recipient(services=["voice", "messaging"]).services == ("voice", "messaging")
    assert recipient(services=("voice",)).services == ("voice",)
    assert recipient(services=[]).services == ()
    assert recipient(services=None).services == ()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        pytest.param("email", "nobody", "'nobody' is no email address", id="no address"),
        pytest.param("email", "a@b@example.com", "is no email address", id="two at signs"),
        pytest.param("email", "a@host.invalid", "is no email address", id="no domain"),
        pytest.param("services", "mesaging", "did you mean 'messaging'?", id="misspelt service"),
        pytest.param("services", "x", "known: messaging, voice", id="an unknown service"),
        pytest.param("services", ";", "leave it empty for all", id="separators only"),
        pytest.param(
            "services", ["voice", ""], "a service of the list is empty", id="an empty one"
        ),
        pytest.param("services", [["voice"]], "a service is a list", id="a list in a list"),
        pytest.param("services", {"voice": True}, "services is a dict", id="services by name"),
        pytest.param("language", "qqq!", "is no language", id="no language"),
        pytest.param("joined", "1.3.2027", "write a date such as", id="no date"),
        pytest.param("id", "", "the id is empty", id="no id"),
        pytest.param("id", None, "the id is empty", id="a null for an id"),
        pytest.param("id", True, "id is true or false", id="a truth for an id"),
        pytest.param("id", 1.5, "id is a float", id="a fraction for an id"),
        pytest.param("id", ["c-1"], "id is a list", id="a list for an id"),
        pytest.param("id", "c\n1", "must be one line", id="an id of two lines"),
        pytest.param("id", "c" * 201, "at most 200 characters", id="an id without an end"),
        pytest.param("name", "Zo\udcebe", "name is not written in UTF-8", id="half a character"),
    ],
)
def test_a_bad_row_is_named_with_what_to_write(field: str, value: object, said: str) -> None:
    told = problem(**{field: value})

    assert told.startswith("row 2: ")
    assert said in told


def test_bad_rows_stand_in_their_places_and_the_others_are_read() -> None:
    found = read({"id": "a"}, {"id": "b", "email": "two"}, {"id": "c"}, {"id": "a"})

    assert [type(one) for one in found] == [Recipient, BadRow, Recipient, BadRow]
    assert str(found[3]) == "row 5: the id 'a' already stands in row 2"


def test_an_id_of_a_bad_row_may_stand_again() -> None:
    bad, good = read({"id": "a", "email": "two"}, {"id": "a"})

    assert isinstance(bad, BadRow)
    assert isinstance(good, Recipient)


def test_only_an_unknown_service_is_at_odds_with_the_settings() -> None:
    unknown, bad = read({"services": "x"}, {"services": ";"})

    assert isinstance(unknown, BadRow)
    assert isinstance(bad, BadRow)
    assert unknown.settings_differ
    assert not bad.settings_differ


def breaking(rows: int) -> Iterator[Row]:
    for number in range(1, rows + 1):
        yield Row(number, **(EMPTY | {"id": f"c-{number}"}))
    raise SourceBroke("the line went dead")


def test_a_source_that_breaks_off_says_so_at_its_end() -> None:
    *rows, end = listed(breaking(3), services=(), language=Language("en"))

    assert len(rows) == 3
    assert end == EndedEarly(after=3, problem="the line went dead")


def test_a_source_that_gives_nothing_at_all_is_no_list() -> None:
    with pytest.raises(SourceBroke, match="the line went dead"):
        list(listed(breaking(0), services=(), language=Language("en")))


def test_a_name_cannot_break_out_of_its_line() -> None:
    found = recipient(email="a@example.com", name="A\r\nBcc: x\u202e")

    assert found.name == "A Bcc: x"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        pytest.param([], "the column 'id' is missing", id="none"),
        pytest.param(["id", "email", "name", "language"], "'services' is missing", id="one less"),
        pytest.param(
            ["id", "email", "name", "language", "services", "joind"],
            "did you mean 'joined'?",
            id="misspelt",
        ),
        pytest.param(
            ["id", "email", "name", "language", "services", "email"],
            "a column stands twice",
            id="a column twice",
        ),
    ],
)
def test_columns_must_be_those_described(names: list[str], said: str) -> None:
    problem = wrong_columns(names)

    assert problem is not None
    assert said in problem
    assert problem.endswith("the columns must be id,email,name,language,services,joined")


def test_columns_stand_in_any_order_and_joined_may_be_missing() -> None:
    assert wrong_columns(["services", "email", "id", "language", "name"]) is None


LOOSE = st.text(alphabet="aZ |\t\u00a0\u202e\u200c\u00e9\U0001f600", max_size=8)


@given(id_=LOOSE, name=LOOSE)
def test_address_and_name_are_as_a_mailbox_has_them_and_an_id_is_one_line(
    id_: str, name: str
) -> None:
    (found,) = read({"id": id_, "email": "a@example.com", "name": name})

    if isinstance(found, Recipient):
        kept = Mailbox(address="a@example.com", name=name)
        assert (found.address, found.name) == (kept.address, kept.name)
        assert found.id == id_.strip()
        assert is_one_line(found.id)


PARTS = st.text(alphabet="aZ09.-_+'%", min_size=1, max_size=70)


@given(local=PARTS, host=PARTS, ending=st.sampled_from(["com", "org", "de", "example.net", "c1"]))
def test_the_library_accepts_whatever_the_fast_pattern_accepts(
    local: str, host: str, ending: str
) -> None:
    address = f"{local}@{host}.{ending}"
    if _PLAIN_ADDRESS.match(address):
        validate_email(address, check_deliverability=False)


def test_the_fast_pattern_takes_the_addresses_nearly_everybody_has() -> None:
    for address in ("a@example.com", "first.last+tag@mail.example.org", "x_1@a-b.example.de"):
        assert _PLAIN_ADDRESS.match(address)
