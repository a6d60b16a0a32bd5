"""What can be measured is named on the command line: `pytest -s tests/benchmarks --repo PATH`."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--repo",
        action="append",
        default=[],
        metavar="PATH",
        help="a repository of policies whose versions the redlines are measured on; repeatable",
    )
