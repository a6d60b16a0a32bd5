"""Sites that many tests look at, built once a worker."""

from pathlib import Path

import pytest

from archive.sample_history import rebuild_sample
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build
from tests.site_overrides.hostile import hostile_history


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the sample history, strictly built on its fixed day."""
    sample = rebuild_sample(tmp_path_factory.mktemp("sample"))
    built = build(sample.root, today=sample.today, strict=True)
    assert built.clean
    return built.folder


@pytest.fixture(scope="session")
def busy_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a history with what the sample lacks: links, retirement, late and no dates."""
    repository = PolicyRepository(tmp_path_factory.mktemp("busy"))
    repository.write(
        "fairnotice.toml",
        'documents = ["{id}.md"]\nretired = ["archived/**"]\nsite_name = "Policies & more"\n',
    )
    repository.commit(
        {
            "terms.md": policy("# Terms\n\nFirst terms.", effective="2020-01-01"),
            "privacy.md": policy(
                "# Privacy\n\nSee the [terms](terms.md#use), the [rules](gone.md),"
                " [our shop](/shop) and [the web](https://example.org/x).",
                effective="2020-01-01",
            ),
            "cookies.md": policy("# Cookies\n\nWe set none."),
            "games.md": policy("# Games\n\nPlay fair."),
        },
        "2019-12-01",
    )
    repository.commit(
        {"terms.md": policy("# Terms\n\nSecond terms.", effective="2021-01-01")}, "2020-12-01"
    )
    repository.commit(
        {"privacy.md": policy("# Privacy\n\nShorter words.", effective="2022-01-01")}, "2021-12-01"
    )
    repository.move("games.md", "archived/games.md", "2022-02-01")
    repository.commit({"cookies.md": policy("# Cookies\n\nWe set one.")}, "2023-05-01")
    repository.commit(
        {"terms.md": policy("# Terms\n\nSecond terms, mended.", effective="2021-01-01")},
        "2024-01-01",
    )
    return build(repository.root).folder


_PARAGRAPH = (
    "We keep what you give us for as long as your account is open, and delete it within {} days"
    " after you close it, unless a law asks us to keep records for longer than that. "
)


@pytest.fixture(scope="session")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of one policy of 40 KB, in two versions that differ in every third section."""
    repository = PolicyRepository(tmp_path_factory.mktemp("long"))
    repository.write("fairnotice.toml", 'site_url = "https://policies.example.com/"\n')
    for version, day, published in (
        (1, "2025-07-01", "2025-06-01"),
        (2, "2026-06-01", "2026-05-01"),
    ):
        sections = "\n\n".join(
            f"## {n}. Keeping, part {n}\n\n"
            + "".join(
                _PARAGRAPH.format(30 + n * 8 + line * (version if n % 3 else 1))
                for line in range(8)
            )
            for n in range(1, 30)
        )
        text = f"# Terms\n\n{sections}\n"
        assert 40_000 <= len(text) <= 42_000
        repository.commit({"policy/terms.md": policy(text, day)}, published)
    return build(repository.root).folder


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of policies whose author attacks its readers."""
    return build(hostile_history(tmp_path_factory.mktemp("hostile"))).folder
