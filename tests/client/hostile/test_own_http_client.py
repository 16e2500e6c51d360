"""Whatever a caller's own `httpx2` client does, nothing is sent twice or misreported."""

from __future__ import annotations

import itertools
import pickle
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.client.hostile.acts import HostileAct
from tests.client.hostile.judgement import finish, judge
from tests.client.hostile.meddling import NO_PICKLE, RAISED, Meddling, http_client
from tests.client.hostile.scenario import AT_ONCE, resume, send
from tests.kit.clients import OWN, TOKEN, AnyClient, outcome_of
from turbosms_client import OutcomeUnknownError, TurboSMSError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.client.hostile.hostile_service import Hostile

pytestmark = [
    pytest.mark.one_case_in(3),
    # httpx2 leaves generators of bodies to the garbage collector when sending or decoding fails,
    # which trio remarks on.
    pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning"),
    pytest.mark.parametrize("kind", OWN),
]
TWO = ["380501111110", "380501111111"]


@contextmanager
def calling(kind: str, hostile: Hostile, **options: Any) -> Iterator[AnyClient]:
    hostile.requests.clear()
    http = http_client(kind, **options)
    with AnyClient(kind, hostile.url, http_client=http, retry=AT_ONCE) as caller:
        yield caller


def send_and_finish(hostile: Hostile, caller: AnyClient) -> Any:
    """The first outcome of a send that ends well."""
    number = uuid.uuid4().hex
    first = last = send(caller, TWO, sequence_id=number)
    hostile.settle()
    judge(hostile.books, number, TWO, first)
    for _ in range(4):
        if isinstance(last, OutcomeUnknownError):
            last = resume(caller, last)
        elif isinstance(last, TurboSMSError):
            last = send(caller, TWO, sequence_id=number)
        judge(hostile.books, number, TWO, last)
    finish(hostile.books, number, TWO, last)
    return first


@pytest.mark.parametrize("name", RAISED)
def test_an_error_behind_the_service(hostile: Hostile, kind: str, name: str) -> None:
    raised = RAISED[name]
    for times in (1, 3):
        transport = Meddling((raised() for _ in range(times)), before=False)
        with calling(kind, hostile, transport=transport) as caller:
            send_and_finish(hostile, caller)


@pytest.mark.parametrize("name", RAISED)
def test_an_error_before_the_service(hostile: Hostile, kind: str, name: str) -> None:
    raised = RAISED[name]
    for times in (1, 3):
        transport = Meddling((raised() for _ in range(times)), before=True)
        with calling(kind, hostile, transport=transport) as caller:
            first = send_and_finish(hostile, caller)
            assert times == 1 or isinstance(first, TurboSMSError)


@pytest.mark.parametrize("name", RAISED)
def test_a_read_raises_our_errors_only(hostile: Hostile, kind: str, name: str) -> None:
    raised = RAISED[name]
    for before in (True, False):
        transport = Meddling((raised() for _ in range(3)), before=before)
        with calling(kind, hostile, transport=transport) as caller:
            assert isinstance(outcome_of(caller.user.balance), TurboSMSError)


@pytest.mark.parametrize("name", RAISED)
@pytest.mark.parametrize("event", ["request", "response"])
def test_a_hook_that_raises(hostile: Hostile, kind: str, event: str, name: str) -> None:
    count = itertools.count()

    def hook(_: Any) -> None:
        if next(count) < 3:
            raise RAISED[name]()

    with calling(kind, hostile, hooks={event: [hook]}) as caller:
        assert isinstance(send_and_finish(hostile, caller), TurboSMSError)


@pytest.mark.parametrize("name", NO_PICKLE)
def test_a_doubt_travels_whatever_caused_it(hostile: Hostile, kind: str, name: str) -> None:
    transport = Meddling((NO_PICKLE[name]() for _ in range(3)), before=False)
    with calling(kind, hostile, transport=transport) as caller:
        error = send(caller, TWO, sequence_id="mine")
    assert isinstance(error, OutcomeUnknownError)
    assert type(error.__cause__).__name__ == name
    travelled = pickle.loads(pickle.dumps(error))
    assert (str(travelled), travelled.sequence_id) == (str(error), "mine")
    assert name in str(travelled.__cause__)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_client_that_follows_redirects(hostile: Hostile, kind: str, status: int) -> None:
    for place in (
        f"{hostile.url}/message/send.json",
        f"{hostile.url.replace('127.0.0.1', 'localhost')}/elsewhere",
    ):
        with calling(kind, hostile, follow_redirects=True) as caller:
            hostile.plays([HostileAct("status", status=status, headers=(("Location", place),))] * 2)
            send_and_finish(hostile, caller)
            assert {asked.path for asked in hostile.requests} == {"/message/send.json"}
            assert len(hostile.requests) == 3
            assert len({asked.headers["host"] for asked in hostile.requests}) == 1


def test_a_client_with_an_account_of_its_own(hostile: Hostile, kind: str) -> None:
    options = {
        "base_url": "http://other.example/v9/",
        "auth": ("me", "password"),
        "headers": {"Authorization": "Bearer other", "User-Agent": "mine"},
        "cookies": {"a": "b"},
        "timeout": 0.000001,
    }
    hostile.plays([HostileAct(delay=0.01)])
    with calling(kind, hostile, **options) as caller:
        send_and_finish(hostile, caller)
    (asked,) = hostile.requests
    assert (asked.path, asked.headers["authorization"]) == (
        "/message/send.json",
        f"Bearer {TOKEN}",
    )
    assert asked.headers["user-agent"] == "mine"


def test_a_transport_that_connects_again_and_again(hostile: Hostile, kind: str) -> None:
    made = httpx2.HTTPTransport if kind == "sync" else httpx2.AsyncHTTPTransport
    for stage in ("accepted", "begun", "read", "executed", "late"):
        with calling(kind, hostile, transport=made(retries=5, verify=False)) as caller:
            hostile.plays([HostileAct("reset", stage)] * 4)
            send_and_finish(hostile, caller)


class Repeating(Meddling):
    """Asks the service, and fails to connect when it asks again on its own account."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        super().handle_request(request)
        raise httpx2.ConnectError("the second attempt did not come about")

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await super().handle_async_request(request)
        raise httpx2.ConnectError("the second attempt did not come about")


def test_a_transport_that_repeats_by_itself(hostile: Hostile, kind: str) -> None:
    number = uuid.uuid4().hex
    with calling(kind, hostile, transport=Repeating(iter(()), before=True)) as caller:
        outcome = send(caller, TWO, sequence_id=number)
    judge(hostile.books, number, TWO, outcome)
    assert isinstance(outcome, OutcomeUnknownError)


def test_a_client_that_is_closed(hostile: Hostile, kind: str) -> None:
    with calling(kind, hostile) as caller:
        caller.close_http()
        number = uuid.uuid4().hex
        outcome = send(caller, TWO, sequence_id=number)
        assert isinstance(outcome, (TurboSMSError, RuntimeError))
        assert number not in hostile.books.executed
