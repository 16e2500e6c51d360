# ruff: noqa: RUF001 - the letters of Ukrainian
"""Tables as people have them: files however they were written, and rows however they are passed."""

from __future__ import annotations

import logging
import zipfile
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.campaigns.audience.making import A, B, counts, make, ready_phones, states, written
from tests.cli.workbooks import ods, xlsx
from turbosms_campaigns import AudienceError, InvalidCampaignError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from turbosms_campaigns import Campaigns

HI: Final = "Вітаємо, {name}!"
NAMES: Final = ["Олена", "Петро"]


@pytest.mark.parametrize(
    "content",
    [
        f"phone,name\n{A},Олена\n{B},Петро\n",
        f"phone;name\r\n{A};Олена\r\n{B};Петро",
        f"name\tphone\nОлена\t{A}\nПетро\t{B}\n",
        f"phone|name\r{A}|Олена\r{B}|Петро\r",
        f"sep=;\nphone;name\n{A};Олена\n{B};Петро\n",
        f"\n\n ;\nphone;name\n\n;\n{A};Олена\n\n;\n{B};Петро\n;;\n\n",
        f'"Name ";PHONE\n" Олена ";"{A}"\n"Петро";="{B}"\n',
        f"\ufeffphone,name\n{A},\u200bОлена\u200b\n{B},Петро\ufeff\n",
        f'name,phone,note\nОлена,{A},"a\nb"\nПетро,{B}\n',
        f"Телефон,Name\n{A},Олена\n{B},Петро,more,cells\n",
        f"\u200bphone,NAME\u200b\n{A},Олена\n{B},Петро\n",
        f'Ім’я,"name",моб. телефон\nx,Олена,{A}\nx,Петро,{B}\n',
    ],
)
def test_csv_however_it_is_written(campaigns: Campaigns, tmp_path: Path, content: str) -> None:
    sale = make(campaigns, written(tmp_path, content), text=HI)
    assert ready_phones(sale) == [A, B]
    assert [each.columns for each in sale.recipients()] == [{"name": name} for name in NAMES]
    assert counts(sale) == {"ready": 2}


def test_headings_and_numbers_that_once_failed(campaigns: Campaigns, tmp_path: Path) -> None:
    heading = '"Прізвище, ім’я, по батькові";"Телефон"'
    tables = {
        "quoted-delimiters": f'{heading}\r\n"К, О, П";{A}\r\n"Ш, І, Р";{B}\r\n',
        "line-break": f'"Номер\nтелефону",ім’я\r\n{A},Оля\r\n{B},Ігор\r\n',
        "escape": f"name;\x1b]0;TITLE\x07\x1b[31mphone\r\nx;{A}\r\nx;{B}\r\n",
        "invisible": f"phone\r\n\u202a+{A}\u202c\r\n380\u200b{B[3:]}\r\n",
    }
    columns = {"line-break": "1", "escape": "2"}
    for name, content in tables.items():
        file = written(tmp_path, content, f"{name}.csv")
        sale = make(campaigns, file, name, column=columns.get(name))
        assert ready_phones(sale) == [A, B]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_are_found(campaigns: Campaigns, tmp_path: Path, encoding: str) -> None:
    content = f"name;phone\r\nОлена;{A}\r\nПетро;{B}\r\n".encode(encoding)
    sale = make(campaigns, str(written(tmp_path, content)), text=HI)
    assert [each.columns["name"] for each in sale.recipients()] == NAMES


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_workbooks(campaigns: Campaigns, tmp_path: Path, kind: str) -> None:
    rows: list[list[str | float]] = [
        ["phone", "name", "sum"],
        [float(A), "Олена", 10.5],
        [f"+{B}", "Петро", 7.0],
        ["", "", ""],
    ]
    content = ods(rows) if kind == "ods" else xlsx({"One": rows})
    file = written(tmp_path, content, f"people.{kind}")
    sale = make(campaigns, file, text=f"{HI} {{sum}}")
    assert ready_phones(sale) == [A, B]
    assert [each.columns for each in sale.recipients()] == [
        {"name": "Олена", "sum": "10.5"},
        {"name": "Петро", "sum": "7"},
    ]


def test_a_workbook_that_would_fill_the_memory_is_refused(
    campaigns: Campaigns, tmp_path: Path
) -> None:
    file = tmp_path / "people.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"a" * 60_000_000)
    assert file.stat().st_size < 100_000
    with pytest.raises(AudienceError, match="would take far more memory than its size"):
        make(campaigns, file)


