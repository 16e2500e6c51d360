"""Setting webhooks: what they can be, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.control import Control
from turbosms_sandbox.webhooks.event_types import EVENT_TYPES
from turbosms_sandbox.webhooks.settings import MAX_WEBHOOKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.receiver import Receiver

    SetWebhooks = Callable[..., Any]

HOOK = {"url": "http://127.0.0.1:1/hook", "secret": "s3cret"}


@pytest.mark.on_both
def test_they_are_answered_as_they_were_set(api: Any, set_webhooks: SetWebhooks) -> None:
    assert api.control("GET", "webhooks") == {"webhooks": []}
    full = {
        "url": "https://localhost/a?b=c",
        "secret": "секрет",
        "events": ["DLR_SMS_API"],
        "format": "form",
        "array": True,
        "login": "shop",
        "password": "p:w",
    }
    usual = {
        "events": [*EVENT_TYPES],
        "format": "json",
        "array": False,
        "login": "",
        "password": "",
    }
    assert set_webhooks(full, HOOK) == [full, HOOK | usual]
    assert api.control("GET", "webhooks") == {"webhooks": [full, HOOK | usual]}
    assert set_webhooks() == []
    api.reset()
    assert api.control("GET", "webhooks") == {"webhooks": []}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"url": None}, r"webhooks\[0\].url"),
        ({"url": "127.0.0.1/hook"}, r"\.url"),
        ({"url": "ftp://127.0.0.1/"}, r"\.url"),
        ({"url": "http:///hook"}, r"\.url"),
        ({"url": "http://a:b@127.0.0.1/"}, r"\.url"),
        ({"url": "http://[::1/"}, r"\.url"),
        ({"url": "http://127.0.0.1/\n"}, r"\.url"),
        ({"url": "http://127.0.0.1/ü"}, r"\.url"),
        ({"url": "http://127.0.0.1/" + 2000 * "a"}, r"\.url"),
        ({"secret": ""}, r"\.secret"),
        ({"secret": 5}, r"\.secret"),
        ({"secret": 257 * "a"}, r"\.secret"),
        ({"events": ["DLR"]}, r"\.events"),
        ({"events": "DLR_SMS_API"}, r"\.events"),
        ({"format": "xml"}, r"\.format"),
        ({"array": 1}, r"\.array"),
        ({"array": "true"}, r"\.array"),
        ({"array": None}, r"\.array"),
        ({"login": "a:b"}, r"\.login"),
        ({"password": "p4ss"}, r"\.login"),
        ({"name": "x"}, "unknown key 'name'"),
    ],
)
def test_what_cannot_be_set(
    api: Any, set_webhooks: SetWebhooks, changes: dict[str, Any], words: str
) -> None:
    set_webhooks(HOOK)
    with pytest.raises(ValueError, match=words) as refused:
        set_webhooks({**HOOK, **changes})
    assert "s3cret" not in str(refused.value)
    assert "p4ss" not in str(refused.value)
    assert api.control("GET", "webhooks")["webhooks"][0].items() >= HOOK.items()


@pytest.mark.parametrize("webhooks", [None, {}, ["x"], [HOOK, HOOK], [HOOK] * (MAX_WEBHOOKS + 1)])
def test_what_is_no_list_of_them(api: Any, webhooks: Any) -> None:
    with pytest.raises(ValueError, match="webhooks"):
        api.control("PUT", "webhooks", {"webhooks": webhooks})


@pytest.mark.parametrize(
    ("url", "hosts", "is_allowed"),
    [
        ("http://localhost:1/", (), True),
        ("http://127.8.9.10/", (), True),
        ("http://example.com/", (), False),
        ("http://shop:5000/", ("shop:5000",), True),
        ("http://shop:5001/", ("shop:5000",), False),
        ("http://other:5000/", ("shop",), False),
    ],
)
def test_only_this_machine_and_hosts_that_were_named(
    api: Any, set_webhooks: SetWebhooks, url: str, hosts: tuple[str, ...], is_allowed: bool
) -> None:
    api.options = {"webhook_hosts": hosts}
    api.restart()
    if is_allowed:
        assert set_webhooks({"url": url, "secret": "s"})[0]["url"] == url
    else:
        with pytest.raises(ValueError, match="--webhook-host"):
            set_webhooks({"url": url, "secret": "s"})


def test_a_host_of_a_state_file_is_not_called_without_leave(
    api: Any, receiver: Receiver, tmp_path: Any, set_webhooks: SetWebhooks
) -> None:
    """The next start may name other hosts: then the attempts fail, and nothing is called."""
    api.state_file = tmp_path / "hosts"
    api.options = {"webhook_hosts": ["other.example"]}
    api.restart()
    set_webhooks({"url": "http://other.example:1/", "secret": "s"}, receiver.webhook())
    api.options = {}
    api.sms("380678998668")
    api.advance(10)
    failures = {
        each["url"]: each["failure"] for each in api.control("GET", "webhooks/calls")["calls"]
    }
    assert failures == {"http://other.example:1/": "not_allowed", f"{receiver.url}/hook": None}


def test_the_option_of_the_command(start_process: Callable[..., Any]) -> None:
    process = start_process("--webhook-host", "shop.example:81")
    with Control(process.url) as control:
        webhook = {"url": "http://shop.example:81/hook", "secret": "s", "events": []}
        control.control("PUT", "webhooks", {"webhooks": [webhook]})
        with pytest.raises(ValueError, match="--webhook-host"):
            control.control(
                "PUT", "webhooks", {"webhooks": [webhook | {"url": "http://shop.example/"}]}
            )
