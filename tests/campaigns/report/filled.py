"""Campaigns whose rows are written straight into the tables, as no worker is quick to make them."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from turbosms_campaigns._storage.context import CampaignKey
from turbosms_campaigns._storage.tables import CAMPAIGN, CHUNK, COUNT, EVENT, RECIPIENT, WORKER

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa

    from turbosms_campaigns import RecipientState
    from turbosms_campaigns._storage.database import Database

START: Final = dt.datetime(2026, 10, 1, 7, 0, tzinfo=dt.UTC)
"""Ten o'clock in Kyiv."""
_CAMPAIGN: Final[Mapping[str, Any]] = {
    "state": "running",
    "message": {"text": "Hello", "viber": None, "sms": {"sender": "Shop"}, "prices": {}},
    "audience": {"source": "people.csv", "columns": []},
    "check_figures": {"lowest_cost": None, "highest_cost": None},
    "next_chunk": 1,
    "max_failures": 20,
    "cost_spent": Decimal(0),
    "cost_reserved": Decimal(0),
    "failures_since": 0,
    "results_since": 0,
    "created_at": START,
    "latest_time": START,
}
_CHUNK: Final[Mapping[str, Any]] = {
    "state": "done",
    "recipients": 0,
    "cost_reserved": Decimal(0),
    "fence": 1,
    "calls": 1,
    "may_have_been_sent": True,
    "workflow": 1,
    "unsettled": 0,
    "polls": 0,
}


def phone(number: int) -> str:
    """A number like no other's."""
    return f"38050{number:07d}"


class FilledCampaign:
    """A campaign, to which rows are added."""

    def __init__(self, database: Database, name: str = "sale", **columns: Any) -> None:
        self.database = database
        with database.writing() as connection:
            values = {**_CAMPAIGN, "name": name, **columns}
            result = connection.execute(CAMPAIGN.insert().values(values))
            assert result.inserted_primary_key is not None
            number: int = result.inserted_primary_key[0]
        self.key = CampaignKey(number, name)
        self._rows = 0
        self._chunks = 0
        self._counts: Counter[str] = Counter()

    def add(self, state: RecipientState | str, how_many: int = 1, **columns: Any) -> None:
        """Add recipients that have the same in all but their number."""
        with self.database.writing() as connection:
            rows = []
            for _ in range(how_many):
                self._rows += 1
                row = {
                    "campaign_id": self.key.id,
                    "position": self._rows,
                    "phone": phone(self._rows),
                    "input": None,
                    "state": str(state),
                    **columns,
                }
                if isinstance(row.get("columns"), dict):
                    row["columns"] = json.dumps(row["columns"], ensure_ascii=False)
                rows.append(row)
            connection.execute(RECIPIENT.insert(), rows)
            self._counts[str(state)] += how_many
            self._store_counts(connection)

    def add_chunk(self, **columns: Any) -> None:
        """Add a chunk."""
        self._chunks += 1
        values = {
            **_CHUNK,
            "campaign_id": self.key.id,
            "number": self._chunks,
            "sequence_id": f"{self.key.id}-{self._chunks}",
            **columns,
        }
        with self.database.writing() as connection:
            connection.execute(CHUNK.insert().values(values))

    def add_event(self, kind: str, at: dt.datetime = START, **details: Any) -> None:
        """Add an event."""
        values = {"campaign_id": self.key.id, "at": at, "kind": kind, "details": details}
        with self.database.writing() as connection:
            connection.execute(EVENT.insert().values(values))

    def change(self, **columns: Any) -> None:
        """Set columns of the campaign."""
        with self.database.writing() as connection:
            connection.execute(
                CAMPAIGN.update().where(CAMPAIGN.c.id == self.key.id).values(columns)
            )

    def remove(self) -> None:
        """Delete it with its recipients."""
        with self.database.writing() as connection:
            connection.execute(CAMPAIGN.delete().where(CAMPAIGN.c.id == self.key.id))
            connection.execute(RECIPIENT.delete().where(RECIPIENT.c.campaign_id == self.key.id))

    def _store_counts(self, connection: sa.Connection) -> None:
        connection.execute(COUNT.delete().where(COUNT.c.campaign_id == self.key.id))
        rows = [
            {"campaign_id": self.key.id, "state": state, "recipients": recipients}
            for state, recipients in self._counts.items()
        ]
        connection.execute(COUNT.insert(), rows)


