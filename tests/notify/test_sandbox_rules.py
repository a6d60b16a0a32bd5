"""What does SendGrid refuse? The table follows its pages of errors and limits."""

import pytest

from notify.sandbox_rules import complaints
from tests.notify.calls import a_call, a_person

LONG = "x" * 400


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        pytest.param([], None, id="no object"),
        pytest.param({}, "personalizations", id="nobody"),
        pytest.param(a_call(personalizations=[]), "personalizations", id="an empty list"),
        pytest.param(a_call(personalizations=[7]), "personalizations.0", id="no person"),
        pytest.param(a_person(to=[]), "personalizations.0.to", id="no address"),
        pytest.param(a_person(to={"email": "a@b.cd"}), "personalizations.0.to", id="no list"),
        pytest.param(a_person(to=["a@b.cd"]), "personalizations.0.to.0", id="no party"),
        pytest.param(a_person(cc={"email": "a@b.cd"}), "personalizations.0.cc", id="cc is no list"),
        pytest.param(
            a_person(to=[{"email": "anna"}]), "personalizations.0.to.0.email", id="no domain"
        ),
        pytest.param(
            a_person(to=[{"email": "ann\u00e4@example.com"}]),
            "personalizations.0.to.0.email",
            id="beyond ASCII",
        ),
        pytest.param(
            a_person(to=[{"email": f"{LONG}@example.com"}]),
            "personalizations.0.to.0.email",
            id="a long address",
        ),
        pytest.param(
            a_person(to=[{"email": "a@example.com", "name": "Doe, Jane"}]),
            "personalizations.0.to.0.name",
            id="a comma in a name",
        ),
        pytest.param(
            a_person(to=[{"email": "a@example.com", "name": "Doe; Jane"}]),
            "personalizations.0.to.0.name",
            id="a semicolon in a name",
        ),
        pytest.param(
            a_call(
                personalizations=[*a_call(2)["personalizations"], *a_call(1)["personalizations"]]
            ),
            "personalizations.2.to",
            id="the same address twice",
        ),
        pytest.param(
            a_person(cc=[{"email": "READER@example.com"}]),
            "personalizations.0.cc",
            id="the same address, in other letters, as a copy",
        ),
        pytest.param(
            a_person(custom_args={"d": "x" * 10_000}),
            "personalizations.0.custom_args",
            id="10,000 bytes of custom arguments",
        ),
        pytest.param(a_person(custom_args={"d": 7}), None, id="a custom argument that is a number"),
        pytest.param(a_call(custom_args="d"), "custom_args", id="custom arguments, no object"),
        pytest.param(
            a_person(substitutions={"-a-": 7}), "personalizations.0.substitutions", id="a number"
        ),
        pytest.param(
            a_person(substitutions={"-a-": "x" * 50_000}),
            "personalizations.0.substitutions",
            id="over 50,000 bytes of substitutions",
        ),
        pytest.param(
            a_call(
                personalizations=[
                    {
                        "to": [{"email": f"r{n}@example.com"}],
                        "substitutions": {f"-{mark}-": "" for mark in range(101)},
                    }
                    for n in range(100)
                ]
            ),
            "personalizations",
            id="over 10,000 substitutions",
        ),
        pytest.param(
            a_person(headers={"Reply-To": "a@example.com"}),
            "personalizations.0.headers.Reply-To",
            id="a reserved header",
        ),
        pytest.param(a_call(headers={"X": "a\r\nBcc: b"}), "headers.X", id="a header in a header"),
        pytest.param(a_call(headers={"X Y": "a"}), "headers", id="a space in a header's name"),
        pytest.param(a_call(headers={"X": 7}), "headers.X", id="a header that is a number"),
        pytest.param(a_call(headers=[]), "headers", id="headers, no object"),
        pytest.param(a_call() | {"from": {"email": "legal"}}, "from.email", id="a bad sender"),
        pytest.param(a_call() | {"from": "a@example.com"}, "from", id="a sender, no object"),
        pytest.param(a_call(reply_to={}), "reply_to.email", id="a bad reply address"),
        pytest.param(a_call(subject=""), "subject", id="no subject"),
        pytest.param(a_person(subject=7), "personalizations.0.subject", id="a subject, a number"),
        pytest.param(a_call(content=[]), "content", id="no contents"),
        pytest.param(a_call(content=a_call()["content"][::-1]), "content", id="HTML first"),
        pytest.param(
            a_call(content=[{"type": "text/plain", "value": ""}]), "content.0.value", id="empty"
        ),
        pytest.param(a_call(content=[{"value": "x"}]), "content.0.type", id="no type"),
        pytest.param(
            a_call(
                mail_settings={
                    "bypass_list_management": {"enable": True},
                    "bypass_unsubscribe_management": {"enable": True},
                }
            ),
            "mail_settings.bypass_list_management",
            id="two ways of passing by lists",
        ),
    ],
)
def test_what_is_refused_names_the_field(payload: object, field: str | None) -> None:
    assert [complaint.field for complaint in complaints(payload)][:1] == [field]


def test_the_sender_is_needed() -> None:
    payload = a_call()
    del payload["from"]

    assert [complaint.field for complaint in complaints(payload)] == ["from"]
