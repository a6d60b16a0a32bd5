"""The search of a page finds texts in the language of that page: an index for each language.

The theme's search makes one index of all texts and reads every word as one language does. Texts in
other languages than the site's are taken out of it, each language to an index of its own, which
its pages load: their search starts from the language's folder.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment

from archive.revisions import Language
from site_overrides.looks import theme_language
from site_overrides.sites import Site

INDEX: Final = "search/search_index.json"


def search_folder(site: Site, language: Language | None) -> str:
    """Return the folder from which pages in a language search: "" or "/de/"."""
    found = language in _others(site)
    return f"/{language}/" if found else ""


def split_index(out: Path, site: Site, environment: Environment) -> Iterator[tuple[str, bytes]]:
    """Yield the index of each language with its address, where the theme wrote one for all."""
    file = out / INDEX
    others = _others(site)
    if not others or not file.is_file():
        return
    whole = json.loads(file.read_bytes())
    left = whole["docs"]
    for language in others:
        folder = f"{language}/"
        mine = [each for each in left if each["location"].startswith(folder)]
        left = [each for each in left if not each["location"].startswith(folder)]
        docs = [{**each, "location": each["location"].removeprefix(folder)} for each in mine]
        config = whole["config"] | _reading(environment, language)
        yield f"{folder}{INDEX}", _written(config, docs)
    yield INDEX, _written(whole["config"], left)


def _others(site: Site) -> tuple[Language, ...]:
    return site.once(
        "languages beside the site's",
        lambda: tuple(
            sorted({policy.language for policy in site.register} - {site.settings.language})
        ),
    )


def _reading(environment: Environment, language: Language) -> dict[str, Any]:
    """Return how the theme reads the words of a language: what it leaves out, cuts at and stems."""
    tag = theme_language(environment, language)
    if tag is None:
        return {}
    words: Any = environment.get_template(f"partials/languages/{tag}.html").module
    found = {
        name: str(words.t(f"search.config.{name}")) for name in ("lang", "separator", "pipeline")
    }
    config: dict[str, Any] = {}
    if found["lang"]:
        config["lang"] = [found["lang"]]
    if found["separator"]:
        config["separator"] = found["separator"]
    if found["pipeline"]:
        named = (each.strip() for each in found["pipeline"].split(","))
        config["pipeline"] = [each for each in named if each]
    return config


def _written(config: dict[str, Any], docs: Iterable[dict[str, Any]]) -> bytes:
    index = {"config": config, "docs": list(docs)}
    return json.dumps(index, separators=(",", ":"), sort_keys=True).encode()
