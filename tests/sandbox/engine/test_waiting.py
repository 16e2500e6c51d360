"""Hundreds who wait, and searches among many messages: wake-ups and steps count, not time."""

from __future__ import annotations

import asyncio
import gc
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.effort import THOROUGH
from turbosms_sandbox import create_app
from turbosms_sandbox.engine import garbage_collection
from turbosms_sandbox.engine.notifier import AT_ONCE, Notifier, Waiter
from turbosms_sandbox.inbox import message_descriptions

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Iterator
    from pathlib import Path

EACH = 1_000 if THOROUGH else 200
NUMBER = "380678998668"
FEW = 12
"""Steps of others that a request may have to wait for."""


class Caller:
    """Calls a sandbox in this event loop, as a server would."""

    def __init__(self, state_file: Path | None = None) -> None:
        self.app = create_app(state_file=state_file)
        self.service = self.app.state.service
        self.tasks: list[asyncio.Task[Any]] = []

    async def ask(self, verb: str, path: str, body: Any = None, heard: Any = None) -> Any:
        """The answer, as JSON. What comes bit by bit is also put into the queue `heard`."""
        path, _, query = path.partition("?")
        content = b"" if body is None else json.dumps(body).encode()
        headers = [(b"host", b"127.0.0.1"), (b"authorization", b"Bearer sandbox")]
        headers.append((b"content-type", b"application/json"))
        scope = {"type": "http", "method": verb, "path": path, "query_string": query.encode()}
        scope |= {"headers": headers, "scheme": "http", "root_path": "", "raw_path": path.encode()}
        received = [{"type": "http.request", "body": content, "more_body": False}]
        answer = bytearray()

        async def receive() -> dict[str, Any]:
            return received.pop() if received else await asyncio.Future()

        async def send(message: Any) -> None:
            answer.extend(message.get("body", b""))
            if heard is not None:
                heard.put_nowait(message)

        await self.app(scope, receive, send)
        return json.loads(answer)

    def begin(self, *asked: Any, **options: Any) -> asyncio.Task[Any]:
        """Ask, and do not wait for the answer."""
        task = asyncio.create_task(self.ask(*asked, **options))
        self.tasks.append(task)
        return task

    async def send(self, *numbers: str, text: str = "Hello", channel: str = "sms") -> list[str]:
        content = {"sender": "TurboSMS", "text": text}
        body = {"recipients": numbers or [NUMBER], channel: content}
        rows = (await self.ask("POST", "/message/send", body))["response_result"]
        return [row["message_id"] for row in rows]

    async def many(self, sends: int, **options: Any) -> None:
        await self.ask("PATCH", "/sandbox/account", {"balance": 100_000_000})
        numbers = [f"38050{number:07}" for number in range(1_000)]
        for send in range(sends):
            await self.send(*numbers, text=f"Send {send}", **options)

    async def settle(self) -> None:
        """Until nobody has anything to do for half a second."""
        while True:
            before = self.counts()
            await asyncio.sleep(0.5)
            if self.counts() == before:
                return

    def counts(self) -> tuple[int, int]:
        return self.service.notifier.woken, self.service.background.steps


@asynccontextmanager
async def calling(state_file: Path | None = None) -> AsyncIterator[Caller]:
    caller = Caller(state_file)
    try:
        yield caller
    finally:
        for task in caller.tasks:
            task.cancel()
        await asyncio.gather(*caller.tasks, return_exceptions=True)
        caller.service.close()


async def delayed_calls(caller: Caller, number: int) -> None:
    fault = {"method": "message/ping", "kind": "delay", "seconds": 3_600, "times": number}
    await caller.ask("POST", "/sandbox/faults", fault)
    for _ in range(number):
        caller.begin("GET", "/message/ping")


