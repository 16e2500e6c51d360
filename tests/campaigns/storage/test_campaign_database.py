"""The database of campaigns: its file, its transactions, its version."""

from __future__ import annotations

import datetime as dt
import socket
import sqlite3
import stat
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.campaigns.drafts import write_draft
from turbosms_campaigns import DatabaseError
from turbosms_campaigns._storage.campaign_rows import read_problems, read_row
from turbosms_campaigns._storage.column_types import Money
from turbosms_campaigns._storage.database import Database
from turbosms_campaigns._storage.migrations import VERSION, current_version
from turbosms_campaigns._storage.tables import (
    METADATA,
    ROW_PROBLEM,
    SCHEMA_VERSION,
    SUPPRESSION,
    WORKER,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


COUNT = sa.select(sa.func.count()).select_from(SUPPRESSION)


def _suppression(phone: str) -> dict[str, object]:
    now = dt.datetime.now(dt.UTC)
    return {"phone": phone, "reason": "manual", "source": "a test", "added_at": now}


def test_a_new_database_has_every_table_and_the_newest_version(database: Database) -> None:
    with database.reading() as connection:
        assert set(sa.inspect(connection).get_table_names()) == set(METADATA.tables)
        assert current_version(connection) == VERSION


def test_a_database_of_the_first_version_gets_what_came_since(
    database: Database, database_url: str
) -> None:
    key = write_draft(database, 1)
    values = {"campaign_id": key.id, "position": 1, "problem": "The text is empty."}
    with database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE turbosms_row_problem DROP COLUMN translations")
        connection.execute(ROW_PROBLEM.insert().values(values))
        connection.execute(SCHEMA_VERSION.update().values(version=1))
    with closing(Database(database_url)) as later, later.reading() as connection:
        assert current_version(connection) == VERSION
        for table in METADATA.tables.values():
            found = {column["name"] for column in sa.inspect(connection).get_columns(table.name)}
            assert found == set(table.c.keys())
        [problem] = read_problems(connection, read_row(connection, key), limit=10).first
    assert problem.problem == "The text is empty."


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Database]:
    """A new SQLite file."""
    opened = Database(f"sqlite:///{tmp_path}/campaigns.db")
    yield opened
    opened.close()


def test_a_file_is_private_and_so_is_its_log(file: Database, tmp_path: Path) -> None:
    with file.reading():
        files = sorted(tmp_path.iterdir())
        assert [file.name for file in files][:2] == ["campaigns.db", "campaigns.db-shm"]
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_database_of_a_later_version_is_refused_and_stays_as_it_is(
    database: Database, database_url: str
) -> None:
    with database.writing() as connection:
        connection.execute(SCHEMA_VERSION.update().values(version=VERSION + 1))
    with pytest.raises(DatabaseError, match="Update turbosms-client"):
        Database(database_url)
    with database.reading() as connection:
        assert current_version(connection) == VERSION + 1


@pytest.mark.parametrize("url", ["campaigns.db", "sqlite://", "mysql://host/name", ""])
def test_what_is_no_database_of_ours_is_refused(url: str) -> None:
    with pytest.raises(DatabaseError, match="sqlite:///FILE"):
        Database(url)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("phone\n380501234567\n" * 100, "utf-8")
    with pytest.raises(DatabaseError, match="not a database"):
        Database(f"sqlite:///{file}")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="No such file or directory"):
        Database(f"sqlite:///{tmp_path}/nowhere/campaigns.db")


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    def write_and_fail() -> None:
        with database.writing() as connection:
            connection.execute(SUPPRESSION.insert().values(_suppression("380501234567")))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with database.reading() as connection:
        assert connection.execute(COUNT).scalar() == 0


def test_a_reader_sees_one_state_while_another_writes(database: Database) -> None:
    with database.reading() as reader:
        assert reader.execute(COUNT).scalar() == 0
        with database.writing() as writer:
            writer.execute(SUPPRESSION.insert().values(_suppression("380501234567")))
        assert reader.execute(COUNT).scalar() == 0
    with database.reading() as reader:
        assert reader.execute(COUNT).scalar() == 1


def test_times_come_back_to_the_microsecond_and_in_utc(database: Database) -> None:
    moment = dt.datetime(2026, 10, 25, 3, 30, 0, 123457, dt.timezone(dt.timedelta(hours=3)))
    with database.writing() as connection:
        connection.execute(
            WORKER.insert().values(
                executor_id="a", host="h", pid=1, started_at=moment, heartbeat_at=moment
            )
        )
        read = connection.execute(sa.select(WORKER.c.started_at, WORKER.c.ended_at)).one()
    assert read == (moment, None)
    assert read.started_at.tzinfo == dt.UTC


def test_money_comes_back_exactly() -> None:
    dialect = sa.create_engine("sqlite://").dialect
    for amount in (Decimal(0), Decimal("0.345678"), Decimal("123456.7")):
        stored = Money().process_bind_param(amount, dialect)
        assert Money().process_result_value(stored, dialect) == amount


def test_postgresql_takes_locks_away_from_who_is_gone(postgres_database: Database) -> None:
    with postgres_database.reading() as connection:
        setting = connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout")
        assert setting.scalar() == "1min"


@pytest.mark.thorough_only
def test_a_host_that_does_not_answer_is_not_waited_for_for_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host, port = silent.getsockname()
        with pytest.raises(DatabaseError, match="timeout"):
            Database(f"postgresql://nobody@{host}:{port}/nothing")


def test_a_file_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "contacts.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE contact (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match="is a database of another program"):
        Database(f"sqlite:///{path}")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["contacts.db"]
