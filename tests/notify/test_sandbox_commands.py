"""The sandbox as people start it."""

import json
import signal
import subprocess
import sys
import urllib.request

# A shell that starts tests in its background has them ignore interrupts, and what they start too.
START = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from notify.sandbox_commands import sandbox
sandbox()
"""


def test_it_says_where_it_is_and_stops_when_asked() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", START, "--port", "0", "--format", "json"],
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        started = json.loads(running.stdout.readline())
        with urllib.request.urlopen(started["url"]) as page:
            assert b"Nothing has arrived yet" in page.read()

        running.send_signal(signal.SIGINT)

        assert running.wait(timeout=10) == 0
    assert started["key"] == "SG.sandbox"
