"""An address that was published once answers for ever, whatever becomes of what stood there."""

import re
import shutil
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner

from fairnotice import fairnotice
from tests.repositories import PolicyRepository, policy

pytestmark = pytest.mark.slow

Commit = Callable[[PolicyRepository], object]

WORDS = "# Privacy\n\nWe keep your logs for thirty days, and nobody else reads them."
LONGER = WORDS.replace("thirty", "ninety")
RULES = "# House rules\n\nBe kind to each other, and leave the kitchen as you found it."


def write(path: str, text: str, at: str) -> Commit:
    return lambda made: made.commit({path: text}, at)


# Each is a way in which real policies have lost their addresses.
YEAR: dict[str, Commit] = {
    "two policies begin": lambda made: made.commit(
        {"policy/privacy.md": policy(WORDS, "2026-01-10"), "policy/rules.md": policy(RULES)},
        "2026-01-02",
    ),
    "a new version is announced": write(
        "policy/privacy.md", policy(LONGER, "2026-03-01"), "2026-01-20"
    ),
    "it is postponed": write("policy/privacy.md", policy(LONGER, "2026-04-01"), "2026-02-02"),
    "it is postponed again": write("policy/privacy.md", policy(LONGER, "2026-05-01"), "2026-03-02"),
    "it is taken back": write("policy/privacy.md", policy(WORDS, "2026-01-10"), "2026-04-02"),
    "a text without a date is given one": write(
        "policy/rules.md", policy(RULES + " Now.", None), "2026-05-02"
    ),
    "within days": write("policy/rules.md", policy(RULES + " Now.", "2026-05-20"), "2026-05-05"),
    "a file is renamed": lambda made: made.move(
        "policy/rules.md", "policy/House-Rules.md", "2026-05-06"
    ),
    "and again, by case alone": lambda made: made.move(
        "policy/House-Rules.md", "policy/house-rules.md", "2026-05-07"
    ),
    "an id is declared": write(
        "policy/house-rules.md",
        policy(RULES + " Now.", "2026-05-20", id="house-rules"),
        "2026-05-08",
    ),
    "and another one, with other words": write(
        "policy/house-rules.md", policy(RULES + " Today.", "2026-07-01", id="house"), "2026-06-01"
    ),
    "a policy moves to a folder": lambda made: made.move(
        "policy/privacy.md", "policy/legal/privacy.md", "2026-06-10"
    ),
    "its successor is written anew": lambda made: made.commit(
        {
            "policy/legal/privacy.md": None,
            "policy/data.md": policy(
                "# Data\n\nQuite another text, which takes the place of the old one.",
                "2026-08-01",
                redirect_from="[privacy, privacy-policy.html, /legal/data-use/]",
            ),
        },
        "2026-07-01",
    ),
    "a German text comes": write("policy/data.de.md", policy("# Daten\n\nEin Text."), "2026-08-02"),
    "its language is said otherwise": write(
        "policy/data.de.md", policy("# Daten\n\nEin Text.", lang="de-at"), "2026-08-03"
    ),
    "a policy is retired": lambda made: made.move(
        "policy/house-rules.md", "archived/house-rules.md", "2026-09-01"
    ),
    "the old name is used again": write(
        "policy/rules.md", policy("# Rules\n\nOf a game of chess.", "2026-11-01"), "2026-10-01"
    ),
}


def build(made: PolicyRepository, today: str) -> None:
    """Build as the command does, in this process: some forty builds start no program."""
    arguments = ["-C", str(made.root), "build", "--site-dir", "../site", "--today", today]
    with chdir(made.root):
        answer = CliRunner().invoke(fairnotice, arguments)
    assert answer.exit_code == 0, answer.output


def addresses(site: Path) -> set[str]:
    """Every page and every file for programs of a site."""
    return {
        file.relative_to(site).as_posix()
        for file in site.rglob("*")
        if file.is_file() and not {"assets", "search"} & set(file.relative_to(site).parts)
    }


def today_of(made: PolicyRepository) -> str:
    return made.git("log", "-1", "--format=%cs")


