"""What is held about a reader, over HTTP: seen, changed, taken along and deleted by a link used once."""

import json
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from archive.revisions import PolicyId, RevisionId
from notify.answers import Answer, AnswerKind
from notify.keys import KeyId
from notify.ledger import Ledger, approve
from notify.ledger_answers import write_answer
from notify.ledger_events import steps
from notify.ledger_holds import place_hold
from notify.ledger_subscriptions import subscribers
from notify.ledger_unsubscribes import unsubscribe_again
from notify.outbox_carrier import OutboxCarrier
from notify.subject_tokens import Subject
from notify.subscriptions import Extent, Rhythm
