"""The modules `chat` and `file`.

The client refuses what the sandbox refuses, with the same code, and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.agreement.bodies import chat_body, file_body, list_body
from tests.agreement.draws import ODD, repeated
from tests.agreement.verdicts import FINE, answered, refusal
from tests.effort import examples
from turbosms_client import APIError, InvalidParameterError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.agreement.conftest import World

pytestmark = pytest.mark.one_interpreter

EXAMPLES: Final = examples(60, 500)
MOST: Final = 3 * 1024 * 1024
NUMBERS: Final[list[Any]] = [1, 1, 99_999, -1, 10**30, "1", 1.0, *ODD]
TEXTS: Final = st.one_of(
    st.just("Hello"), st.sampled_from(ODD), repeated(["a", "ж", "😀"], [1000, 2000])
)
NAMES: Final = st.one_of(
    st.sampled_from(["a.txt", "A.PDF", "a.b.png", "a.exe", "a.html", "a.info", "a", *ODD]),
    st.builds(lambda unit, size: unit * size + ".txt", st.sampled_from("xж😀"), st.integers(7, 23)),
)
FILES: Final = st.sampled_from([b"x", b"x", b"", "https://example.invalid/a.pdf"])
URLS: Final = st.sampled_from(["https://example.invalid/a.pdf", *ODD])
FLAGS: Final = st.sampled_from([True, False, 1, 0, 2, "1", *ODD])
ROWS: Final = st.sampled_from([1, 30, 500, 501, 0, -1, "30", 2.0, *ODD])
NUMBER: Final = st.sampled_from(["mine", "x" * 33, *ODD])


class Operation(NamedTuple):
    call: str
    parameters: dict[str, st.SearchStrategy[Any]]
    """Each is left out half of the time."""
    always: dict[str, Any]
    """What stands for one that is left out."""
    body: Callable[[dict[str, Any]], dict[str, Any]]


def drawn(**parameters: st.SearchStrategy[Any]) -> dict[str, st.SearchStrategy[Any]]:
    return parameters


OPERATIONS: Final = [
    Operation(
        "chat.send",
        drawn(
            chat_id=st.sampled_from(NUMBERS), text=TEXTS, file=FILES, name=NAMES, sequence_id=NUMBER
        ),
        {"chat_id": 1234},
        chat_body,
    ),
    Operation(
        "file.add",
        drawn(file=st.sampled_from([b"x", b""]), url=URLS, name=NAMES, sequence_id=NUMBER),
        {},
        file_body,
    ),
    Operation(
        "file.details",
        drawn(file_id=st.sampled_from(NUMBERS)),
        {"file_id": 12345},
        lambda case: {"id": case["file_id"]},
    ),
    Operation(
        "chat.recipients",
        drawn(
            sender=st.sampled_from(["TurboSMS", "Shop", "x" * 20, "x" * 21, *ODD]),
            sender_id=st.sampled_from(NUMBERS),
            new_only=FLAGS,
            rows=ROWS,
        ),
        {},
        list_body,
    ),
    Operation(
        "chat.sessions",
        drawn(
            chat_id=st.sampled_from([1234, *NUMBERS]),
            session_id=st.sampled_from(NUMBERS),
            rows=ROWS,
        ),
        {},
        list_body,
    ),
    Operation(
        "chat.messages",
        drawn(
            chat_id=st.sampled_from([1234, *NUMBERS]),
            last_message_id=st.sampled_from(NUMBERS),
            new_only=FLAGS,
            rows=ROWS,
        ),
        {},
        list_body,
    ),
]


class Difference(NamedTuple):
    """If `when` holds, the client says `ours` or the sandbox `theirs`, whatever the other says."""

    reason: str
    call: str
    example: dict[str, Any]
    when: Callable[[dict[str, Any]], bool]
    ours: tuple[int | None, ...] = ()
    theirs: tuple[int, ...] = ()

    def explains(self, call: str, case: dict[str, Any], ours: int | None, theirs: int) -> bool:
        return (
            call.startswith(self.call)
            and (ours in self.ours or theirs in self.theirs)
            and self.when(case)
        )


def positive(case: dict[str, Any], *names: str) -> bool:
    return any(isinstance(case.get(name), int) and case[name] > 0 for name in names)


PAIRS: Final = [
    ("file", "url"),
    ("url", "name"),
    ("sender", "sender_id"),
    ("chat_id", "session_id"),
    ("new_only", "last_message_id"),
]
DIFFERENCES: Final = [
    Difference(
        (
            "Of two things given at once the service takes its pick (A-80, A-98), "
            "so the client's refusal saves no code."
        ),
        "",
        {"call": "file.add", "file": b"x", "url": "https://example.invalid/a.pdf", "name": "a.txt"},
        lambda case: any({*pair} <= {*case} for pair in PAIRS),
        ours=(None,),
    ),
    Difference(
        "To the service an empty text or name beside something else is none; in Python a mistake.",
        "chat.send",
        {"call": "chat.send", "text": "", "file": b"x", "name": "a.txt"},
        lambda case: "" in (case.get("text"), case.get("name")),
        ours=(None,),
    ),
    Difference(
        "Whose chats and sessions there are, the account knows.",
        "chat.",
        {"call": "chat.sessions", "chat_id": 99_999},
        lambda case: positive(case, "chat_id", "session_id"),
        theirs=(424,),
    ),
    Difference(
        "Which senders there are, the account knows.",
        "chat.recipients",
        {"call": "chat.recipients", "sender": "Shop"},
        lambda case: positive(case, "sender_id") or bool(case.get("sender")),
        theirs=(400,),
    ),
    Difference(
        "Which files there are, the account knows.",
        "file.details",
        {"call": "file.details", "file_id": 99_999},
        lambda case: positive(case, "file_id"),
        theirs=(417,),
    ),
    Difference(
        "What can be fetched, only who fetches it knows.",
        "",
        {"call": "file.add", "url": "https://example.invalid/a.pdf"},
        lambda case: "https://example.invalid/a.pdf" in (case.get("url"), case.get("file")),
        theirs=(418,),
    ),
    Difference(
        (
            "To the service all but 1 is no; "
            "in Python `new_only='yes'` is a mistake, and no silent no."
        ),
        "chat.",
        {"call": "chat.recipients", "sender_id": 1, "new_only": 2},
        lambda case: case.get("new_only", 0) not in (0, 1),
        ours=(300,),
    ),
    Difference(
        (
            "With `new_only` the service does not look at the page (A-104); "
            "the client holds every call to one rule."
        ),
        "chat.messages",
        {"call": "chat.messages", "chat_id": 1234, "new_only": True, "rows": 0},
        lambda case: case.get("new_only") in (1, "1"),
        ours=(313,),
    ),
]


def judge(
    world: World, operation: Operation, given: dict[str, Any]
) -> tuple[bool, int | None, int]:
    """Whether the client sent it, and both verdicts."""
    world.begin()
    case = {**operation.always, **given}
    if operation.call.startswith(
        "chat."
    ):  # a session that is open, and no message in it that waits for an answer
        world.control.reply("380501234567", "Hello", sender="TurboSMS")
    if case.get("sequence_id") == "mine":
        case["sequence_id"] = f"mine{world.serial}"
    module, method = operation.call.split(".")
    sent, ours = True, FINE
    try:
        outcome = getattr(getattr(world.client(), module), method)(**case)
        if hasattr(outcome, "__next__"):
            next(outcome, None)
    except InvalidParameterError as error:
        sent, ours = False, refusal(error)  # type: ignore[assignment]
    except APIError as error:
        ours = int(error.code)
    if case.get("sequence_id") == f"mine{world.serial}":
        case["sequence_id"] = f"other{world.serial}"  # a call of its own
    return (
        sent,
        ours,
        answered(world.control.call(operation.call.replace(".", "/"), operation.body(case))),
    )


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.call)
def test_client_and_sandbox_say_the_same(world: World, operation: Operation) -> None:
    told: set[int] = set()

    @settings(max_examples=EXAMPLES, suppress_health_check=[*HealthCheck])
    @given(st.fixed_dictionaries({}, optional=operation.parameters))
    def check(case: dict[str, Any]) -> None:
        sent, ours, theirs = judge(world, operation, case)
        agree = ours == theirs and not (sent and ours)
        explained = any(row.explains(operation.call, case, ours, theirs) for row in DIFFERENCES)
        assert agree or explained, f"the client: {ours}, the sandbox: {theirs}"
        if agree:
            told.add(theirs)

    check()
    assert len(told) >= 2, "too few examples, or too many differences"


TOLD: Final[list[tuple[str, int, dict[str, Any]]]] = [
    ("chat.send", FINE, {"text": "Hello"}),
    ("chat.send", 201, {"text": ""}),
    ("chat.send", 300, {"text": "Hello", "sequence_id": "x" * 33}),
    ("chat.send", 304, {"text": 0}),
    ("chat.send", 310, {"text": "Hello", "chat_id": 0}),
    ("chat.send", 411, {"text": "Hello", "name": 0}),
    ("chat.send", 413, {"text": "a" * 1001}),
    ("chat.send", 418, {"file": b"", "name": "a.txt"}),
    ("chat.send", 419, {"file": b"x", "name": "a.exe"}),
    ("chat.send", 423, {"file": b"x", "name": "x" * 23 + ".txt"}),
    ("file.add", FINE, {"file": b"x", "name": "a.txt"}),
    ("file.add", 300, {"file": b"x", "name": "a.txt", "sequence_id": "x" * 33}),
    ("file.add", 418, {}),
    ("file.add", 419, {"file": b"x", "name": "a.exe"}),
    ("file.details", FINE, {}),
    ("file.details", 308, {"file_id": 0}),
    ("chat.recipients", FINE, {"sender": "TurboSMS"}),
    ("chat.recipients", 200, {}),
    ("chat.recipients", 302, {"sender": 5}),
    ("chat.recipients", 309, {"sender_id": 0}),
    ("chat.recipients", 313, {"sender": "TurboSMS", "rows": 0}),
    ("chat.sessions", FINE, {"chat_id": 1234}),
    ("chat.sessions", 310, {"chat_id": 0}),
    ("chat.sessions", 311, {"session_id": 0}),
    ("chat.sessions", 313, {"chat_id": 1234, "rows": 0}),
    ("chat.messages", FINE, {"chat_id": 1234}),
    ("chat.messages", 307, {"last_message_id": 0}),
    ("chat.messages", 310, {"chat_id": 0}),
    ("chat.messages", 313, {"chat_id": 1234, "rows": 0}),
]
"""A case for each verdict, since chance may miss some."""


@pytest.mark.parametrize(("call", "code", "case"), TOLD)
def test_both_can_say_it(world: World, call: str, code: int, case: dict[str, Any]) -> None:
    operation = next(operation for operation in OPERATIONS if operation.call == call)
    sent, ours, theirs = judge(world, operation, case)
    assert (ours, theirs) == (code, code)
    assert sent is (code == FINE)


def example(world: World, row: Difference) -> tuple[bool, int | None, int, dict[str, Any]]:
    given_ = dict(row.example)
    operation = next(operation for operation in OPERATIONS if operation.call == given_["call"])
    del given_["call"]
    return *judge(world, operation, given_), given_


@pytest.mark.parametrize("row", DIFFERENCES, ids=lambda row: str(row.theirs or row.ours))
def test_differences_are_there(world: World, row: Difference) -> None:
    sent, ours, theirs, case = example(world, row)
    assert ours != theirs or (sent and ours)
    assert row.explains(row.example["call"], case, ours, theirs)


@pytest.mark.parametrize(
    ("call", "case"),
    [
        ("chat.send", {"text": 0, "file": b"x", "name": "a.txt"}),
        ("file.add", {"url": 0}),
        ("file.add", {"file": b"x", "name": "a.exe", "sequence_id": ""}),
    ],
)
def test_what_is_easily_read_in_two_ways(world: World, call: str, case: dict[str, Any]) -> None:
    operation = next(operation for operation in OPERATIONS if operation.call == call)
    sent, ours, theirs = judge(world, operation, case)
    assert ours == theirs
    assert not (sent and ours)


@pytest.mark.parametrize(("size", "code"), [(MOST, FINE), (MOST + 1, 420)])
def test_the_size_of_a_file(world: World, size: int, code: int) -> None:
    for call, case in (("file.add", {}), ("chat.send", {"chat_id": 1234})):
        operation = next(operation for operation in OPERATIONS if operation.call == call)
        sent, ours, theirs = judge(world, operation, {**case, "file": b"x" * size, "name": "a.txt"})
        assert (sent, ours, theirs) == (code == FINE, code, code)
