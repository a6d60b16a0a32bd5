"""What stops a build: anything that would run and that the theme's own empty page does not hold."""

from pathlib import Path

import pytest

from site_overrides.errors import SiteError, UnsafePage
from site_overrides.inline_scripts import ScriptGuard, script_sources
from tests.repositories import PolicyRepository, policy
from tests.site_overrides.builders import build

FRAME = "<html><script>theme()</script><p>on = off</p></html>"


def guard() -> ScriptGuard:
    made = ScriptGuard()
    made.allow(FRAME)
    return made


@pytest.mark.parametrize(
    "harmless",
    [
        pytest.param(FRAME, id="the frame itself"),
        pytest.param('<a href="https://example.com/?on=1">x</a>', id="an address with on="),
        pytest.param("<p>javascript: is a word, so is onclick=1</p>", id="words"),
        pytest.param('<p title="a > b onclick=1">x</p>', id="a title that looks like a tag's end"),
        pytest.param('<script src="a.js"></script>', id="a script in a file"),
        pytest.param('<script type="application/ld+json">{"a": 1}</script>', id="data"),
        pytest.param('<a href="/javascript:notes">x</a>', id="a path"),
    ],
)
def test_what_cannot_run_is_left_alone(harmless: str) -> None:
    guard().check(harmless.encode(), "terms/")


@pytest.mark.parametrize(
    "running",
    [
        pytest.param("<script>other()</script>", id="another script"),
        pytest.param("<SCRIPT>other()</SCRIPT >", id="capitals and a space"),
        pytest.param('<script type="text/ecmascript">other()</script>', id="an old type"),
        pytest.param('<script data-a=">">other()</script>', id="a sign in an attribute"),
        pytest.param('<script type="importmap">{}</script>', id="a map of imports"),
        pytest.param('<img src=x onerror="a()">', id="a handler"),
        pytest.param("<svg/onload=a()>", id="a handler behind a slash"),
        pytest.param("<p ONCLICK\n=\n'a()'>x</p>", id="a handler in capitals, on three lines"),
        pytest.param('<p title="x>" onclick="a()">', id="a handler behind a sign"),
        pytest.param('<a href="javascript:a()">x</a>', id="an address"),
        pytest.param('<a href=" java\nscr\tipt:a()">x</a>', id="a broken address"),
        pytest.param('<a href="javas&#99;ript:a()">x</a>', id="a hidden letter"),
        pytest.param('<a href="javascript&colon;a()">x</a>', id="a hidden colon"),
        pytest.param('<button formaction="javascript:a()">x</button>', id="a button"),
        pytest.param('<iframe srcdoc="<script>a()</script>">', id="a page in a page"),
    ],
)
def test_what_would_run_is_refused(running: str) -> None:
    with pytest.raises(UnsafePage, match=r"^terms/ holds .*extra_javascript"):
        guard().check(f"{FRAME}{running}".encode(), "terms/")


def test_a_tag_that_was_harmless_once_is_found_where_it_is_not() -> None:
    once = guard()
    once.check(b"<p>script</p><b>x</b>", "a/")

    with pytest.raises(UnsafePage):
        once.check(b"<b>x</b><b onclick='a()'>y</b>", "b/")


CONFIG = """site_name: x
docs_dir: policy
theme:
  name: material
  custom_dir: look
plugins: [search, fairnotice]
"""


def site_with(root: Path, *, main: str = "") -> Path:
    repository = PolicyRepository(root)
    look = {"look/main.html": main} if main else {"look/x.txt": ""}
    made = {"mkdocs.yml": CONFIG, "policy/terms.md": policy("# Terms\n\nBe kind.")}
    repository.commit(made | look, "2026-01-01")
    return build(root).folder


@pytest.mark.slow
def test_a_script_that_another_plugin_puts_in_stops_the_build_and_the_old_site_stays(
    tmp_path: Path,
) -> None:
    old = site_with(tmp_path)
    before = (old / "terms/index.html").read_bytes()
    (tmp_path / "mkdocs.yml").write_text(f"{CONFIG}hooks: [tracking.py]\n")
    hook = "def on_post_page(output, **_):\n    return output + '<script>track()</script>'\n"
    (tmp_path / "tracking.py").write_text(hook)

    with pytest.raises(SiteError, match="inline script"):
        build(tmp_path)

    assert (old / "terms/index.html").read_bytes() == before


@pytest.mark.slow
def test_a_script_of_the_owners_own_frame_is_allowed(tmp_path: Path) -> None:
    scripts = "{% block scripts %}{{ super() }}<script>own()</script>{% endblock %}"
    site = site_with(tmp_path, main=f'{{% extends "fairnotice/base.html" %}}{scripts}')

    (own,) = script_sources("<script>own()</script>")

    assert own in (site / "_headers").read_text()
    assert "<script>own()</script>" in (site / "terms/index.html").read_text()
