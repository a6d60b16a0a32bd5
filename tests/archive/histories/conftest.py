"""What the histories share: a repository to build one in."""

from pathlib import Path

import pytest

from tests.repositories import PolicyRepository


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    return PolicyRepository(tmp_path / "policies")
