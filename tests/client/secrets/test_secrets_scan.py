"""However a call ends: the token is nowhere, and numbers and texts are in no line of any logger."""

from __future__ import annotations

import inspect
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from tests.client.hostile.acts import ANSWERS, HostileAct
from tests.client.hostile.meddling import RAISED, Meddling, http_client
from tests.client.hostile.scenario import AT_ONCE, TEXT, resume
from tests.client.hostile.scripts import CODES, FAILURES
from tests.client.secrets.leaks import all_logs, of_error
from tests.effort import THOROUGH
from tests.kit.clients import CLIENT_KINDS, TOKEN, AnyClient, outcome_of
from turbosms_client import OutcomeUnknownError, RetryPolicy, TurboSMSError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.client.hostile.hostile_service import Hostile

TWO = ["+380 50 111 11 10", "380501111119"]
NUMBERS = ["380501111110", "380501111119", TWO[0]]
SECRETS = [TOKEN, *NUMBERS, TEXT, "old mill"]

# httpx2 leaves generators of bodies to the garbage collector when sending or decoding fails, which
# trio remarks on.
pytestmark = [
    pytest.mark.one_case_in(3),
    pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning"),
]


def given(how: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The token in one of the three ways."""
    if how == "environment":
        monkeypatch.setenv("TURBOSMS_TOKEN", TOKEN)
        return None
    return TOKEN if how == "text" else lambda: TOKEN


@pytest.fixture(scope="module", params=["text", "function", "environment"])
def caller(kind: str, hostile: Hostile, request: pytest.FixtureRequest) -> Iterator[AnyClient]:
    with pytest.MonkeyPatch.context() as patch:
        caller = AnyClient(kind, hostile.url, token=given(request.param, patch), retry=AT_ONCE)
    with caller:
        yield caller


def calls(caller: AnyClient) -> list[Callable[[], Any]]:
    """A creating call and a read."""
    message, user = caller.message, caller.user
    return [lambda: message.send(TWO, text=TEXT), user.balance, lambda: message.details("an-id")]


def ends(caller: AnyClient, call: Callable[[], Any]) -> list[Any]:
    """What a call comes to, and what resuming it does.

    Nothing of it, nor of the logs, shows what it should not.
    """
    with all_logs() as told:
        outcomes = [outcome_of(call)]
        if isinstance(outcomes[0], OutcomeUnknownError):
            outcomes.append(resume(caller, outcomes[0]))
    for outcome in outcomes:
        shown = (
            of_error(outcome) if isinstance(outcome, BaseException) else [("result", repr(outcome))]
        )
        assert [where for where, text in shown if TOKEN in text] == []
    assert [line for line in told if any(secret in line for secret in SECRETS)] == []
    return outcomes


@pytest.mark.parametrize("answer", sorted(ANSWERS))
def test_every_answer(hostile: Hostile, kind: str, answer: str) -> None:
    with AnyClient(kind, hostile.url, retry=AT_ONCE) as caller:
        for call in calls(caller):
            hostile.plays([HostileAct(answer, headers=(("Location", "/elsewhere"),))] * 4)
            ends(caller, call)
    hostile.plays([])


@pytest.mark.one_case_in(8)
def test_every_status_and_code(hostile: Hostile, caller: AnyClient) -> None:
    here, there = hostile.url, hostile.url.replace("127.0.0.1", "localhost")
    hostile.requests.clear()
    for status in FAILURES:
        for place in (f"{here}/elsewhere", f"{there}/elsewhere"):
            hostile.plays([HostileAct("status", status=status, headers=(("Location", place),))] * 4)
            assert isinstance(ends(caller, calls(caller)[0])[0], OutcomeUnknownError)
    for code in CODES:
        hostile.plays([HostileAct(stage="refused", code=code)] * 4)
        for call in calls(caller):
            assert isinstance(ends(caller, call)[0], TurboSMSError)
    hostile.plays([])
    assert "/elsewhere" not in {asked.path for asked in hostile.requests}
    assert {asked.headers["authorization"] for asked in hostile.requests} == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("stage", ["accepted", "begun", "read", "executed"])
def test_every_broken_line(hostile: Hostile, caller: AnyClient, stage: str) -> None:
    for answer in ("nothing", "reset"):
        for call in calls(caller):
            hostile.plays([HostileAct(answer, stage)] * 6)
            ends(caller, call)


def test_an_answer_after_the_deadline(hostile: Hostile, kind: str) -> None:
    hostile.plays([HostileAct(delay=4)])
    with AnyClient(kind, hostile.url, retry=AT_ONCE) as caller:
        call = lambda: caller.message.send(TWO, text=TEXT, deadline=2)  # noqa: E731
        assert isinstance(ends(caller, call)[0], OutcomeUnknownError)


def test_nobody_listens(kind: str, closed_port: str) -> None:
    with AnyClient(kind, closed_port, retry=AT_ONCE) as caller:
        for call in calls(caller):
            assert isinstance(ends(caller, call)[0], TurboSMSError)


def meddled() -> list[tuple[str, str, bool, bool]]:
    """The client, the error, whether it comes before the service, and whether an answer was lost.

    A thorough run has all there are. Usually each error meets each client and each of the four ways
    once, and which way that is changes from error to error.
    """
    ways = [(True, True), (True, False), (False, True), (False, False)]
    found = []
    for shift, name in enumerate(sorted(RAISED)):
        for place, kind in enumerate(CLIENT_KINDS):
            usual = ways[(place + shift) % len(ways)]
            chosen = ways if THOROUGH else [usual]
            found += [(kind, name, before, lost) for before, lost in chosen]
    return found


@pytest.mark.parametrize(("kind", "name", "before", "lost"), meddled())
def test_every_error_of_a_callers_transport(
    hostile: Hostile, kind: str, name: str, before: bool, lost: bool
) -> None:
    raised = RAISED[name]
    hostile.plays([HostileAct("reset")] if lost else [])
    transport = Meddling(
        iter([*[None] * (lost and before), *(raised() for _ in range(6))]), before=before
    )
    http = http_client(kind, transport=transport)
    with AnyClient(kind, hostile.url, http_client=http, retry=AT_ONCE) as caller:
        ends(caller, calls(caller)[0])


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
    http = http_client(kind, hooks)
    hostile.plays([HostileAct(delay=0.3)])
    with (
        AnyClient(kind, hostile.url, http_client=http, retry=AT_ONCE) as caller,
        all_logs() as told,
    ):
        if kind == "sync":
            with pytest.raises(KeyboardInterrupt) as caught:
                caller.message.send(TWO, text=TEXT)
            error: BaseException = caught.value
        else:
            send = partial(caller.client.message.send, TWO, text=TEXT)
            error = caller.run(lambda: cut_off(send))
        assert caller.interrupted == [error.__cause__]
    assert not isinstance(error, Exception)
    assert [where for where, text in of_error(error) if TOKEN in text] == []
    assert told != []
    assert [line for line in told if any(secret in line for secret in SECRETS)] == []
    hostile.plays([])


def test_every_wrong_parameter(caller: AnyClient) -> None:
    send = caller.message.send
    no_viber: Any = 5
    for wrong in (
        lambda: send(TWO[0], text=TEXT),
        lambda: send([], text=TEXT),
        lambda: send(TWO),
        lambda: send(TWO, text=TEXT * 100),
        lambda: send(TWO, text=TEXT, ttl=5, viber=no_viber),
        lambda: send(TWO, text=TEXT, sequence_id=TEXT * 3),
        lambda: send(TWO, text=TEXT, deadline=-1),
        lambda: caller.message.status([]),
    ):
        assert isinstance(ends(caller, wrong)[0], (TurboSMSError, TypeError))


def test_what_objects_show_of_themselves(caller: AnyClient, hostile: Hostile) -> None:
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