@pytest.mark.parametrize("record", ["with the record of the site", "by git alone"])
def test_every_address_of_a_hard_year_answers(tmp_path: Path, record: str) -> None:
    made = PolicyRepository(tmp_path / "policies")
    made.write("fairnotice.toml", 'site_url = "https://policies.example.com/"\n')
    site = tmp_path / "site"
    ever: dict[str, str] = {}

    for name, commit in YEAR.items():
        commit(made)
        if record == "by git alone":
            shutil.rmtree(site, ignore_errors=True)
        build(made, today_of(made))
        there = addresses(site)
        missing = {address: since for address, since in ever.items() if address not in there}
        assert not missing, f"after: {name}"
        ever |= dict.fromkeys(there - ever.keys(), name)

    assert leads(site, "privacy/") == "data/"
    assert leads(site, "privacy/history/") == "data/history/"
    assert leads(site, "privacy-policy.html") == "data/"
    assert leads(site, "legal/data-use/") == "data/"
    assert leads(site, "de/data/") == "de-at/data/"
    assert leads(site, "house-rules/2026-05-20/") == "house/2026-05-20/"
    assert re.search("/privacy/ /data/ 301\n", (site / "_redirects").read_text())
    assert (site / "privacy/feed.json").read_bytes() == (site / "data/feed.json").read_bytes()


def leads(site: Path, address: str) -> str:
    """Where a page sends its reader, having said so."""
    file = site / address / "index.html" if address.endswith("/") else site / address
    html = file.read_text(encoding="utf-8")
    (target,) = re.findall(r'<meta http-equiv="refresh" content="0; url=([^"]+)">', html)
    assert f'<a href="{target}">' in html
    found = (file.parent / target).resolve().relative_to(site.resolve())
    assert f'<link rel="canonical" href="https://policies.example.com/{found}/">' in html
    return f"{found}/"


def test_what_only_the_record_knows_still_answers(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path / "policies")
    made.write("fairnotice.toml", 'language = "en"\n')
    made.commit({"policy/terms.md": policy(WORDS, "2026-01-10")}, "2026-01-02")
    commit = made.commit({"policy/terms.md": policy(LONGER, "2026-03-01")}, "2026-01-20")
    made.commit({"policy/other.md": policy(RULES)}, "2026-01-21")
    build(made, "2026-01-22")
    ever = addresses(tmp_path / "site")

    override = (
        f'[[overrides]]\ncommit = "{commit}"\neffective = 2026-02-15\nreason = "As signed."\n'
    )
    made.write("fairnotice.toml", override)
    build(made, "2026-01-23")
    overridden = addresses(tmp_path / "site")
    made.write("fairnotice.toml", f'language = "fr"\n{override}')
    build(made, "2026-01-24")
    made.git("rm", "-q", "policy/other.md")
    made.git("reset", "-q", "--hard", "HEAD~1")
    made.write("fairnotice.toml", 'language = "fr"\n')
    build(made, "2026-01-25")
    build(made, "2026-01-26")

    missing = (ever | overridden) - addresses(tmp_path / "site")
    assert {address for address in missing if address.endswith(".html")} == set()
    # Of a policy that is gone, pages say so; its files for programs could only be made up.
    assert all(address.startswith("other/") for address in missing)
    said = (tmp_path / "site/other/index.html").read_text(encoding="utf-8")
    assert "le registre d’aujourd’hui ne contient pas" in said


def test_a_record_cannot_write_outside_the_site(tmp_path: Path) -> None:
    made = PolicyRepository(tmp_path / "policies")
    made.commit({"policy/terms.md": policy(WORDS, "2026-01-10")}, "2026-01-02")
    build(made, "2026-01-22")
    moved = tmp_path / "site" / "moved.json"
    hostile = [
        {"address": address, "to": None, "policy": "x", "lang": "en", "part": "policy",
         "revision": None}
        for address in ("../out/", "/etc/x/", "a/../../out/", "_headers", "index.html", "..", "")
    ]  # fmt: skip
    moved.write_text(
        '{"format": 1, "moved": ' + str(hostile).replace("'", '"').replace("None", "null") + "}"
    )

    build(made, "2026-01-23")

    assert not (tmp_path / "out").exists()
    assert "<html" in (tmp_path / "site" / "index.html").read_text()
    assert (tmp_path / "site" / "_headers").read_text().startswith("/*")
