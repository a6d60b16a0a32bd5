"""Products that ask the service: their keys, their signatures, and a notice to answer."""

import json
from datetime import UTC, date, datetime
from typing import Any

from archive.revisions import Language, PolicyId, RevisionId
from notify.api_keys import KEY, SIGNATURE, TIME, ApiKey, Asked, signature_of
from notify.findings import Effect
from notify.product_notices import ProductNotice, ProductText
from notify.published_policies import PublishedPolicies
from tests.notify.keyrings import a_value
from tests.notify.web_services import Reply, RunningWeb

NOW = datetime(2027, 1, 15, 9, tzinfo=UTC)
VOICE = ApiKey(service="voice", secret=a_value("voice"))
CHAT = ApiKey(service="chat", secret=a_value("chat"))


def a_notice(
    policy: str = "privacy", *, asks_consent: bool = False, **changed: Any
) -> ProductNotice:
    text = ProductText(
        title="Privacy Policy",
        summary="We keep call records for longer.",
        choices="You can close your account.",
        link="https://policies.example.com/privacy/2027-03-01/",
        redline=None,
    )
    values: dict[str, Any] = {
        "policy": PolicyId(policy),
        "revision": RevisionId("2027-01-11-1a2b3c4d"),
        "version": f"sha256:{'0a' * 32}",
        "former": None,
        "published": date(2027, 1, 11),
        "day": date(2027, 3, 1),
        "services": ("voice",),
        "effect": Effect.REDUCES,
        "asks_consent": asks_consent,
        "texts": {Language("en"): text},
    }
    return ProductNotice(**values | changed)


SEEN = a_notice()
ASKING = a_notice("training", asks_consent=True, version=f"sha256:{'0b' * 32}")
OF_OTHERS = a_notice("chat", services=("chat",), version=f"sha256:{'0c' * 32}")
NOTICES = PublishedPolicies(notices=(SEEN, ASKING, OF_OTHERS))


def signed(
    method: str,
    path: str,
    body: bytes = b"",
    *,
    key: ApiKey = VOICE,
    at: datetime = NOW,
) -> dict[str, str]:
    """The headers by which a product signs a call."""
    path, _, query = path.partition("?")
    time = int(at.timestamp())
    asked = Asked(method=method, path=path, query=query, body=body)
    made = signature_of(asked, key, time=time)
    return {KEY: key.id, TIME: str(time), SIGNATURE: made}


def got(web: RunningWeb, path: str, **given: Any) -> Reply:
    return web.ask("GET", path, headers=signed("GET", path, **given))


def posted(web: RunningWeb, path: str, content: object, **given: Any) -> Reply:
    body = json.dumps(content).encode()
    headers = signed("POST", path, body, **given) | {"Content-Type": "application/json"}
    return web.ask("POST", path, body, headers)
