"""What commands print for a Ukrainian reader, on a terminal of 60 columns: no English."""

# ruff: noqa: RUF001 - Ukrainian has letters that look like Latin ones

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.language.english_words import english_words
from turbosms_api.tables.file_types import FILE_TYPES
from turbosms_api.tables.result_codes import ResultCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import OpenTerminal
    from tests.kit.control import Control

PHONE = "380678998668"
STOPPED = "380000000404"
"""On the stop list of the sandbox."""
IDS = r"[0-9a-f]{8}-[0-9a-f-]{27}"


@pytest.fixture
def shown(terminal: OpenTerminal) -> Shown:
    """Runs a command on a terminal, for a Ukrainian."""

    def show(
        *args: str,
        code: int = 0,
        typed: str | None = None,
        names: tuple[str, ...] = (),
        **env: str | None,
    ) -> str:
        settings: Any = {"TURBOSMS_LANG": "uk", **env}
        screen = terminal(*args, columns=60, **settings)
        done = screen.finished(typed)
        assert done.returncode == code, screen.text
        assert english_words(screen.text, *NAMES, *names) == [], screen.text
        return screen.text.replace("\r\n", "\n")

    return show


if TYPE_CHECKING:
    from typing import Protocol

    class Shown(Protocol):
        """The text that a terminal got."""

        def __call__(
            self,
            *args: str,
            code: int = 0,
            typed: str | None = None,
            names: tuple[str, ...] = (),
            **env: str | None,
        ) -> str: ...


NAMES = ("https", "turbosms-client", "io", "SHA-1", "people", "numbers", "txt", "csv", "pdf", "exe")


def test_the_account(shown: Shown) -> None:
    assert shown("ping").splitlines()[0] == "message відповідає"
    assert shown("balance") == "10\N{NO-BREAK SPACE}000,00 грн\n"
    assert "Баланс менший за" in shown("balance", "--below", "30000", code=5)


def test_a_send_and_what_became_of_it(shown: Shown, control: Control) -> None:
    send = ("--sms", "TurboSMS", "--text", "Вітаємо")
    printed = shown("send", PHONE, STOPPED, *send, code=3)
    assert "прийнято" in printed
    assert "прийнято 1, відмовлено 1 з 2." in printed
    (message_id, *_rest) = [message.message_id for message in control.messages()]
    assert "статус" in shown("status", message_id)
    assert "текст: Вітаємо" in shown("details", message_id)
    assert "414" in shown("status", "12345678-1234-1234-1234-123456789012", code=1)
    control.advance(3_600)
    assert "доставлено" in shown("status", message_id).lower()
    assert "Доставлено 1 з 1." in shown("wait", message_id, "--timeout", "5")


def test_a_preview(shown: Shown) -> None:
    printed = shown(
        *("send", PHONE, PHONE, "12", "--sms", "TurboSMS", "--text", "Знижки [20%]"),
        *("--dry-run", "--price", "sms=0.34"),
    )
    assert "Одержувачів: 2; неправильних: 1; повторних: 1." in printed
    assert "Вартість: 0,34 грн." in printed
    assert "'12' — не номер телефону" in printed
    assert "Нічого не надіслано." in printed


