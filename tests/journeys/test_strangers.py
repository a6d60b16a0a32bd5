"""A pull request from a stranger: it is read, and nothing of it runs, decides or is believed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import Answer
from tests.repositories import PolicyRepository

ROOT = Path(__file__).parents[2]
TODAY = "2026-11-22"
SETTINGS = """rules = "rules.toml"
[services.voice]
title = "Voice"
[recipients]
csv = "recipients.csv"
[notice]
days = 45
"""
RULES = """[[raise]]
rule = "words-changed"
level = "minor"
"""
RECIPIENTS = "id,email,name,language,services\n1,ada@example.com,,en,voice\n"
PRIVACY = "---\neffective: 2026-01-01\n---\nWe keep recordings for 30 days.\n"
CHANGED = "---\neffective: 2027-03-01\n---\nWe keep recordings for 90 days.\n"
# Each name is one that Python, MkDocs, pytest or git would run if it were looked for here.
MODULES = (
    *("sitecustomize.py", "usercustomize.py", "conftest.py", "hooks.py", "setup.py"),
    *("multiprocessing/__init__.py", "socket.py", "pickle.py", "yaml.py", "re.py"),
    *("click.py", "markdown.py", "archive/__init__.py", "notify/__init__.py", "fairnotice.py"),
    *("archive/rendering.py", "nh3.py", "pebble.py", "git/__init__.py", "encodings/__init__.py"),
)
LISTENER = """import sys
def heard(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind"):
        if not isinstance(arguments[1], str):
            open(r"{canary}", "a").write(f"{{event}} {{arguments[1:]}}\\n")
sys.addaudithook(heard)
"""


@pytest.fixture
def repository(tmp_path: Path) -> PolicyRepository:
    made = PolicyRepository(tmp_path / "policies")
    made.commit(
        {
            "fairnotice.toml": SETTINGS,
            "rules.toml": RULES,
            "recipients.csv": RECIPIENTS,
            "policy/privacy.md": PRIVACY,
            "mkdocs.yml": "site_name: Policies\n",
        },
        "2026-01-01",
    )
    made.branch("stranger")
    return made


# What a company's machine may hold, and a stranger would like to see or to have used.
SECRETS = {
    "SENDGRID_API_KEY": "canary-key",
    "FAIRNOTICE_SECRET": "canary-secret",
    "FAIRNOTICE_DATA_KEY": "canary-data",
    "FAIRNOTICE_DATABASE": "postgresql://policies:canary-password@127.0.0.1:9/ledger",
    "FAIRNOTICE_READER_URL": "http://127.0.0.1:9/v1",
    "FAIRNOTICE_READER_MODEL": "any",
    "FAIRNOTICE_READER_KEY": "canary-reader",
    "GITHUB_TOKEN": "canary-token",
}


def checked(repository: PolicyRepository, canary: Path, *options: str) -> Answer:
    """Run the command as it is installed, from within what the stranger sent."""
    listener = canary.parent / "listener"
    listener.mkdir(exist_ok=True)
    (listener / "sitecustomize.py").write_text(LISTENER.format(canary=canary))
    done = subprocess.run(
        [
            *(Path(sys.executable).parent / "fairnotice", "check", "--base", "main"),
            *("--today", TODAY, *options),
        ],
        cwd=repository.root,
        env=os.environ | SECRETS | {"PYTHONPATH": f"{listener}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return Answer(status=done.returncode, out=done.stdout, err=done.stderr)


def long(words: str) -> str:
    """A text so long that a worker process renders it."""
    return words + "\n\nEverything else stays as it was.\n" * 60


def test_no_file_of_the_branch_is_run(repository: PolicyRepository, tmp_path: Path) -> None:
    canary = tmp_path / "ran"
    touch = f"open(r'{canary}', 'a').write(__name__ + '\\n')\n"
    files: dict[str, str | bytes | None] = dict.fromkeys(MODULES, touch)
    files["mkdocs.yml"] = (
        "site_name: !!python/object/apply:os.system ['touch x']\nhooks: [hooks.py]\n"
    )
    files[".gitattributes"] = "*.md filter=x diff=x\n"
    files["policy/privacy.md"] = long(
        f"{CHANGED}\n\n{{% include 'hooks.py' %}} --8<-- \"hooks.py\""
    )
    repository.commit(files, "2026-11-20")

    answer = checked(repository, canary)

    assert "retention-longer" in answer.out, answer.err
    assert not canary.exists(), canary.read_text()
    for path, what in (
        ("mkdocs.yml", "how the site is built"),
        (".gitattributes", "code, or what code needs"),
        ("conftest.py", "code, or what code needs"),
    ):
        assert f"  - {path}: {what}" in answer.out


def test_settings_rules_and_recipients_of_the_branch_count_for_nothing(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    silence = '[[silence]]\nrule = "retention-longer"\nreason = "It is nothing."\n'
    moves = '[moves]\n"policy/privacy.md" = "other"\n'
    repository.commit(
        {
            "fairnotice.toml": f"{SETTINGS.replace('days = 45', 'days = 1')}\n{moves}",
            "rules.toml": silence,
            "recipients.csv": "id,email,name,language,services\n",
            "policy/privacy.md": CHANGED,
            "policy/earlier/privacy/2019-01-01.md": "We kept everything.\n",
            ".github/workflows/x.yml": "on: push\n",
        },
        "2026-11-20",
    )

    answer = checked(repository, tmp_path / "heard")

    assert "significant, reduces rights, retention · retention-longer" in answer.out, answer.err
    assert "1 person will be mailed." in answer.out
    assert "Notice of 45 days is owed" in answer.out
    head = answer.out.partition("\n\nprivacy (en)")[0]
    assert head.splitlines()[3:] == [
        "This changes the record or its rules:",
        "  - .github/workflows/x.yml: what runs by itself",
        "  - fairnotice.toml: the settings: notices and their period ([notice]), identities ([moves])",
        "  - policy/earlier/privacy/2019-01-01.md: a text from before git",
        "  - recipients.csv: the list of recipients",
        "  - rules.toml: the rules by which changes are judged",
    ]


def test_a_link_to_a_file_of_the_machine_is_not_followed(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("Secret words that nobody may see.\n")
    (repository.root / "recipients.csv").unlink()
    for name in ("policy/terms.md", "recipients.csv", "rules.toml"):
        (repository.root / name).unlink(missing_ok=True)
        (repository.root / name).symlink_to(secret)
    repository.commit({"policy/privacy.md": CHANGED}, "2026-11-20")

    answer = checked(repository, tmp_path / "heard", "--format", "json")

    assert answer.status == 1
    assert "Secret" not in answer.out + answer.err
    assert '"no-text"' in answer.out


def test_nothing_is_fetched_and_no_database_is_opened(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    heard = tmp_path / "heard"
    repository.switch("main")
    url = SETTINGS.replace('csv = "recipients.csv"', 'url = "http://127.0.0.1:9/recipients"')
    repository.commit({"fairnotice.toml": url}, "2026-02-01")
    repository.git("rebase", "-q", "main", "stranger")
    repository.commit({"policy/privacy.md": CHANGED}, "2026-11-20")

    answer = checked(repository, heard)

    assert "there is no list of recipients here" in answer.out, answer.err
    assert not heard.exists(), heard.read_text()


@pytest.mark.parametrize("form", ["text", "markdown", "json", "github"])
def test_quoted_words_are_no_command_of_a_log(
    repository: PolicyRepository, tmp_path: Path, form: str
) -> None:
    hostile = (
        "\n\n::error::stop\n\n##[add-mask]x\n\n\x1b[2Jgone\n\n@team fixes #2\n\n```\n</details>\n"
    )
    repository.commit(
        {
            "policy/privacy.md": CHANGED + hostile,
            "policy/::warning::x.md": "---\neffective: 2026-99-99\n---\nMore.\n",
        },
        "2026-11-20",
    )

    answer = checked(repository, tmp_path / "heard", "--format", form)

    assert answer.out
    assert "\x1b" not in answer.out
    assert "##[" not in answer.out
    commands = [each for each in answer.out.splitlines() if each.lstrip().startswith("::")]
    assert all(
        form == "github" and each.startswith(("::error file=", "::warning file="))
        for each in commands
    )


@pytest.mark.parametrize("form", ["text", "markdown", "json", "github"])
def test_no_words_of_a_text_bring_out_what_the_machine_holds(
    repository: PolicyRepository, tmp_path: Path, form: str
) -> None:
    asking = " ".join(
        f"${{{name}}} ${name} {{{{ env.{name} }}}} {{{name}}} %({name})s !ENV" for name in SECRETS
    )
    summary = "'{{ self.__init__.__globals__ }} {words.__class__} {0}'"
    head = CHANGED.replace("\n---\nWe", f"\nchange:\n  summary: {summary}\n---\nWe")
    repository.commit(
        {
            "policy/privacy.md": f"{head}\n{asking} {{before.__class__}} {{words}} {{\n",
            "policy/terms.md": "---\ntitle: !ENV SENDGRID_API_KEY\n---\nBe kind.\n",
        },
        "2026-11-20",
    )
    heard = tmp_path / "heard"

    answer = checked(repository, heard, "--format", form)

    assert answer.status == 1, answer.err
    assert "canary" not in answer.out + answer.err
    assert not heard.exists(), heard.read_text()


@pytest.mark.parametrize(
    "ref", ["refs/tags/main", "refs/tags/target/main", "refs/heads/target/main"]
)
def test_a_ref_of_the_stranger_is_not_taken_for_the_branch_to_merge_into(
    repository: PolicyRepository, tmp_path: Path, ref: str
) -> None:
    # A pipeline on a fork holds every tag of the fork, and fetches the target beside them.
    repository.git("update-ref", "refs/remotes/target/main", "main")
    repository.commit({"policy/privacy.md": CHANGED}, "2026-11-20")
    repository.git("update-ref", ref, "stranger")
    base = ref.removeprefix("refs/tags/").removeprefix("refs/heads/")

    answer = checked(repository, tmp_path / "heard", "--base", base)

    assert "retention-longer" in answer.out, answer.err


def test_a_pointer_to_words_that_lie_elsewhere_is_no_text(
    repository: PolicyRepository, tmp_path: Path
) -> None:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12345\n"
    repository.commit(
        {"policy/privacy.md": pointer, ".lfsconfig": "[lfs]\nurl = http://127.0.0.1:9\n"},
        "2026-11-20",
    )
    heard = tmp_path / "heard"

    answer = checked(repository, heard)

    assert "error policy/privacy.md:1: no-text: this is a pointer of Git LFS" in answer.out
    assert "  - .lfsconfig: code, or what code needs" in answer.out
    assert not heard.exists(), heard.read_text()
