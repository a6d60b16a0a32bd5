"""The list: what a row means, and what is said of rows that mean nothing."""

from pathlib import Path

import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st

from archive.revisions import Language
from notify.mailboxes import Mailbox
from notify.recipients import (
    _PLAIN_ADDRESS,
    InvalidRecipients,
    Recipient,
    mailbox_key,
    read_recipients,
)
from tests.notify.builders import day

HEADER = "id,email,name,language,services,joined\n"
SERVICES = ("messaging", "voice")


def read(folder: Path, content: str | bytes) -> list[Recipient]:
    file = folder / "recipients.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_recipients(file, services=SERVICES, language=Language("en")))


def problems(folder: Path, content: str | bytes) -> list[str]:
    with pytest.raises(InvalidRecipients) as caught:
        read(folder, content)
    return [str(row) for row in caught.value.rows]


def test_a_row_is_a_person_with_the_services_they_use(tmp_path: Path) -> None:
    (found,) = read(
        tmp_path, HEADER + 'c-1,Ada@Example.COM,"Ada, L.",pt_BR,messaging; voice,2019-03-11\n'
    )

    assert found.mailbox == Mailbox(address="Ada@example.com", name="Ada, L.")
    assert found.mailbox_key == "ada@example.com"
    assert found.language == "pt-br"
    assert found.services == ("messaging", "voice")
    assert found.joined == day("2019-03-11")


def test_what_is_left_out_has_a_meaning(tmp_path: Path) -> None:
    (found,) = read(tmp_path, HEADER + "c-1,,,,,\n")

    assert found.mailbox is None
    assert found.mailbox_key is None
    assert found.language == "en"
    assert found.services == ()  # all
    assert found.joined is None


def test_columns_stand_in_any_order_and_joined_may_be_missing(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "\ufeffemail,id,services,name,language\na@example.com,c-1,voice,,\n")

    assert (found.id, found.services) == ("c-1", ("voice",))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param("c-1,nobody,,,,", "'nobody' is no email address", id="no address"),
        pytest.param("c-1,a@b@example.com,,,,", "is no email address", id="two at signs"),
        pytest.param("c-1,a@host.invalid,,,,", "is no email address", id="a domain that cannot be"),
        pytest.param(
            "c-1,a@example.com,,,mesaging,", "did you mean 'messaging'?", id="a misspelt service"
        ),
        pytest.param("c-1,a@example.com,,,x,", "known: messaging, voice", id="an unknown service"),
        pytest.param("c-1,a@example.com,,,;,", "leave it empty for all", id="separators only"),
        pytest.param("c-1,a@example.com,,qqq!,,", "is no language", id="no language"),
        pytest.param("c-1,a@example.com,,,,1.3.2027", "write a date such as", id="no date"),
        pytest.param(",a@example.com,,,,", "the id is empty", id="no id"),
        pytest.param("c-1,a@example.com,,", "4 fields where the header has 6", id="too short"),
        pytest.param("c-1,a@example.com,,,,,,", "8 fields", id="too long"),
        pytest.param('"c\n1",a@example.com,,,,', "must be one line", id="an id of two lines"),
    ],
)
def test_a_bad_row_is_named_with_what_to_write(tmp_path: Path, row: str, said: str) -> None:
    (problem,) = problems(tmp_path, f"{HEADER}ok-1,ok@example.com,,,,\n{row}\n")

    assert problem.startswith("row 3: ")
    assert said in problem


def test_every_bad_row_is_told_at_once(tmp_path: Path) -> None:
    content = HEADER + "c-1,one,,,,\nc-2,b@example.com,,,,\nc-2,c@example.com,,,,\nc-4,four,,,,\n"

    found = problems(tmp_path, content)

    assert [problem.split(":")[0] for problem in found] == ["row 2", "row 4", "row 5"]
    assert "the id 'c-2' already stands in row 3" in found[1]


def test_many_bad_rows_are_counted_and_the_message_stays_short(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecipients, match="3,000 rows") as caught:
        read(tmp_path, HEADER + "".join(f"c-{n},bad,,,,\n" for n in range(3_000)))

    assert caught.value.total == 3_000
    assert len(str(caught.value).splitlines()) == 52
    assert "and 2,950 more" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("", "the column 'id' is missing", id="an empty file"),
        pytest.param("id,email,name,language\n", "'services' is missing", id="a missing column"),
        pytest.param(HEADER.replace("joined", "joind"), "did you mean 'joined'?", id="misspelt"),
        pytest.param(
            HEADER.replace("joined", "email"), "a column stands twice", id="a column twice"
        ),
    ],
)
def test_a_header_must_be_the_one_described(tmp_path: Path, content: str, said: str) -> None:
    assert said in problems(tmp_path, content)[0]


def test_bytes_that_are_no_utf_8_name_their_row(tmp_path: Path) -> None:
    content = (HEADER + "c-1,a@example.com,Zoë,,,\n").encode("latin-1")

    assert problems(tmp_path, content) == [
        "row 2: name is not written in UTF-8; save the file as UTF-8"
    ]


def test_after_a_broken_quote_nothing_is_trusted(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, HEADER + 'c-1,a@example.com,"A" B,,,\nc-2,b@example.com,,,,\n')

    assert "no row could be read from here on" in problem


def test_a_name_cannot_break_out_of_its_line(tmp_path: Path) -> None:
    (found,) = read(tmp_path, HEADER + 'c-1,a@example.com,"A\r\nBcc: x\u202e",,,\n')

    assert found.mailbox is not None
    assert found.mailbox.name == "A Bcc: x"


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="cannot be read: No such file"):
        list(read_recipients(tmp_path / "no.csv", services=(), language=Language("en")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada@Example.com", "ada@example.COM"),
        ("ada@müller.example", "ada@xn--mller-kva.example"),
        ("JÜRGEN@example.com", "jürgen@example.com"),
    ],
)
def test_two_spellings_of_a_mailbox_are_one(one: str, other: str) -> None:
    assert mailbox_key(Mailbox(address=one)) == mailbox_key(Mailbox(address=other))


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
