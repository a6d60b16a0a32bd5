"""The page on checking the record: what it says to type gives what it says comes out."""

import json
import re
import subprocess
from html import unescape
from pathlib import Path

import pytest

from archive.register_json import register_document
from archive.sample_history import rebuild_sample
from site_overrides.checking import check_page, example
from site_overrides.pages import policy_ending
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import opened_site, page_at

PRE = re.compile(r'<pre dir="ltr"><code>(.*?)</code></pre>', re.DOTALL)


def shell(command: str, cwd: Path) -> str:
    done = subprocess.run(
        ["sh", "-c", command], cwd=cwd, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def typed(page: str) -> list[str]:
    return [unescape(found) for found in PRE.findall(page)]


def test_the_command_of_the_page_gives_the_number_of_the_page(tmp_path: Path) -> None:
    sample = rebuild_sample(tmp_path)
    with opened_site(sample.root, today=sample.today) as site:
        show, number, moment, *_ = typed(str(check_page(site)))

    assert shell(show, sample.root) == number
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*", shell(moment, sample.root))


@pytest.mark.parametrize("name", ["a b", "a'b", "$(touch x)", "a;touch x", "ä&<b>"])
def test_a_strange_path_is_one_word_to_the_shell(tmp_path: Path, name: str) -> None:
    repository = PolicyRepository(tmp_path)
    repository.write("fairnotice.toml", f'[moves]\n"policy/{name}.md" = "terms"\n')
    repository.commit({f"policy/{name}.md": policy("# Terms\n\nWords.")}, "2026-01-01")

    with opened_site(repository.root) as site:
        show, number, *_ = typed(str(check_page(site)))

    assert shell(show, tmp_path) == number
    assert not (tmp_path / "x").exists()


def test_a_text_marked_up_anew_is_checked_as_its_commit_brought_it(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/terms.md": policy("# Terms\n\nWords.")}, "2026-01-01")
    repository.commit({"policy/terms.md": policy("# Terms\n\n*Words.*")}, "2026-02-01")

    with opened_site(repository.root) as site:
        show, number, *_ = typed(str(check_page(site)))

    assert shell(show, tmp_path) == number


def test_a_page_names_the_text_as_published_and_the_one_it_shows(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    first = repository.commit({"policy/terms.md": policy("# Terms\n\nWords.")}, "2026-01-01")
    newest = repository.commit({"policy/terms.md": policy("# Terms\n\n*Words.*")}, "2026-02-01")

    with opened_site(repository.root) as site:
        [terms] = site.register
        proof = str(policy_ending(site, terms, ()))
        document = json.loads(json.dumps(register_document(site.register, site.texts)))

    codes = re.findall(r"<code[^>]*>(.*?)</code>", proof)
    published, shown, name = codes
    (revision,) = document["policies"][0]["versions"][0]["revisions"]
    sha256 = "git show {}:policy/terms.md | sha256sum"
    assert shell(sha256.format(first), tmp_path) == f"{published}  -"
    assert revision["blob"] == f"sha256:{published}"
    assert shell(sha256.format(newest), tmp_path) == f"{shown}  -"
    assert shell(f"git cat-file blob {name} | sha256sum", tmp_path) == f"{shown}  -"


def test_a_redacted_or_unpublished_text_is_no_example(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    first = repository.commit({"policy/terms.md": policy("# Terms\n\nFirst.")}, "2026-01-01")
    repository.commit({"policy/terms.md": policy("# Terms\n\nSecond.")}, "2026-02-01")
    blob = repository.git("rev-parse", "HEAD:policy/terms.md")
    repository.write("fairnotice.toml", f'[[redactions]]\nblob = "{blob}"\nreason = "An order."\n')
    repository.write("policy/terms.md", policy("# Terms\n\nDraft."))

    with opened_site(repository.root) as site:
        chosen = example(site)

        assert chosen
        assert chosen.revision.commit == first
        assert "Git still holds such a text." in check_page(site)


@pytest.mark.slow
@pytest.mark.parametrize("address", ["", "terms/", "terms/2024-02-01/", "changes/2025/"])
def test_every_page_leads_to_it(sample_site: Path, address: str) -> None:
    up = "../" * address.count("/")

    assert f"{up}how-to-check/" in page_at(sample_site, address).links


@pytest.mark.slow
def test_its_links_lead_to_the_files(sample_site: Path) -> None:
    links = page_at(sample_site, "how-to-check/").links

    for name in ("archive.json", "status.json", "privacy/versions.json"):
        assert f"../{name}" in links
        assert (sample_site / name).is_file()


def test_the_example_is_a_text_in_the_language_of_the_site(tmp_path: Path) -> None:
    repository = PolicyRepository(tmp_path)
    repository.commit({"policy/agb.de.md": policy("# AGB\n\nSeid nett.")}, "2026-01-01")
    repository.commit({"policy/terms.md": policy("# Terms\n\nBe kind.")}, "2026-01-02")

    with opened_site(repository.root) as site:
        found = example(site)

    assert found
    assert found.policy.language == "en"
