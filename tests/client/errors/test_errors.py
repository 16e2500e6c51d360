"""The tree of errors, and what each carries through pickling and copying."""

from __future__ import annotations

import copy
import datetime as dt
import inspect
import pickle
import re

import httpx2
import pytest

import turbosms_client
from turbosms_client import (
    AccountBlockedError,
    APIError,
    AuthenticationError,
    BadRequestError,
    InsufficientBalanceError,
    InvalidParameterError,
    NotAllowedError,
    OutcomeUnknownError,
    ProtocolError,
    RequestNotSentError,
    ResultCode,
    ServiceFailureError,
    TransportError,
    TurboSMSError,
    WaitTimeoutError,
)
from turbosms_client._results import errors, reports_and_refusals

KINDS = {
    103: AuthenticationError,
    105: AuthenticationError,
    301: AuthenticationError,
    106: AccountBlockedError,
    203: InsufficientBalanceError,
    200: BadRequestError,
    305: BadRequestError,
    502: BadRequestError,
    406: NotAllowedError,
    427: NotAllowedError,
    503: ServiceFailureError,
    999: ServiceFailureError,
}


def api_error(code: int, name: str = "") -> APIError:
    known = ResultCode(code) if code in set(ResultCode) else code
    return reports_and_refusals.api_error(known, name, operation="message/send", sequence_id="one")


def unknown(started: dt.datetime | None = None) -> OutcomeUnknownError:
    now = dt.datetime.now(dt.UTC)
    return OutcomeUnknownError(
        "lost", operation="message/send", sequence_id="one", started=started or now
    )


ERRORS = [
    InvalidParameterError("too long", parameter="text", code=413, limit=1000),
    api_error(203),
    TransportError("no answer", operation="user/balance"),
    RequestNotSentError("no connection", operation="user/balance"),
    unknown(),
    ProtocolError("HTML", operation="user/balance", http_status=502),
    WaitTimeoutError("too late", statuses={}),
    TurboSMSError("other"),
]


def test_the_drawing_is_the_tree() -> None:
    lines = [
        line
        for line in (errors.__doc__ or "").split("\n")
        if "Error" in line and line.startswith("    ")
    ]
    drawn: dict[str, str] = {}
    path: list[str] = []
    for line in lines:
        name = re.search(r"\w+Error", line)
        assert name
        depth = line.index(name[0]) // 4 - 1
        path[depth:] = [name[0]]
        drawn[name[0]] = path[-2] if depth else "Exception"
    real = {
        name: value.__bases__[0].__name__
        for name, value in {**vars(reports_and_refusals), **vars(errors)}.items()
        if inspect.isclass(value) and issubclass(value, TurboSMSError)
    }
    assert drawn == real


def test_every_error_is_public() -> None:
    raised = {
        name
        for name, value in {**vars(reports_and_refusals), **vars(errors)}.items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert raised <= set(turbosms_client.__all__)


@pytest.mark.parametrize("code", KINDS)
def test_an_api_error_has_the_class_of_its_code(code: int) -> None:
    error = api_error(code)
    assert type(error) is KINDS[code]
    assert (error.code, error.name, error.meaning) == (
        code,
        ResultCode(code).name,
        ResultCode(code).meaning,
    )
    assert str(code) in str(error)
    assert error.name in str(error)


def test_every_failure_of_the_table_has_a_class() -> None:
    plain = [code for code in ResultCode if type(api_error(code)) is APIError]
    assert {code.outcome for code in plain} <= {"success", "partial", "replay"}


def test_a_code_outside_the_table_stays_a_number() -> None:
    error = api_error(888, "BRAND_NEW")
    assert type(error) is APIError
    assert (error.code, error.name) == (888, "BRAND_NEW")
    assert not isinstance(error.code, ResultCode)


def test_builtin_bases() -> None:
    assert issubclass(InvalidParameterError, ValueError)
    assert issubclass(WaitTimeoutError, TimeoutError)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(
    "how", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy, copy.deepcopy]
)
def test_errors_survive_pickling_and_copying(error: TurboSMSError, how: object) -> None:
    error.__cause__ = httpx2.ReadError("gone")
    assert callable(how)
    again = how(error)
    assert type(again) is type(error)
    assert (again.args, str(again), vars(again)) == (error.args, str(error), vars(error))
    assert type(again.__cause__) is httpx2.ReadError


def test_allowed_values_survive_pickling() -> None:
    error = InvalidParameterError("x", parameter="name", code=419, allowed=("pdf", "png"))
    assert pickle.loads(pickle.dumps(error)).allowed == ("pdf", "png")
    assert InvalidParameterError("x", parameter="name").allowed == ()


def test_a_copy_cannot_resume_and_says_how_to_go_on() -> None:
    error = pickle.loads(pickle.dumps(unknown()))
    with pytest.raises(TurboSMSError, match="sequence_id='one'"):
        error.resume()


class Unfinished:
    """A call of which only the end is missing."""

    def report_so_far(self) -> None:
        return None

    def unsent(self) -> list[str]:
        return []

    def resume(self) -> str:
        return "resumed"


def test_resume_refuses_when_the_service_has_forgotten() -> None:
    fortnight = dt.timedelta(days=14)
    with pytest.raises(InvalidParameterError, match="14 days") as caught:
        unknown(dt.datetime.now(dt.UTC) - fortnight).resume()
    assert (caught.value.parameter, caught.value.limit) == ("sequence_id", 14)
    error = unknown(dt.datetime.now(dt.UTC) - fortnight + dt.timedelta(minutes=1))
    error.stands_for(Unfinished())
    assert error.resume() == "resumed"
