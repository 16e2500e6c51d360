"""What asks whether the sandbox is up: containers, their health checks and load balancers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.kit.control import http_client

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx2

    from tests.kit.processes import SandboxProcess


def test_health_says_that_it_is_up(live: httpx2.Client) -> None:
    answer = live.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"


def test_head_has_the_headers_of_get_and_no_body(live: httpx2.Client) -> None:
    expected = live.get("/health")
    answers = [live.head("/health"), live.head("/health")]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.content == b""
        for name in ("Content-Type", "Content-Length", "Cache-Control"):
            assert answer.headers[name] == expected.headers[name]


@pytest.mark.parametrize(
    "headers",
    [{}, {"Host": "sandbox:8026"}, {"Host": "10.0.0.1"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_whoever_asks_is_answered_without_a_token(
    process: SandboxProcess, headers: dict[str, str]
) -> None:
    with http_client(process.url) as client:
        assert client.get("/health", headers=headers).status_code == 200
        assert client.head("/health", headers=headers).status_code == 200


def test_it_is_no_call_of_the_service(live: httpx2.Client) -> None:
    live.get("/health")
    live.head("/health")
    assert live.get("/sandbox/calls").json()["calls"] == []


@pytest.mark.parametrize("path", ["/health/", "/health.json", "/healthy", "/HEALTH"])
def test_other_paths_are_methods_that_the_service_does_not_have(
    live: httpx2.Client, path: str
) -> None:
    assert live.get(path).json()["response_code"] != 0
    assert live.get(path).json().keys() >= {"response_code", "response_status"}


def test_a_post_is_a_method_that_the_service_does_not_have(live: httpx2.Client) -> None:
    unknown = live.post("/no/such").json()
    assert live.post("/health").json() == unknown


def test_a_failing_service_is_still_up(
    start_process: Callable[..., SandboxProcess],
) -> None:
    """The faults of the control plane are those of the service, not of the program."""
    process = start_process()
    with http_client(process.url) as client:
        fault = {"method": "*", "kind": "http", "status": 503, "times": 100}
        assert client.post("/sandbox/faults", json=fault).status_code == 200
        assert client.get("/user/ping?token=sandbox").status_code == 503
        assert client.get("/health").status_code == 200
