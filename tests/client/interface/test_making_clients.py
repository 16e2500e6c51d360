"""The two clients: how they are made, closed and shown, and that they are the same."""

from __future__ import annotations

import inspect
import threading
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

import turbosms_client
from tests.kit.answers import BALANCE
from tests.kit.processes import PYTHON, output, run
from turbosms_api.tables.parameters import SEND_PARAMETERS
from turbosms_client import AsyncTurboSMS, InvalidParameterError, ResultCode, Sms, TurboSMS, Viber

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.service import Service

A = "380501111111"
MODULES = ("message", "chat", "user", "file")


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "TURBOSMS_TOKEN",
        "TURBOSMS_BASE_URL",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def methods(module: Any) -> dict[str, Any]:
    return {name: getattr(module, name) for name in dir(module) if not name.startswith("_")}


@pytest.mark.parametrize("module", MODULES)
def test_the_twins_have_the_same_methods(module: str) -> None:
    with TurboSMS("t") as client:
        ours, theirs = (
            methods(getattr(client, module)),
            methods(getattr(AsyncTurboSMS("t"), module)),
        )
    assert list(ours) == list(theirs)
    assert "ping" in ours
    for name, method in ours.items():
        twin, told = theirs[name], str(inspect.signature(method))
        assert str(inspect.signature(twin)).replace(".AsyncIterator[", ".Iterator[") == told
        assert "Flow" not in told
        assert "Pages" not in told
        assert inspect.getdoc(method) == inspect.getdoc(twin)
        awaited = "-> collections.abc.Iterator[" not in told and name != "preview"
        assert (inspect.iscoroutinefunction(method), inspect.iscoroutinefunction(twin)) == (
            False,
            awaited,
        )
        assert method.__name__ == twin.__name__ == name


def test_the_twins_are_made_the_same_way() -> None:
    ours, theirs = inspect.signature(TurboSMS), inspect.signature(AsyncTurboSMS)
    assert ours == theirs
    assert list(ours.parameters) == [
        "token",
        "base_url",
        "sms_sender",
        "viber_sender",
        "retry",
        "http_client",
        "on_call",
    ]


def test_the_parameters_of_send_are_the_documented_ones() -> None:
    with TurboSMS("t") as client:
        named = set(inspect.signature(client.message.send).parameters)
    synonym = {"start_date"}
    assert named == set(SEND_PARAMETERS) - synonym | {"sms", "viber", "deadline", "on_report"}
    for channel, kind in (("sms", Sms), ("viber", Viber)):
        known = {name for name, row in SEND_PARAMETERS.items() if channel in row.channels}
        assert set(inspect.signature(kind).parameters) == known - synonym


def test_everything_public_is_documented() -> None:
    for name in turbosms_client.__all__:
        value = getattr(turbosms_client, name)
        assert inspect.getdoc(value), name
        if not inspect.isclass(value) or value is ResultCode:
            continue
        for inner, member in vars(value).items():
            if not inner.startswith("_") and (callable(member) or isinstance(member, property)):
                assert inspect.getdoc(member), f"{name}.{inner}"
    with TurboSMS("t") as client:
        for module in MODULES:
            named = getattr(client, module)
            assert all(inspect.getdoc(method) for method in methods(named).values())
            assert all(inspect.getdoc(method) for method in methods(type(named)).values())


def test_the_rows_of_chats_and_files_are_imported_when_they_are_used() -> None:
    code = (
        "import sys, turbosms_client as t\n"
        "t.TurboSMS('t').close()\n"
        "late = {f'turbosms_api.results.{name}' for name in ('chat', 'file')}\n"
        "assert not late & set(sys.modules)\n"
        "from turbosms_client import *\n"
        "assert late <= set(sys.modules)\n"
        "assert ChatSender is t.ChatSender and set(t.__all__) <= set(globals())\n"
    )
    output(PYTHON, "-c", code)
    with pytest.raises(AttributeError, match="module 'turbosms_client' has no attribute 'Nothing'"):
        _ = turbosms_client.Nothing  # type: ignore[attr-defined]


