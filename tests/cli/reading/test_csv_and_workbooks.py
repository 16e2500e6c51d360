# ruff: noqa: RUF001 - the letters of Ukrainian
"""Tables as people have them: whatever the delimiter, the heading, the encoding or the program."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.running import rows
from tests.cli.workbooks import ods, xlsx
from tests.effort import examples
from tests.kit import processes
from tests.kit.processes import PYTHON, TURBOSMS
from turbosms_cli.reading.recipients import read
from turbosms_cli.reading.sources import Files
from turbosms_spreadsheets.columns import is_heading
from turbosms_spreadsheets.csv_rows import DELIMITERS
from turbosms_spreadsheets.table_files import LONGEST_LINE

if TYPE_CHECKING:
    from tests.cli.running import Run
    from tests.kit.control import Control

A, B = "380679000001", "380679000002"
SEND = ("--sms", "TurboSMS", "--text", "Hello")


def found(
    folder: Path,
    content: bytes | str,
    column: str | None,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> list[str]:
    file = folder / "table.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read((), Files((str(file),), column, delimiter=delimiter, encoding=encoding)))


@pytest.mark.parametrize(
    ("content", "column"),
    [
        (
            f'"Прізвище, ім’я, по батькові";"Телефон"\r\n"К, О, П";{A}\r\n"Ш, І, Р";{B}\r\n',
            "Телефон",
        ),
        (f"Прізвище, ім’я;Телефон\nК, О;{A}\nШ, І;{B}\n", "Телефон"),
        (f"Прізвище, ім’я;Телефон\nК, О;{A}\nШ, І;{B}\n", "2"),
        (f'"Номер\nтелефону",ім’я\r\n{A},О\r\n{B},І\r\n', "1"),
        (f'"Номер\nтелефону",ім’я\r\n{A},О\r\n{B},І\r\n', "номер телефону"),
        (f"Name,Phone 1 - Type,Phone 1 - Value\r\nOne,Mobile,{A}\r\nTwo,Mobile,{B}\r\n", "3"),
        (f"x|Тел. 2|y\n1|{A}|2\n1|{B}|2\n", "2"),
        (f"x\tphone\n,,,\t{A}\n,,,\t{B}\n", "phone"),
        (f"phone\r{A}\r{B}\r", "phone"),
        (f'phone,note\n{A},"two\nlines"\n{B},x\n', "phone"),
        (f'"sep=,"\nphone,x;y\n{A},1;2\n{B},1;2\n', "phone"),
    ],
)
def test_the_delimiter_and_the_heading_are_found(content: str, column: str, tmp_path: Path) -> None:
    assert found(tmp_path, content, column) == [A, B]


@pytest.mark.parametrize(
    ("delimiter", "mark"), [(":", ":"), ("~", "~"), ("tab", "\t"), ("\\t", "\t"), (" ", " ")]
)
def test_a_delimiter_that_is_named(
    run: Run, control: Control, tmp_path: Path, delimiter: str, mark: str
) -> None:
    (tmp_path / "table.csv").write_text(f"name{mark}phone\nx,y{mark}{A}\n")
    source = ("--from", str(tmp_path / "table.csv"), "--column", "phone")
    done = run("send", *source, *SEND, "--delimiter", delimiter)
    assert done.returncode == 0, done.stderr
    assert rows(done.stdout)[0]["input"] == A


@pytest.mark.parametrize("delimiter", ['"', "ab", "1", "x", "\n"])
def test_what_is_no_delimiter(run: Run, delimiter: str) -> None:
    done = run("send", A, *SEND, "--delimiter", delimiter)
    assert done.returncode == 2
    assert "'--delimiter'" in done.stderr


HEADINGS = [
    "phone",
    "Phone 1 - Value",
    "Тел. 2",
    "№1",
    "",
    "2026",
    "моб. (050)",
    "колонка 12345",
    "Телефон (напр. 380501234567)",
    "Тел., напр. +38 (050) 123-45-67",
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_is_what_is_no_number(heading: str) -> None:
    assert is_heading(heading)


@pytest.mark.parametrize("phone", [A, "+38 (067) 900-00-01", "12345", "O679000001", "48601234567"])
def test_a_number_is_no_heading_even_if_it_is_wrong(phone: str) -> None:
    assert not is_heading(phone)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Мій телефон", "мій  ТЕЛЕФОН"),
        (unicodedata.normalize("NFD", "Мій телефон"), unicodedata.normalize("NFC", "Мій телефон")),
        (unicodedata.normalize("NFC", "Їжак"), unicodedata.normalize("NFD", "їжак")),
        ("\u200bphone\u200b", "phone"),
        ("phone\u00a0number", "phone number"),
    ],
)
def test_names_that_look_the_same_are_the_same(heading: str, column: str, tmp_path: Path) -> None:
    assert found(tmp_path, f"x;{heading}\n1;{A}\n", column) == [A]


@pytest.mark.parametrize(
    ("content", "column", "line", "said"),
    [
        (f"phone;x;Phone \n{A};1;{B}\n", "phone", 1, "the columns 1 and 3 are both called 'phone'"),
        (f'phone;x\n{A};1\n\n{B};"no end\n', "phone", 4, "begins here and has no end"),
        (f'phone;x\n{A};"1"2\n', "phone", 2, "text follows the closing quote"),
        (f'\n\nphone;x\n{A};"1\n1"2\n', "phone", 5, "text follows the closing quote"),
        (f"phone;x\n{A};1\n".encode() + b"\xe9;\xe8\n", "phone", 3, "not in UTF-8"),
        (f"{A}\n\n{B}\n".encode() + b"\xe9\n", None, 4, "not in UTF-8"),
        (f"{A}\n{B}\0\n", None, 2, "this is not text"),
        (f"phone;x\r{A};1\r".encode() + b"\xe9;\xe8\r", "phone", 3, "not in UTF-8"),
        (f"{A}\r{B}\0\r", None, 2, "this is not text"),
    ],
)
def test_errors_have_the_line(
    content: str | bytes, column: str | None, line: int, said: str, tmp_path: Path
) -> None:
    with pytest.raises(click.UsageError) as caught:
        found(tmp_path, content, column)
    assert f"table.csv, line {line}: " in caught.value.message
    assert said in caught.value.message


def test_a_column_that_is_not_there_is_told_with_few_of_those_that_are(tmp_path: Path) -> None:
    heads = ";".join([*(f"column {number}" for number in range(1000)), "x" * 500_000])
    with pytest.raises(click.UsageError) as caught:
        found(tmp_path, f"{heads}\n", "phone")
    assert "Its columns: column 0, column 1," in caught.value.message
    assert "981 more" in caught.value.message
    assert len(caught.value.message) < 600
    with pytest.raises(click.UsageError, match="has no column"):
        found(tmp_path, "a;b\n", "9" * 5000)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_column_without_a_name_has_none(mark: str, tmp_path: Path) -> None:
    """However little is left of what was passed, when quotes and invisible characters are gone."""
    for column in ("'", '""', "\u200b", "="):
        with pytest.raises(click.UsageError, match="has no column"):
            found(tmp_path, f"{mark}x;;y\n1;{A};2\n", column)


def test_the_columns_of_a_table_with_an_uneven_row_are_told_apart(tmp_path: Path) -> None:
    for content in (f"name;phone;x\nA;{A};1\nB;{B}\n", f"name,phone\nA,{A},1\nB\n"):
        with pytest.raises(click.UsageError, match="Its columns: name, phone"):
            found(tmp_path, content, "nope")


ENCODINGS = ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
TEXTS = [
    f"name;phone\nAnna;{A}\nBorys;{B}\n",
    f"ім’я;phone\nОля;{A}\nІгор;{B}\n",
    f"name;phone\nさくら🌸🌸;{A}\nΘεόδωρος;{B}\n",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_of_unicode_are_known_with_a_mark_and_without(
    encoding: str, mark: str, text: str, tmp_path: Path
) -> None:
    content = f"{mark}{text}".encode(encoding)
    assert found(tmp_path, content, "phone") == [A, B]
    family = encoding.removesuffix("-le").removesuffix("-be")
    for named in {encoding, family}:
        assert found(tmp_path, content, "phone", encoding=named) == [A, B]
    lines = f"{mark}{A}\n{B}\n".encode(encoding)
    assert found(tmp_path, lines, None) == [A, B]


def test_a_mark_that_says_another_encoding(tmp_path: Path) -> None:
    for encoding, named in (("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-32", "UTF-32")):
        with pytest.raises(click.UsageError) as caught:
            found(tmp_path, TEXTS[0].encode(encoding), "phone", encoding="cp1251")
        assert f"is in {named}, according to its byte order mark" in caught.value.message
    # The same bytes are letters in older encodings.
    assert found(tmp_path, f"яю;phone\n;{A}\n".encode("cp1251"), "phone", encoding="cp1251") == [A]


@pytest.mark.parametrize(
    "encoding",
    ["hex", "rot13", "base64", "zlib", "idna", "no-such", "a\0b", "я" * 9],
)
def test_what_is_no_encoding_of_texts(encoding: str, tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="There is no encoding"):
        found(tmp_path, A, None, encoding=encoding)


PEOPLE: Any = [["name", "phone"], ["Anna", 380679000001], ["Borys", "380679000002"], ["nobody"]]


def test_workbooks(environment: dict[str, str], tmp_path: Path) -> None:
    books = {
        "people.xlsx": xlsx({"One": PEOPLE}),
        "hidden.xlsx": xlsx({"Hidden": [["phone"], ["x"]], "One": PEOPLE}, hidden=["Hidden"]),
        "below.xlsx": xlsx({"One": PEOPLE}, first_row=4),
        "people.ods": ods(PEOPLE),
        # The old binary format, written by the package xlwt.
        "people.xls": (Path(__file__).parent / "fixtures/people.xls").read_bytes(),
        "people.csv": xlsx({"One": PEOPLE}),
    }
    for name, content in books.items():
        file = tmp_path / name
        file.write_bytes(content)
        for column in ("phone", "2"):
            assert list(read((), Files((str(file),), column))) == [A, B], name
    words = ["send", "--from", "-", "--column", "phone", *SEND, "--dry-run"]
    given = books["people.xlsx"].decode("utf-8", "surrogateescape")
    done = processes.run(*TURBOSMS, *words, env=environment, input=given)
    assert '"recipients":2' in done.stdout, done.stderr


def test_what_a_workbook_needs_is_said(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "people.xlsx"
    file.write_bytes(xlsx({"One": PEOPLE, "Two": PEOPLE}))
    done = run("send", "--from", str(file), *SEND)
    assert done.returncode == 2
    assert "is a workbook: name the column" in done.stderr
    done = run("send", "--from", str(file), "--column", "mobile", *SEND)
    assert done.returncode == 2
    assert "has 2 sheets; reading the first, 'One'" in done.stderr
    assert "has no column 'mobile'. Its columns: name, phone" in done.stderr
    file.write_bytes(xlsx({"One": [["x"], ["y"], ["phone", "phone"]]}))
    assert "are both called" not in run("send", "--from", str(file), "--column", "x", *SEND).stderr


def test_a_workbook_without_the_extra_is_told_as_what_it_is(tmp_path: Path) -> None:
    hide = "import sys; sys.modules['python_calamine'] = None\n"
    hide += "import importlib.util as u; f = u.find_spec\n"
    hide += "u.find_spec = lambda n, *r: None if n == 'python_calamine' else f(n, *r)\n"
    for name, content, kind in (
        ("a.xlsx", xlsx({"One": PEOPLE}), "an Excel workbook"),
        ("a.ods", ods(PEOPLE), "a LibreOffice workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an Excel workbook (an old"),
    ):
        (tmp_path / name).write_bytes(content)
        program = (
            f"{hide}sys.argv = ['turbosms', 'send', '--from', {str(tmp_path / name)!r}, "
            "'--column', 'phone', '--sms', 'S', '--text', 'x']\n"
            "from turbosms_cli.__main__ import main\nmain()"
        )
        own = {"TURBOSMS_TOKEN": "sandbox", "HOME": str(tmp_path)}
        done = processes.run(PYTHON, "-c", program, env=own)
        assert done.returncode == 2
        said = " ".join(done.stderr.split())
        assert f"{name} is {kind}" in said
        assert "pip install 'turbosms-client[excel]'" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 x", "is a PDF document"),
        (b"\x1f\x8b\x08\x00", "is a gzip archive"),
        (b"<html><table><tr><td>380", "is a web page"),
        (b"\xef\xbb\xbf  <!DOCTYPE html>", "is a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "is an XML document"),
        (b"PK\x03\x04 broken", "is a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cannot be read as one"),
        (bytes(range(256)) * 20, "no"),
    ],
)
def test_what_is_no_table_is_told_as_what_it_is(content: bytes, said: str, tmp_path: Path) -> None:
    for column in ("phone", "1"):
        with pytest.raises(click.UsageError) as caught:
            found(tmp_path, content, column)
        assert said in caught.value.message


@pytest.mark.parametrize("column", [[], ["--column", "1"]])
def test_a_line_without_an_end_takes_no_memory(
    column: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "long.txt"
    file.write_bytes(f"{A}\n".encode() + b"5" * 200_000_000)
    words = ["send", "--from", str(file), *column, *SEND]
    limited = ("bash", "-c", 'ulimit -v 1000000; exec "$@"', "bash", *TURBOSMS)
    done = processes.run(*limited, *words, env=environment)
    assert done.returncode == 2, done.stderr[-500:]
    assert f"long.txt, line 2: this line has more than {LONGEST_LINE:,} characters" in " ".join(
        done.stderr.split()
    )
    assert len(done.stderr) < 1_000


CELLS = st.text(
    st.one_of(st.sampled_from(";,\t|\"' \n:=ж"), st.characters(exclude_categories=["Cs", "Cc"])),
    max_size=8,
)


@settings(deadline=None, max_examples=examples(60, 1_000))
@given(
    names=st.lists(CELLS, min_size=1, max_size=4),
    people=st.lists(
        st.tuples(st.lists(CELLS, min_size=4, max_size=4), st.integers(380000000000, 380999999999)),
        min_size=1,
        max_size=8,
    ),
    index=st.integers(0, 4),
    delimiter=st.sampled_from(DELIMITERS),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    ending=st.sampled_from(["\n", "\r\n"]),
    is_named=st.booleans(),
)
def test_every_table_that_python_writes(  # noqa: PLR0917 - drawn at random
    tmp_path_factory: pytest.TempPathFactory,
    names: list[str],
    people: list[tuple[list[str], int]],
    index: int,
    delimiter: str,
    quoting: int,
    ending: str,
    is_named: bool,
) -> None:
    """By its name with the delimiter found or named, and by its number.

    A name that is read as that number would take precedence.
    """
    index = min(index, len(names))
    heads = [name for name in names if "phone" not in name.casefold()]
    index = min(index, len(heads))
    heads.insert(index, "phone")
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=ending)  # type: ignore[arg-type]
    writer.writerow(heads)
    for cells, phone in people:
        row: list[str | int] = [*cells[: len(heads) - 1]]
        row.insert(index, phone)
        writer.writerow(row)
    file = tmp_path_factory.getbasetemp() / "random.csv"
    file.write_text(text.getvalue(), "utf-8", newline="")
    expected = [str(phone) for _, phone in people]
    given_delimiter = delimiter if is_named else None
    assert [*read((), Files((str(file),), "phone", delimiter=given_delimiter))] == expected
    may_have_number_as_name = any(letter.isdigit() for head in heads for letter in head)
    if is_named and not may_have_number_as_name:
        assert [*read((), Files((str(file),), str(index + 1), delimiter=delimiter))] == expected
