"""What the service counts of itself, for Prometheus: numbers and fixed words, never a person."""

from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Histogram


@dataclass(frozen=True, slots=True)
class Measures:
    """The counters of one service, and where they are collected."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    requests: Counter = field(init=False)  # by route and status
    seconds: Histogram = field(init=False)  # by route
    posts: Counter = field(init=False)  # of providers, by what became of them
    events: Counter = field(init=False)  # of providers, by what became of them

    def __post_init__(self) -> None:
        made = {
            "requests": Counter(
                "fairnotice_requests",
                "Requests that were answered.",
                ("route", "status"),
                registry=self.registry,
            ),
            "seconds": Histogram(
                "fairnotice_request_seconds",
                "How long an answer took.",
                ("route",),
                registry=self.registry,
            ),
            "posts": Counter(
                "fairnotice_event_posts",
                "Posts of mail providers, by what became of them.",
                ("result",),
                registry=self.registry,
            ),
            "events": Counter(
                "fairnotice_events",
                "Events in those posts, by what became of them.",
                ("result",),
                registry=self.registry,
            ),
        }
        for name, measure in made.items():
            object.__setattr__(self, name, measure)
        for result in ("taken", "not signed", "no events", "too large", "no key", "ledger away"):
            self.posts.labels(result)  # so that nothing and zero are told apart
        for result in ("new", "repeated", "not ours", "lost"):
            self.events.labels(result)