def test_the_token_comes_from_the_argument_a_function_or_the_environment(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.answers(BALANCE)
    tokens = iter(["one", "two"])
    monkeypatch.setenv("TURBOSMS_TOKEN", "environment")
    monkeypatch.setenv("TURBOSMS_BASE_URL", service.url + "/")
    with (
        TurboSMS() as client,
        TurboSMS("argument") as other,
        TurboSMS(lambda: next(tokens)) as third,
    ):
        assert [c.user.balance() for c in (client, other, third, third)] == [5] * 4
    sent = [request.headers["authorization"] for request in service.requests]
    assert sent == ["Bearer environment", "Bearer argument", "Bearer one", "Bearer two"]
    assert {request.path for request in service.requests} == {"/user/balance.json"}


@pytest.mark.parametrize("kind", [TurboSMS, AsyncTurboSMS])
def test_without_a_token_it_says_where_to_get_one(kind: Callable[..., Any]) -> None:
    with pytest.raises(InvalidParameterError, match="TURBOSMS_TOKEN") as caught:
        kind()
    assert (caught.value.parameter, caught.value.code) == ("token", ResultCode.REQUIRED_TOKEN)


@pytest.mark.parametrize("kind", [TurboSMS, AsyncTurboSMS])
@pytest.mark.parametrize(
    ("arguments", "parameter", "code"),
    [
        ({"token": ""}, "token", 103),
        ({"token": 5}, "token", 301),
        ({"token": "t", "base_url": ""}, "base_url", None),
        ({"token": "t", "sms_sender": ""}, "sms_sender", 200),
        ({"token": "t", "viber_sender": ""}, "viber_sender", 200),
        ({"token": "t", "sms_sender": 5}, "sms_sender", 302),
        ({"token": "t", "viber_sender": "x" * 21}, "viber_sender", 302),
    ],
)
def test_what_is_given_and_empty_never_stands_for_the_environment(
    kind: Callable[..., Any],
    arguments: dict[str, Any],
    parameter: str,
    code: int | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TURBOSMS_TOKEN", "environment")
    monkeypatch.setenv("TURBOSMS_BASE_URL", "http://127.0.0.1:9")
    with pytest.raises(InvalidParameterError) as caught:
        kind(**arguments)
    assert (caught.value.parameter, caught.value.code) == (parameter, code)
    assert str(caught.value).startswith(parameter)


@pytest.mark.parametrize(
    ("variable", "parameter"), [("TURBOSMS_TOKEN", "token"), ("TURBOSMS_BASE_URL", "base_url")]
)
def test_an_empty_variable_is_named(
    variable: str, parameter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TURBOSMS_TOKEN", "environment")
    monkeypatch.setenv(variable, "")
    with pytest.raises(InvalidParameterError, match=rf"^{variable} is empty") as caught:
        TurboSMS()
    assert caught.value.parameter == parameter


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("api.turbosms.ua", "'api.turbosms.ua'"),
        ("ftp://x", "'ftp://x'"),
        ("http://", "no host"),
        ("http://x:y", "'http://x:y'"),
        ("https://api.turbosms.ua\n", r"'https://api.turbosms.ua\n'"),
        ("https://api.turbosms.ua /", "white space"),
        ("https://api.turbosms.ua/message/send.json", "path of a method"),
        ("https://api.turbosms.ua/api/user/balance/", "path of a method"),
        ("https://x/#here", "a fragment, "),
        ("https://x/?", "a query"),
        (5, "must be a string"),
    ],
)
def test_an_address_that_is_none_is_told(
    url: Any, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        TurboSMS("t", url)
    assert caught.value.parameter == "base_url"
    assert told.strip(", ") in str(caught.value)
    if isinstance(url, str):
        monkeypatch.setenv("TURBOSMS_BASE_URL", url)
        with pytest.raises(InvalidParameterError, match=r"^TURBOSMS_BASE_URL ") as caught:
            TurboSMS("t")
        assert told.strip(", ") in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://user:s3cret@example.com",
        "https://user:s3/cret@example.com",
        "https://user:s3cret@example.com/message/send.json",
        "https://example.com/?token=s3cret",
        "https://example.com/#s3cret",
        "https://user:s3cret@example.com/a b",
        "//user:s3cret@example.com",
        "user:s3cret@example.com",
        "s3cret",
    ],
)
def test_an_address_is_told_without_its_secrets(url: str) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        TurboSMS("t", url)
    assert "cret" not in str(caught.value)
    assert ("example.com" in str(caught.value)) == ("example.com" in url)


