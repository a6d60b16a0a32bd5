"""Every promise of the sample policies is listed in promises.toml with who proves or keeps it.

Whoever adds a promise to a policy, or takes a proof away, meets a test that fails here.
"""

import ast
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import markdown
import pytest
from lxml import html

ROOT = Path(__file__).parents[2]
MILESTONES = {"comparing versions", "notifier", "reader service"}  # what is still to be built
LISTED = tomllib.loads(Path(__file__).with_name("promises.toml").read_text(encoding="utf-8"))
POLICIES = {
    file.stem: file.read_text(encoding="utf-8") for file in sorted(ROOT.glob("policy/*.md"))
}

# Words that tell of a promise, by what it is about. They may catch too much, never too little.
TELLING = {
    "dates": r"effective date|last change|day from which",
    "archive": r"archive|versions?|earlier",
    "notice": (
        r"tell|notices?|notif\w+|inform\w*|remind\w*|announce\w*|by email|post every"
        r"|record of whom|change this|if a change is significant"
    ),
    "consent": (
        r"consents?|agree|accept\w*|refus\w+|silence|withdraw\w*|no answer"
        r"|say (no|yes)|said (no|yes)"
    ),
    "transfer": (
        r"transfer\w*|merged?|sold|sell|another company|other countries|European Economic Area"
        r"|store your data|stored in|contractual|these clauses|pass this contract"
        r"|on our (written )?instructions|close your account"
    ),
    "export": r"export\w*|download\w*|fetch|for \d+ days after",
    "deletion": (
        r"delet\w+|eras\w+|keep|kept|retain\w*|store[sd]?|stays?|stay on|brought back|bring it back"
        r"|\d+ (hours|days|weeks|months|years)"
    ),
    "complaints": (
        r"complain\w*|supervisory authority|disputes?|courts?|we answer|answer it|our answer"
        r"|write to|ask for a person"
    ),
    "rights": (
        r"you can (object|correct|review|cancel)|cancel at any time|rights|purposes?|in one step"
    ),
    "reading": r"without (an account|cookies|JavaScript)|tracks?|cookies",
}
A_PROMISE = re.compile("|".join(rf"\b({words})\b" for words in TELLING.values()), re.IGNORECASE)
LABEL = 2  # words; "Your rights." stands before a promise and is none
WAYS = {"proof", "kept_by", "open"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A sentence that is listed, as promise or as none."""

    policy: str
    quote: str
    fields: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.policy}: {self.quote}"


def entries(kind: str) -> list[Entry]:
    return [Entry(policy=row["policy"], quote=row["quote"], fields=row) for row in LISTED[kind]]


PROMISES = entries("promise")
EVERYTHING = [*PROMISES, *entries("no_promise")]


def sentences(text: str) -> list[str]:
    """What a policy says, sentence by sentence, as readers see it; headings say nothing."""
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    rendered = markdown.markdown(body, extensions=["tables"])
    found: list[str] = []
    tree: Any = html.fragment_fromstring(rendered, create_parent="div")
    for block in tree.xpath(".//p | .//li[not(p)] | .//tr[td]"):
        cells = block.xpath("td") or [block]
        words = " | ".join(" ".join(cell.text_content().split()) for cell in cells)
        found += re.split(r"(?<=[.!?])\s+(?=[“A-Z])", words)
    return found


def may_promise(sentence: str) -> bool:
    """Whether a sentence has a telling word and is more than a label."""
    return len(sentence.split()) > LABEL and A_PROMISE.search(sentence) is not None


def unlisted(policy: str, text: str) -> list[str]:
    """The sentences of a policy that may promise something which nobody has listed.

    What is listed is taken out first, so that a promise added to a listed sentence is found.
    """
    quotes = [entry.quote for entry in EVERYTHING if entry.policy == policy]
    found = []
    for sentence in sentences(text):
        if any(sentence in quote for quote in quotes):
            continue
        rest = sentence
        for quote in sorted(quotes, key=len, reverse=True):
            rest = rest.replace(quote, " ")
        if may_promise(rest):
            found.append(sentence)
    return found


@pytest.mark.parametrize("policy", POLICIES)
def test_every_sentence_that_may_promise_something_is_listed(policy: str) -> None:
    assert unlisted(policy, POLICIES[policy]) == []


@pytest.mark.parametrize(
    "added",
    [
        pytest.param("This page shows its effective date in red.", id="dates"),
        pytest.param("Our archive is printed once a year.", id="archive"),
        pytest.param("We tell you by post as well.", id="notice"),
        pytest.param("We ask for your consent again each spring.", id="consent"),
        pytest.param("We transfer nothing to other planets.", id="transfer"),
        pytest.param("You can export your settings.", id="export"),
        pytest.param("Call records are deleted after the call.", id="deletion"),
        pytest.param("Logs are gone after 10 days.", id="a time alone"),
        pytest.param("You can complain by telephone.", id="complaints"),
        pytest.param("You can object by fax.", id="rights"),
        pytest.param("You can read this without cookies.", id="reading"),
    ],
)
@pytest.mark.parametrize("policy", POLICIES)
def test_a_promise_added_to_a_policy_is_found(policy: str, added: str) -> None:
    for text in (f"{POLICIES[policy]}\n{added}\n", f"{POLICIES[policy]}\n- {added}\n"):
        assert unlisted(policy, text) == [added]


def test_a_promise_added_to_a_listed_sentence_is_found() -> None:
    text = POLICIES["backup"].replace(
        "The log is permanently deleted after 90 days.",
        "The log is permanently deleted after 90 days; we remind you before.",
    )

    assert unlisted("backup", text) == [
        "The log is permanently deleted after 90 days; we remind you before."
    ]


@pytest.mark.parametrize("entry", PROMISES, ids=str)
def test_a_listed_promise_would_have_been_found(entry: Entry) -> None:
    # Were it not listed, the words that tell of promises would still catch it.
    assert may_promise(entry.quote)


@pytest.mark.parametrize("entry", EVERYTHING, ids=str)
def test_a_listed_sentence_still_stands_in_its_policy(entry: Entry) -> None:
    assert entry.quote in " ".join(sentences(POLICIES[entry.policy]))


def test_no_sentence_is_listed_twice() -> None:
    counts = Counter((entry.policy, entry.quote) for entry in EVERYTHING)

    assert [sentence for sentence, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("entry", PROMISES, ids=str)
def test_a_promise_says_who_proves_or_keeps_it(entry: Entry) -> None:
    fields = entry.fields

    assert set(fields) <= {"policy", "quote", "topics", "reason", *WAYS}
    assert WAYS & set(fields)
    assert set(fields["topics"]) <= set(TELLING)
    assert fields["topics"]
    if {"kept_by", "open"} & set(fields):
        assert fields["reason"].endswith(".")
    else:
        assert "reason" not in fields
    assert fields.get("open", "notifier") in MILESTONES


@pytest.mark.parametrize("entry", entries("no_promise"), ids=str)
def test_what_is_no_promise_says_why(entry: Entry) -> None:
    assert set(entry.fields) == {"policy", "quote", "reason"}
    assert entry.fields["reason"].endswith(".")


@pytest.mark.parametrize(
    "proof", sorted({proof for entry in PROMISES for proof in entry.fields.get("proof", [])})
)
def test_a_named_proof_is_a_journey_that_runs(proof: str) -> None:
    path, _, name = proof.partition("::")
    module = ast.parse((ROOT / path).read_text(encoding="utf-8"))

    assert path.startswith("tests/journeys/test_")
    (journey,) = [
        node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == name
    ]
    marks = [ast.unparse(decorator) for decorator in journey.decorator_list]
    assert not any(is_skipped(mark) for mark in marks)
    assert not is_skipped("\n".join(ast.unparse(statement) for statement in journey.body))
    assert any(isinstance(node, ast.Assert) for node in ast.walk(journey))
    assert not any(
        is_skipped(ast.unparse(node))
        for node in module.body
        if not isinstance(node, ast.FunctionDef)
    )


def is_skipped(code: str) -> bool:
    """Whether some code leaves a test out, or lets it fail unnoticed."""
    return re.search(r"\b(skip|skipif|xfail|importorskip)\b", code) is not None


@pytest.mark.parametrize(
    "code", ["pytest.mark.skip", "pytest.mark.skipif(WINDOWS)", "pytest.xfail('later')"]
)
def test_a_proof_that_is_left_out_is_noticed(code: str) -> None:
    assert is_skipped(code)
