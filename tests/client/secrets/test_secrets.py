"""The token is nowhere to be seen; numbers and texts are not in the logs."""

from __future__ import annotations

import logging
import pickle
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import FATAL, accepted, ok, refused
from tests.kit.clients import TOKEN
from tests.kit.service import LOST, NOT_READ, Act
from turbosms_client import (
    AsyncTurboSMS,
    InvalidParameterError,
    OutcomeUnknownError,
    TurboSMS,
    TurboSMSError,
)

if TYPE_CHECKING:
    from tests.kit.clients import AnyClient
    from tests.kit.service import Service

HERE = str(Path(__file__).parents[2])
# httpx2 leaves the generator of a request's body to the garbage collector when sending it fails,
# which trio remarks on.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator 'httpx2:ResourceWarning")
A, TEXT = "380501111111", "Meet me at the old mill"


def shown(error: BaseException) -> str:
    """All that a traceback with local variables, a log or a crash report could show of an error."""
    told = [repr(error), str(error), repr(vars(error)), repr(pickle.loads(pickle.dumps(error)))]
    chain: list[BaseException] = [error]
    for link in chain:
        frames = traceback.TracebackException.from_exception(link, capture_locals=True).stack
        told += [str(link), *(str(frame.locals) for frame in frames if HERE not in frame.filename)]
        chain += [
            one
            for one in (link.__cause__, link.__context__)
            if one is not None and one not in chain
        ]
    return "".join(told)


ACTS: dict[str, Any] = {
    "reset before": NOT_READ,
    "reset after": LOST,
    "502": Act(status=502),
    "redirect": Act(status=302, headers={"Location": "http://127.0.0.1:9/"}),
    "HTML": b"<html>",
    "refused": refused(105, "REQUIRED_AUTH"),
    "unknown": FATAL,
    "no rows": {"response_code": 800},
}


@pytest.mark.parametrize("way", ACTS)
def test_no_error_shows_the_token(ask: AnyClient, service: Service, way: str) -> None:
    service.answers(ACTS[way])
    with pytest.raises(TurboSMSError) as caught:
        ask.message.send([A], text=TEXT)
    assert TOKEN not in shown(caught.value)
    assert service.requests == [] or TOKEN in str(service.requests)


def test_an_unconnected_client_does_not_show_it_either(ask: AnyClient, closed_port: str) -> None:
    ask = ask.of(closed_port)
    with pytest.raises(TurboSMSError) as caught:
        ask.message.send([A], text=TEXT)
    assert TOKEN not in shown(caught.value)


@pytest.mark.parametrize("bad", ["two words", "line\nbreak", "ключ", "\x00token"])
def test_a_malformed_token_is_not_repeated_in_the_error(bad: str, service: Service) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        TurboSMS(bad)
    assert bad not in str(caught.value)
    assert (caught.value.parameter, caught.value.code) == ("token", 301)
    with (
        TurboSMS(lambda: bad, service.url) as client,
        pytest.raises(InvalidParameterError) as later,
    ):
        client.user.balance()
    assert bad not in str(later.value)
    assert service.requests == []


def frames(error: BaseException) -> list[str]:
    """What the frames of an error hold, but for those of the tests."""
    walked = traceback.walk_tb(error.__traceback__)
    inside = [frame for frame, _ in walked if HERE not in frame.f_code.co_filename]
    assert inside != []
    return [
        f"{frame.f_code.co_name}: {name}={value!r}"
        for frame in inside
        for name, value in frame.f_locals.items()
    ]


@pytest.mark.parametrize(
    "wrong", [{"base_url": "nonsense"}, {"http_client": 3}, {"token": f"{TOKEN}\n"}]
)
@pytest.mark.parametrize("how", ["text", "environment"])
def test_a_client_that_does_not_come_about_shows_no_token(
    wrong: dict[str, Any], how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {"token": TOKEN, **wrong}
    monkeypatch.setenv("TURBOSMS_TOKEN", options["token"])
    if how == "environment":
        del options["token"]
    with pytest.raises(InvalidParameterError) as caught:
        TurboSMS(**options)
    assert [held for held in frames(caught.value) if TOKEN in held] == []
    assert any(
        "self=<TurboSMS " in held for held in frames(caught.value)
    )  # the half-made client has a repr


def test_a_malformed_token_of_a_function_is_not_in_the_frames(service: Service) -> None:
    with (
        TurboSMS(lambda: f"{TOKEN}\n", service.url) as client,
        pytest.raises(InvalidParameterError) as caught,
    ):
        client.user.balance()
    assert [held for held in frames(caught.value) if TOKEN in held] == []


def test_reprs() -> None:
    with TurboSMS(TOKEN) as client:
        other = AsyncTurboSMS(TOKEN)
        told = repr(
            [client, other, vars(client), vars(client.message), client._auth, vars(client._auth)]
        )
    assert TOKEN not in told


def test_logs_have_neither_token_nor_numbers_nor_texts(
    ask: AnyClient,
    service: Service,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    service.answers(ACTS["reset after"], ACTS["502"], ACTS["unknown"], accepted(A))
    report = ask.message.send([A], text=TEXT, sequence_id="mine")
    row = {"message_id": f"id-{A}", "response_code": 0, "status": "Delivered", "recipient": A}
    service.answers(ok([row]))
    ask.message.wait(report, timeout=5)
    assert TOKEN not in caplog.text
    ours = "\n".join(
        record.getMessage() for record in caplog.records if record.name == "turbosms_client"
    )
    assert A not in ours
    assert TEXT not in ours
    assert "message/send: 801 SUCCESS_MESSAGE_SENT, sequence_id='mine'" in ours
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert [record.name for record in warnings] == ["turbosms_client"] * 3


def test_a_redirect_never_carries_the_token(ask: AnyClient, service: Service) -> None:
    service.answers(Act(status=307, headers={"Location": f"{service.url}/elsewhere"}))
    with pytest.raises(OutcomeUnknownError):
        ask.message.send([A], text=TEXT)
    assert len(service.requests) == 1
