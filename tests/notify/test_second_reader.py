"""What does a second reader get to see, and what may its answer change? Over real HTTP."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from archive.cache import Cache
from archive.errors import InvalidSettings
from archive.front_matter import Level
from archive.redlines import Redline
from notify.assess_commands import assess as assess_command
from notify.assessment import Assessment, Effect, assess
from notify.check_commands import check
from notify.errors import NoSecondOpinion
from notify.findings import is_lower
from notify.rules import load_rules
from notify.second_opinions import with_second_opinion
from notify.second_reader import SecondReader, second_reader
from tests.notify.changes import a_redline
from tests.notify.chat_server import Chat, running_chat
from tests.repositories import PolicyRepository

RULES = load_rules()
QUIET = ("The house is red.", "The house is tall.")
LOUD = ("Voice recordings are kept 30 days.", "Voice recordings are kept 90 days.")
FOUND = {
    "level": "significant",
    "effect": "reduces",
    "consent": True,
    "topic": "sharing",
    "before": "red",
    "after": "tall",
    "reason": "Everybody can see the house now.",
}


@pytest.fixture
def chat() -> Iterator[Chat]:
    with running_chat() as running:
        yield running


def a_reader(chat: Chat, folder: Path, *, key: str = "", seconds: float = 10) -> SecondReader:
    cache = Cache(folder / "cache")
    return SecondReader(url=chat.url, model="reader-1", key=key, cache=cache, seconds=seconds)


def judged(redline: Redline) -> Assessment:
    return assess(redline, language="en", rules=RULES)


def read_again(redline: Redline, reader: SecondReader) -> Assessment:
    return with_second_opinion(judged(redline), redline, reader, rules=RULES)


def test_a_finding_of_the_second_reader_raises_level_effect_and_consent(
    chat: Chat, tmp_path: Path
) -> None:
    chat.words = f"```json\n{json.dumps({'findings': [FOUND]})}\n```"
    assessment = read_again(a_redline(QUIET), a_reader(chat, tmp_path))

    assert (assessment.level, assessment.effect) == (Level.SIGNIFICANT, Effect.REDUCES)
    assert assessment.consent
    assert "sharing" in assessment.topics
    assert (assessment.findings[-1].rule, assessment.findings[-1].reason) == (
        "second-reader",
        "A second reader says: Everybody can see the house now.",
    )


def test_it_sees_the_changed_sentences_and_nothing_else(chat: Chat, tmp_path: Path) -> None:
    redline = a_redline(QUIET, heading="House", kept="A secret garden.")
    read_again(redline, a_reader(chat, tmp_path, key="k-1"))
    [asked] = chat.asked

    assert json.loads(asked["messages"][1]["content"]) == [
        {"section": "House", "before": QUIET[0], "after": QUIET[1]}
    ]
    assert "secret" not in json.dumps(asked)
    assert (asked["model"], asked["path"]) == ("reader-1", "/v1/chat/completions")
    assert chat.keys == ["Bearer k-1"]


def test_what_was_answered_is_not_asked_again(chat: Chat, tmp_path: Path) -> None:
    chat.words = json.dumps({"findings": [FOUND]})
    first = read_again(a_redline(QUIET), a_reader(chat, tmp_path))
    again = read_again(a_redline(QUIET), a_reader(chat, tmp_path))
    read_again(a_redline(LOUD), a_reader(chat, tmp_path))

    assert again == first
    assert len(chat.asked) == 2


def test_without_a_changed_word_nothing_is_asked(chat: Chat, tmp_path: Path) -> None:
    read_again(a_redline(kept="All stays."), a_reader(chat, tmp_path))

    assert chat.asked == []


WEIGHTS = st.fixed_dictionaries(
    {
        "level": st.sampled_from(["editorial", "minor", "significant"]),
        "effect": st.sampled_from(["none", "reduces", "expands", "both"]),
        "consent": st.booleans(),
        "reason": st.just("So it is."),
    }
)


class Says:
    """A reader that says what it is told to."""

    def __init__(self, findings: list[dict[str, object]]) -> None:
        self._answer = json.dumps({"findings": findings})

    def answer(self, task: str, text: str) -> str:  # noqa: ARG002 - the protocol's words
        return self._answer


@given(findings=st.lists(WEIGHTS, max_size=3), pair=st.sampled_from([QUIET, LOUD]))
def test_no_answer_ever_lowers_anything(
    findings: list[dict[str, object]], pair: tuple[str, str]
) -> None:
    before = judged(a_redline(pair))
    after = with_second_opinion(before, a_redline(pair), Says(findings), rules=RULES)
    losses = (Effect.REDUCES, Effect.BOTH)

    assert not is_lower(after.level, before.level)
    assert before.effect not in losses or after.effect in losses
    assert after.consent or not before.consent
    assert after.findings[: len(before.findings)] == before.findings


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Nothing to see here.", id="no JSON"),
        pytest.param("[" * 100_000, id="brackets without end"),
        pytest.param('{"findings": 3}', id="no list"),
        pytest.param('{"findings": ["significant"]}', id="no objects"),
        pytest.param('{"findings": [{"level": "huge", "effect": "none"}]}', id="no such level"),
        pytest.param('{"findings": [{"level": "minor", "effect": "none"}]}', id="no reason"),
    ],
)
def test_an_answer_that_cannot_be_read_is_no_opinion(
    chat: Chat, tmp_path: Path, words: str
) -> None:
    chat.words = words

    with pytest.raises(NoSecondOpinion):
        read_again(a_redline(QUIET), a_reader(chat, tmp_path))


@pytest.mark.parametrize(
    ("status", "body"),
    [
        pytest.param(500, b"{}", id="a fault of the server"),
        pytest.param(302, b"", id="sent elsewhere, which would carry the key along"),
        pytest.param(200, b"<html>", id="another protocol"),
        pytest.param(200, b'{"choices": []}', id="no choice"),
        pytest.param(200, b'{"choices": [{"message": {"content": 3}}]}', id="no words"),
        pytest.param(200, b" " * 1_000_001, id="an answer without end"),
    ],
)
def test_an_endpoint_that_does_not_answer_well_is_no_opinion(
    chat: Chat, tmp_path: Path, status: int, body: bytes
) -> None:
    chat.status, chat.body = status, body

    with pytest.raises(NoSecondOpinion):
        read_again(a_redline(QUIET), a_reader(chat, tmp_path))
    assert len(chat.asked) == 1


def test_an_answer_that_comes_byte_by_byte_is_cut_off_in_time(chat: Chat, tmp_path: Path) -> None:
    chat.delay = 0.2
    start = time.monotonic()

    with pytest.raises(NoSecondOpinion, match=r"not within 0\.5 seconds"):
        read_again(a_redline(QUIET), a_reader(chat, tmp_path, seconds=0.5))
    assert time.monotonic() - start < 5


def test_what_a_machine_alone_would_see_is_taken_out(chat: Chat, tmp_path: Path) -> None:
    hostile = FOUND | {"reason": "Red\u202e\x1b[31m\nhouse" + "!" * 999, "topic": "spells"}
    chat.words = json.dumps({"findings": [hostile]})
    finding = read_again(a_redline(QUIET), a_reader(chat, tmp_path)).findings[-1]

    assert finding.reason.startswith("A second reader says: Red [31m house!")
    assert len(finding.reason) < 400
    assert finding.topic == "other"


def test_of_a_long_text_as_much_is_shown_as_can_be(chat: Chat, tmp_path: Path) -> None:
    pairs = [(f"The house {n} is red. {'So ' * 100}", "") for n in range(200)]
    read_again(a_redline(*pairs), a_reader(chat, tmp_path))
    shown = chat.asked[0]["messages"][1]["content"]

    assert 10_000 < len(shown) <= 24_000
    assert json.loads(shown)[0]["before"] == pairs[0][0]


def test_it_is_off_unless_the_environment_names_one(tmp_path: Path) -> None:
    assert second_reader({"FAIRNOTICE_READER_KEY": "k"}, Cache(tmp_path)) is None


@pytest.mark.parametrize(
    ("url", "model", "key", "told"),
    [
        pytest.param("http://example.com/v1", "m", "", "https://HOST/v1", id="in the clear"),
        pytest.param("https://a@example.com/v1", "m", "", "https://HOST/v1", id="a name in it"),
        pytest.param("https://example.com/v1?x=1", "m", "", "plain path", id="a query"),
        pytest.param("https://example.com/v1", " ", "", "READER_MODEL", id="no model"),
        pytest.param("https://example.com/v1", "m", "k\n", "READER_KEY", id="a broken key"),
    ],
)
def test_a_reader_that_is_named_wrongly_is_refused(
    tmp_path: Path, url: str, model: str, key: str, told: str
) -> None:
    environ = {
        "FAIRNOTICE_READER_URL": url,
        "FAIRNOTICE_READER_MODEL": model,
        "FAIRNOTICE_READER_KEY": key,
    }

    with pytest.raises(InvalidSettings, match=told):
        second_reader(environ, Cache(tmp_path))


def test_its_key_is_in_no_message(chat: Chat, tmp_path: Path) -> None:
    assert "k-secret" not in repr(a_reader(chat, tmp_path, key="k-secret"))


def run_assess(folder: Path, monkeypatch: pytest.MonkeyPatch, chat: Chat | None) -> Result:
    for name, words in zip(("old.md", "new.md"), QUIET, strict=True):
        (folder / name).write_text(f"{words}\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    if chat:
        monkeypatch.setenv("FAIRNOTICE_READER_URL", chat.url)
        monkeypatch.setenv("FAIRNOTICE_READER_MODEL", "reader-1")
    return CliRunner().invoke(assess_command, ["old.md", "new.md"], catch_exceptions=False)


def test_assess_asks_the_reader_that_is_configured(
    chat: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.words = json.dumps({"findings": [FOUND]})
    answer = run_assess(tmp_path, monkeypatch, chat)

    assert "A second reader says: Everybody can see the house now." in answer.stdout


def test_assess_answers_all_the_same_where_the_reader_does_not(
    chat: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat.status = 503
    answer = run_assess(tmp_path, monkeypatch, chat)

    assert answer.exit_code == 0
    assert answer.stdout.startswith("minor")
    assert "The rules' judgement stands." in answer.stderr


def test_assess_asks_nobody_by_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_assess(tmp_path, monkeypatch, None).stdout.startswith("minor")
    assert not (tmp_path / ".fairnotice").exists()


def run_check(
    folder: Path, monkeypatch: pytest.MonkeyPatch, chat: Chat, *options: str, commit: bool = False
) -> Result:
    """Check the quiet change, in the working tree or committed to a branch."""
    repository = PolicyRepository(folder / "policies")
    before, after = (f"---\neffective: 2026-01-01\n---\n{words}\n" for words in QUIET)
    repository.commit({"policy/house.md": before}, "2026-01-01")
    if commit:
        repository.branch("change")
        repository.commit({"policy/house.md": after}, "2026-11-20")
    else:
        repository.write("policy/house.md", after)
    chat.words = json.dumps({"findings": [FOUND]})
    monkeypatch.chdir(repository.root)
    monkeypatch.setenv("FAIRNOTICE_READER_URL", chat.url)
    monkeypatch.setenv("FAIRNOTICE_READER_MODEL", "reader-1")
    return CliRunner().invoke(check, [*options, "--today", "2026-11-22"], catch_exceptions=False)


def test_check_asks_about_the_files_one_works_on(
    chat: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = run_check(tmp_path, monkeypatch, chat)

    assert "A second reader says: Everybody can see the house now." in answer.stdout
    assert "missing-summary" in answer.stdout
    assert len(chat.asked) == 1


@pytest.mark.parametrize(
    ("options", "commit"),
    [
        pytest.param(("--base", "main"), True, id="a pull request, which may be a stranger's"),
        pytest.param(("--write",), False, id="a note of what the rules found"),
    ],
)
def test_check_asks_nobody_about(
    options: tuple[str, ...],
    commit: bool,  # noqa: FBT001 - a row of the table
    chat: Chat,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = run_check(tmp_path, monkeypatch, chat, *options, commit=commit)

    assert "minor" in answer.stdout
    assert "second reader" not in answer.stdout
    assert chat.asked == []
