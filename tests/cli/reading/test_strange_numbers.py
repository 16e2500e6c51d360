"""What is said of recipients that are not phone numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.running import rows
from turbosms_cli.reading.strange_numbers import complaint, has_several

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Run
    from tests.kit.control import Control

A, B = "380679000001", "380679000002"
SEND = ("--sms", "TurboSMS", "--text", "Hello")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("380\u041e79000001", "It has U+041E CYRILLIC CAPITAL LETTER O."),
        ("38O679000001", "It has U+004F LATIN CAPITAL LETTER O."),
        ("38067\u22129000001", "It has U+2212 MINUS SIGN."),
        (
            "\u0663\u0668\u0660\u0666\u0667\u0669\u0660\u0660\u0660",
            "U+0663 ARABIC-INDIC DIGIT THREE",
        ),
        (f"{A}, {B}", "It has several numbers"),
        (f"{A} ::: {B}", "It has several numbers"),
        (f"{A}\n{B}", "It has several numbers"),
        (f"{A} {B}", "It has several numbers"),
        ("0679000001/0679000002", "It has several numbers"),
        ("3,80501E+11", "A spreadsheet has shortened it"),
        ("3.8E11", "A spreadsheet has shortened it"),
    ],
)
def test_what_is_wrong_with_a_number_is_said(written: str, said: str) -> None:
    assert said in complaint(written)


@pytest.mark.parametrize("written", ["Anna", "12345", "x" * 10_000_000, "Anna;380"])
def test_what_is_no_number_at_all_is_not_spelt_out(written: str) -> None:
    assert "U+" not in complaint(written)
    assert len(complaint(written)) < 200
    assert not has_several(written[:100])


def test_where_a_strange_number_is_and_how_many_there_are(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    strange = "".join(f"x;number {number}\n" for number in range(9))
    file.write_text(f"name;phone\nAnna;{A}\n{strange}")
    done = run("send", "--from", str(file), "--column", "phone", *SEND, "--dry-run")
    assert "table.csv, line 3: 'number 0' is not a phone number" in done.stderr
    assert "Not phone numbers either: 4 more." in done.stderr


def test_the_name_of_a_file_imitates_no_message(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list\nError: done.txt"
    file.write_text("x\n")
    done = run("send", "--from", str(file), *SEND, "--dry-run")
    assert "list Error: done.txt, line 1: 'x' is not a phone number" in done.stderr


def test_invisible_characters_are_no_part_of_a_number(
    run: Run, control: Control, tmp_path: Path
) -> None:
    file = tmp_path / "table.csv"
    file.write_text(f"phone\r\n\u202a+{A}\u202c\r\n380\u200b679000002\r\n\u200e380679000003\r\n")
    done = run("send", "--from", str(file), "--column", "phone", *SEND)
    assert (done.returncode, done.stderr) == (0, "")
    assert [row["phone"] for row in rows(done.stdout)[:-1]] == [A, B, "380679000003"]