def test_questions(shown: Shown, tmp_path: Path) -> None:
    numbers = tmp_path / "numbers.txt"
    numbers.write_text("\n".join(f"38067{number:07}" for number in range(11)))
    send = ("send", "--from", str(numbers), "--sms", "TurboSMS", "--text", "Знижки")
    asked = shown(*send, code=1, typed="н\r")
    assert "Надіслати 11 одержувачам? [т/Н]" in asked
    assert "Нічого не надіслано." in asked
    assert "прийнято 11 з 11." in shown(*send, typed="так\r")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["balanse"], "Немає команди 'balanse'. Можливо, 'balance'?"),
        (["balance", "--belo", "1"], "Немає параметра '--belo'. (Можливо, щось із цього:"),
        (["balance", "--below"], "Параметр '--below' потребує значення."),
        (["balance", "--below", "x"], "Неправильне значення '--below': це сума в гривнях"),
        (["balance", "--profile", ""], "порожнє. Укажіть значення або приберіть параметр."),
        (["balance", "x", "y"], "Зайві аргументи (x y)"),
        (["chat"], "Використання: turbosms chat [ПАРАМЕТРИ] КОМАНДА"),
        (["chat", "send", "x"], "'x' не підходить, потрібне ціле число."),
        (["chat", "send", "1", "--text", "x", "--file", "y"], "або текст, або файл"),
        (["balance", "--base-url", "x"], "--base-url: Адреса має http"),
        (["chat", "send"], "Бракує аргументу 'CHAT_ID'."),
        (["spec", "--format", "x"], "'x': можливі значення — 'json', 'yaml'."),
        (["file", "add", "no.pdf"], "не знайдено."),
        (["send", PHONE], "Виберіть канал: --sms ВІДПРАВНИК"),
        (["send", "--sms", "TurboSMS", "--text", "x"], "Немає одержувачів"),
        (["send", PHONE, "--sms", "TurboSMS"], "Повідомлення не має тексту: передайте --text."),
        (["send", PHONE, "--sms", "TurboSMS", "--text", "x", "--at", "x"], "Це не час."),
        (["send", PHONE, "--sms", "TurboSMS", "--text", "я" * 671], "Текст довший"),
        (["send", PHONE, "--viber", "TurboSMS", "--text", "x", "--ttl", "1"], "Обмеження — 60."),
        (["send", "--from", "no.txt"], "не вдалося прочитати (немає такого файлу або теки)."),
        (["status"], "Немає ідентифікаторів повідомлень"),
        (["codes", "99999"], "Немає коду результату, що відповідає '99999'"),
        (["webhook", "listen"], "Немає секрету вебхука"),
        (["login", "--sms", "x", "--no-sms"], "--sms і --no-sms не можна використати разом."),
        (["balance", "--profile", "none"], "Немає профілю 'none'"),
    ],
)
def test_wrong_usage(shown: Shown, words: list[str], sentence: str) -> None:
    code = 1 if words[0] == "codes" else 2
    printed = shown(*words, code=code)
    assert " ".join(sentence.split()) in " ".join(printed.split())


def test_errors_of_the_service_and_of_the_network(shown: Shown) -> None:
    refused = shown("balance", TURBOSMS_TOKEN="0" * 40, code=1)
    assert "user/balance: 105 REQUIRED_AUTH." in refused
    assert "Перевірте токен: turbosms login" in refused
    lost = shown("balance", TURBOSMS_BASE_URL="http://127.0.0.1:1", code=1)
    assert "немає з'єднання з http://127.0.0.1:1, тому нічого не надіслано." in " ".join(
        lost.split()
    )


def test_a_file_of_another_kind(shown: Shown, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(b"%PDF-1.4\n")
    printed = shown("send", "--from", str(file), "--sms", "TurboSMS", "--text", "x", code=2)
    assert "документ PDF, а не таблиця" in " ".join(printed.split())


def test_codes(shown: Shown) -> None:
    printed = shown("codes", "413")
    assert "Текст довший, ніж дозволяє канал." in printed
    assert "відмова (для запиту)" in printed
    shown("codes", names=("XML", *(code.name for code in ResultCode)))


def test_chats(shown: Shown, control: Control) -> None:
    chat = control.reply(PHONE, "Де моє замовлення?", sender="TurboSMS")
    chat_id = str(chat.chat_id)
    names = ("OK", "Frozen", "frozen", "Mobibon")
    assert "двосторонній" in shown("chat", "senders", names=names)
    assert "непрочитаних" in shown("chat", "recipients", "--sender", "TurboSMS")
    assert "сесія" in shown("chat", "sessions", chat_id)
    assert "вхідне" in shown("chat", "messages", chat_id)
    assert f"у чаті {chat_id}." in shown("chat", "send", chat_id, "--text", "Уже в дорозі.")


def test_files(shown: Shown, tmp_path: Path) -> None:
    file = tmp_path / "invoice.pdf"
    file.write_bytes(b"%PDF-1.4\n")
    assert "розмір" in shown("file", "add", str(file))
    other = tmp_path / "invoice.exe"
    other.write_bytes(b"MZ")
    printed = shown("file", "add", str(file), str(other), code=3, names=tuple(FILE_TYPES))
    assert "не завантажено." in printed
    assert "Завантажено файлів: 1 з 2." in printed


def test_signatures(shown: Shown, tmp_path: Path) -> None:
    call = tmp_path / "call.json"
    call.write_text(json.dumps({"id": "1", "signature": "0" * 40, "type": "x", "data": {}}))
    secret = tmp_path / "secret.txt"
    secret.write_text("secret\n")
    words = ("webhook", "check", str(call), "--secret-file", str(secret))
    assert "Підпис не збігається." in shown(*words, code=1)