def test_nobody_is_woken_by_what_concerns_others() -> None:
    async def main() -> None:
        async with calling() as caller:
            await caller.send("380503288668", text="before")
            await delayed_calls(caller, EACH)
            for number in range(EACH // 2):
                caller.begin("GET", f"/sandbox/messages?wait=600&recipient=38067{number:07}")
                caller.begin("GET", f"/sandbox/messages?wait=600&q=code-{number}")
            await caller.settle()
            before = caller.counts()
            await caller.send("380501111111", text="Hello")
            await caller.settle()
            assert caller.counts() == before
            await caller.send("380670000007", text="your code-20")
            await caller.settle()
            woken, steps = caller.counts()
            # The one with this number; of the others those whose text it is: code-2 and code-20.
            assert (woken - before[0], steps - before[1]) == (3, 3)
            assert len([task for task in caller.tasks if task.done()]) == 3

    asyncio.run(main())


def test_nobody_asks_again_and_again() -> None:
    """Neither a stream nor a search for a status looks before anything can have changed."""

    async def main() -> None:
        async with calling() as caller:
            await caller.send("380002000007")  # comes to its end as Accepted, and stays so
            await caller.ask("POST", "/sandbox/clock", {"advance": 60})
            for _ in range(50):
                caller.begin("GET", "/sandbox/events")
                caller.begin("GET", f"/sandbox/events?number={NUMBER}")
                caller.begin("GET", "/sandbox/messages?wait=600&status=Delivered")
            await caller.settle()
            before = caller.counts()
            await asyncio.sleep(1.5)
            assert caller.counts() == before

    asyncio.run(main())


def test_a_change_by_time_alone_is_told() -> None:
    async def main() -> None:
        async with calling() as caller:
            heard: asyncio.Queue[Any] = asyncio.Queue()
            caller.begin("GET", "/sandbox/events", heard=heard)
            found = caller.begin("GET", "/sandbox/messages?wait=600&status=Delivered")
            await caller.send()
            async with asyncio.timeout(60):
                assert (await found)["messages"][0]["status"] == "Delivered"
                while b'"status":"Delivered"' not in (await heard.get()).get("body", b""):
                    pass

    asyncio.run(main())


def test_streams_look_one_after_the_other_and_requests_go_between() -> None:
    async def main() -> None:
        async with calling() as caller:
            for _ in range(EACH):
                caller.begin("GET", "/sandbox/events")
            await caller.settle()
            woken, steps = caller.counts()
            await caller.send()
            for _ in range(20):
                between = caller.service.background.steps
                await caller.ask("GET", "/message/ping")
                assert caller.service.background.steps - between <= FEW
                await asyncio.sleep(0)
            for _ in range(100):  # on a busy machine each of them rests for longer than that
                await caller.settle()
                if caller.service.background.steps - steps >= EACH:
                    break
            assert caller.service.background.steps - steps >= EACH
            assert caller.service.notifier.woken - woken <= 2 * EACH

    asyncio.run(main())


def test_streams_share_what_they_describe(monkeypatch: pytest.MonkeyPatch) -> None:
    described: list[str] = []

    def describe(message: Any, now: float) -> Any:
        described.append(message.id)
        return original(message, now)

    original = message_descriptions.describe_message
    monkeypatch.setattr("turbosms_sandbox.inbox.description_cache.describe_message", describe)

    async def main() -> None:
        async with calling() as caller:
            await caller.send(*(f"38050{number:07}" for number in range(40)))
            await caller.ask("POST", "/sandbox/clock", {"advance": 60})
            for _ in range(100):
                caller.begin("GET", "/sandbox/events")
            await caller.settle()
            assert len(described) == 40

    asyncio.run(main())


async def between(caller: Caller, work: Coroutine[Any, Any, Any]) -> tuple[Any, int]:
    """What comes of some work, and how often somebody else was served meanwhile."""
    task = asyncio.create_task(work)
    served = 0
    while not task.done():
        steps = caller.service.background.steps
        await caller.ask("GET", "/message/ping")
        assert caller.service.background.steps - steps <= FEW
        served += 1
        await asyncio.sleep(0)
    return task.result(), served


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", "/sandbox/messages?q=nothing"),
        ("GET", "/sandbox/messages?status=Read"),
        ("GET", "/sandbox/messages?search=999999999"),
        ("GET", f"/sandbox/messages?recipient={NUMBER}"),
        ("GET", "/sandbox/messages?limit=100000"),
        ("GET", f"/sandbox/conversations/{NUMBER}"),
        ("DELETE", "/sandbox/messages?q=send%201"),
        ("DELETE", "/sandbox/messages"),
    ],
)
def test_a_long_look_lets_others_be_served(verb: str, path: str) -> None:
    async def main() -> None:
        async with calling() as caller:
            await caller.many(10)
            _, served = await between(caller, caller.ask(verb, path))
            assert served >= 5

    asyncio.run(main())


def test_what_is_before_a_message_is_looked_for_in_steps_too() -> None:
    async def main() -> None:
        async with calling() as caller:
            (first,) = await caller.send()
            (second,) = await caller.send("380503288668")
            await caller.many(10)
            found, served = await between(
                caller, caller.ask("GET", f"/sandbox/messages?before={second}")
            )
            assert [message["message_id"] for message in found["messages"]] == [first]
            assert served >= 5

    asyncio.run(main())


