"""Lists of the chat module that page by themselves, at the real sandbox, while others write."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.effort import THOROUGH, examples
from tests.kit.answers import ok
from tests.kit.service import Act
from turbosms_client import AsyncTurboSMS, NotAllowedError, ResultCode, TransportError, TurboSMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tests.kit.clients import AnyClient
    from tests.kit.control import Control
    from tests.kit.service import Service

pytestmark = pytest.mark.rules

SENDER: Any = {"sender": "TurboSMS"}
EXAMPLES = examples(20, 60)
CHATS = 1101 if THOROUGH else 501
"""More than one page, or more than two."""


def ids(rows: Iterable[Any]) -> list[int]:
    return [row.id for row in rows]


def chats(rows: Iterable[Any]) -> list[int]:
    return [row.chat_id for row in rows]


def read_while(rows: Iterator[Any], at: Mapping[int, Callable[[], object]]) -> list[Any]:
    """The rows. When so many have come, `at` is done."""
    found: list[Any] = []
    for row in rows:
        found.append(row)
        at.get(len(found), bool)()
    return found


def test_the_senders_and_their_logos(live: AnyClient, control: Control) -> None:
    control.writes(1)
    first, *others = live.chat.senders()
    assert (first.id, first.name, first.is_2way, first.unread_messages) == (1, "TurboSMS", True, 1)
    assert [row.name for row in others] == ["Mobibon", "Viber TurboSMS", "Frozen"]
    for row in (first, *others):
        assert (row.logo_url or "").startswith(f"{control.url}/user-files/viber-logo/")


def test_several_pages_of_messages_and_chats(live: AnyClient, control: Control) -> None:
    for number in range(CHATS):
        control.writes(number)
    found = [*live.chat.recipients(**SENDER)]
    assert chats(found) == list(range(1233 + CHATS, 1233, -1))
    assert found[-1].number == "380500000000"
    assert chats(live.chat.recipients(sender_id=1, new_only=True)) == chats(found)
    assert ids(live.chat.messages(last_message_id=1001)) == list(range(1002, 1001 + CHATS))
    assert ids(live.chat.messages()) == list(range(1000 + CHATS, 1000, -1))
    assert [*live.chat.recipients(new_only=True, **SENDER)] == []


def test_a_short_page_ends_a_list(live: AnyClient, control: Control) -> None:
    for _ in range(4):
        control.writes(1)
    assert ids(live.chat.messages(1234, rows=2)) == [1004, 1003, 1002, 1001]
    assert ids(live.chat.messages(1234, rows=3)) == [1004, 1003, 1002, 1001]
    assert [*live.chat.messages(1234, last_message_id=1004)] == []
    assert [*live.chat.recipients(sender="Mobibon")] == []


@pytest.mark.parametrize("arrivals", range(1, 6))
def test_messages_that_arrive_between_pages(
    live: AnyClient, control: Control, arrivals: int
) -> None:
    for number in (1, 2, 1, 2, 1, 1):
        control.writes(number)
    at = {2: lambda: [control.writes(1) for _ in range(arrivals)]}
    read = read_while(live.chat.messages(rows=2), at)
    assert len(read) == len({*ids(read)})
    assert [number for number in ids(read) if number <= 1006] == [
        1006,
        1005,
        1004,
        1003,
        1002,
        1001,
    ]
    # What arrived and was on a page is marked as read by that, so it has to be among the rows.
    unread = {row["id"] for row in control.result("chat/messages", {"new_only": 1})}
    assert unread == set(range(1007, 1007 + arrivals)) - {*ids(read)}


def test_messages_after_one_come_oldest_first_with_those_that_arrive(
    live: AnyClient, control: Control
) -> None:
    for number in (1, 2, 1, 2, 1):
        control.writes(number)
    at = {2: lambda: control.writes(1), 4: lambda: [control.writes(1) for _ in range(3)]}
    read = read_while(live.chat.messages(last_message_id=1001, rows=2), at)
    assert ids(read) == list(range(1002, 1010))
    assert ids(live.chat.messages(1235, last_message_id=1, rows=1)) == [1002, 1004]


def test_a_chat_that_moves_past_the_reader_is_met_again(live: AnyClient, control: Control) -> None:
    for number in range(6):
        control.writes(number)
    at = {2: lambda: control.writes(0), 4: lambda: control.writes(9)}
    moved = read_while(live.chat.recipients(rows=2, **SENDER), at)
    assert sorted(chats(moved)) == [1234, 1235, 1236, 1237, 1238, 1239, 1240]
    assert chats(moved)[:2] == [1239, 1238]


def test_chats_that_leave_the_unread_while_they_are_gone_through(
    live: AnyClient, control: Control
) -> None:
    for number in range(95):
        control.writes(number)
    found = []
    for row in live.chat.recipients(new_only=True, **SENDER):
        control.call("chat/messages", {"new_only": 1, "chat_id": row.chat_id})
        found.append(row)
    assert sorted(chats(found)) == list(range(1234, 1234 + 95))


def test_new_messages_come_once_and_whole(live: AnyClient, control: Control) -> None:
    for number in (*[1] * 40, *[2] * 3):
        control.writes(number)
    assert len([*live.chat.messages(1234, new_only=True, rows=1)]) == 40
    assert [*live.chat.messages(1234, new_only=True)] == []
    assert ids(live.chat.messages(new_only=True)) == [1043, 1042, 1041]
    first = next(live.chat.messages(1235))
    assert (first.type, first.status, first.message) == ("Inbox", "Read", "Hello")


def test_a_page_is_read_only_when_its_rows_are_wanted(control: Control) -> None:
    for _ in range(5):
        control.writes(1)
    with TurboSMS("sandbox", control.url) as client:
        iterator = client.chat.messages(1234, rows=2)
        assert len(control.result("chat/recipients", {"sender_id": 1, "new_only": 1})) == 1
        assert next(iterator).id == 1005
    unread = [row["id"] for row in control.result("chat/messages", {"new_only": 1})]
    assert unread == [1003, 1002, 1001]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_loop_that_is_left_early_leaves_nothing_open(control: Control, backend: str) -> None:
    for number in range(5):
        control.writes(number)

    async def run() -> None:
        async with AsyncTurboSMS("sandbox", control.url) as client:
            for rows in (1, 2, 500):
                async for row in client.chat.recipients(rows=rows, sender_id=1):
                    assert row.chat_id == 1238
                    break

    anyio.run(run, backend=backend)


def test_sessions_end_after_a_day(live: AnyClient, control: Control) -> None:
    made = control.writes(1)
    (session,) = [*live.chat.sessions(chat_id=made.chat_id)]
    assert (session.id, session.ended, session.sent_messages) == (made.session_id, None, 0)
    control.advance(24 * 3600)
    again = control.writes(1)
    found: list[Any] = [*live.chat.sessions(chat_id=made.chat_id, rows=1)]
    assert ids(found) == [again.session_id, made.session_id]
    assert (found[1].ended - found[1].started).total_seconds() == 24 * 3600
    assert [*live.chat.sessions(session_id=made.session_id, rows=1)] == [found[1]]


@pytest.mark.parametrize(
    ("name", "parameters", "code"),
    [
        ("chat.recipients", {"sender": "Nobody"}, 400),
        ("chat.sessions", {"chat_id": 9}, 424),
        ("chat.messages", {"chat_id": 9, "new_only": True}, 424),
    ],
)
def test_what_the_service_refuses(
    live: AnyClient, name: str, parameters: dict[str, Any], code: int
) -> None:
    with pytest.raises(NotAllowedError) as caught:
        next(attrgetter(name)(live)(**parameters))
    assert caught.value.code is ResultCode(code)
    assert caught.value.operation == name.replace(".", "/")


NUMBERS = st.lists(st.integers(0, 7), max_size=12)
ARRIVALS = st.dictionaries(st.integers(1, 12), NUMBERS, max_size=5)


@pytest.fixture
def at_once(control: Control) -> Callable[[dict[int, list[int]]], dict[int, Callable[[], object]]]:
    def write(numbers: list[int]) -> None:
        for number in numbers:
            control.writes(number)

    return lambda arrivals: {place: partial(write, numbers) for place, numbers in arrivals.items()}


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(before=NUMBERS, arrivals=ARRIVALS, rows=st.integers(1, 4), new_only=st.booleans())
def test_no_chat_is_lost_or_repeated_whoever_writes_when(
    *,
    control: Control,
    at_once: Any,
    before: list[int],
    arrivals: dict[int, list[int]],
    rows: int,
    new_only: bool,
) -> None:
    control.reset()
    at_once({0: before})[0]()
    there = {f"38050{number:07}" for number in before}
    found: list[str] = []
    with TurboSMS("sandbox", control.url) as client:
        for row in client.chat.recipients(sender_id=1, rows=rows, new_only=new_only):
            found.append(row.number or "")
            at_once(arrivals).get(len(found), list)()
    assert len(found) == len({*found})
    assert there <= {*found}


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(before=NUMBERS, arrivals=ARRIVALS, rows=st.integers(1, 4), newest_first=st.booleans())
def test_no_message_is_lost_or_repeated_whoever_writes_when(
    *,
    control: Control,
    at_once: Any,
    before: list[int],
    arrivals: dict[int, list[int]],
    rows: int,
    newest_first: bool,
) -> None:
    control.reset()
    at_once({0: before})[0]()
    found: list[int] = []
    after = None if newest_first else 1
    with TurboSMS("sandbox", control.url) as client:
        for row in client.chat.messages(rows=rows, last_message_id=after):
            found.append(row.id)
            at_once(arrivals).get(len(found), list)()
    assert len(found) == len({*found})
    there = list(range(1001, 1001 + len(before)))
    if newest_first:
        assert [number for number in found if number in there] == there[::-1]
    else:
        assert found == list(range(1001, 1001 + len(found)))
        assert len(found) >= len(before)


def page(first: int) -> dict[str, Any]:
    rows = [{"id": number, "chat_id": 1} for number in range(first, first - 500, -1)]
    return ok(rows)


async def cut_off_in_the_second_page(iterator: Any) -> list[int]:
    """The ids of the first page; whoever reads the second stops waiting for it."""
    found = [(await anext(iterator)).id for _ in range(500)]
    with anyio.move_on_after(0.1) as scope:
        await anext(iterator)
    assert scope.cancelled_caught
    return found


@pytest.mark.anyio
async def test_a_list_goes_on_after_an_interruption(service: Service) -> None:
    last = ok([{"chat_id": 1}])
    chats_of_page = [{"chat_id": number} for number in range(1000, 500, -1)]
    first = {**last, "response_result": chats_of_page}
    service.answers(first, Act(b"{}", delay=60), last, last)
    async with AsyncTurboSMS("t", service.url) as client:
        iterator = client.chat.recipients(sender_id=1)
        found = [(await anext(iterator)).chat_id for _ in range(500)]
        with anyio.move_on_after(0.2) as scope:
            await anext(iterator)
        assert scope.cancelled_caught
        found += [row.chat_id async for row in iterator]
    assert found == [*range(1000, 500, -1), 1]
    assert [body["page"] for body in service.bodies[:3]] == [1, 2, 2]


@pytest.mark.anyio
async def test_messages_that_were_marked_as_read_are_not_passed_over_in_silence(
    service: Service,
) -> None:
    service.answers(page(1000), Act(b"{}", delay=60))
    async with AsyncTurboSMS("t", service.url) as client:
        iterator = client.chat.messages(1)
        assert await cut_off_in_the_second_page(iterator) == [*range(1000, 500, -1)]
        with pytest.raises(TransportError, match="go on with last_message_id"):
            await anext(iterator)
    assert len(service.requests) == 2
