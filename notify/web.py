"""The service: one ASGI application, put together from the routes of its parts.

Each part gives its routes by a function of the service; whatever holds for all stands in
`web_frame`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.types import ASGIApp

from notify.web_api import api_routes
from notify.web_callers import Callers
from notify.web_confirm import confirm_routes
from notify.web_events import events_routes
from notify.web_frame import Frame
from notify.web_health import health_routes
from notify.web_intake import Intake
from notify.web_postman import Postman
from notify.web_preferences import preferences_routes
from notify.web_service import WebService
from notify.web_subscribe import ask_routes
from notify.web_unsubscribe import unsubscribe_routes


def web_application(service: WebService) -> ASGIApp:
    """Return the application that answers for a service, and closes its ledger when it ends."""
    postman = Postman(service=service)

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        async with postman.at_work():
            yield
        service.ledger.engine.dispose()

    routes = [*health_routes(service), *events_routes(service), *unsubscribe_routes(service)]
    if postman.carrier is not None:
        intake = Intake(service=service, wake=postman.wake)
        callers = Callers(settings=service.settings.web)
        routes += ask_routes(service, intake, callers)
        routes += [*confirm_routes(service), *preferences_routes(service)]
    routes += api_routes(service)
    app = Starlette(routes=routes, lifespan=life)
    app.router.redirect_slashes = False  # it would lead to whatever host a request names
    paths = {route.endpoint: route.path for route in routes}
    return Frame(app=app, routes=paths, measures=service.measures)
