"""However a call ends: the token is nowhere, and numbers and texts are in no line of any logger."""

from __future__ import annotations

import inspect
import socket
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from tests.effort import THOROUGH
from tests.overlay.hostile.acts import ANSWERS, Act
from tests.overlay.hostile.callers import KINDS, Caller
from tests.overlay.hostile.leaks import all_logs, of_error
from tests.overlay.hostile.meddling import RAISED, Meddling, http_client
from tests.overlay.hostile.scripts import CODES, STATUSES
from tests.overlay.hostile.server import Hostile
from turbosms_client import OutcomeUnknownError, RetryPolicy, TurboSMSError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOKEN = "s3cret-t0ken"
TWO, TEXT = ["+380 50 111 11 10", "380501111119"], "Meet me at the old mill"
NUMBERS = ["380501111110", "380501111119", TWO[0]]
SECRETS = [TOKEN, *NUMBERS, TEXT, "old mill"]

# httpx2 leaves generators of bodies to the garbage collector when sending or decoding fails, which
# trio remarks on.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")


@pytest.fixture(scope="module")
def hostile() -> Iterator[Hostile]:
    server = Hostile()
    yield server
    server.close()


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return request.param  # type: ignore[no-any-return]


def given(how: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The token in one of the three ways."""
    if how == "environment":
        monkeypatch.setenv("TURBOSMS_TOKEN", TOKEN)
        return None
    return TOKEN if how == "text" else lambda: TOKEN


@pytest.fixture(scope="module", params=["text", "function", "environment"])
def caller(kind: str, hostile: Hostile, request: pytest.FixtureRequest) -> Iterator[Caller]:
    with pytest.MonkeyPatch.context() as patch:
        made = Caller(kind, hostile.url, token=given(request.param, patch))
    yield made
    made.close()


def calls(caller: Caller) -> list[Callable[[], Any]]:
    """A creating call and a read."""
    message, user = caller.client.message, caller.client.user
    return [lambda: message.send(TWO, text=TEXT), user.balance, lambda: message.details("an-id")]


def ends(caller: Caller, call: Callable[[], Any]) -> list[Any]:
    """What a call comes to, and what resuming it does.

    Nothing of it, nor of the logs, shows what it should not.
    """
    with all_logs() as told:
        outcomes = [caller.outcome(call)]
        if isinstance(outcomes[0], OutcomeUnknownError):
            outcomes.append(caller.outcome(outcomes[0].resume))
    for outcome in outcomes:
        shown = (
            of_error(outcome) if isinstance(outcome, BaseException) else [("result", repr(outcome))]
        )
        assert [where for where, text in shown if TOKEN in text] == []
    assert [line for line in told if any(secret in line for secret in SECRETS)] == []
    return outcomes


@pytest.mark.parametrize("answer", sorted(ANSWERS))
def test_every_answer(hostile: Hostile, kind: str, answer: str) -> None:
    caller = Caller(kind, hostile.url, token=TOKEN)
    for call in calls(caller):
        hostile.plays([Act(answer, headers=(("Location", "/elsewhere"),))] * 4)
        ends(caller, call)
    hostile.plays([])
    caller.close()


def test_every_status_and_code(hostile: Hostile, caller: Caller) -> None:
    here, there = hostile.url, hostile.url.replace("127.0.0.1", "localhost")
    hostile.requests.clear()
    for status in STATUSES:
        for place in (f"{here}/elsewhere", f"{there}/elsewhere"):
            hostile.plays([Act("status", status=status, headers=(("Location", place),))] * 4)
            assert isinstance(ends(caller, calls(caller)[0])[0], OutcomeUnknownError)
    for code in CODES:
        hostile.plays([Act(stage="refused", code=code)] * 4)
        for call in calls(caller):
            assert isinstance(ends(caller, call)[0], TurboSMSError)
    hostile.plays([])
    assert "/elsewhere" not in {asked["path"] for asked in hostile.requests}
    assert {asked["headers"]["authorization"] for asked in hostile.requests} == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("stage", ["accepted", "begun", "read", "executed"])
def test_every_broken_line(hostile: Hostile, caller: Caller, stage: str) -> None:
    for answer in ("nothing", "reset"):
        for call in calls(caller):
            hostile.plays([Act(answer, stage)] * 6)
            ends(caller, call)


def test_an_answer_after_the_deadline(hostile: Hostile, kind: str) -> None:
    caller = Caller(kind, hostile.url, token=TOKEN)
    hostile.plays([Act(delay=4)])
    call = lambda: caller.client.message.send(TWO, text=TEXT, deadline=2)  # noqa: E731
    assert isinstance(ends(caller, call)[0], OutcomeUnknownError)
    caller.close()


def test_nobody_listens(kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    caller = Caller(kind, url, token=TOKEN)
    for call in calls(caller):
        assert isinstance(ends(caller, call)[0], TurboSMSError)
    caller.close()


def meddled() -> list[tuple[str, str, bool, bool]]:
    """The client, the error, whether it comes before the service, and whether an answer was lost.

    A thorough run has all there are. Usually each error meets each client and each of the four ways
    once, and which way that is changes from error to error.
    """
    ways = [(True, True), (True, False), (False, True), (False, False)]
    found = []
    for shift, name in enumerate(sorted(RAISED)):
        for place, kind in enumerate(KINDS):
            usual = ways[(place + shift) % len(ways)]
            chosen = ways if THOROUGH else [usual]
            found += [(kind, name, before, lost) for before, lost in chosen]
    return found


@pytest.mark.parametrize(("kind", "name", "before", "lost"), meddled())
def test_every_error_of_a_callers_transport(
    hostile: Hostile, kind: str, name: str, before: bool, lost: bool
) -> None:
    raised = RAISED[name]
    hostile.plays([Act("reset")] if lost else [])
    transport = Meddling(
        iter([*[None] * (lost and before), *(raised() for _ in range(6))]), before=before
    )
    caller = Caller(
        kind, hostile.url, token=TOKEN, http_client=http_client(kind, transport=transport)
    )
    ends(caller, calls(caller)[0])
    caller.outcome(caller.http.close if kind == "sync" else caller.http.aclose)
    caller.close()


async def cut_off(call: Callable[[], Any]) -> BaseException:
    """How a call ends that is cancelled in the middle."""
    kept: list[BaseException] = []
    with anyio.move_on_after(0.1):
        try:
            await call()
        except BaseException as error:
            kept.append(error)
            raise
    return kept[0]


def test_a_call_that_is_interrupted(hostile: Hostile, kind: str) -> None:
    def hook(_: Any) -> None:
        raise KeyboardInterrupt

    hooks: dict[str, list[Callable[[Any], None]]] = {"response": [hook]} if kind == "sync" else {}
    caller = Caller(kind, hostile.url, token=TOKEN, http_client=http_client(kind, hooks))
    send, *_ = calls(caller)
    hostile.plays([Act(delay=0.3)])
    with all_logs() as told:
        if kind == "sync":
            with pytest.raises(KeyboardInterrupt) as caught:
                send()
            error: BaseException = caught.value
        else:
            error = caller.outcome(lambda: cut_off(send))
    assert not isinstance(error, Exception)
    assert [*caller.client.interrupted] == [error.__cause__]
    assert [where for where, text in of_error(error) if TOKEN in text] == []
    assert told != []
    assert [line for line in told if any(secret in line for secret in SECRETS)] == []
    hostile.plays([])
    caller.outcome(caller.http.close if kind == "sync" else caller.http.aclose)
    caller.close()


def test_every_wrong_parameter(caller: Caller) -> None:
    send = caller.client.message.send
    for wrong in (
        lambda: send(TWO[0], text=TEXT),
        lambda: send([], text=TEXT),
        lambda: send(TWO),
        lambda: send(TWO, text=TEXT * 100),
        lambda: send(TWO, text=TEXT, ttl=5, viber=5),
        lambda: send(TWO, text=TEXT, sequence_id=TEXT * 3),
        lambda: send(TWO, text=TEXT, deadline=-1),
        lambda: caller.client.message.status([]),
    ):
        assert isinstance(ends(caller, wrong)[0], (TurboSMSError, TypeError))


def test_what_objects_show_of_themselves(caller: Caller, hostile: Hostile) -> None:
    client = caller.client
    hostile.plays([])
    report = ends(caller, calls(caller)[0])[0]
    modules = [client.message, client.chat, client.user, client.file]
    objects = [
        client,
        client._auth,
        client._driver,
        *modules,
        report,
        *report.accepted,
        RetryPolicy(),
    ]
    told = " ".join(f"{one!r} {one!s}" for one in objects)
    told += " ".join(repr(vars(one)) for one in (client, *modules)) + repr(
        [inspect.getmembers(one) for one in modules]
    )
    assert TOKEN not in told + repr(report.to_dict())