def add_worker(database: Database, name: str, heartbeat_at: dt.datetime, **columns: Any) -> None:
    """Add a worker."""
    values = {
        "executor_id": name,
        "host": "here",
        "pid": 1,
        "started_at": START,
        "heartbeat_at": heartbeat_at,
        **columns,
    }
    with database.writing() as connection:
        connection.execute(WORKER.insert().values(values))


def fill_with_everything(database: Database, scale: int = 1) -> FilledCampaign:
    """A finished hybrid campaign in which each state, channel and reason occurs."""
    campaign = FilledCampaign(
        database,
        name="autumn-sale",
        state="finished",
        message={
            "text": "Hi {name}, 20 % off until Sunday: https://shop.example/autumn",
            "viber": {"sender": "Shop"},
            "sms": {"sender": "Shop", "text": "{name}, 20 % off until Sunday"},
            "prices": {"promotional": "0.50", "sms": "0.80"},
        },
        audience={"source": "customers.csv", "columns": ["name", "city"]},
        check_figures={"lowest_cost": "3150.00", "highest_cost": "8190.00"},
        rate=3000,
        window_start=9 * 60,
        window_end=21 * 60,
        max_cost=Decimal(9000),
        cost_spent=Decimal("3412.7"),
        cost_reserved=Decimal("120.5"),
        balance=Decimal("812.4"),
        started_at=START,
        finished_at=START + dt.timedelta(minutes=42),
    )
    minute = dt.timedelta(minutes=1)
    columns = {"name": "Олена", "city": "Київ"}
    for step in range(40):
        if 14 <= step < 20:
            continue  # paused
        sent_at = START + step * minute
        of_step = {"sent_at": sent_at, "columns": columns, "segments": 1}
        settled = {**of_step, "settled_at": sent_at + minute * (1 + step % 4)}
        viber = {**settled, "channel": "viber", "price": Decimal("0.5")}
        sms = {**settled, "channel": "sms", "price": Decimal("0.8")}
        viber_refusal = {"rejected_status": "SRVC_NOT_VIBER_USER"}
        campaign.add("delivered", 90 * scale, status="Delivered", **viber)
        campaign.add("delivered", 40 * scale, status="Delivered", **viber_refusal, **sms)
        campaign.add("undelivered", 6 * scale, status="Expired", **viber_refusal, **sms)
        campaign.add("undelivered", 2 * scale, status="Undelivered", **sms)
        campaign.add("accepted", 3 * scale, status="Sent", channel="sms", **of_step)
        campaign.add("accepted", 1 * scale, **of_step)
        campaign.add("refused", 2 * scale, code=404, settled_at=sent_at)
        campaign.add_chunk(recipients=144 * scale, first_call_at=sent_at)
    campaign.add("unknown", 7 * scale)
    campaign.add("refused", scale, code=9999)
    campaign.add("suppressed", 55 * scale, reason="reply")
    campaign.add("suppressed", 12 * scale, reason="stop_list")
    campaign.add("excluded", 210 * scale, reason="campaign:summer-sale")
    campaign.add("excluded", 31 * scale, reason="file:staff.csv")
    campaign.add("excluded", 80 * scale, reason="no_consent")
    campaign.add("invalid", 19 * scale, phone=None, input="050-12")
    campaign.add("duplicate", 44 * scale, phone=None, input="+38 050 000 00 01")
    campaign.add("held_out", 250 * scale)
    campaign.add_chunk(state="given_up", calls=9, recipients=7 * scale)
    campaign.add_event("created", START - minute * 30)
    campaign.add_event("started", START)
    campaign.add_event("paused", START + minute * 14, reason="user")
    campaign.add_event("resumed", START + minute * 20)
    campaign.add_event("limits_changed", START + minute * 21, rate=3000, window=None)
    campaign.add_event("chunk_in_doubt", START + minute * 22, chunk=17, failure="Connection lost")
    campaign.add_event("low_balance", START + minute * 30, balance="820.10", needed="1300.00")
    campaign.add_event("finished", START + minute * 42)
    return campaign
