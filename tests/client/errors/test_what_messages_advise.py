"""What an error says helps whoever reads nothing else: what was given, and what to do."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from turbosms_client import AsyncTurboSMS, InvalidParameterError, Sms, TurboSMS, Viber

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.rules

PHONE = "380501111111"


def client() -> TurboSMS:
    return TurboSMS("t", "http://127.0.0.1:9", sms_sender="Shop", viber_sender="Shop")


def send(**options: Any) -> Any:
    return client().message.preview([PHONE], **{"text": "x", **options})


def client_of(kind: Any, http_client: Any) -> Any:
    return kind("t", http_client=http_client)


def add(file: Any, **options: Any) -> Any:
    return client().file.add(file, **options)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: send(start_time="2001-05-06 07:08"), ["2001-05-06 07:08", "Kyiv", "Leave it out"]),
        (
            lambda: send(start_time=dt.datetime(2001, 5, 6, 7, 8, tzinfo=dt.UTC)),
            ["2001-05-06 10:08", "in Kyiv it is 20"],
        ),
        (lambda: send(message="x"), ["'message'", "text, "]),
        (
            lambda: TurboSMS("t").message.preview([PHONE], sender="S", text="x"),
            ["sms=Sms(...)", "sender= alone"],
        ),
        (lambda: send(sms=Sms(), text="ї" * 700), ["700 UTF-16 units", "1521 GSM-7", "'ї'"]),
        (
            lambda: send(viber=Viber(image_url="https://x/a.png")),
            ["(image)", "also needs", "caption"],
        ),
        (lambda: client().message.status([]), ["must be a report"]),
        (
            lambda: client().message.send([PHONE], text="x", deadline=-1),
            ["must be a number of seconds"],
        ),
        (lambda: add("/no/such/file.pdf"), ["cannot be read", "No such file"]),
        (lambda: add(io.StringIO("text"), name="a.txt"), ["StringIO", "'rb'"]),
        (lambda: add(5, name="a.txt"), ["not int"]),
        (lambda: add(b"x", name="a.exe"), ["no .exe files", "pdf"]),
        (lambda: add(b"x", name="a"), ["'a' has no extension", "name="]),
        (lambda: add(b"x"), ["no name", "name="]),
        (
            lambda: client_of(TurboSMS, httpx2.AsyncClient()),
            ["must be an httpx2.Client", "not AsyncClient"],
        ),
        (
            lambda: client_of(AsyncTurboSMS, httpx2.Client()),
            ["must be an httpx2.AsyncClient", "not Client"],
        ),
    ],
)
def test_a_wrong_parameter(call: Callable[[], Any], said: list[str]) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        call()
    for words in said:
        assert words in str(caught.value)


def test_a_text_that_is_too_long_in_the_gsm_alphabet_names_no_character() -> None:
    with pytest.raises(InvalidParameterError, match="1522 GSM-7 septets, and 1521 fit") as caught:
        send(sms=Sms(), text="x" * 1522)
    assert "alphabet" not in str(caught.value)


def test_a_closed_client() -> None:
    closed = client()
    closed.close()
    with pytest.raises(RuntimeError, match="is closed: make a new one"):
        closed.user.balance()


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(InvalidParameterError, match="The file cannot be read: Is a directory"):
        add(tmp_path)
