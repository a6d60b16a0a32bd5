"""Short ways to make the body of a Mail Send call, so a test names only what it is about."""

from typing import Any


def a_call(people: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "personalizations": [
            {"to": [{"email": f"reader{number}@example.com"}]} for number in range(people)
        ],
        "from": {"email": "legal@example.com", "name": "Example, Inc."},
        "subject": "Hello",
        "content": [{"type": "text/plain", "value": "Hi"}, {"type": "text/html", "value": "<p>Hi"}],
    } | changes


def a_person(**changes: Any) -> dict[str, Any]:
    return a_call(personalizations=[{"to": [{"email": "reader@example.com"}]} | changes])
