"""A template is compiled once a process, and again when its text or the way to compile changes."""

import jinja2
import pytest

from site_overrides.compiled_templates import compiled_templates


def template(text: str, *extensions: str) -> jinja2.Template:
    """A template of an environment of its own, as each build makes one."""
    made = jinja2.Environment(
        loader=jinja2.DictLoader({"page.html": text}), extensions=extensions, autoescape=True
    )
    made.bytecode_cache = compiled_templates(frozenset(made.extensions))
    return made.get_template("page.html")


def test_a_template_is_compiled_once_for_all_builds_of_a_process() -> None:
    first, second = template("{{ 6 * seven }}"), template("{{ 6 * seven }}")

    assert second.root_render_func.__code__ is first.root_render_func.__code__
    assert (first.render(seven=7), second.render(seven=8)) == ("42", "48")


def test_an_edited_template_is_compiled_again() -> None:
    assert [template(text).render() for text in ("old", "new", "old")] == ["old", "new", "old"]


def test_what_one_extension_compiled_is_nothing_to_environments_without_it() -> None:
    text = "{% for n in [1, 2] %}{{ n }}{% if n is even %}{% break %}{% endif %}{% endfor %}"
    assert template(text, "jinja2.ext.loopcontrols").render() == "12"

    with pytest.raises(jinja2.TemplateSyntaxError, match="break"):
        template(text)
