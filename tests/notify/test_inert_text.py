"""Quoted words do nothing, whatever they say: in a terminal, a log, a comment or an annotation."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from notify.inert_text import (
    annotation,
    annotation_property,
    code,
    fenced,
    json_inert,
    line,
    prose,
)

HOSTILE = [
    "@team please merge",
    "fixes #2, closes GH-1 and example/repo#3",
    "![tracked](https://example.com/pixel.png)",
    "[safe](javascript:alert(1)) <https://example.com> www.example.com joe@example.com",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</summary></details><h1>Approved</h1>",
    "```\n</details>\n```",
    "~~~\n/close\n/approve",
    "| a | b |\n|---|---|\n| <b>c</b> | d |",
    "`code` ``more`` `",
    "::error file=x::no ::stop-commands::x\n::add-mask::x",
    "##[error]no ##[add-mask]x",
    "\x1b[2J\x1b]8;;https://example.com\x07link\x1b]8;;\x07",
    "pay \u202ereversed\u202c and hi\u200bdden \U000e0041\U000e0042",
    "&#64;team &lt;b&gt; &amp;",
    "1. one\n# two\n- three\n> four\n---",
    "deadbeefcafe1234567890deadbeefcafe12345678",
    "%milestone !12 ~label $1 &5 :tada: $x$ ^alert",
    "\\`\\|\\@team\\",
    "",
]
RENDERED = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# What GitHub and GitLab make links of in rendered text, outside of code.
CALLS = re.compile(
    r"(?:^|\W)@[a-z0-9]|#\d|\bGH-\d|[!~%$&]\d|(?:https?|ftp)://|\bwww\.\w|\w@\w|\b[0-9a-f]{7,40}\b"
    r"|:\w+:",
    re.IGNORECASE,
)


def shown(html: str) -> str:
    """The text of a rendered line, without what stands in code."""
    return re.sub(r"<[^>]*>", "", re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL))


@pytest.mark.parametrize("text", HOSTILE)
def test_prose_is_one_paragraph_of_plain_words(text: str) -> None:
    html = RENDERED.render(f"- {prose(text)}")

    assert set(re.findall(r"<(/?[a-z0-9]+)", html)) <= {"ul", "li", "code", "/ul", "/li", "/code"}
    assert not CALLS.search(shown(html)), shown(html)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_code_span_stays_in_its_cell(text: str) -> None:
    html = RENDERED.render(f"| a | b |\n|---|---|\n| {code(text)} | end |\n")

    assert html.count("<td>") == 2
    assert "<td>end</td>" in html
    assert shown(html).split() == ["a", "b", "end"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_fence_holds_whatever_stands_in_it(text: str) -> None:
    lines = [f"+ {each}" for each in text.split("\n")]
    html = RENDERED.render("\n".join([*fenced(lines, "diff"), "", "after"]))

    assert re.fullmatch(
        r'<pre><code class="language-diff">[^<]*</code></pre>\n<p>after</p>\n', html
    ), html


@pytest.mark.parametrize("text", HOSTILE)
def test_a_line_steers_no_terminal_and_no_runner(text: str) -> None:
    written = line(f"- {text}")

    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", written)
    assert "##[" not in written


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("`|<>[]()@#\\\n*_&~!:\u200b")))
def test_no_text_leaves_its_place(text: str) -> None:
    cell = RENDERED.render(f"| a | b |\n|---|---|\n| {code(text)} | end |\n")
    item = RENDERED.render(f"- {prose(text)}")

    assert (cell.count("<td>"), "<td>end</td>" in cell) == (2, True)
    assert set(re.findall(r"<(/?[a-z0-9]+)", item)) <= {"ul", "li", "code", "/ul", "/li", "/code"}


@given(st.text(st.characters(codec="utf-8")))
def test_an_annotation_is_one_command(text: str) -> None:
    command = f"::error file={annotation_property(text)},line=1::{annotation(text)}"

    assert len(command.splitlines()) == 1
    properties = command.removeprefix("::error ").partition("::")[0]
    assert re.fullmatch(r"file=[^,:]*,line=1", properties)


def test_an_annotation_is_escaped_as_workflow_commands_are() -> None:
    assert annotation("100%, a:b") == "100%25, a:b"
    assert annotation_property("100%, a:b") == "100%25%2C a%3Ab"


def test_our_own_backticks_are_code_and_theirs_are_not() -> None:
    assert prose("write `change: reason:` here") == "write `change: reason:` here"
    assert "<code>" not in RENDERED.render(prose("a lone ` mark"))


def test_a_json_document_stays_what_it_is() -> None:
    document = json.dumps({"words": "##[error]no"})

    assert "##[" not in json_inert(document)
    assert json.loads(json_inert(document)) == {"words": "##[error]no"}
