"""Thousands of rows at once: what is inserted, and how many that were, on either database."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest
import sqlalchemy as sa

from tests.campaigns.drafts import phone, write_draft
from turbosms_campaigns._storage.many_rows import fetch_rows, insert_rows, is_any_of, update_rows
from turbosms_campaigns._storage.tables import EXCLUSION, RECIPIENT, SUPPRESSION

if TYPE_CHECKING:
    from turbosms_campaigns._storage.database import Database

COLUMNS: Final = (EXCLUSION.c.campaign_id, EXCLUSION.c.phone, EXCLUSION.c.reason)
NOW: Final = dt.datetime(2026, 10, 1, 7, 0, 0, 5, tzinfo=dt.UTC)


def test_inserted_rows_are_counted(database: Database) -> None:
    rows = [(1, phone(index), "file:a") for index in range(7_003)]
    with database.writing() as connection:
        assert insert_rows(connection, COLUMNS, rows) == 7_003
        assert insert_rows(connection, COLUMNS, []) == 0


def test_rows_that_are_there_are_left_out_and_stay_as_they_are(database: Database) -> None:
    with database.writing() as connection:
        insert_rows(connection, COLUMNS, [(1, phone(1), "first")])
    more = [(1, phone(1), "again"), (1, phone(2), "new"), (1, phone(2), "twice")]
    with database.writing() as connection:
        assert insert_rows(connection, COLUMNS, more, unless_there=COLUMNS[:2]) == 1
        assert insert_rows(connection, COLUMNS, more, unless_there=COLUMNS[:2]) == 0
    with database.reading() as connection:
        found = connection.execute(sa.select(EXCLUSION).order_by(EXCLUSION.c.phone)).all()
    assert [tuple(row) for row in found] == [(1, phone(1), "first"), (1, phone(2), "new")]


def test_the_rows_between_those_that_are_there_are_inserted(database: Database) -> None:
    every_third = [(1, phone(index), "first") for index in range(0, 100, 3)]
    with database.writing() as connection:
        insert_rows(connection, COLUMNS, every_third)
    everybody = [(1, phone(index), "again") for index in range(100)]
    with database.writing() as connection:
        assert insert_rows(connection, COLUMNS, everybody, unless_there=COLUMNS[:2]) == 66
    with database.reading() as connection:
        found = connection.scalars(sa.select(EXCLUSION.c.reason).order_by(EXCLUSION.c.phone)).all()
    assert found == ["first", "again", "again"] * 33 + ["first"]


def test_a_row_that_cannot_be_stored_is_an_error_and_no_row_stays(database: Database) -> None:
    rows: list[tuple[Any, ...]] = [(1, phone(index), "file:a") for index in range(100)]
    rows[50] = (1, phone(50), None)
    with pytest.raises(sa.exc.IntegrityError), database.writing() as connection:
        insert_rows(connection, COLUMNS, rows, unless_there=COLUMNS[:2])
    with database.reading() as connection:
        assert connection.execute(sa.select(EXCLUSION)).all() == []


def test_times_and_nothing_come_back(database: Database) -> None:
    columns = tuple(SUPPRESSION.c)
    with database.writing() as connection:
        insert_rows(connection, columns, [(phone(1), "reply", "'%s' — {x}", NOW)])
    with database.reading() as connection:
        [row] = connection.execute(sa.select(SUPPRESSION))
    assert tuple(row) == (phone(1), "reply", "'%s' — {x}", NOW)


def test_each_row_is_set_to_its_own_values(database: Database) -> None:
    key = write_draft(database, 3)
    write_draft(database, 3, name="another")
    # Not in the order of the table, in which the statement has them.
    columns = (RECIPIENT.c.price, RECIPIENT.c.settled_at, RECIPIENT.c.status, RECIPIENT.c.position)
    rows = [(Decimal("0.5"), NOW, "Delivered", 1), (None, None, None, 3), (None, NOW, "Read", 9)]
    among = {RECIPIENT.c.campaign_id: key.id}
    same = {RECIPIENT.c.channel: "sms", RECIPIENT.c.sent_at: NOW, RECIPIENT.c.code: None}
    with database.writing() as connection:
        assert update_rows(connection, columns, rows, among=among, same=same) == 2
        assert update_rows(connection, columns, [], among=among, same=same) == 0
    wanted = (RECIPIENT.c.position, *columns[:-1], RECIPIENT.c.channel, RECIPIENT.c.sent_at)
    with database.reading() as connection:
        select = sa.select(*wanted).order_by(RECIPIENT.c.campaign_id, RECIPIENT.c.position)
        found = connection.execute(select).all()
    assert [tuple(row) for row in found] == [
        (1, Decimal("0.5"), NOW, "Delivered", "sms", NOW),
        (2, None, None, None, None, None),
        (3, None, None, None, "sms", NOW),
        # Those of another campaign stay as they were.
        (1, None, None, None, None, None),
        (2, None, None, None, None, None),
        (3, None, None, None, None, None),
    ]


def test_rows_are_fetched_in_the_order_of_their_first_column(database: Database) -> None:
    texts = ['{"name": "Оля \\" \\u0000"}', None, "'"]
    key = write_draft(database, [{"columns": text} for text in texts])
    select = sa.select(RECIPIENT.c.position, RECIPIENT.c.columns, RECIPIENT.c.segments)
    with database.reading() as connection:
        found = fetch_rows(connection, select.where(RECIPIENT.c.campaign_id == key.id))
        nobody = fetch_rows(connection, select.where(RECIPIENT.c.campaign_id == -1))
    assert [tuple(row) for row in found] == [
        (position, text, 1) for position, text in enumerate(texts, 1)
    ]
    assert list(nobody) == []


def test_a_condition_of_many_texts(database: Database) -> None:
    write_draft(database, 3)
    texts = ["'; DROP TABLE x; --", '"', "null", *(phone(index) for index in range(2, 9_000))]
    with database.reading() as connection:
        found = connection.scalars(
            sa.select(RECIPIENT.c.position)
            .where(is_any_of(connection, RECIPIENT.c.phone, texts))
            .order_by(RECIPIENT.c.position)
        ).all()
        nobody = connection.execute(
            sa.select(RECIPIENT).where(is_any_of(connection, RECIPIENT.c.phone, []))
        ).all()
    assert found == [2, 3]
    assert nobody == []
