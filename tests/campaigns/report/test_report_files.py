"""The report of each recipient, as CSV and as JSON lines."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import threading
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.campaigns.report.filled import START, FilledCampaign, fill_with_everything, phone
from turbosms_campaigns import CampaignNotFoundError, Report

if TYPE_CHECKING:
    from pathlib import Path

    from turbosms_campaigns._storage.database import Database


def _report(campaign: FilledCampaign) -> Report:
    return Report(campaign.database, campaign.key)


def _csv_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _written(campaign: FilledCampaign) -> list[dict[str, str]]:
    stream = io.StringIO()
    _report(campaign).to_csv(stream)
    return _csv_rows(stream.getvalue())


def test_csv_has_a_line_for_each_row(database: Database, tmp_path: Path) -> None:
    campaign = fill_with_everything(database)
    file = tmp_path / "report.csv"
    count = _report(campaign).to_csv(file)
    rows = _csv_rows(file.read_text("utf-8-sig"))
    assert len(rows) == count
    assert [int(row["row"]) for row in rows] == list(range(1, count + 1))
    assert rows[0] == {
        "row": "1",
        "phone": phone(1),
        "input": phone(1),
        "state": "delivered",
        "reason": "",
        "code": "",
        "message_id": "",
        "channel": "viber",
        "status": "Delivered",
        "rejected_status": "",
        "segments": "1",
        "price": "0.50",
        "sent_at": "2026-10-01 10:00:00+03:00",
        "settled_at": "2026-10-01 10:01:00+03:00",
        "name": "Олена",
        "city": "Київ",
    }
    assert rows[-1]["reason"] == "Held out, for comparison."


def test_a_spreadsheet_knows_a_file_as_utf_8_and_a_stream_has_no_mark(
    database: Database, tmp_path: Path
) -> None:
    campaign = FilledCampaign(database)
    campaign.add("ready")
    file = tmp_path / "report.csv"
    _report(campaign).to_csv(str(file))
    assert file.read_bytes().startswith(b"\xef\xbb\xbfrow,phone,")
    stream = io.StringIO()
    _report(campaign).to_csv(stream)
    assert stream.getvalue().startswith("row,phone,")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"),
        ("+380 (50) 123-45-67", "+380 (50) 123-45-67"),
        ("-12.5", "-12.5"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("\t=1", "\t'=1"),
        ("x;=1+1", "x;'=1+1"),  # where the semicolon is the delimiter, it ends a cell
        ('x;"=1+1"', 'x;\'"=1+1"'),
        ("x\n@SUM(A1)", "x\n'@SUM(A1)"),
        ("10;-5", "10;'-5"),  # what follows could make a formula of it
        ("'=1", "''=1"),
        ("\uff1d1", "'\uff1d1"),  # a full-width equals sign
        ("a=b", "a=b"),
        ('two\nlines, "quoted"; and more', 'two\nlines, "quoted"; and more'),
        ("Ґанна 🌻", "Ґанна 🌻"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(database: Database, text: str, cell: str) -> None:
    campaign = FilledCampaign(database, audience={"columns": ["note"]})
    campaign.add("invalid", phone=None, input=text or None, columns={"note": text})
    (row,) = _written(campaign)
    assert (row["note"], row["input"]) == (cell, cell)


def test_columns_of_the_table_do_not_hide_those_of_the_report(database: Database) -> None:
    columns = {"state": "Lviv", "=1+1": "x", "phone": "home", "column state": "y"}
    campaign = FilledCampaign(database, audience={"columns": [*columns]})
    campaign.add("ready", columns=columns)
    (row,) = _written(campaign)
    assert (row["state"], row["column state"]) == ("ready", "Lviv")
    assert row["'=1+1"] == "x"
    assert (row["phone"], row["column phone"]) == (phone(1), "home")
    assert row["column column state"] == "y"


def test_json_lines_have_everything_as_it_is(database: Database, tmp_path: Path) -> None:
    campaign = FilledCampaign(database, audience={"columns": ["note"]})
    campaign.add(
        "undelivered",
        columns={"note": "=1 \u2028 Ґ"},
        status="Expired",
        channel="sms",
        price=Decimal("0.8"),
        sent_at=START,
    )
    campaign.add("refused", code=404)
    file = tmp_path / "report.jsonl"
    assert _report(campaign).to_jsonl(file) == 2
    lines = file.read_text("utf-8").split("\n")
    assert lines.pop() == ""
    first, second = map(json.loads, lines)
    assert first == {
        "row": 1,
        "phone": phone(1),
        "input": phone(1),
        "state": "undelivered",
        "columns": {"note": "=1 \u2028 Ґ"},
        "reason": "Its time to live ran out before it could be delivered.",
        "code": None,
        "message_id": None,
        "channel": "sms",
        "status": "Expired",
        "rejected_status": None,
        "segments": None,
        "price": "0.80",
        "sent_at": "2026-10-01T10:00:00+03:00",
        "settled_at": None,
    }
    assert (second["state"], second["code"], second["columns"]) == ("refused", 404, {})


_ACTING: Final = "a\x1b[31m\x07b\x9b\u202ec\u2069\x7f\td"


def test_nothing_acts_on_a_terminal(database: Database) -> None:
    campaign = FilledCampaign(database, audience={"columns": [_ACTING]})
    campaign.add("invalid", phone=None, input=_ACTING, columns={_ACTING: _ACTING})
    shown = "a\ufffd[31m\ufffdb\ufffd\ufffdc\ufffd\ufffd\td"
    [row] = _written(campaign)
    assert (row["input"], row[shown]) == (shown, shown)
    stream = io.StringIO()
    _report(campaign).to_jsonl(stream)
    line = stream.getvalue().removesuffix("\n")
    assert line.isprintable()
    [read] = map(json.loads, line.splitlines())
    assert (read["input"], read["columns"]) == (_ACTING, {_ACTING: _ACTING})


_FORMS = pytest.mark.parametrize("form", ["csv", "jsonl", "html"])


def _write(form: str, report: Report, target: Any) -> None:
    getattr(report, f"to_{form}")(target)


@_FORMS
def test_files_are_for_their_owner_alone(database: Database, tmp_path: Path, form: str) -> None:
    campaign = FilledCampaign(database)
    campaign.add("ready")
    file = tmp_path / "report"
    file.write_text("of yesterday")
    file.chmod(0o644)
    _write(form, _report(campaign), file)
    assert "yesterday" not in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if "report" in path.name] == ["report"]


@_FORMS
def test_what_cannot_be_written_leaves_the_file_as_it_was(
    database: Database, tmp_path: Path, form: str
) -> None:
    campaign = FilledCampaign(database)
    campaign.remove()
    file = tmp_path / "report"
    file.write_text("of yesterday")
    with pytest.raises(CampaignNotFoundError):
        _write(form, _report(campaign), file)
    assert file.read_text() == "of yesterday"
    assert [path.name for path in tmp_path.iterdir() if "report" in path.name] == ["report"]


@_FORMS
def test_a_folder_that_is_not_there_is_named_as_it_was_passed(
    database: Database, tmp_path: Path, form: str
) -> None:
    file = tmp_path / "nowhere" / "report"
    with pytest.raises(FileNotFoundError) as raised:
        _write(form, _report(FilledCampaign(database)), file)
    assert raised.value.filename == str(file)


def test_a_link_stays_one_and_its_file_is_written(database: Database, tmp_path: Path) -> None:
    campaign = FilledCampaign(database)
    file, link = tmp_path / "real.csv", tmp_path / "link.csv"
    file.write_text("")
    link.symlink_to(file)
    _report(campaign).to_csv(link)
    assert link.is_symlink()
    assert file.read_text("utf-8-sig").startswith("row,")


def test_a_pipe_is_written_to(database: Database, tmp_path: Path) -> None:
    campaign = FilledCampaign(database)
    campaign.add("ready")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")))
    reader.start()
    _report(campaign).to_jsonl(pipe)
    reader.join(60)
    assert json.loads(read[0])["state"] == "ready"
    assert pipe.is_fifo()


def test_a_stream_stays_open(database: Database) -> None:
    stream = io.StringIO()
    _report(FilledCampaign(database)).to_csv(stream)
    _report(FilledCampaign(database, "another")).to_html(stream)
    assert not stream.closed
