"""A proxy on the way: what fails before it has let the request through was surely not sent."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.kit.answers import BALANCE
from tests.kit.clients import OWN, WAYS, AnyClient
from tests.kit.server import Behaviour, Server, proxy
from turbosms_client import (
    AsyncTurboSMS,
    InvalidParameterError,
    RequestNotSentError,
    RetryPolicy,
    TurboSMS,
)
from turbosms_client._http import proxies
from turbosms_client._http.driver_interface import Timeouts
from turbosms_client._requests import policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.kit.service import Service

A = "380501111111"
THRICE = RetryPolicy(attempts=3, pause=0.01, max_pause=0.01)
ENDLESS: list[Behaviour] = ["silent", "dripping"]
ENDING: list[Behaviour] = ["refusing", "hanging up", "babbling"]
QUICK, PATIENT = 0.3, 30.0
"""Seconds for a connection: for one that does not come about, and for one that is refused."""
NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
HOSTS = [
    "turbosms.ua",
    "api.turbosms.ua",
    "127.0.0.1",
    "127.9.8.7",
    "localhost",
    "[::1]",
    "10.1.2.3",
]


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def peer(request: pytest.FixtureRequest) -> Iterator[Server]:
    with proxy(request.param) as server:
        yield server


@pytest.mark.one_case_in(2)
@pytest.mark.timeout(60)  # a send waits for its answer without a limit
@pytest.mark.parametrize(
    ("peer", "connect"),
    [*product(ENDLESS, [QUICK]), *product(ENDING, [PATIENT])],
    indirect=["peer"],
)
@pytest.mark.parametrize("name", WAYS)
def test_what_fails_before_connect_has_succeeded_was_not_sent(
    name: str, peer: Server, connect: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = peer.url
    monkeypatch.setenv("https_proxy", address.replace("//", "//user:s3cret@"))
    monkeypatch.setitem(
        policy._TIMEOUTS, "send", Timeouts(connect=connect, read=None, write=30.0, pool=0.1)
    )
    with (
        AnyClient(name, "https://turbosms.invalid", proxy=address, retry=THRICE) as way,
        pytest.raises(RequestNotSentError) as caught,
    ):
        way.message.send([A], text="x")
    heads = [b"CONNECT turbosms.invalid:443 HTTP/1.1"] * THRICE.attempts
    if connect == QUICK:
        # Where the time ends an attempt, it may do so before the proxy has read anything.
        assert peer.heads == heads[: len(peer.heads)]
    else:
        assert peer.heads == heads
    assert caught.value.address == "https://turbosms.invalid"
    assert "https://turbosms.invalid" in str(caught.value)
    assert "s3cret" not in f"{caught.value}{caught.value.__cause__!r}{vars(caught.value)}"
    if name in OWN:
        assert caught.value.proxy == address
        assert f"through the proxy {address}" in str(caught.value)
    elif name.startswith("httpx2"):
        assert caught.value.proxy == address.removeprefix("http://")


@pytest.mark.parametrize("name", WAYS)
def test_a_proxy_that_is_not_there(
    name: str, closed_port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", closed_port)
    with (
        AnyClient(name, "https://turbosms.invalid", proxy=closed_port) as way,
        pytest.raises(RequestNotSentError) as caught,
    ):
        way.message.send([A], text="x")
    assert closed_port.removeprefix("http://") in str(caught.value.proxy)
    assert str(caught.value.proxy) in str(caught.value)


@pytest.mark.parametrize("name", OWN)
def test_the_proxy_of_the_environment_is_used(
    name: str, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.answers(BALANCE)
    monkeypatch.setenv("http_proxy", service.url)
    with AnyClient(name, "http://turbosms.invalid") as way:
        for host in ("turbosms.invalid", "127.0.0.1:9", "localhost:9"):  # loopback is no exception
            assert way.of(f"http://{host}").user.balance() == 5
            assert service.requests[-1].line == f"POST http://{host}/user/balance.json HTTP/1.1"
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert way.of(service.url).user.balance() == 5
        assert service.requests[-1].line == "POST /user/balance.json HTTP/1.1"


def chosen(monkeypatch: pytest.MonkeyPatch, url: str, **environment: str) -> str | None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = proxies.environment_proxy(httpx2.URL(url))
    return None if found is None else str(found.url)


def of_httpx2(url: str) -> str | None:
    """The proxy that httpx2 itself would take."""
    # Without certificates: to read them for each transport would be most of the time.
    with httpx2.Client(verify=False) as http:
        pool: Any = http._transport_for_url(httpx2.URL(url))
        address = getattr(pool._pool, "_proxy_url", None)
    if address is None:
        return None
    return f"{address.scheme.decode()}://{address.host.decode()}:{address.port}"


ENTRY = st.sampled_from(
    [
        "*",
        "",
        " turbosms.ua ",
        ".turbosms.ua",
        "*.turbosms.ua",
        "API.turbosms.ua",
        "sms.ua",
        "localhost",
        "127.0.0.1",
        "127.0.0.0/8",
        "10.0.0.0/8",
        "[::1]",
        "::1",
        "http://turbosms.ua",
        "https://turbosms.ua",
        "all://turbosms.ua",
        "turbosms.ua:8026",
        "127.0.0.1:8026",
        "not a host",
    ]
)


@given(
    host=st.sampled_from(HOSTS),
    scheme=st.sampled_from(["http", "https"]),
    port=st.sampled_from(["", ":8026"]),
    entries=st.lists(ENTRY, max_size=3),
    only_all=st.booleans(),
)
@example(host="[::1]", scheme="http", port="", entries=["::1"], only_all=False)
def test_exceptions_are_those_of_httpx2(
    host: str, scheme: str, port: str, entries: list[str], only_all: bool
) -> None:
    url = f"{scheme}://{host}{port}"
    names = ["all_proxy"] if only_all else ["http_proxy", "https_proxy"]
    with pytest.MonkeyPatch.context() as patch:
        for name in NAMES:
            patch.delenv(name, raising=False)
        environment = dict.fromkeys(names, "http://127.0.0.1:9")
        ours = chosen(patch, url, **environment, no_proxy=",".join(entries))
        assert ours == of_httpx2(url)


@pytest.mark.parametrize(
    ("name", "address", "why"),
    [
        ("all_proxy", "socks5://127.0.0.1:9", "SOCKS"),
        ("https_proxy", "foo://x", "not an address"),
        ("https_proxy", "http://x:y", "not an address"),
        ("https_proxy", "http://", "without a host"),
    ],
)
@pytest.mark.parametrize("kind", [TurboSMS, AsyncTurboSMS])
def test_a_proxy_that_cannot_be_used(
    kind: Callable[..., Any], name: str, address: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, address)
    monkeypatch.setattr(proxies, "find_spec", lambda _: None)
    with pytest.raises(InvalidParameterError, match=f"proxy of the environment .*{why}") as caught:
        kind("t")
    assert caught.value.parameter == "proxy"


def test_a_proxy_without_a_scheme_speaks_http(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        chosen(monkeypatch, "https://turbosms.ua", https_proxy="127.0.0.1:9")
        == "http://127.0.0.1:9"
    )
