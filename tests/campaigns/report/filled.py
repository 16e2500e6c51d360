"""Campaigns whose rows are written straight into the tables, as no worker is quick to make them."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from turbosms_campaigns._storage.context import CampaignKey
from turbosms_campaigns._storage.tables import CAMPAIGN, CHUNK, COUNT, EVENT, RECIPIENT, WORKER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
}
_RECIPIENT: Final[Mapping[str, Any]] = {
    column.name: None for column in RECIPIENT.columns if column.nullable
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
        self._added: list[dict[str, Any]] = []
        self._collects = False

    def add(self, state: RecipientState | str, how_many: int = 1, **columns: Any) -> None:
        """Add recipients that have the same in all but their number."""
        if isinstance(columns.get("columns"), dict):
            columns["columns"] = json.dumps(columns["columns"], ensure_ascii=False)
        first = self._rows + 1
        self._rows += how_many
        self._counts[str(state)] += how_many
        for position in range(first, self._rows + 1):
            own = {"campaign_id": self.key.id, "position": position, "phone": phone(position)}
            self._added.append({**_RECIPIENT, **own, "state": str(state), **columns})
        if not self._collects:
            self._store()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Store all that is added meanwhile in one transaction."""
        self._collects = True
        yield
        self._collects = False
        self._store()

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

    def remove(self) -> None:
        """Delete it with its recipients."""
        with self.database.writing() as connection:
            connection.execute(CAMPAIGN.delete().where(CAMPAIGN.c.id == self.key.id))
            connection.execute(RECIPIENT.delete().where(RECIPIENT.c.campaign_id == self.key.id))

    def _store(self) -> None:
        counts = [
            {"campaign_id": self.key.id, "state": state, "recipients": recipients}
            for state, recipients in self._counts.items()
        ]
        with self.database.writing() as connection:
            connection.execute(RECIPIENT.insert(), self._added)
            connection.execute(COUNT.delete().where(COUNT.c.campaign_id == self.key.id))
            connection.execute(COUNT.insert(), counts)
        self._added.clear()


def _add_step(campaign: FilledCampaign, sent_at: dt.datetime, takes: dt.timedelta) -> None:
    columns = {"name": "Олена", "city": "Київ"}
    open_ones = {"sent_at": sent_at, "columns": columns, "segments": 1}
    settled = {**open_ones, "settled_at": sent_at + takes}
    viber = {**settled, "channel": "viber", "price": Decimal("0.5")}
    sms = {**settled, "channel": "sms", "price": Decimal("0.8")}
    after_viber = {**sms, "rejected_status": "SRVC_NOT_VIBER_USER"}
    campaign.add("delivered", 9, status="Delivered", **viber)
    campaign.add("delivered", 4, status="Delivered", **after_viber)
    campaign.add("undelivered", 1, status="Expired", **after_viber)
    campaign.add("accepted", 1, status="Sent", channel="sms", **open_ones)
    campaign.add("accepted", 1, **open_ones)
    campaign.add("refused", 1, code=404, settled_at=sent_at)


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


def fill_with_everything(database: Database) -> FilledCampaign:
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
        check_figures={"lowest_cost": "289.00", "highest_cost": "751.40"},
        rate=3000,
        window_start=9 * 60,
        window_end=21 * 60,
        max_cost=Decimal(800),
        cost_spent=Decimal("289"),
        cost_reserved=Decimal("88.4"),
        balance=Decimal("81.4"),
        started_at=START,
        finished_at=START + dt.timedelta(minutes=42),
    )
    minute = dt.timedelta(minutes=1)
    with campaign.at_once():
        for step in range(40):
            if step < 14 or step >= 20:  # in between, it was paused
                _add_step(campaign, START + step * minute, minute * (1 + step % 4))
        campaign.add("unknown", 7)
        campaign.add("refused", 1, code=9999)
        campaign.add("suppressed", 5, reason="reply")
        campaign.add("suppressed", 2, reason="stop_list")
        campaign.add("excluded", 21, reason="campaign:summer-sale")
        campaign.add("excluded", 3, reason="file:staff.csv")
        campaign.add("excluded", 8, reason="no_consent")
        campaign.add("invalid", 2, phone=None, input="050-12")
        campaign.add("duplicate", 4, phone=None, input="+38 050 000 00 01")
        campaign.add("held_out", 60)
    campaign.add_chunk(recipients=578, calls=3)
    campaign.add_chunk(state="given_up", calls=9, recipients=7)
    campaign.add_event("created", START - minute * 30)
    campaign.add_event("started", START)
    campaign.add_event("paused", START + minute * 14, reason="user")
    campaign.add_event("resumed", START + minute * 20)
    campaign.add_event("limits_changed", START + minute * 21, rate=3000, window=None)
    campaign.add_event("chunk_in_doubt", START + minute * 22, chunk=17, failure="Connection lost")
    campaign.add_event("low_balance", START + minute * 30, balance="82.10", needed="130.00")
    campaign.add_event("finished", START + minute * 42)
    return campaign
