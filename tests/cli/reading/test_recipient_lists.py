"""Recipients of lists and tables as people have them; each number once, however it is written."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from typing import TYPE_CHECKING

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.running import rows
from turbosms_cli.reading.recipients import Recipients, read
from turbosms_cli.reading.sources import Files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import OpenTerminal, Run

A, B = "380501111111", "380502222222"
TABLES = {
    "commas": f"name,phone\nAnna,{A}\nBorys,{B}\n".encode(),
    "semicolons and the mark of UTF-8": f"name;phone\r\nAnna;{A}\r\nBorys;{B}\r\n".encode(
        "utf-8-sig"
    ),
    "tabs in UTF-16, as Excel's Unicode text": f"name\tphone\r\nAnna\t{A}\r\nBorys\t{B}\r\n".encode(
        "utf-16"
    ),
    "quotes": f'"name; first"; "PHONE "\r\n"A ""B""\nC";"{A}"\r\nx;{B}'.encode(),
    "formulas and apostrophes": f'name;phone\nAnna;="{A}"\nBorys;\'{B}\n'.encode(),
    "empty lines, short rows, empty cells": (
        f"\n\nname,phone\n\nAnna,{A}\nnobody\nnobody,\nBorys,{B}".encode()
    ),
    "a line in which Excel tells the delimiter": (
        f"sep=|\r\nname;first|phone\r\nAnna|{A}\r\nBorys|{B}\r\n".encode()
    ),
    "a column alone": f"Phone\n{A}\n{B}\n".encode(),
}


@pytest.mark.parametrize("content", TABLES.values(), ids=TABLES)
def test_tables(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(content)
    assert list(read((), Files((str(tmp_path / "table.csv"),), "phone"))) == [A, B]


@pytest.mark.parametrize(
    ("content", "column", "found"),
    [
        (f"name;phone\nAnna;{A}\n", "2", [A]),
        (f"Anna;{A}\nBorys;{B}\n", "2", [A, B]),
        (f"{A}\n{B}\n", "1", [A, B]),
        (f"2;1\n{A};{B}\n", "1", [B]),
    ],
    ids=["below a heading", "without one", "alone", "a name that is a number"],
)
def test_a_column_by_its_number(
    content: str, column: str, found: list[str], tmp_path: Path
) -> None:
    (tmp_path / "table.csv").write_text(content)
    assert list(read((), Files((str(tmp_path / "table.csv"),), column))) == found


@pytest.mark.parametrize(
    ("content", "column", "said"),
    [
        (b"name;phone\n", "mobile", "no column 'mobile'. Its columns: name, phone"),
        (b"name;phone\n", "3", "no column '3'"),
        (b"", "phone", "Its columns: none"),
        (
            "ім'я;телефон\n".encode("cp1251"),
            "телефон",
            "not in UTF-8: pass --encoding, such as cp1251",
        ),
        (b'name;phone\n"A;380\n', "phone", "is not CSV"),
    ],
)
def test_tables_that_cannot_be_read(content: bytes, column: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(content)
    with pytest.raises(click.UsageError, match=said):
        list(read((), Files((str(tmp_path / "table.csv"),), column)))


def test_an_encoding_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(f"ім'я;телефон\nx;{A}\n".encode("cp1251"))
    files = Files((str(tmp_path / "table.csv"),), "Телефон", encoding="cp1251")
    assert list(read((), files)) == [A]
    with pytest.raises(click.UsageError, match="no-such"):
        list(read((), files._replace(encoding="no-such")))


def test_lists_have_one_a_line(tmp_path: Path) -> None:
    (tmp_path / "list").write_text(
        f"\ufeff# customers\r\n{A}\r\n\n  +38 (050) 222-22-22  \n", "utf-8"
    )
    assert list(read(["x"], Files((str(tmp_path / "list"),)))) == [
        "x",
        A,
        "+38 (050) 222-22-22",
    ]


def test_each_number_once() -> None:
    written = [A, "+38 (050) 111-11-11", "0501111111", B, "x", "x", "y"]
    with closing(Recipients(written)) as found:
        assert (found.count, found.repeated, found.strange) == (4, 3, ["x", "y"])
        assert list(found.slices(3)) == [[A, B, "x"], ["y"]]
        assert list(found.slices(3)) == [[A, B, "x"], ["y"]], "as often as one likes"


@settings(deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), max_size=20),
    st.integers(1, 7),
)
def test_what_goes_in_comes_out_in_order(written: list[str], size: int) -> None:
    with closing(Recipients(written)) as found:
        parts = list(found.slices(size))
    assert [recipient for part in parts for recipient in part] == list(dict.fromkeys(written))
    assert all(len(part) == size for part in parts[:-1])


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.text("a;,\"'\t ж=", max_size=8), st.integers(380000000000, 380999999999)),
        min_size=1,
    )
)
def test_any_table_that_python_writes(
    tmp_path_factory: pytest.TempPathFactory, table: list[tuple[str, int]]
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerows([["phone", "name, first"], *((phone, name) for name, phone in table)])
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_text(text.getvalue(), "utf-8", newline="")
    assert list(read((), Files((str(file),), "phone"))) == [str(phone) for _, phone in table]


def test_stdin_and_several_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text(f"phone\n{B}\n")
    options = ("--from", "-", "--from", str(tmp_path / "more.csv"), "--column", "phone")
    done = run(
        "send", *options, "--sms", "TurboSMS", "--text", "Hello", input=f"Phone;x\n{A};1\n{B};2\n"
    )
    assert done.returncode == 0, done.stderr
    *recipients, summary = rows(done.stdout)
    assert [row["input"] for row in recipients] == [A, B]
    assert summary["repeated"] == 1


def test_what_is_read_twice_is_kept_once(run: Run, tmp_path: Path) -> None:
    """stdin has nothing more the second time."""
    twice = ("--from", "-", "--from", "-")
    done = run(
        *("send", *twice, "--sms", "TurboSMS", "--text", "Hello"),
        input=f"{A}\n{B}\n",
        TURBOSMS_BASE_URL="http://127.0.0.1:9",
        TMPDIR=str(tmp_path),
    )
    assert done.returncode == 1
    (kept,) = tmp_path.iterdir()
    assert str(kept) in done.stderr
    assert kept.read_text() == f"{A}\n{B}\n"


def test_whoever_types_them_is_told_how(terminal: OpenTerminal) -> None:
    screen = terminal("send", "--from", "-", "--sms", "TurboSMS", "--text", "Hello")
    screen.expect("Type one per line; press Ctrl-D to finish.")
    screen.send(f"{A}\r\x04")
    screen.expect("1 accepted of 1.")
    assert screen.wait() == 0


def test_what_a_list_may_need_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(f"name;phone\nAnna;{A}\n")
    options = ("--sms", "TurboSMS", "--text", "Hello", "--dry-run")
    done = run("send", "--from", str(tmp_path / "table.csv"), *options)
    assert (
        "If the file is CSV, pass the column with the phone numbers: --column NAME." in done.stderr
    )
    assert (
        run("send", "--from", str(tmp_path / "table.csv"), "--column", "phone", *options).stderr
        == ""
    )
    for lost in (("--column", "phone"), ("--encoding", "cp1251")):
        done = run("send", A, *options, *lost)
        assert (done.returncode, done.stdout) == (2, "")
        assert "--from FILE" in done.stderr
