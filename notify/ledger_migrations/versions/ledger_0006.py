"""Plans that are written as drafts, addresses that are sealed, and words that many share."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import sqlalchemy as sa
from alembic import context, op

revision = "0006"
down_revision = "0005"

_CHUNK: Final = 1_000
_PERSON: Final = "delivery.person"  # where it is sealed
_STATES: Final = (
    "'planned', 'sending', 'accepted', 'delivered', 'bounced', 'dropped',"
    " 'withheld', 'excluded', 'cancelled', 'failed', 'unknown'"
)
_UNCLAIMED: Final = ("planned", "excluded", "cancelled", "failed")
_FORMER_INDEXES: Final = (
    "a_mailbox_gets_a_notice_once",
    "delivery_by_state",
    "delivery_by_mailbox",
)
_PLANNING: Final = """CREATE TABLE planning (
    number INTEGER PRIMARY KEY NOT NULL,
    begun_at TEXT NOT NULL
)"""
_COUNTS: Final = (
    'ALTER TABLE "plan" ADD COLUMN told INTEGER NOT NULL DEFAULT 0',
    """ALTER TABLE "plan" ADD COLUMN unlisted TEXT NOT NULL DEFAULT '{}'""",
    'ALTER TABLE "plan" ADD COLUMN "rows" INTEGER NOT NULL DEFAULT 0',
)
_TABLES: Final = (
    """CREATE TABLE wording (
        "plan" INTEGER NOT NULL,
        notice TEXT NOT NULL,
        number INTEGER NOT NULL,
        services TEXT NOT NULL,
        words TEXT NOT NULL,
        PRIMARY KEY ("plan", notice, number),
        FOREIGN KEY ("plan", notice) REFERENCES notice ("plan", id)
    )""",
    f"""CREATE TABLE delivery (
        id TEXT PRIMARY KEY NOT NULL,
        "plan" INTEGER NOT NULL REFERENCES planning (number),
        notice TEXT,
        recipient TEXT NOT NULL,
        mailbox TEXT,
        person TEXT,
        wording INTEGER,
        reason TEXT,
        told_as TEXT,
        state TEXT NOT NULL,
        batch TEXT REFERENCES batch (id),
        claimed INTEGER,
        FOREIGN KEY ("plan", notice) REFERENCES notice ("plan", id),
        UNIQUE (mailbox, "plan", notice),
        CONSTRAINT state_is_known CHECK (state IN ({_STATES})),
        CONSTRAINT told_something CHECK (
            state = 'excluded' OR (notice IS NOT NULL AND mailbox IS NOT NULL)),
        CONSTRAINT told_somebody CHECK (
            state NOT IN ('planned', 'sending') OR (person IS NOT NULL AND wording IS NOT NULL)),
        CONSTRAINT excluded_for_a_reason CHECK (state <> 'excluded' OR reason IS NOT NULL),
        CONSTRAINT sending_in_a_batch CHECK (state <> 'sending' OR batch IS NOT NULL),
        CONSTRAINT claimed_in_its_states CHECK (CASE
            WHEN state = 'planned' THEN claimed IS NULL OR claimed = 1
            WHEN state IN ('cancelled', 'excluded', 'failed') THEN claimed IS NULL
            ELSE claimed IS NOT NULL AND claimed = 1 END)
    )""",
)
_INDEXES: Final = (
    """CREATE UNIQUE INDEX a_mailbox_gets_a_notice_once ON delivery (notice, mailbox)
    WHERE claimed = 1""",
    """CREATE INDEX delivery_to_claim ON delivery ("plan", notice, id)
    WHERE state = 'planned'""",
    """CREATE INDEX delivery_to_look_at ON delivery (state, "plan")
    WHERE state IN ('bounced', 'dropped', 'failed', 'unknown', 'withheld')""",
)


def upgrade() -> None:
    """Let deliveries and notices hang on plannings, and seal what they say of people."""
    connection = op.get_bind()
    sqlite = connection.dialect.name == "sqlite"
    op.execute(f"{_PLANNING} STRICT" if sqlite else _PLANNING)
    op.execute("INSERT INTO planning SELECT number, made_at FROM plan")
    for statement in _COUNTS:
        op.execute(statement)
    _count()
    for index in _FORMER_INDEXES:
        op.execute(f"DROP INDEX {index}")
    op.execute("ALTER TABLE delivery RENAME TO former_delivery")
    (_remake_sqlite if sqlite else _rebind_postgresql)(connection)
    for table in _TABLES:
        op.execute(f"{table} STRICT" if sqlite else table)
    for index in _INDEXES:
        op.execute(index)
    _copy_deliveries(connection)
    for table in ("delivery", "batch", "notice") if sqlite else ("delivery",):
        op.execute(f"DROP TABLE former_{table}")


def _count() -> None:
    """Count the rows of each plan; those that were replaced keep theirs, as events name them."""
    counts = {
        "rows": "count(*)",
        "told": "count(DISTINCT CASE WHEN state <> 'excluded' THEN recipient END)",
    }
    for column, counted in counts.items():
        op.execute(
            f'UPDATE "plan" SET "{column}" = (SELECT {counted} FROM delivery'  # noqa: S608 (ours)
            ' WHERE delivery."plan" = "plan".number) WHERE replaced_by IS NULL'
        )


def _rebind_postgresql(_connection: sa.Connection) -> None:
    op.execute(
        "ALTER TABLE notice DROP CONSTRAINT notice_plan_fkey,"
        ' ADD FOREIGN KEY ("plan") REFERENCES planning (number)'
    )


def _remake_sqlite(connection: sa.Connection) -> None:
    """Make again the notices, which hang on something else, and the batches, which hang on them."""
    written = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    made = {
        name: connection.execute(written, {"name": name}).scalar_one()
        for name in ("notice", "batch")
    }
    indexes = sa.text(
        "SELECT name, sql FROM sqlite_master"
        " WHERE type = 'index' AND tbl_name IN ('notice', 'batch') AND sql IS NOT NULL"
    )
    found = connection.execute(indexes).all()
    for index in found:
        op.execute(f"DROP INDEX {index.name}")
    for name in made:
        op.execute(f"ALTER TABLE {name} RENAME TO former_{name}")
    for name, statement in made.items():
        anew = statement.replace('REFERENCES "plan" (number)', "REFERENCES planning (number)")
        connection.exec_driver_sql(anew)
        op.execute(f"INSERT INTO {name} SELECT * FROM former_{name}")  # noqa: S608 (ours)
    for index in found:
        connection.exec_driver_sql(index.sql)


def _copy_deliveries(connection: sa.Connection) -> None:
    """Copy the deliveries, what they say of people sealed; one wording serves all it fits."""
    wordings: dict[tuple[int, str, str, str], int] = {}
    last: Counter[tuple[int, str]] = Counter()
    for rows in _chunks(connection):
        made = []
        for row in rows:
            shared, own = _parted(row)
            key = (row["plan"], row["notice"], row["services"], shared)
            if row["address"] is not None and key not in wordings:
                last[key[:2]] += 1
                wordings[key] = last[key[:2]]
                _add_wording(connection, key, wordings[key])
            made.append(_delivery(row, own, wordings.get(key)))
        connection.execute(
            sa.text(
                "INSERT INTO delivery VALUES (:id, :plan, :notice, :recipient, :mailbox, :person,"
                " :wording, :reason, :told_as, :state, :batch, :claimed)"
            ),
            made,
        )


def _chunks(connection: sa.Connection) -> Iterator[list[Mapping[str, Any]]]:
    last = ""
    chosen = sa.text("SELECT * FROM former_delivery WHERE id > :last ORDER BY id LIMIT :size")
    while rows := connection.execute(chosen, {"last": last, "size": _CHUNK}).mappings().all():
        yield [dict(row) for row in rows]
        last = rows[-1]["id"]


def _parted(row: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Return the words that others share, and a reader's own greeting in text and HTML."""
    words = json.loads(row["substitutions"]) if row["substitutions"] else {}
    own = [word for mark, word in words.items() if "-greeting." in mark]
    return json.dumps({m: None if "-greeting." in m else word for m, word in words.items()}), own


def _delivery(row: Mapping[str, Any], own: list[str], wording: int | None) -> dict[str, Any]:
    kept = ("id", "plan", "notice", "recipient", "reason", "told_as", "state", "batch")
    made: dict[str, Any] = {name: row[name] for name in kept}
    claimed = None if row["state"] in _UNCLAIMED else 1
    made |= {"mailbox": None, "person": None, "wording": wording, "claimed": claimed}
    nobody = f"no mailbox: {row['recipient']}"
    seals = context.config.attributes["seals"]
    if row["address"] is not None:
        lines = "\n".join([row["address"], row["name"], *dict.fromkeys(own)])
        made |= {"person": seals.seal(lines, _PERSON), "mailbox": seals.index(row["mailbox"])}
    elif row["reason"] == "no address":
        made |= {"person": seals.seal(nobody, _PERSON), "mailbox": seals.index(nobody)}
    return made


def _add_wording(connection: sa.Connection, key: tuple[int, str, str, str], number: int) -> None:
    plan, notice, services, words = key
    connection.execute(
        sa.text("INSERT INTO wording VALUES (:plan, :notice, :number, :services, :words)"),
        {"plan": plan, "notice": notice, "number": number, "services": services, "words": words},
    )
