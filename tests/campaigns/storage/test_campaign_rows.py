"""Campaigns by name; what is deleted, and what is stored of settings."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.campaigns.drafts import write_draft
from turbosms_campaigns import (
    CampaignExistsError,
    CampaignNotFoundError,
    CampaignState,
    Limits,
    RecipientState,
    RowProblem,
    Window,
    WrongStateError,
)
from turbosms_campaigns._model.settings import Message
from turbosms_campaigns._storage import loose_audiences
from turbosms_campaigns._storage.campaign_rows import (
    delete_campaign,
    find_campaign,
    list_campaigns,
    read_problems,
    read_row,
    state_of,
)
from turbosms_campaigns._storage.events import note
from turbosms_campaigns._storage.stored_settings import (
    limits_of_row,
    message_from_json,
    message_to_json,
)
from turbosms_campaigns._storage.tables import (
    CAMPAIGN,
    EVENT,
    LOOSE_AUDIENCE,
    METADATA,
    RECIPIENT,
    ROW_PROBLEM,
)
from turbosms_campaigns._storage.transitions import Move, move_all
from turbosms_client import Sms, Viber

if TYPE_CHECKING:
    from turbosms_campaigns._storage.context import CampaignKey
    from turbosms_campaigns._storage.database import Database

WITHOUT_ROWS_OF_CAMPAIGNS = {"turbosms_schema"}


def set_state(database: Database, key: CampaignKey, state: CampaignState) -> None:
    with database.writing() as connection:
        connection.execute(CAMPAIGN.update().where(CAMPAIGN.c.id == key.id).values(state=state))


def rows_by_table(database: Database) -> dict[str, int]:
    """The tables that have rows."""
    found: dict[str, int] = {}
    with database.reading() as connection:
        for table in METADATA.sorted_tables:
            number = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            if number > 0 and table.name not in WITHOUT_ROWS_OF_CAMPAIGNS:
                found[table.name] = number
    return found


def test_a_campaign_is_found_by_its_name_and_the_newest_is_listed_first(
    database: Database,
) -> None:
    first = write_draft(database, name="Осінь-2026")
    second = write_draft(database, name="sale")
    assert find_campaign(database, "Осінь-2026") == first
    assert list_campaigns(database) == [second, first]
    assert state_of(database, first) is CampaignState.DRAFT
    with pytest.raises(CampaignNotFoundError, match="no campaign 'Sale'") as caught:
        find_campaign(database, "Sale")
    assert caught.value.name == "Sale"


def test_a_name_is_given_once_and_the_attempt_leaves_the_first_as_it_is(
    database: Database,
) -> None:
    key = write_draft(database, 3)
    with pytest.raises(CampaignExistsError, match="'sale' already") as caught:
        write_draft(database, 5)
    assert caught.value.name == "sale"
    assert list_campaigns(database) == [key]
    with database.reading() as connection:
        owners = connection.scalars(sa.select(RECIPIENT.c.campaign_id).distinct()).all()
    assert owners == [key.id]


@pytest.mark.parametrize(
    "state", [CampaignState.DRAFT, CampaignState.FINISHED, CampaignState.CANCELLED]
)
def test_a_deleted_campaign_leaves_no_row(database: Database, state: CampaignState) -> None:
    before = rows_by_table(database)
    key = write_draft(database, 3)
    with database.writing() as connection:
        note(connection, key.id, "created", rows=3)
        problem = {"campaign_id": key.id, "position": 1, "problem": "It is empty."}
        connection.execute(ROW_PROBLEM.insert().values(problem))
    set_state(database, key, state)
    delete_campaign(database, key)
    assert rows_by_table(database) == before
    with pytest.raises(CampaignNotFoundError):
        state_of(database, key)


@pytest.mark.parametrize("state", [CampaignState.RUNNING, CampaignState.PAUSED])
def test_a_campaign_at_work_is_not_deleted(database: Database, state: CampaignState) -> None:
    key = write_draft(database, 3)
    set_state(database, key, state)
    before = rows_by_table(database)
    with pytest.raises(WrongStateError, match=f"is {state}: cancel it") as caught:
        delete_campaign(database, key)
    assert caught.value.state is state
    assert rows_by_table(database) == before


def test_an_id_is_not_given_again(database: Database) -> None:
    first = write_draft(database, 1)
    delete_campaign(database, first)
    assert write_draft(database, 1).id > first.id


def test_what_a_killed_process_left_is_removed_in_parts_once_nobody_reads_into_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loose_audiences, "_ROWS_AT_ONCE", 2)
    kept = write_draft(database, 2)
    now = dt.datetime.now(dt.UTC)
    left = {}
    for age in (dt.timedelta(minutes=50), dt.timedelta(minutes=70)):
        audience_id = loose_audiences.begin_audience(database)
        left[age] = audience_id
        with database.writing() as connection:
            for position in (1, 2, 3, 6):
                connection.execute(
                    RECIPIENT.insert().values(
                        campaign_id=audience_id, position=position, state="ready"
                    )
                )
            connection.execute(
                LOOSE_AUDIENCE.update()
                .where(LOOSE_AUDIENCE.c.id == audience_id)
                .values(seen_at=now - age)
            )
    loose_audiences.remove_given_up(database)
    with database.writing() as connection:
        owners = set(connection.scalars(sa.select(RECIPIENT.c.campaign_id)))
        assert owners == {kept.id, left[dt.timedelta(minutes=50)]}
        young, old = left.values()
        assert loose_audiences.keep_audience(database, connection, young)
        assert not loose_audiences.keep_audience(database, connection, old)


def test_problems_are_those_of_rows_that_are_still_ready(database: Database) -> None:
    key = write_draft(database, 4)
    with database.writing() as connection:
        for position in (1, 2, 4):
            values = {"campaign_id": key.id, "position": position, "problem": "It is empty."}
            connection.execute(ROW_PROBLEM.insert().values(column_name="name", **values))
        problems = read_problems(connection, read_row(connection, key), 2)
        assert problems.first == (
            RowProblem(1, "name", "It is empty."),
            RowProblem(2, "name", "It is empty."),
        )
        assert problems.number == 3
        suppressed = Move(key.id, RecipientState.READY, RecipientState.SUPPRESSED)
        move_all(connection, suppressed, RECIPIENT.c.position == 1)
        problems = read_problems(connection, read_row(connection, key), 20)
    assert [problem.row for problem in problems.first] == [2, 4]
    assert problems.number == 2


def test_limits_come_back(database: Database) -> None:
    limits = Limits(
        rate=3_000,
        window=Window(dt.time(21, 30), dt.time(9)),
        max_cost=Decimal("499.99"),
        max_failures=None,
        start_at=dt.datetime(2026, 12, 1, 7, 0, tzinfo=dt.UTC),
    )
    keys = {write_draft(database, 1, limits=limits): limits}
    keys[write_draft(database, 1, name="default")] = Limits()
    with database.reading() as connection:
        for key, written in keys.items():
            assert limits_of_row(read_row(connection, key)) == written


@pytest.mark.parametrize(
    "message",
    [
        Message(text="Hi", sms=Sms(sender="Shop")),
        Message(
            text="Hi {name}",
            viber=Viber(sender="Shop", ttl=60, count_clicks=True, caption="Go", file_id=7),
            sms=Sms(text="Hi", is_flash=False),
            prices={"sms": Decimal("0.50"), "promotional": Decimal("0.4")},
            viber_rate="promotional",
        ),
    ],
)
def test_a_message_comes_back_and_has_only_what_is_set(
    database: Database, message: Message
) -> None:
    key = write_draft(database, 1, message=message)
    with database.reading() as connection:
        stored = read_row(connection, key).message
    assert message_from_json(stored) == message
    assert stored == message_to_json(message)
    assert None not in stored["sms"].values()


def test_an_event_has_its_time_and_its_details(database: Database) -> None:
    key = write_draft(database, 1)
    earliest = dt.datetime.now(dt.UTC)
    with database.writing() as connection:
        note(connection, key.id, "low_balance", balance="12.50", needed="100.00")
        event = connection.execute(sa.select(EVENT)).one()
    assert event.kind == "low_balance"
    assert event.details == {"balance": "12.50", "needed": "100.00"}
    assert event.campaign_id == key.id
    assert abs(event.at - earliest) < dt.timedelta(minutes=5)
    assert event.at.tzinfo is dt.UTC
