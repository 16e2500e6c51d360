"""Campaigns for a Ukrainian reader, on a terminal of 60 columns: no English."""

# ruff: noqa: RUF001 - Ukrainian has letters that look like Latin ones

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.language.english_words import english_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.campaigns.kit import Make
    from tests.cli.running import OpenTerminal, Run

    Show = Callable[..., str]

NAMES = ("html", "csv", "Hello", "people", "phone", "nme", "name", "db", "news", "sale", "nothing")
A, STOPPED = "380501111111", "380000000404"


@pytest.fixture
def shown(terminal: OpenTerminal) -> Show:
    """What a command shows on a terminal."""

    def show(*args: str, code: int = 0) -> str:
        screen = terminal(*args, columns=60, TURBOSMS_LANG="uk")
        assert screen.finished().returncode == code, screen.text
        text = screen.text.replace("\r\n", "\n")
        assert english_words(text, *NAMES) == [], text
        return text

    return show


def test_the_way_of_a_campaign(shown: Show, tmp_path: Path, make: Make) -> None:
    make()
    table = tmp_path / "people.csv"
    table.write_text(f"phone,name\n{A},Олена\n{A},Олена\n12,Юрій\n{STOPPED},Ганна\n")
    made = shown(
        *("campaign", "create", "news", "--from", str(table), "--sms", "TurboSMS"),
        *("--text", "Вітаємо, {name}!", "--price", "sms=0.34", "--window", "none"),
    )
    assert "номер уже був у таблиці" in made
    assert "Вартість: 0,68 грн." in made
    assert "Створено. Щоб надіслати: turbosms campaign start news" in " ".join(made.split())
    assert "Баланс:" in shown("campaign", "check", "news")
    assert "600 одержувачів за хвилину" in shown("campaign", "set", "news", "--rate", "600")
    assert "news: триває." in shown("campaign", "start", "news", "--yes")
    run = shown("campaign", "run", "news", "--outcomes", "0", code=3)
    assert "news: завершено" in run
    assert "Хто що отримав:" in run
    report = shown("campaign", "report", "news")
    assert "Номер у стоп-листі" in report or "стоп-лист" in report
    assert "завершено" in shown("campaign", "list")
    assert "завершено" in shown("campaign", "show", "news")


def test_errors(shown: Show, make: Make, tmp_path: Path) -> None:
    make(A, state="running")
    assert "Кампанії 'nothing' немає." in shown("campaign", "show", "nothing", code=2)
    wrong = " ".join(shown("campaign", "start", "sale", "--yes", code=1).split())
    assert "у стані «триває»: запустити можна лише кампанію в стані «чернетка»" in wrong
    table = tmp_path / "people.csv"
    table.write_text("phone,name\n380501111111,\n")
    words = ("--from", str(table), "--sms", "TurboSMS", "--window", "none")
    bad = shown("campaign", "create", "x", *words, "--text", "{nme}", code=2)
    assert "--text: people.csv: немає стовпця 'nme'." in " ".join(bad.split())
    empty = shown("campaign", "create", "y", *words, "--text", "Вітаємо, {name}!", code=1)
    assert "стовпець name порожній" in " ".join(empty.split())


def test_problems_of_rows(shown: Show, make: Make, tmp_path: Path) -> None:
    """Whatever the row lacks or has too much of, also when it is read again from the database."""
    make()
    table = tmp_path / "people.csv"
    table.write_text(f"phone,name\n{A},{'я' * 700}\n380502222222,\n")
    words = ("--from", str(table), "--sms", "TurboSMS", "--window", "none")
    shown("campaign", "create", "news", *words, "--text", "Вітаємо, {name}!", code=1)
    checked = " ".join(shown("campaign", "check", "news", code=1).split())
    too_long = "Текст довший, ніж дозволяє канал. Обмеження — 661."
    assert f"рядок 1: sms.text: {too_long}" in checked
    assert "рядок 2: стовпець name порожній" in checked
    refused = " ".join(shown("campaign", "start", "news", "--yes", code=2).split())
    assert "Перший — рядок 1: sms.text: Текст довший" in refused


def test_wrong_prices(shown: Show, make: Make, tmp_path: Path) -> None:
    """A price is told about as on the command line, not as to whoever calls a method."""
    make()
    table = tmp_path / "people.csv"
    table.write_text(f"phone\n{A}\n")
    words = ("--from", str(table), "--sms", "TurboSMS", "--text", "Вітаємо")
    for price in ("sms=abc", "sms=-1", "other=1"):
        wrong = shown("campaign", "create", "news", *words, "--price", price, code=2)
        assert "--price: Ціна — число" in wrong


def test_the_list_of_suppressed_numbers(shown: Show, make: Make) -> None:
    make(A)
    assert shown("suppress", "add", A) == "Додано: 1, уже було: 0.\n"
    assert "додано" in shown("suppress", "list")
    assert shown("suppress", "remove", A) == "Прибрано: 1.\n"


def test_reports_are_in_the_language_of_the_reader(make: Make, run: Run, tmp_path: Path) -> None:
    make(A, STOPPED, state="finished")
    page, table, lines = (tmp_path / name for name in ("sale.html", "sale.csv", "sale.jsonl"))
    files = ("--html", str(page), "--csv", str(table), "--jsonl", str(lines))
    done = run("campaign", "report", "sale", *files, TURBOSMS_LANG="uk")
    assert done.returncode == 0, done.stderr
    html = page.read_text()
    assert '<html lang="uk">' in html
    assert "Що сталося з кожним рядком" in html
    labels = " ".join(re.findall(r'aria-label="([^"]*)"', html))
    words = re.sub(r"(?s)<style>.*?</style>|<[^>]*>", " ", html)
    assert english_words(f"{labels} {words}", *NAMES) == []
    assert table.read_text("utf-8-sig").startswith("row,phone,input,state,reason")
    assert "The" not in table.read_text("utf-8-sig")
    assert '"state": "accepted"' in lines.read_text()
