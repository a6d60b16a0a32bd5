"""Options that the commands of the notifier share."""

import click

from archive.terminal import DAY

TODAY = click.option("--today", type=DAY, help="Answer as if this were today.")
FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
