"""The demo, run once for all who only look at what it made."""

import pytest

from tests.journeys.demo import Demo, run_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo's folder, to look at; who changes it takes a copy."""
    return run_demo(tmp_path_factory.mktemp("whole-path") / "demo")
