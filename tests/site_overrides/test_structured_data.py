"""The dates of a page as programs read them: JSON-LD that no text breaks out of."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from site_overrides.structured_data import data_block

HOST = "https://policies.murmurwell.example/"
VOCABULARY = "https://schema.org/"


def block(site: Path, address: str) -> dict[str, Any]:
    html = (site / address / "index.html").read_text(encoding="utf-8")
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    read: dict[str, Any] = json.loads(found)
    return read


def expanded(document: dict[str, Any], base: str) -> dict[str, Any]:
    """What a JSON-LD processor makes of a document; schema.org's own context is a vocabulary."""

    def loader(url: str, _options: object) -> dict[str, Any]:
        assert url == "https://schema.org"
        context = {"@context": {"@vocab": VOCABULARY, "url": {"@type": "@id"}}}
        return {"contextUrl": None, "documentUrl": url, "document": context}

    (node,) = jsonld.expand(document, {"documentLoader": loader, "base": base})
    made: dict[str, Any] = node
    return made


def test_a_policys_page_names_its_dates(sample_site: Path) -> None:
    found = block(sample_site, "privacy/")

    assert found["@context"] == "https://schema.org"
    assert (found["@type"], found["url"]) == ("CreativeWork", f"{HOST}privacy/")
    assert (found["name"], found["inLanguage"]) == ("Privacy Policy", "en")
    assert (found["datePublished"], found["dateModified"]) == ("2025-08-18", "2025-08-18")
    assert found["temporalCoverage"] == "2025-09-01/2027-02-28"
    assert found["version"] == "2025-09-01"
    assert found["isBasedOn"] == f"{HOST}privacy/2025-03-01/"
    assert re.fullmatch("sha256:[0-9a-f]{64}", found["identifier"])


def test_an_archived_text_names_its_own(sample_site: Path) -> None:
    found = block(sample_site, "privacy/2018-11-20/")

    assert (found["datePublished"], found["dateModified"]) == ("2018-10-22", "2018-10-22")
    assert found["temporalCoverage"] == "2018-11-20/2024-01-31"
    assert found["exampleOfWork"] == {"@id": f"{HOST}privacy/"}
    assert found["isBasedOn"].startswith(f"{HOST}privacy/2017-12-15/2017-12-01-")


def test_a_text_still_in_force_has_no_last_day(sample_site: Path) -> None:
    assert block(sample_site, "terms/")["temporalCoverage"] == "2025-07-01/.."


def test_a_first_text_is_based_on_none(sample_site: Path) -> None:
    assert "isBasedOn" not in block(sample_site, "privacy/2017-12-15/")


@pytest.mark.parametrize("address", ["privacy/", "privacy/2018-11-20/", "terms/"])
def test_a_processor_of_json_ld_reads_every_property(sample_site: Path, address: str) -> None:
    document = block(sample_site, address)

    node = expanded(document, HOST)

    assert node["@id"] == f"{HOST}{address}"
    assert node["@type"] == [f"{VOCABULARY}CreativeWork"]
    named = {name.removeprefix(VOCABULARY) for name in node if name.startswith(VOCABULARY)}
    assert named == document.keys() - {"@context", "@type", "@id"}


@given(words=st.text())
def test_no_words_break_out_of_the_script(words: str) -> None:
    written = str(data_block({"name": words}))

    assert not set("<>&") & set(written)
    assert written.isascii()
    assert json.loads(written) == {"name": words}
