"""A text that would keep a renderer busy for ever is shown as it is written, and the next one is laid out."""

import time

import pytest

from archive.confined_rendering import (
    LONGEST,
    MEGABYTES,
    SECONDS,
    confined_workers,
    render_all_confined,
    render_confined,
)
from archive.rendering import as_written, is_as_written, render

ORDINARY = "# Privacy\n\n" + "We keep logs for *thirty* days, see [terms](terms.md).\n\n" * 400


@pytest.mark.parametrize(
    "text", [pytest.param(ORDINARY, id="long"), pytest.param("We keep *logs*.", id="short")]
)
def test_a_worker_renders_what_is_rendered_here(text: str) -> None:
    assert render_confined(text) == render(text)


def test_many_texts_come_back_in_their_order() -> None:
    texts = [f"{ORDINARY}\n\nNumber {n}." for n in range(40)]

    assert list(render_all_confined(texts)) == list(map(render, texts))


@pytest.mark.parametrize(
    "trick",
    ["[", "![", "<a ", "<![", "[a](", "[^1]", "[[", "- " * 40 + "\n"],
)
def test_a_short_text_is_rendered_here_since_no_trick_makes_it_slow(trick: str) -> None:
    began = time.process_time()

    render_confined((trick * 1000)[:1000])

    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    "trick",
    [pytest.param("[", id="brackets"), pytest.param("<a ", id="tags that never end")],
)
def test_a_text_past_its_time_is_shown_as_written_and_the_next_is_laid_out(trick: str) -> None:
    hostile = trick * (100_000 // len(trick))

    first, second = render_all_confined([hostile, ORDINARY])

    assert first == as_written(hostile)
    assert second == render(ORDINARY)


def test_a_worker_has_no_more_memory_than_its_limit() -> None:
    asked = confined_workers(1).schedule(bytes, args=(MEGABYTES * 1024 * 1024,))

    with pytest.raises(MemoryError):
        asked.result()


def test_a_text_longer_than_any_policy_is_not_tried() -> None:
    began = time.monotonic()

    assert is_as_written(render_confined("a" * (LONGEST + 1)))
    assert time.monotonic() - began < 1


def test_nobody_can_write_the_sign_of_a_text_as_written() -> None:
    assert not is_as_written(render('<pre class="as-written">We keep logs.</pre>'))
