"""Whatever is done to a sandbox, its journal leads to the same state.

A seed gives the same requests the same ids.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.effort import THOROUGH, examples
from tests.kit.control import Control
from tests.kit.processes import PYTHON, SandboxProcess, output
from turbosms_api.tables.operations import OPERATIONS
from turbosms_sandbox import create_app
from turbosms_sandbox.account.changes import describe_account
from turbosms_sandbox.calls.call import Call
from turbosms_sandbox.calls.commands import ControlError
from turbosms_sandbox.calls.parameters import Parameters

pytestmark = pytest.mark.one_interpreter

START = 1_772_000_000.0
NUMBERS = [
    "380678998668",
    "380503288668",
    "380001000004",
    "380002000006",
    "380003000003",
    "380000000404",
]
HASH_SEEDS = ("1", "2") if THOROUGH else ("1",)
SENDERS = ["TurboSMS", "Viber TurboSMS", "Whoever"]


def steps(*kinds: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(st.one_of(*kinds), max_size=12)


def send(
    numbers: list[str], sender: str, text: str, channels: list[str], sequence_id: str | None
) -> dict[str, Any]:
    contents = {channel: {"sender": sender, "text": text} for channel in channels}
    return {"recipients": numbers, "sequence_id": sequence_id, **contents}


SENDS = st.builds(
    send,
    st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=4),
    st.sampled_from(SENDERS),
    st.sampled_from(["a", "b"]),
    st.lists(st.sampled_from(["sms", "viber"]), min_size=1, max_size=2, unique=True),
    st.sampled_from([None, None, "one", "two"]),
)
STEPS = steps(
    st.tuples(st.just("message/send"), SENDS),
    st.tuples(
        st.just("message/sendmulti"), st.dictionaries(st.sampled_from("xyz"), SENDS, min_size=1)
    ),
    st.tuples(
        st.just("file/add"),
        st.builds(lambda text: {"data": f"data:,{text}"}, st.sampled_from("abc")),
    ),
    st.tuples(st.just("chat/messages"), st.sampled_from([{"new_only": 1}, {"rows": 2}])),
    st.tuples(
        st.just("chat/send"),
        st.sampled_from([{"chat_id": 1234, "text": "x"}, {"chat_id": 1235, "text": "y"}]),
    ),
    st.tuples(st.sampled_from(["user/balance", "chat/senders"]), st.just({})),
    st.tuples(
        st.just("sandbox/replies"),
        st.builds(
            lambda number: {"sender": "TurboSMS", "number": number, "text": "x"},
            st.sampled_from(NUMBERS),
        ),
    ),
    st.tuples(
        st.just("sandbox/clock"),
        st.builds(lambda s: {"advance": s}, st.sampled_from([1, 5, 100, 90_000])),
    ),
    st.tuples(
        st.just("sandbox/account"),
        st.sampled_from(
            [
                {"balance": 5},
                {"balance": 1000},
                {"senders": {"TurboSMS": {"2way": False}}},
                {"senders": {"TurboSMS": {"2way": True, "balance": 3}}},
                {"senders": {"Whoever": None}},
                {"any_sender": True},
                {"quirks": ["row_codes", "single_queued", "outer_ok"]},
                {"quirks": ["balance_in_rows"], "balance": 1.5},
                {"quirks": ["code_438"]},
            ]
        ),
    ),
    st.tuples(
        st.just("sandbox/messages/delete"), st.sampled_from([{"recipient": NUMBERS[0]}, {"q": "a"}])
    ),
    st.tuples(st.just("sandbox/reset"), st.just({})),
)


def perform(service: Any, name: str, values: dict[str, Any]) -> Any:
    if name == "sandbox/reset":
        return service.reset()
    if name in OPERATIONS:
        call = Call(
            "POST", name, "sandbox", Parameters(values, typed=True), None, "http://127.0.0.1"
        )
        return asyncio.run(service.answer(call)).envelope()
    try:
        return service.control(name, values)
    except ControlError as problem:
        return str(problem)


def picture(service: Any) -> Any:
    """Everything that can be seen of an account, without changing it."""
    service.state.chats.settle(service.now())
    ids = [message.id for message in service.state.sent.newest_first()]
    return [
        service.now(),
        service.state.changes,
        perform(service, "message/details", {"messages": ids}),
        describe_account(service.state.account, service.now()),
        perform(service, "user/balance", {}),
        perform(service, "chat/senders", {}),
        perform(service, "chat/messages", {"rows": 500, "last_message_id": 10**9}),
        [vars_of(entry) for entry in service.state.chats.entries],
    ]


def vars_of(message: Any) -> Any:
    return (
        type(message).__name__,
        message.id,
        message.chat.id,
        message.chat.unread,
        getattr(message, "read", None),
    )


@settings(
    max_examples=examples(25, 80), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(todo=STEPS, pauses=st.lists(st.sampled_from([0, 0.5, 3]), min_size=12, max_size=12))
def test_the_journal_leads_to_the_same_state(
    tmp_path_factory: pytest.TempPathFactory,
    todo: list[tuple[str, dict[str, Any]]],
    pauses: list[float],
) -> None:
    real = START
    path = tmp_path_factory.mktemp("replay") / "state"

    def start(file: Path | None) -> Any:
        return create_app(state_file=file, seed=5, read_clock=lambda: real).state.service

    kept, remembered = start(path), start(None)
    for (name, values), pause in zip(todo, pauses, strict=False):
        real += pause
        assert perform(kept, name, values) == perform(remembered, name, values)
    kept.close()
    kept = start(path)
    seen = picture(kept)
    kept.close()
    assert seen == picture(remembered)


def session(service: Any) -> list[Any]:
    """Requests of every kind that gives ids."""
    sms = {"sender": "TurboSMS", "text": "a"}
    answers = [
        perform(service, "message/send", {"recipients": NUMBERS[:2], "sms": sms}),
        perform(service, "message/send", {"recipients": NUMBERS[:2], "sms": sms}),
        perform(
            service, "message/sendmulti", {"x": {"recipients": NUMBERS[2:], "viber": sms}, "y": {}}
        ),
        perform(service, "file/add", {"data": "data:,a"}),
        perform(
            service, "sandbox/replies", {"sender": "TurboSMS", "number": NUMBERS[0], "text": "x"}
        ),
    ]
    perform(service, "sandbox/clock", {"advance": 100})
    return [*answers, perform(service, "message/send", {"recipients": NUMBERS[:2], "sms": sms})]


def test_a_seed_gives_the_same_ids(tmp_path: Path) -> None:
    def start(seed: int | None, file: Path | None = None) -> Any:
        return create_app(seed=seed, state_file=file, read_clock=lambda: START).state.service

    service = start(7)
    first = session(service)
    ids = {row["message_id"] for row in first[0]["response_result"] + first[-1]["response_result"]}
    assert len(ids) == 4
    service.reset()
    assert session(service) == first
    assert session(start(7)) == first
    kept = start(7, tmp_path / "state")
    assert session(kept) == first
    kept.close()
    for seed, again in ((8, True), (None, False)):
        service = start(seed)
        answers = session(service)
        assert answers[0] != first[0]
        service.reset()
        assert (session(service) == answers) is again


def test_what_changes_nothing_gives_away_no_id() -> None:
    plain, curious = (create_app(seed=7, read_clock=lambda: START).state.service for _ in range(2))
    for name, values in (
        ("user/balance", {}),
        ("message/send", {"recipients": ["wrong"], "sms": {"sender": "TurboSMS", "text": "a"}}),
        ("sandbox/clock", {"advance": -1}),
        ("message/status", {"messages": ["x"]}),
    ):
        perform(curious, name, values)
    assert session(curious) == session(plain)


def test_the_seed_of_the_command_line() -> None:
    body = {"recipients": NUMBERS[:2], "sms": {"sender": "TurboSMS", "text": "a"}}
    results = []
    for seed in (7, -7):
        service = create_app(seed=seed).state.service
        results.append(perform(service, "message/send", body)["response_result"])
        with SandboxProcess("--seed", seed) as process, Control(process.url) as control:
            assert control.result("message/send", body) == results[-1]
    assert results[0] != results[1]


def test_another_python_process_executes_a_journal_alike(tmp_path: Path) -> None:
    """Nothing may depend on the order of sets or on hashes, which differ between processes."""
    path = tmp_path / "state"
    service = create_app(state_file=path).state.service
    session(service)
    perform(service, "sandbox/account", {"stop_list": NUMBERS, "countries": ["UA", "PL", "DE"]})
    perform(service, "sandbox/clock", {"advance": 90_000})
    seen = picture(service)[1:]
    service.close()
    program = f"""
import json, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_replay import picture
from turbosms_sandbox import create_app
print(json.dumps(picture(create_app(state_file={str(path)!r}).state.service)[1:]))
"""
    for seed in HASH_SEEDS:
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
        printed = output(PYTHON, "-c", program, env=environment)
        assert json.loads(printed) == json.loads(json.dumps(seen))