def test_warnings_appear_only_where_logging_is_configured(closed_port: str) -> None:
    code = f"""
import logging, sys
from turbosms_client import RetryPolicy, RequestNotSentError, TurboSMS
if len(sys.argv) > 1:
    logging.basicConfig()
client = TurboSMS("t", "{closed_port}", retry=RetryPolicy(attempts=2, pause=0, max_pause=0))
try:
    client.user.balance()
except RequestNotSentError:
    pass
"""
    assert run(PYTHON, "-c", code).stderr == ""
    assert "WARNING:turbosms_client:" in run(PYTHON, "-c", code, "configured").stderr


def test_the_address_of_the_service() -> None:
    with TurboSMS("t") as client, TurboSMS("t", "http://127.0.0.1:1/api/") as other:
        assert repr(client) == "<TurboSMS URL('https://api.turbosms.ua')>"
        assert repr(other) == "<TurboSMS URL('http://127.0.0.1:1/api')>"
    assert repr(AsyncTurboSMS("t")).startswith("<AsyncTurboSMS ")


def test_a_client_of_the_callers_stays_open(service: Service) -> None:
    service.answers(BALANCE)
    with httpx2.Client(headers={"X-Mine": "yes"}, base_url="http://127.0.0.1:9/elsewhere/") as http:
        with TurboSMS("t", service.url + "/prefix", http_client=http) as client:
            client.user.balance()
        assert not http.is_closed
    assert service.requests[0].headers["x-mine"] == "yes"
    assert service.requests[0].line == "POST /prefix/user/balance.json HTTP/1.1"
    with TurboSMS("t") as own:
        pass
    assert own._driver.is_closed


def test_the_wrong_kind_of_http_client() -> None:
    with httpx2.Client() as http, pytest.raises(InvalidParameterError) as caught:
        AsyncTurboSMS("t", http_client=http)  # type: ignore[arg-type]
    assert caught.value.parameter == "http_client"


@pytest.mark.anyio
async def test_the_async_client_as_a_context_manager(service: Service) -> None:
    service.answers(BALANCE)
    async with AsyncTurboSMS("t", service.url) as client:
        assert await client.user.balance() == 5
    assert client._driver.is_closed
    async with httpx2.AsyncClient() as http:
        async with AsyncTurboSMS("t", service.url, http_client=http) as client:
            assert await client.user.balance() == 5
        assert not http.is_closed


def test_threads_share_a_client(service: Service) -> None:
    service.answers(BALANCE)
    read: list[Any] = []
    with TurboSMS("t", service.url) as client:
        threads = [
            threading.Thread(target=lambda: read.append(client.user.balance())) for _ in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert read == [5] * 20


def test_importing_it_is_light() -> None:
    probe = (
        "import sys, turbosms_client; "
        "print(*[m for m in sys.modules if '.' not in m or 'turbosms_api.api' in m])"
    )
    loaded = set(output(PYTHON, "-c", probe).split())
    assert not loaded & {"trio", "asyncio", "yaml", "turbosms_cli", "turbosms_sandbox", "uvicorn"}
    assert not [name for name in loaded if name.startswith("turbosms_api.api.")]
