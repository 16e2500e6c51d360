# ruff: noqa: RUF001 - the letters of Ukrainian
"""The text of a message: from an argument or a file, and what is said of it before it goes out."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.every_command import COMMANDS
from tests.cli.running import rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import Run
    from tests.kit.control import Control

A = "380501111111"
SMS = ("--sms", "TurboSMS")


def sent(control: Control) -> list[str]:
    messages = control.shown()
    return [message["channels"][-1]["text"] for message in messages]


@pytest.mark.parametrize(
    "content",
    [
        "Перший\nдругий\n".encode(),
        "Перший\r\nдругий\r\n".encode("utf-8-sig"),
        "Перший\r\nдругий".encode("utf-16"),
        "Перший\nдругий\n".encode("utf-16-le"),
    ],
)
def test_a_text_from_a_file(run: Run, control: Control, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "text.txt").write_bytes(content)
    done = run("send", A, *SMS, "--text-file", str(tmp_path / "text.txt"))
    assert (done.returncode, done.stderr) == (0, "")
    assert sent(control) == ["Перший\nдругий"]


def test_an_answer_from_a_file(run: Run, control: Control, tmp_path: Path) -> None:
    chat = control.reply(A, "Where is it?", sender="TurboSMS")
    (tmp_path / "text.txt").write_text("On its\nway\n")
    done = run("chat", "send", str(chat.chat_id), "--text-file", str(tmp_path / "text.txt"))
    assert done.returncode == 0, done.stderr
    assert rows(run("chat", "messages").stdout)[0]["message"] == "On its\nway"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no file"),
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"%PDF-1.7", "is a PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Save the text alone, as UTF-8."),
        (b"PK\x03\x04 broken", "is a ZIP archive. Save the text alone, as UTF-8."),
        (b"\xe9\n", "line 1: this is not in UTF-8: save it as UTF-8."),
        (b"x" * 3_000_000, "line 1: this line has more than"),
        (b"x\n" * 300_000, "413"),
    ],
)
def test_files_that_are_no_text(
    run: Run, control: Control, tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "text.txt"
    if content is not None:
        file.write_bytes(content)
    done = run("send", A, *SMS, "--text-file", str(file), "--json")
    assert done.returncode == 2
    assert said in done.stdout + done.stderr
    assert len(done.stderr) < 1_000
    assert sent(control) == []


def test_one_text_is_enough(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("Hello")
    done = run("send", A, *SMS, "--text", "Hi", "--text-file", str(tmp_path / "text.txt"))
    assert done.returncode == 2
    assert "--text and --text-file cannot be used together" in done.stderr


@pytest.mark.parametrize(
    "text", ["Вітаємо, {name}!", "Hi {{ name }}", "{ім'я}, {sum} UAH", "${name}", "{0}"]
)
def test_braces_are_warned_of(run: Run, control: Control, text: str) -> None:
    for option in ("--text", "--sms-text"):
        done = run("send", A, *SMS, option, text, "--dry-run")
        assert done.returncode == 0
        assert "are sent as they are" in done.stderr
        assert "For personal texts: turbosms campaign create --help" in done.stderr
        assert len(rows(done.stdout)) == 1
    assert run("send", A, *SMS, "--text", text).returncode == 0
    assert sent(control) == [text]


@pytest.mark.parametrize("text", ["Hello", "{}", "a { b", 'JSON: {"a": 1}', "}{", "x\ny \\n"])
def test_other_texts_are_not(run: Run, text: str) -> None:
    assert run("send", A, *SMS, "--text", text, "--dry-run").stderr == ""


def test_a_line_break_that_is_none_is_explained(run: Run) -> None:
    done = run("send", A, *SMS, "--text", "one\\ntwo", "--dry-run")
    assert "is sent as these two characters" in done.stderr
    assert "--text-file" in done.stderr


def test_the_characters_that_cost(run: Run) -> None:
    def preview(text: str) -> str:
        done = run("send", A, *SMS, "--text", text, "--dry-run", "--no-json")
        return " ".join(done.stdout.split())

    plain = preview("Hello")
    assert "gsm-7" in plain
    assert "two" not in plain
    assert "each counts as two: € [ ]" in preview("5 € [x]")
    shown = preview("It’s Є\u00a0ok 🦔")
    assert "ucs-2" in shown
    assert "’ (U+2019 RIGHT SINGLE QUOTATION MARK) Є" in shown
    assert "(U+00A0 NO-BREAK SPACE)" in shown
    assert "each counts as two: 🦔" in shown


@pytest.mark.parametrize(("price", "cost"), [("0,34", "0.34"), ("0.34", "0.34"), (" 1,5 ", "1.50")])
def test_a_price_may_have_a_comma(run: Run, price: str, cost: str) -> None:
    done = run("send", A, *SMS, "--text", "x", "--dry-run", "--price", f"sms={price}")
    assert rows(done.stdout)[0]["cost_most"] == cost


def test_a_rate_has_one_price(run: Run) -> None:
    prices = ("--price", "sms=0.34", "--price", "sms=0.50")
    done = run("send", A, *SMS, "--text", "x", "--dry-run", *prices)
    assert done.returncode == 2
    assert "--price has two prices for 'sms'." in done.stderr


@pytest.mark.parametrize(
    "price",
    ["0,34", "0.34", "sms", "sms=", "sms=1,2,3", "viber=1", "=1", "sms=9e999999", "sms=1e-999"],
)
def test_a_price_that_is_none_is_explained(run: Run, price: str) -> None:
    done = run("send", A, *SMS, "--text", "x", "--dry-run", "--price", price)
    assert done.returncode == 2
    assert "sms=0.34" in done.stderr
    assert "promotional" in done.stderr


def example_time_in(text: str) -> str:
    (example,) = re.findall(r"\b20\d\d-\d\d-\d\d 10:00\b", " ".join(text.split()))
    return str(example)


def test_times_of_examples_lie_ahead(run: Run) -> None:
    # A day may begin between the import that wrote the help and this test.
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    of_help = example_time_in(run("send", "--help").stdout)
    of_error = example_time_in(run("send", A, *SMS, "--text", "x", "--at", "soon").stderr)
    for example in (of_help, of_error):
        ahead = dt.datetime.fromisoformat(example) - now
        assert dt.timedelta(hours=14) < ahead < dt.timedelta(days=13)
    assert run("send", A, *SMS, "--text", "x", "--at", of_help).returncode == 0
    for command in COMMANDS.values():
        years = re.findall(r"\b20\d\d\b", command.help or "")
        assert years == []