def test_the_first_visible_sheet_is_read_and_that_is_told(
    campaigns: Campaigns, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    content = xlsx({"Hidden": [["x"]], "People": [[A]], "Rest": [[B]]}, hidden=["Hidden"])
    with caplog.at_level(logging.WARNING, "turbosms_campaigns"):
        sale = make(campaigns, written(tmp_path, content, "people.xlsx"))
    assert ready_phones(sale) == [A]
    assert caplog.messages == ["people.xlsx has 2 sheets; reading the first, 'People'."]


@pytest.mark.parametrize(
    ("content", "column", "found"),
    [
        (f"{A}\n{B}\n", None, [A, B]),
        (f"phone\n{A}\n{B}\n", None, [A, B]),
        (f"Клієнти\n{A}\n{B}\n", None, [A, B]),
        (f"x,{A}\ny,{B}\n", None, [A, B]),
        (f"{B},{A}\n{A},{B}\n", "2", [A, B]),
        (f"home,phone\n{B},{A}\n{A},{B}\n", None, [A, B]),
        (f"home,work\n{B},{A}\n{A},{B}\n", "work", [A, B]),
        (f"Name,Phone 1 - Type,Phone 1 - Value\nOne,Mobile,{A}\nTwo,,{B}\n", "3", [A, B]),
        (f"12345\n{A}\n", None, [A]),
    ],
)
def test_the_column_of_numbers_is_found(
    campaigns: Campaigns, tmp_path: Path, content: str, column: str | None, found: list[str]
) -> None:
    sale = make(campaigns, written(tmp_path, content), column=column)
    assert ready_phones(sale) == found


def test_a_file_without_a_head_has_columns_by_number(campaigns: Campaigns, tmp_path: Path) -> None:
    sale = make(campaigns, written(tmp_path, f"Олена,{A}\nПетро,{B}\n"), text="Вітаємо, {1}!")
    assert [each.columns for each in sale.recipients()] == [{"1": name} for name in NAMES]


def test_short_rows_have_empty_cells(campaigns: Campaigns, tmp_path: Path) -> None:
    file = written(tmp_path, f"name,phone,city\nОлена,{A},Київ\nПетро,{B}\nНіхто\n")
    sale = make(campaigns, file, text="Hi {city|друже}", keep=["name"])
    assert states(sale) == ["ready", "ready", "invalid"]
    assert [each.columns["city"] for each in sale.recipients()] == ["Київ", "", ""]


PASSED: Final[Mapping[str, Any]] = {
    "texts": [A, B],
    "a tuple": (A, B),
    "a generator": (number for number in (A, B)),
    "numbers": [int(A), float(B)],
    "dicts": [{"phone": A}, {"phone": B}],
    "dicts of one column": [{"anything": A}, {"anything": int(B)}],
    "dicts of several shapes": [{"Phone": A}, {"x": "y", "телефон": B}],
    "empty ones between": [None, "", A, {}, {"phone": "", "x": None}, " ", B],
}


@pytest.mark.parametrize("kind", PASSED)
def test_people_however_they_are_passed(campaigns: Campaigns, kind: str) -> None:
    sale = make(campaigns, PASSED[kind])
    assert ready_phones(sale) == [A, B]
    assert counts(sale) == {"ready": 2}


def test_values_of_dicts_are_written_as_in_csv(campaigns: Campaigns) -> None:
    class NAType:
        """As pandas has for an empty cell."""

    values = ["x", 5, 5.0, 0.1, float("nan"), None, True, NAType(), "\ufeff x \u200b"]
    rows = [{"phone": f"38050{n:07}", "value": value} for n, value in enumerate(values)]
    sale = make(campaigns, rows, text="Hi {value|-}")
    written_as = [each.columns["value"] for each in sale.recipients()]
    assert written_as == ["x", "5", "5", "0.1", "", "", "True", "", "x"]


def test_columns_may_be_missing_in_some_dicts_but_not_in_all(campaigns: Campaigns) -> None:
    rows = [{"phone": A}, {"phone": B, "Name": "Петро"}]
    sale = make(campaigns, rows, text="Hi {name|друже}")
    assert [each.columns for each in sale.recipients()] == [{"name": ""}, {"name": "Петро"}]
    with pytest.raises(
        InvalidCampaignError, match=r"There is no column 'city' in the table."
    ) as caught:
        make(campaigns, rows, "second", text="Hi {name|друже}", keep=["city"])
    assert caught.value.parameter == "keep"


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("", {}, "people.csv is empty."),
        ("\n \n;;\n", {}, "people.csv has no people in it."),
        ("phone;name\r\n", {"text": "{name}"}, "people.csv has no people in it."),
        (f"{A};{B}\n{B};{A}\n", {}, "It has no headings: its columns are called 1 to 2."),
        ("phone\n", {}, "people.csv has no people in it."),
        ("a,b\n1,2\n", {}, "does not say which column has the phone numbers: name it."),
        (f"phone,phone\n{A},{B}\n", {}, "does not say which column"),
        (f"phone,Phone \n{A},{B}\n", {"column": "phone"}, "1 and 2 of people.csv are both called"),
        (f"phone,x\n{A},1\n", {"column": "tel"}, "There is no column 'tel' in people.csv."),
        (f"phone,x\n{A},1\n", {"column": "3"}, "There is no column '3' in people.csv."),
        (f"phone,x\n{A},1\n", {"text": "{name}"}, "There is no column 'name' in people.csv."),
        (f"phone,x\n{A},1\n", {"keep": ["x", "y"]}, "There is no column 'y' in people.csv."),
        (f"phone,a,A\n{A},1,2\n", {"text": "{a}"}, "2 and 3 of people.csv are both called 'a'"),
        (f"{A},Олена\n", {"text": "{name}"}, "Its columns: 1, 2."),
        (f'phone;x\n{A};1\n\n{B};"no end\n', {}, "people.csv, line 4: this is not CSV"),
        (f'phone;x\n{A};"1"2\n', {}, "people.csv, line 2: this is not CSV"),
        (f"phone;x\n{A};1\n".encode() + b"\xe9;\xe8\n", {}, "people.csv, line 3: this is not in"),
        (f"{A}\n{B}\0\n", {}, "people.csv, line 2: this is not text."),
        (b"%PDF-1.7", {}, "people.csv is a PDF document, not a table. Save it as CSV."),
        (b"PK\x03\x04 and no archive", {}, "people.csv is a ZIP archive, not a table."),
        (b"\x1f\x8b\x08", {}, "people.csv is a gzip archive, not a table."),
        ("<table><tr><td>1</td></tr></table>", {}, "people.csv is a web page, not a table."),
    ],
)
def test_files_that_are_no_tables(
    campaigns: Campaigns, tmp_path: Path, content: Any, options: Mapping[str, Any], said: str
) -> None:
    file = written(tmp_path, content)
    with pytest.raises((AudienceError, InvalidCampaignError)) as caught:
        make(campaigns, file, **options)
    assert said in str(caught.value)
    assert str(tmp_path) not in str(caught.value)
    assert list(campaigns) == []


