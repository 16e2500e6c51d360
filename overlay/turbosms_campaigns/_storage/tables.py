"""The tables. They are the truth: the engine's own are only its work list."""

from typing import Final

import sqlalchemy as sa

from .._model.states import RecipientState
from .column_types import Money, StateName, UtcTime

METADATA: Final = sa.MetaData()
_SERIAL: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

SCHEMA_VERSION: Final = sa.Table(
    "turbosms_schema", METADATA, sa.Column("version", sa.Integer, nullable=False)
)

CAMPAIGN: Final = sa.Table(
    "turbosms_campaign",
    METADATA,
    sa.Column("id", _SERIAL, primary_key=True, autoincrement=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("state", StateName, nullable=False),
    sa.Column("pause_reason", sa.Text),
    sa.Column("message", sa.JSON, nullable=False),  # settings.Message
    sa.Column("audience", sa.JSON, nullable=False),  # settings.AudienceRules, and counts of rules
    # settings.Limits, each for itself, since they are changed and compared in statements.
    sa.Column("rate", sa.Integer),
    sa.Column("window_start", sa.Integer),  # minutes after midnight in Kyiv
    sa.Column("window_end", sa.Integer),
    sa.Column("max_cost", Money),
    sa.Column("max_failures", sa.Integer),
    sa.Column("start_at", UtcTime),
    # What was found while the audience was read: settled once, then only read.
    sa.Column("check_figures", sa.JSON, nullable=False),
    sa.Column("next_chunk", sa.Integer, nullable=False),
    sa.Column("rate_free_at", UtcTime),  # until then, the rate is used up by what has begun
    # Until then nothing is called, since the service could not be reached, or asked to wait; how
    # often in a row that happened.
    sa.Column("retry_at", UtcTime),
    sa.Column("setbacks", sa.Integer, nullable=False, server_default="0"),
    sa.Column("cost_spent", Money, nullable=False),
    sa.Column("cost_reserved", Money, nullable=False),
    sa.Column("balance", Money),
    sa.Column("failures_since", sa.Integer, nullable=False),  # since the start, or a resume
    sa.Column("results_since", sa.Integer, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("started_at", UtcTime),
    sa.Column("finished_at", UtcTime),
)

RECIPIENT: Final = sa.Table(
    "turbosms_recipient",
    METADATA,
    sa.Column("campaign_id", sa.BigInteger, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),  # the row of the table, from 1
    # Of the row that counts; NULL for what is no number, and for duplicates.
    sa.Column("phone", sa.Text),
    sa.Column("input", sa.Text),  # NULL if it is written like `phone`
    sa.Column("state", StateName, nullable=False),
    sa.Column("reason", sa.Text),  # of suppressed, excluded: which list, file, campaign
    sa.Column("columns", sa.Text),  # JSON object of the columns that texts and report need
    sa.Column("segments", sa.SmallInteger),
    sa.Column("chunk", sa.Integer),
    sa.Column("tries", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("code", sa.Integer),
    sa.Column("message_id", sa.Text),
    sa.Column("channel", sa.Text),
    sa.Column("status", sa.Text),
    sa.Column("rejected_status", sa.Text),
    sa.Column("price", Money),
    sa.Column("sent_at", UtcTime),
    sa.Column("settled_at", UtcTime),
    sa.PrimaryKeyConstraint("campaign_id", "position"),
    sqlite_with_rowid=False,
)
sa.Index("turbosms_recipient_phone", RECIPIENT.c.campaign_id, RECIPIENT.c.phone, unique=True)
_IS_READY: Final = RECIPIENT.c.state == sa.literal_column(f"'{RecipientState.READY}'")
sa.Index(
    "turbosms_recipient_ready",
    RECIPIENT.c.campaign_id,
    RECIPIENT.c.position,
    sqlite_where=_IS_READY,
    postgresql_where=_IS_READY,
)
_HAS_MESSAGE: Final = RECIPIENT.c.message_id.is_not(None)
sa.Index(
    "turbosms_recipient_message",
    RECIPIENT.c.message_id,
    sqlite_where=_HAS_MESSAGE,
    postgresql_where=_HAS_MESSAGE,
)


def is_in(state: RecipientState) -> sa.ColumnElement[bool]:
    """The condition that a recipient is in a state.

    The state is part of the statement, so that a partial index can be used.
    """
    return RECIPIENT.c.state == sa.literal_column(f"'{state}'")


COUNT: Final = sa.Table(
    "turbosms_count",
    METADATA,
    sa.Column("campaign_id", sa.BigInteger, nullable=False),
    sa.Column("state", StateName, nullable=False),
    sa.Column("recipients", sa.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("campaign_id", "state"),
)
"""Recipients by state, changed in the same transaction as the recipients themselves."""

CHUNK: Final = sa.Table(
    "turbosms_chunk",
    METADATA,
    sa.Column("campaign_id", sa.BigInteger, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("state", StateName, nullable=False),
    # Random, and written with the row, so before anything is called.
    sa.Column("sequence_id", sa.Text, nullable=False, unique=True),
    sa.Column("body", sa.LargeBinary),  # frozen_calls.FrozenCall, compressed; never changed
    sa.Column("first_position", sa.BigInteger),
    sa.Column("last_position", sa.BigInteger),
    sa.Column("recipients", sa.Integer, nullable=False),
    sa.Column("cost_reserved", Money, nullable=False),
    sa.Column("owner", sa.Text),  # the executor that may call until `leased_until`, or had called
    sa.Column("fence", sa.BigInteger, nullable=False),  # rises with each owner
    sa.Column("leased_until", UtcTime),
    # By the steady clock, like the next one.
    sa.Column("first_call_at", UtcTime),
    sa.Column("last_call_at", UtcTime),
    sa.Column("calls", sa.Integer, nullable=False),
    # A call was begun of which no answer proves that nothing was done.
    sa.Column("may_have_been_sent", sa.Boolean, nullable=False),
    sa.Column("workflow", sa.Integer, nullable=False),  # of the chunk, from 1; its id ends in this
    sa.Column("not_before", UtcTime),
    sa.Column("failure", sa.Text),  # why the last call failed, in words
    sa.Column("unsettled", sa.Integer, nullable=False),  # accepted, without a final status
    sa.Column("next_poll_at", UtcTime),
    sa.Column("polls", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("campaign_id", "number"),
)
sa.Index("turbosms_chunk_state", CHUNK.c.state, CHUNK.c.campaign_id)
sa.Index("turbosms_chunk_poll", CHUNK.c.next_poll_at)

SUPPRESSION: Final = sa.Table(
    "turbosms_suppression",
    METADATA,
    sa.Column("phone", sa.Text, primary_key=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("added_at", UtcTime, nullable=False),
)

LOOSE_AUDIENCE: Final = sa.Table(
    "turbosms_loose_audience",
    METADATA,
    # Also the id of the campaign that it becomes. None is used twice.
    sa.Column("id", _SERIAL, primary_key=True, autoincrement=True),
    # When somebody last read rows into it; NULL if it is only to be deleted.
    sa.Column("seen_at", UtcTime),
    sqlite_autoincrement=True,
)
"""Recipients that belong to no campaign: they are being read, or their campaign was deleted.

So a table of any length is read, and removed, in short transactions, while others write as well.
"""

EXCLUSION: Final = sa.Table(
    "turbosms_exclusion",
    METADATA,
    sa.Column("campaign_id", sa.BigInteger, nullable=False),
    sa.Column("phone", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("campaign_id", "phone"),
    sqlite_with_rowid=False,
)
"""Numbers of exclusion files while an audience is read; empty afterwards."""

ROW_PROBLEM: Final = sa.Table(
    "turbosms_row_problem",
    METADATA,
    sa.Column("campaign_id", sa.BigInteger, nullable=False),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("column_name", sa.Text),
    sa.Column("problem", sa.Text, nullable=False),
    sa.Column("translations", sa.Text),
    sa.PrimaryKeyConstraint("campaign_id", "position"),
)
"""The rows that cannot be sent as they are: why, and the same by language as JSON."""

EVENT: Final = sa.Table(
    "turbosms_event",
    METADATA,
    sa.Column("id", _SERIAL, primary_key=True, autoincrement=True),
    sa.Column("campaign_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("details", sa.JSON, nullable=False),
)
"""What happened to a campaign, for its report: no phone numbers, no texts."""

STRAY_REPORT: Final = sa.Table(
    "turbosms_stray_report",
    METADATA,
    sa.Column("message_id", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("at", UtcTime),
    sa.Column("received_at", UtcTime, nullable=False),
    # When somebody was last looked for. The account may send a lot besides campaigns, so they take
    # turns.
    sa.Column("looked_at", UtcTime, nullable=False, index=True),
    sa.PrimaryKeyConstraint("message_id", "channel"),
)
"""Reports of messages that no recipient has yet: they may come before the answer is stored."""

WORKER: Final = sa.Table(
    "turbosms_worker",
    METADATA,
    sa.Column("executor_id", sa.Text, primary_key=True),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("pid", sa.BigInteger, nullable=False),
    sa.Column("concurrency", sa.Integer, nullable=False, server_default="1"),
    sa.Column("started_at", UtcTime, nullable=False),
    sa.Column("heartbeat_at", UtcTime, nullable=False),
    sa.Column("ended_at", UtcTime),
)

CLOCK: Final = sa.Table(
    "turbosms_clock",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seen_at", UtcTime, nullable=False),
    sa.Column("steady_time", UtcTime, nullable=False),
)
"""One row: a clock that never goes back, by which the age of a `sequence_id` is measured."""