def test_messages_reach_their_chats_in_steps() -> None:
    async def main() -> None:
        async with calling() as caller:
            await caller.many(10, channel="viber")
            await caller.ask("POST", "/sandbox/clock", {"advance": 60})
            _, served = await between(caller, caller.ask("GET", f"/sandbox/conversations/{NUMBER}"))
            assert served >= 10
            assert len(caller.service.state.chats.entries) == 10_000

    asyncio.run(main())


def test_a_deletion_takes_what_was_there_when_it_began(tmp_path: Path) -> None:
    """What comes, is read or is deleted meanwhile is as it would be one after the other."""

    async def main() -> tuple[Any, Any]:
        async with calling(tmp_path / "state") as caller:
            await caller.many(5, channel="viber")
            await caller.ask("POST", "/sandbox/clock", {"advance": 60})
            ids = [message.id for message in caller.service.state.sent.newest_first()]
            deletion = caller.begin("DELETE", "/sandbox/messages?status=Delivered")
            other = caller.begin("DELETE", "/sandbox/messages?recipient=380500000001")
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            assert not deletion.done()
            await caller.ask("POST", "/sandbox/reads", {"message_id": ids[-1]})
            later = await caller.send(text="later")
            await caller.ask("POST", "/sandbox/clock", {"advance": 60})
            deleted = (await deletion)["deleted"], (await other)["deleted"]
            assert sum(deleted) == 5_000
            shown = await caller.ask("GET", "/sandbox/messages")
            assert [message["message_id"] for message in shown["messages"]] == later
            assert caller.service.state.sent.kept == 1
            known = await caller.ask("POST", "/message/status", {"messages": ids[-2:]})
            assert [row["response_code"] for row in known["response_result"]] == [0, 0]
            return shown, deleted

    shown, _ = asyncio.run(main())

    async def again() -> Any:
        async with calling(tmp_path / "state") as caller:
            return await caller.ask("GET", "/sandbox/messages")

    assert [row["message_id"] for row in asyncio.run(again())["messages"]] == [
        row["message_id"] for row in shown["messages"]
    ]


def test_a_deletion_that_a_reset_overtakes_leaves_no_trace() -> None:
    async def main() -> None:
        async with calling() as caller:
            await caller.many(5)
            deletion = caller.begin("DELETE", "/sandbox/messages")
            await asyncio.sleep(0)
            await caller.ask("POST", "/sandbox/reset")
            await caller.send()
            assert (await deletion)["deleted"] == 5_000
            assert caller.service.state.sent.kept == 1

    asyncio.run(main())


def test_those_who_are_cancelled_keep_nobody_asleep() -> None:
    async def main() -> None:
        notifier = Notifier()
        waiters = [Waiter(notifier) for _ in range(5 * AT_ONCE)]
        tasks = [asyncio.create_task(waiter.wait(600)) for waiter in waiters]
        await asyncio.sleep(0)
        for waiter in waiters:
            waiter.call()
        for task in tasks[: 2 * AT_ONCE]:
            task.cancel()  # some of them were woken already
        async with asyncio.timeout(60):
            await asyncio.gather(*tasks[2 * AT_ONCE :])

    asyncio.run(main())


def test_a_call_between_two_waits_is_not_missed() -> None:
    async def main() -> None:
        notifier = Notifier()
        with notifier.listening() as waiter:
            async with asyncio.timeout(60):
                notifier.changed()
                await waiter.wait(600)
                waiting = asyncio.create_task(waiter.wait(600))
                await asyncio.sleep(0)
                notifier.changed()
                await waiting

    asyncio.run(main())


@pytest.fixture
def _tests_frozen_again() -> Iterator[None]:
    """Thawed, the tests themselves would be looked through by every later collection."""
    yield
    gc.freeze()


@pytest.mark.usefixtures("_tests_frozen_again")
def test_garbage_is_not_looked_for_in_all_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage_collection, "SLOW", -1)
    thresholds, frozen = gc.get_threshold(), gc.get_freeze_count()
    with garbage_collection.rare_collections() as collect_everything:
        kept = [[number] for number in range(1_000)]
        gc.collect()
        assert gc.get_freeze_count() > frozen + 1_000
        collect_everything()
        assert gc.get_freeze_count() == 0
    assert gc.get_threshold() == thresholds
    # Python 3.12 begins with some frozen objects of its own.
    assert gc.get_freeze_count() <= frozen
    assert len(kept) == 1_000
