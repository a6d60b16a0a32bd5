"""Whom readers can ask, and what its author is told when nobody can be reached that way."""

import pytest

from archive.contacts import Contact, contact_of, is_link, is_mail, read_contact
from archive.errors import InvalidValue
from archive.front_matter import FrontMatter, read_front_matter


def read(*lines: str) -> FrontMatter:
    return read_front_matter("\n".join(("---", *lines, "---", "We keep logs.")), path="privacy.md")


@pytest.mark.parametrize(
    ("line", "contact"),
    [
        ("privacy@example.com", Contact(mail="privacy@example.com")),
        ("https://example.com/ask?us=1", Contact(form="https://example.com/ask?us=1")),
        ("1 Example Street, Example", Contact(address="1 Example Street, Example")),
        ("javascript:alert(1)//@example.com", Contact(address="javascript:alert(1)//@example.com")),
        ("http://example.com/", Contact(address="http://example.com/")),
    ],
)
def test_a_line_is_a_mail_address_or_a_form_or_an_address(line: str, contact: Contact) -> None:
    assert read_contact(line) == contact


@pytest.mark.parametrize(
    "text",
    ["https://a@example.com/", "https://", "https://ex ample.com", "//example.com", "https://[x"],
)
def test_what_is_no_page_is_no_link(text: str) -> None:
    assert not is_link(text)


@pytest.mark.parametrize(
    "text", ["a@b", "a@example.com?subject=x:y", "a b@example.com", "<a@example.com>"]
)
def test_what_is_no_address_is_no_mail(text: str) -> None:
    assert is_mail(text) == (text == "a@example.com")


def test_a_table_names_every_way() -> None:
    found = read(
        "contact:",
        "  mail: privacy@example.com",
        "  form: https://example.com/ask",
        "  address: |",
        "    1 Example Street",
        "    Example Town",
    )

    assert found.faults == ()
    assert found.contact == Contact(
        mail="privacy@example.com",
        form="https://example.com/ask",
        address="1 Example Street\nExample Town",
    )


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("contact:", "  mail: nobody"), "`mail: nobody` is no mail address"),
        (("contact:", "  form: http://example.com"), "is no address of a page; write https://"),
        (("contact:", "  from: https://example.com"), "did you mean `form`?"),
        (("contact: [a]",), "`contact` takes `key: value` lines; the keys are mail, form, address"),
        (("contact: {}",), "`contact` names nobody"),
        (("comments: talk",), "`comments: talk` is no address of a page"),
    ],
)
def test_a_wrong_contact_is_told(lines: tuple[str, ...], told: str) -> None:
    assert any(told in fault.message for fault in read(*lines).faults)


def test_a_contact_that_reaches_nobody_cannot_be() -> None:
    with pytest.raises(InvalidValue):
        Contact()


def test_a_policy_without_a_contact_has_that_of_the_settings() -> None:
    own = Contact(form="https://example.com/ask")

    assert contact_of(own, contact="a@example.com", address="1 Street") == Contact(
        form="https://example.com/ask", address="1 Street"
    )
    assert contact_of(None, contact="a@example.com", address=None) == Contact(mail="a@example.com")
    assert contact_of(None, contact=None, address="1 Street") is None