def test_files_that_cannot_be_read(campaigns: Campaigns, tmp_path: Path) -> None:
    with pytest.raises(AudienceError, match=r"^nobody.csv cannot be read: No such file"):
        make(campaigns, tmp_path / "nobody.csv")
    with pytest.raises(AudienceError, match="cannot be read: Is a directory"):
        make(campaigns, tmp_path)
    with pytest.raises(AudienceError, match="a file cannot have this name"):
        make(campaigns, "a\0b")


@pytest.mark.parametrize(
    ("people", "options", "said"),
    [
        ([], {}, "The table has no people in it."),
        ([None, "", {}], {}, "The table has no people in it."),
        (5, {}, "recipients must be the path of a file, or an iterable of"),
        (None, {}, "not NoneType"),
        ({"phone": A}, {}, "not dict"),
        (A.encode(), {}, "not bytes"),
        ([A, b"380500000002"], {}, "Row 2 is neither a phone number nor a dict, but bytes."),
        ([A, None, [B]], {}, "Row 2 is neither a phone number nor a dict, but list."),
        ([{"a": A, "b": B}], {}, "Row 1 does not say which column has the phone number"),
        (
            [{"phone": A}, {"tel": B, "y": 2}],
            {"column": "phone"},
            "There is no column 'phone' in row 2.",
        ),
        ([A, 10**5_000], {}, "Row 2 has a number of thousands of digits."),
        ([{"phone": A, "x": "a\0"}], {"keep": ["x"]}, "Row 1 has half a character, or a zero byte"),
        ([A, {"phone": B, "x": "\ud83d"}], {"keep": ["x"]}, "Row 2 has half a character"),
        ([A + "\0"], {}, "Row 1 has half a character, or a zero byte"),
        ([{"phone": A, "x": 1, "X ": 2}], {"keep": ["x"]}, "table are called 'x': rename one."),
    ],
)
def test_people_who_are_none(
    campaigns: Campaigns, people: Any, options: Mapping[str, Any], said: str
) -> None:
    with pytest.raises((AudienceError, InvalidCampaignError)) as caught:
        make(campaigns, people, **options)
    assert said in str(caught.value)
    assert list(campaigns) == []
