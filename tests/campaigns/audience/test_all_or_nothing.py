"""A table becomes a campaign as a whole or not at all, whatever ends the reading."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import threading
from typing import TYPE_CHECKING, Any, Final

import pytest
import sqlalchemy as sa

from tests.campaigns.audience.making import (
    A,
    B,
    C,
    counts,
    database_of,
    leftovers,
    make,
    opened,
    ready_phones,
    states,
    written,
)
from tests.campaigns.drafts import phone, write_draft
from tests.campaigns.steps import change
from tests.kit.processes import PYTHON, ROOT, environment
from tests.kit.waiting import wait_for
from turbosms_campaigns import AudienceError, CampaignExistsError, InvalidCampaignError
from turbosms_campaigns._storage.tables import EXCLUSION, LOOSE_AUDIENCE, RECIPIENT
from turbosms_client import Sms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from turbosms_campaigns import Campaigns

MANY: Final = 6_000
"""More than are stored at once, and more than is read at once of a file."""
OVER_AN_HOUR: Final = dt.timedelta(hours=1, seconds=1)


def _many_and_then(end: Any) -> Iterator[Any]:
    yield from map(phone, range(MANY))
    if isinstance(end, BaseException):
        raise end
    yield end


def _rows(campaigns: Campaigns) -> int:
    with database_of(campaigns).reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(RECIPIENT)) or 0


def _sessions(campaigns: Campaigns) -> int:
    """How many connections PostgreSQL has to the database; none with SQLite."""
    with database_of(campaigns).reading() as connection:
        if connection.dialect.name == "sqlite":
            return 0
        of_database = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        return connection.scalar(sa.text(of_database)) or 0


@pytest.mark.parametrize("end", [ZeroDivisionError(), [A]], ids=["an error", "no person"])
def test_what_ends_the_reading_leaves_nothing(campaigns_on_both: Campaigns, end: Any) -> None:
    with pytest.raises(type(end) if isinstance(end, Exception) else AudienceError):
        make(campaigns_on_both, _many_and_then(end))
    assert list(campaigns_on_both) == []
    assert leftovers(database_of(campaigns_on_both)) == {}


def test_an_interrupt_ends_at_once_and_the_next_table_clears_up(campaigns: Campaigns) -> None:
    with pytest.raises(KeyboardInterrupt):
        make(campaigns, _many_and_then(KeyboardInterrupt()))
    assert list(campaigns) == []
    assert _rows(campaigns) > 0
    sale = make(campaigns, [A])
    assert counts(sale) == {"ready": 1}
    assert leftovers(database_of(campaigns)) == {}


def test_a_wrong_row_at_the_end_of_a_file(campaigns: Campaigns, tmp_path: Path) -> None:
    lines = "\n".join(map(phone, range(MANY)))
    staff = written(tmp_path, f"{C}\n", "staff.csv")
    file = written(tmp_path, f'phone\n{lines}\n"no end\n')
    with pytest.raises(AudienceError, match=r"people.csv, line 6,002: this is not CSV"):
        make(campaigns, file, exclude=[staff])
    assert leftovers(database_of(campaigns)) == {}


def test_a_name_is_taken_before_anything_is_read(campaigns: Campaigns) -> None:
    first = make(campaigns, [A], text="First")

    def people() -> Iterator[str]:
        raise AssertionError("Nobody reads this.")
        yield A

    with pytest.raises(CampaignExistsError, match="There is a campaign 'sale' already") as caught:
        make(campaigns, people())
    assert caught.value.name == "sale"
    assert first.check(balance=False).samples[0].channels[0].text == "First"


def test_a_name_that_is_taken_meanwhile(campaigns_on_both: Campaigns) -> None:
    def people() -> Iterator[str]:
        yield A
        make(campaigns_on_both, [B, C])
        yield B

    with pytest.raises(CampaignExistsError):
        make(campaigns_on_both, people())
    [only] = campaigns_on_both
    assert ready_phones(only) == [B, C]
    assert leftovers(database_of(campaigns_on_both)) == {}


def test_two_tables_are_read_at_the_same_time(campaigns_on_both: Campaigns) -> None:
    campaigns = campaigns_on_both
    has_begun = threading.Event()
    may_end = threading.Event()

    def people() -> Iterator[str]:
        yield from map(phone, range(800))
        has_begun.set()
        may_end.wait(60)
        yield from map(phone, range(790, 810))

    slow = threading.Thread(target=lambda: make(campaigns, people(), "slow"))
    slow.start()
    has_begun.wait(60)
    quick = make(campaigns, map(phone, range(700)), "quick")
    may_end.set()
    slow.join(60)
    assert counts(quick) == {"ready": 700}
    assert counts(campaigns.get("slow")) == {"ready": 810, "duplicate": 10}
    assert leftovers(database_of(campaigns)) == {}


def test_a_number_that_is_suppressed_meanwhile(campaigns_on_both: Campaigns) -> None:
    campaigns = campaigns_on_both

    def people() -> Iterator[str]:
        yield from map(phone, range(600))
        campaigns.suppressions.add([phone(7), phone(599)], reason="reply")

    sale = make(campaigns, people(), prices={"sms": 1})
    assert counts(sale) == {"ready": 598, "suppressed": 2}
    assert [each.row for each in sale.recipients(state="suppressed")] == [8, 600]
    check = sale.check(balance=False)
    assert check.segments == {1: 598}
    assert check.cost is not None
    assert check.cost.highest == 598


def test_an_audience_that_nobody_reads_any_further_is_given_up(campaigns: Campaigns) -> None:
    database = database_of(campaigns)

    def people() -> Iterator[str]:
        yield from map(phone, range(600))
        stored = database_of(campaigns)
        with stored.reading() as connection:
            seen_at = connection.scalar(sa.select(LOOSE_AUDIENCE.c.seen_at))
        assert seen_at is not None
        change(stored, LOOSE_AUDIENCE, sa.true(), seen_at=seen_at - OVER_AN_HOUR)
        make(campaigns, [B], "another")  # which clears up
        yield from map(phone, range(600, 1_200))

    with pytest.raises(AudienceError, match="not read any further for more than an hour"):
        make(campaigns, people())
    assert [campaign.name for campaign in campaigns] == ["another"]
    assert leftovers(database) == {}


def test_a_killed_process_leaves_no_campaign(database_url: str, tmp_path: Path) -> None:
    pipe = tmp_path / "people"
    os.mkfifo(pipe)
    staff = written(tmp_path, f"{C}\n", "staff.csv")
    with opened(database_url) as campaigns:
        write_draft(database_of(campaigns), 3, name="before")
        before = _rows(campaigns)
        sessions = _sessions(campaigns)
        reader = subprocess.Popen(
            [PYTHON, "-c", _READING, database_url, pipe, staff],
            env=environment(PYTHONPATH=str(ROOT)),
        )
        with pipe.open("w") as writer:
            writer.write("phone\n" + "\n".join(map(phone, range(MANY))) + "\n")
            writer.flush()
            wait_for(lambda: _rows(campaigns) > before)
            assert [campaign.name for campaign in campaigns] == ["before"]
            reader.send_signal(signal.SIGKILL)
            assert reader.wait(60) == -signal.SIGKILL
            # The server may still do what the process had asked for.
            wait_for(lambda: _sessions(campaigns) == sessions)
        assert [campaign.name for campaign in campaigns] == ["before"]
        left = leftovers(database_of(campaigns))
        assert left[LOOSE_AUDIENCE.name] == 1
        assert left[EXCLUSION.name] == 1
        # It may be another process that only is slow, so its rows stay for an hour.
        sale = make(campaigns, [A, B])
        assert states(sale) == ["ready", "ready"]
        assert leftovers(database_of(campaigns)) == left
        with database_of(campaigns).reading() as connection:
            seen_at = connection.scalar(sa.select(LOOSE_AUDIENCE.c.seen_at))
        assert seen_at is not None
        change(database_of(campaigns), LOOSE_AUDIENCE, sa.true(), seen_at=seen_at - OVER_AN_HOUR)
        make(campaigns, [A], "next")
        assert leftovers(database_of(campaigns)) == {}
        assert {campaign.name for campaign in campaigns} == {"before", "sale", "next"}


_READING: Final = """
import sys
from tests.campaigns.audience.making import ROWS_AT_ONCE, make, opened
from turbosms_campaigns._audience import creating

creating.ROWS_AT_ONCE = ROWS_AT_ONCE
url, people, staff = sys.argv[1:]
with opened(url) as campaigns:
    make(campaigns, people, "killed", exclude=[staff])
"""


def test_settings_are_checked_before_anything_is_read(campaigns: Campaigns) -> None:
    def people() -> Iterator[str]:
        raise AssertionError("Nobody reads this.")
        yield A

    wrong: list[dict[str, Any]] = [
        {"name": "a/b"},
        {"text": "{name"},
        {"sms": Sms(sender="Shop", text="\ud800")},
        {"exclude": ["campaign:nobody"]},
        {"exclude": "staff.csv"},
        {"holdout": 100},
        {"rate": 0},
        {"max_cost": 5},
        {"prices": {"sms": -1}},
    ]
    for options in wrong:
        with pytest.raises(InvalidCampaignError):
            make(campaigns, people(), **options)
    assert leftovers(database_of(campaigns)) == {}
