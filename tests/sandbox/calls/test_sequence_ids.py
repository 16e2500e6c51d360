"""Request numbers: a request is executed once, whoever sends it again and when."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from turbosms_sandbox.files import fetching

pytestmark = pytest.mark.on_both

DAY = 86_400
HEADERS = {"Authorization": "Bearer sandbox"}
SEND = {
    "recipients": ["380678998668", "wrong"],
    "sms": {"sender": "TurboSMS", "text": "Hello"},
    "sequence_id": "one",
}


def test_a_replay_answers_the_first_result_and_executes_nothing(api: Any) -> None:
    first = api.call("message/send", SEND)
    assert first["response_code"] == 803
    balance = api.user_balance()
    again = api.call("message/send", SEND)
    assert again == {
        "response_code": 507,
        "response_status": "FAILED_DUPLICATE_REQUEST",
        "response_result": first["response_result"],
    }
    assert api.user_balance() == balance
    assert len(api.shown()) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"recipients": []},
        {"sms": 5},
        SEND | {"start_time": "never"},
        {"recipients": ["1"], "viber": {}},
    ],
)
def test_the_first_result_stands_whatever_is_sent_later(api: Any, body: dict[str, Any]) -> None:
    first = api.call("message/send", SEND)
    again = api.call("message/send", body | {"sequence_id": "one"})
    assert (again["response_code"], again["response_result"]) == (507, first["response_result"])


def test_a_replay_depends_on_nothing_that_the_account_can_change(api: Any) -> None:
    first = api.call("message/send", SEND)
    api.account(
        balance=0,
        stop_list=["380678998668"],
        senders={"TurboSMS": None},
        forbidden_fragments=["Hello"],
    )
    api.advance(13 * DAY)
    again = api.call("message/send", SEND)
    assert (again["response_code"], again["response_result"]) == (507, first["response_result"])
    api.account(blocked=True)
    assert api.code("message/send", SEND) == 106


def test_a_number_protects_for_14_days(api: Any) -> None:
    assert api.code("message/send", SEND) == 803
    api.advance(14 * DAY - 1)
    assert api.code("message/send", SEND) == 507
    api.advance(1.5)
    assert api.code("message/send", SEND) == 803
    assert api.code("message/send", SEND) == 507
    assert len(api.shown()) == 2


def test_a_number_belongs_to_one_method(api: Any) -> None:
    assert api.code("message/send", SEND) == 803
    other = {"a": SEND | {"recipients": ["380503288668"]}}
    assert api.call("message/sendmulti", other)["response_result"]["a"]["response_code"] == 801
    assert api.code("file/add", {"data": "data:,a", "sequence_id": "one"}) == 0
    assert api.code("file/add", {"data": "data:,b", "sequence_id": "one"}) == 507
    assert api.code("message/send", SEND) == 507


@pytest.mark.parametrize("cause", ["refused as a whole", "every recipient refused", "no balance"])
def test_a_refused_request_may_be_repeated_with_its_number(api: Any, cause: str) -> None:
    wrong: dict[str, dict[str, Any]] = {
        "every recipient refused": {"recipients": ["wrong"]},
        "refused as a whole": {"recipients": []},
    }
    api.account(balance=0 if cause == "no balance" else 1)
    assert api.code("message/send", SEND | wrong.get(cause, {})) in (202, 203, 305)
    api.account(balance=1)
    assert api.code("message/send", SEND) == 803
    assert api.code("message/send", SEND) == 507


@pytest.mark.parametrize(
    "operation", ["user/balance", "message/status", "file/details", "message/ping"]
)
def test_what_creates_nothing_is_never_replayed(api: Any, operation: str) -> None:
    data = {"sequence_id": "one", "messages": ["x"], "id": 12345}
    first = api.code(operation, data)
    assert first in (0, 1)
    assert api.code(operation, data) == first


@pytest.mark.parametrize("sequence_id", ["", "x" * 33, 5, True, [], {}, ["one"], "\ud800"])
@pytest.mark.parametrize("operation", ["message/send", "user/balance", "file/add", "message/ping"])
def test_form_of_the_number(api: Any, operation: str, sequence_id: Any) -> None:
    assert api.code(operation, SEND | {"data": "data:,a", "sequence_id": sequence_id}) == 300
    assert api.shown() == []


def test_longest_number(api: Any) -> None:
    assert api.code("message/send", SEND | {"sequence_id": "ж" * 32}) == 803
    assert api.code("message/send", SEND | {"sequence_id": "ж" * 32}) == 507
    assert api.code("message/send", SEND | {"sequence_id": None}) == 427


def test_the_form_of_the_number_is_judged_after_the_body_and_before_the_rules(api: Any) -> None:
    assert api.code("message/send", {"sequence_id": "x" * 33, "recipients": []}) == 300
    assert api.code("message/send", {"sequence_id": "x" * 32, "recipients": []}) == 300
    assert api.code("message/send", SEND | {"sequence_id": "x" * 32, "recipients": []}) == 202


@pytest.mark.anyio
async def test_twins_at_the_same_time(api: Any) -> None:
    answers: list[dict[str, Any]] = []

    async def send() -> None:
        async with api.async_http() as client:
            answers.append(
                (await client.post("/message/send.json", json=SEND, headers=HEADERS)).json()
            )

    async with anyio.create_task_group() as group:
        for _ in range(32):
            group.start_soon(send)
    assert sorted(answer["response_code"] for answer in answers) == [507] * 31 + [803]
    assert len({str(answer["response_result"]) for answer in answers}) == 1
    assert len(api.app.state.service.state.sent._by_id) == 1


@pytest.mark.anyio
@pytest.mark.parametrize("refused", [False, True])
async def test_a_twin_waits_for_one_that_takes_its_time(
    api: Any, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    begun, finish = anyio.Event(), anyio.Event()
    fetched: list[str] = []

    async def slow(url: str, _: object) -> tuple[bytes, str]:
        fetched.append(url)
        begun.set()
        await finish.wait()
        return (b"" if refused else b"content"), "txt"

    monkeypatch.setattr(fetching, "fetch", slow)
    codes: list[int] = []

    async def add() -> None:
        async with api.async_http() as client:
            body = {"url": "http://example.com/a.txt", "sequence_id": "one"}
            codes.append(
                (await client.post("/file/add.json", json=body, headers=HEADERS)).json()[
                    "response_code"
                ]
            )

    async with anyio.create_task_group() as group:
        group.start_soon(add)
        await begun.wait()
        for _ in range(3):
            group.start_soon(add)
        async with api.async_http() as client:
            assert (await client.get("/user/ping", headers=HEADERS)).json()["response_code"] == 1
        assert codes == []
        assert len(fetched) == 1
        finish.set()
    if refused:
        assert codes == [418] * 4
        assert len(fetched) == 4
    else:
        assert sorted(codes) == [0, 507, 507, 507]
        assert len(fetched) == 1
