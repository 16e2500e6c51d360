"""`manage.py check`: what is wrong with the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import override_settings
from django.urls import include, path

from tests.webhooks.calls import SECRET
from turbosms_django.views import async_webhook

if TYPE_CHECKING:
    from tests.kit.control import Control

RIGHT = {"TOKEN": "token", "SMS_SENDER": "Shop", "WEBHOOK_SECRET": SECRET}


class NoUrls:
    urlpatterns: tuple[Any, ...] = ()


class AsyncUrls:
    urlpatterns = (path("deeper/", include(([path("hook", async_webhook)], "inner"))),)


def found(*, deploy: bool = False, **settings: Any) -> list[tuple[str | None, str]]:
    with override_settings(**settings):
        checks = run_checks(tags=["turbosms"], include_deployment_checks=deploy)
    return [(check.id, check.msg) for check in checks]


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TURBOSMS_TOKEN", raising=False)
    monkeypatch.delenv("TURBOSMS_BASE_URL", raising=False)


@pytest.mark.parametrize("settings", [RIGHT, {"SANDBOX": True}, {**RIGHT, "TOKEN": lambda: "t"}])
def test_nothing_is_wrong(settings: dict[str, Any]) -> None:
    assert found(TURBOSMS=settings) == []


@pytest.mark.parametrize(
    ("settings", "check", "words"),
    [
        ("token", "E001", "no dict"),
        ({**RIGHT, "TOKN": "x"}, "E002", "TOKN"),
        ({**RIGHT, "TOKEN": None}, "E003", "no token"),
        ({**RIGHT, "TOKEN": ""}, "E003", "no token"),
        ({**RIGHT, "TOKEN": "line\nbreak"}, "E004", "token"),
        ({**RIGHT, "BASE_URL": "ftp://127.0.0.1"}, "E004", "base_url"),
        ({**RIGHT, "SMS_SENDER": "x" * 21}, "E004", "sms_sender"),
        ({**RIGHT, "WEBHOOK_SECRET": None}, "E005", "no secret"),
        ({**RIGHT, "WEBHOOK_SECRET": "pasted\n"}, "E006", "line break"),
        ({**RIGHT, "WEBHOOK_BASIC_AUTH": ("login", "")}, "E006", "password"),
        ({**RIGHT, "SMS_SENDER": None}, "W001", "no sender"),
    ],
)
def test_what_is_wrong_is_found(settings: object, check: str, words: str) -> None:
    ((number, message),) = found(TURBOSMS=settings)
    assert number == f"turbosms.{check}"
    assert words in message


def test_the_token_may_be_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURBOSMS_TOKEN", "token")
    assert found(TURBOSMS={**RIGHT, "TOKEN": None}) == []


def test_a_webhook_is_found_wherever_its_url_is() -> None:
    without_secret = {**RIGHT, "WEBHOOK_SECRET": None}
    ((number, _),) = found(TURBOSMS=without_secret, ROOT_URLCONF=AsyncUrls)
    assert number == "turbosms.E005"
    assert found(TURBOSMS=without_secret, ROOT_URLCONF=NoUrls) == []


def test_a_secret_without_a_webhook_is_reached_by_nobody() -> None:
    ((number, _),) = found(TURBOSMS=RIGHT, ROOT_URLCONF=NoUrls)
    assert number == "turbosms.W002"
    assert found(TURBOSMS={"SANDBOX": True}, ROOT_URLCONF=NoUrls) == []


def test_a_deployment_asks_the_service(control: Control, closed_port: str) -> None:
    of_sandbox = {**RIGHT, "TOKEN": control.token, "BASE_URL": control.url}
    assert found(deploy=True, TURBOSMS=of_sandbox) == []
    ((number, message),) = found(deploy=True, TURBOSMS={**of_sandbox, "TOKEN": "wrong"})
    assert (number, "user/balance" in message) == ("turbosms.W004", True)
    ((number, message),) = found(deploy=True, TURBOSMS={**of_sandbox, "BASE_URL": closed_port})
    assert (number, closed_port in message) == ("turbosms.W004", True)
    ((number, _),) = found(deploy=True, TURBOSMS={"SANDBOX": True})
    assert number == "turbosms.W003"


def test_the_migrations_make_the_tables(database: None) -> None:
    """Or the command would end the program."""
    call_command("makemigrations", "turbosms_django", check_changes=True, verbosity=0)
