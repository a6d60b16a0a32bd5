"""The sample history: the policies of an invented company, rebuilt as a git repository."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from archive.git_writing import commit_files, start_repository

_SAMPLE: Final = Path(__file__).parent / "sample"
# Installed, the newest texts lie beside the sample; in the project's own tree they are `policy/`.
_NEWEST: Final = next(
    folder for folder in (_SAMPLE / "policy", _SAMPLE.parents[1] / "policy") if folder.is_dir()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A repository rebuilt from the sample history."""

    root: Path
    today: date  # the fixed day it is to be seen from
    recipients: Path


def rebuild_sample(root: Path) -> Sample:
    """Write the sample history as a git repository into an empty folder.

    Commits carry fixed dates, so the same texts give the same commit ids on every
    machine. The recipients lie beside the policies and are not committed: a list of
    people has no place in a history that is never forgotten.
    """
    history = tomllib.loads((_SAMPLE / "history.toml").read_text(encoding="utf-8"))
    root.mkdir(parents=True, exist_ok=True)
    start_repository(root)
    recipients = root / "recipients.csv"
    recipients.write_bytes((_SAMPLE / "recipients.csv").read_bytes())
    for number, commit in enumerate(history["commits"]):
        files = {path: _text(name) for path, name in commit["files"].items()}
        if number == 0:
            files |= {"fairnotice.toml": (_SAMPLE / "fairnotice.toml").read_bytes()}
            files |= {".gitignore": b".fairnotice-demo\nrecipients.csv\noutbox/\nsite/\n"}
        commit_files(
            root, files, at=commit["at"], author=history["author"], message=commit["message"]
        )
    return Sample(root=root, today=history["today"], recipients=recipients)


def _text(name: str) -> bytes:
    folder, _, rest = name.partition("/")
    return (_NEWEST / rest if folder == "policy" else _SAMPLE / name).read_bytes()
