"""Reading again: what commands ask of the second reader that the environment names, if it does."""

import os
from pathlib import Path

import click

from archive.cache import Cache
from archive.redlines import Redline
from archive.terminal import safe
from archive.workspace import state_folder
from notify.assessment import Assessment
from notify.errors import NoSecondOpinion
from notify.rules import Rules
from notify.second_opinions import with_second_opinion
from notify.second_reader import SecondReader, second_reader


def named_reader() -> SecondReader | None:
    """Return the reader that the environment names; None, and nothing is made, where it names none."""
    if "FAIRNOTICE_READER_URL" not in os.environ:
        return None
    return second_reader(os.environ, Cache(state_folder(Path.cwd()) / "cache"))


def read_again(
    assessment: Assessment, redline: Redline, reader: SecondReader, rules: Rules
) -> Assessment:
    """Return the assessment with the second reader's findings; without an answer, as it was."""
    try:
        return with_second_opinion(assessment, redline, reader, rules=rules)
    except NoSecondOpinion as error:
        click.echo(safe(f"The second reader: {error}. The rules' judgement stands."), err=True)
        return assessment
