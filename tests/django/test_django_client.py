"""`get_client`: the one client of a process."""

from __future__ import annotations

import typing
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from django.test import override_settings

import turbosms_django
from tests.kit.control import Control, phone
from tests.kit.processes import PYTHON, output
from turbosms_client import InvalidParameterError, TurboSMS
from turbosms_django import get_client, use_client

if TYPE_CHECKING:
    from pathlib import Path

FORKING = """
import os, sys
from django.conf import settings
settings.configure(TURBOSMS={"SANDBOX": True, "BASE_URL": sys.argv[1]})
from turbosms_django import get_client
get_client().message.send([sys.argv[2]], text="before")
child = os.fork()
get_client().message.send([sys.argv[3 if child else 4]], text="after")
if child:
    sys.exit(os.waitpid(child, 0)[1])
"""


def test_all_threads_have_the_same(in_sandbox: Control) -> None:
    with ThreadPoolExecutor(8) as pool:
        clients = list(pool.map(lambda _: get_client(), range(200)))
    assert len(set(map(id, clients))) == 1


def test_it_sends_as_the_settings_say(control: Control) -> None:
    control.account(any_sender=True)
    with override_settings(
        TURBOSMS={"TOKEN": lambda: control.token, "BASE_URL": control.url, "SMS_SENDER": "Shop"}
    ):
        get_client().message.send([phone(1)], text="Shipped")
    control.assert_sent(phone(1), text="Shipped", channel="sms", sender="Shop")


def test_the_sandbox_needs_no_other_setting(
    control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURBOSMS_BASE_URL", control.url)
    with override_settings(TURBOSMS={"SANDBOX": True}):
        get_client().message.send([phone(1)], text="Shipped")
    assert control.assert_sent(phone(1), channel="viber").sender == "TurboSMS"
    monkeypatch.delenv("TURBOSMS_BASE_URL")
    with override_settings(TURBOSMS={"SANDBOX": True}):
        assert "http://127.0.0.1:8026" in repr(get_client())


def test_without_a_token_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TURBOSMS_TOKEN", raising=False)
    with override_settings(TURBOSMS={}), pytest.raises(InvalidParameterError, match="token"):
        get_client()


def test_other_settings_make_another(in_sandbox: Control, closed_port: str) -> None:
    before = get_client()
    with override_settings(TURBOSMS={"SANDBOX": True, "BASE_URL": closed_port}):
        assert closed_port in repr(get_client())
    assert get_client() is not before
    assert in_sandbox.url in repr(get_client())


def test_another_client_can_stand_in(in_sandbox: Control) -> None:
    first, second = TurboSMS(token="a"), TurboSMS(token="b")
    usual = get_client()
    with use_client(first):
        with use_client(second):
            assert get_client() is second
        assert get_client() is first
    assert get_client() is usual


def test_parent_and_child_of_a_fork_both_send(control: Control, tmp_path: Path) -> None:
    phones = [phone(number) for number in range(3)]
    output(PYTHON, "-c", FORKING, control.url, *phones, cwd=tmp_path)
    assert sorted(control.sent_to()) == phones


def test_annotations_can_be_read() -> None:
    for name in turbosms_django.__all__:
        assert "return" in typing.get_type_hints(getattr(turbosms_django, name))
