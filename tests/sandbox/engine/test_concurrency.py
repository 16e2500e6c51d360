"""Many clients at once, over real connections.

Every request is executed once and everything adds up exactly.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.kit.control import http_client
from tests.kit.facts import SUCCESS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.one_interpreter

TWINS = 32
CLIENTS = 16
OPENING = 1_000_000_000
SMS, VIBER = 34, 50
"""All in kopecks."""


class Connection:
    """One connection that is kept open, with as little around it as can be.

    The sandbox is to be the busy one.
    """

    def __init__(self, address: str) -> None:
        self._url = httpx2.URL(address)

    async def __aenter__(self) -> Connection:
        self._reader, self._writer = await asyncio.open_connection(self._url.host, self._url.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()
        await self._writer.wait_closed()

    async def call(self, operation: str, data: Any) -> dict[str, Any]:
        body = json.dumps(data).encode()
        head = (
            f"POST /{operation}.json HTTP/1.1\r\nHost: {self._url.host}\r\n"
            "Authorization: Bearer sandbox\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200 "), answer
        length = int(answer.lower().partition(b"content-length:")[2].split()[0])
        envelope: dict[str, Any] = json.loads(await self._reader.readexactly(length))
        return envelope


class Client:
    """Sends what a seed decides, and keeps the books of it."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._chance = random.Random(number)
        self._recipients = 0
        self.ids: list[str] = []
        self.cost = 0
        self.files: set[int] = set()
        self.codes: Counter[int] = Counter()
        self._numbered: list[tuple[dict[str, Any], Any]] = []

    async def run(self, address: str, count: int) -> None:
        kinds = (
            self.send,
            self.send,
            self.send,
            self.replay,
            self.multi,
            self.upload,
            self.refused,
            self.status,
        )
        async with Connection(address) as connection:
            for _ in range(count):
                code = await self._chance.choice(kinds)(connection)
                self.codes[code] += 1

    async def send(self, connection: Connection) -> int:
        body = self._body()
        answer = await connection.call("message/send", body)
        self._book(body, answer)
        self._numbered.append((body, answer["response_result"]))
        return int(answer["response_code"])

    async def replay(self, connection: Connection) -> int:
        if not self._numbered:
            return await self.send(connection)
        body, result = self._chance.choice(self._numbered)
        answer = await connection.call("message/send", body)
        assert (answer["response_code"], answer["response_result"]) == (507, result)
        return 507

    async def multi(self, connection: Connection) -> int:
        bodies = {"a": self._body(), "b": self._body()}
        answer = await connection.call("message/sendmulti", bodies | {"c": {"sms": {}}})
        for key, body in bodies.items():
            self._book(body, answer["response_result"][key])
        assert answer["response_result"]["c"]["response_code"] == 202
        return int(answer["response_code"])

    async def upload(self, connection: Connection) -> int:
        content = f"{self._number}/{len(self.files)}"
        answer = await connection.call("file/add", {"data": f"data:,{content}"})
        self.files.add(answer["response_result"]["id"])
        return int(answer["response_code"])

    async def refused(self, connection: Connection) -> int:
        answer = await connection.call("message/send", self._body() | {"sender": "Frozen"})
        assert answer["response_code"] == 401
        return 401

    async def status(self, connection: Connection) -> int:
        wanted = self.ids[-50:] or ["x"]
        answer = await connection.call("message/status", {"messages": wanted})
        rows = answer["response_result"]
        assert [row["message_id"] for row in rows] == wanted
        assert {row["response_code"] for row in rows} == ({0} if self.ids else {307})
        return int(answer["response_code"])

    def _body(self) -> dict[str, Any]:
        recipients = []
        for _ in range(self._chance.choice([1, 1, 1, 2, 7])):
            recipients.append(
                f"380{50_0000000 + self._number * 100_000 + self._recipients % 100_000:09}"
            )
            self._recipients += 1
        text = "".join(self._chance.choices("abcdefgh ", k=self._chance.choice([30, 200])))
        channels = self._chance.choice([["sms"], ["sms"], ["viber"], ["viber", "sms"]])
        number = f"{self._number}-{self._recipients}"
        contents: dict[str, Any] = {channel: {} for channel in channels}
        return {
            "recipients": recipients,
            "sender": "TurboSMS",
            "text": text,
            "sequence_id": number,
            **contents,
        }

    def _book(self, body: dict[str, Any], answer: dict[str, Any]) -> None:
        assert answer["response_code"] in SUCCESS, answer
        rows = answer["response_result"]
        assert [row["phone"] for row in rows] == body["recipients"]
        self.ids += [row["message_id"] for row in rows]
        segments = 1 if len(body["text"]) <= 160 else 2
        self.cost += len(rows) * (VIBER if "viber" in body else SMS * segments)


async def gather(clients: list[Client], address: str, count: int) -> None:
    await asyncio.gather(*(client.run(address, count) for client in clients))


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("count", [40, pytest.param(625, marks=pytest.mark.thorough_only)])
def test_everything_adds_up(
    start_process: Callable[..., Any], tmp_path: Path, count: int, kept: bool
) -> None:
    """`count` requests of each client."""
    process = start_process(*(["--state", str(tmp_path / "state")] if kept else []))
    clients = [Client(number) for number in range(CLIENTS)]
    with http_client(process.url) as control:
        control.patch("/sandbox/account", json={"balance": OPENING / 100}).raise_for_status()
        asyncio.run(gather(clients, process.url, count))
        control.post("/sandbox/clock", json={"advance": 86_400}).raise_for_status()
        messages = control.get("/sandbox/messages", params={"limit": 1_000_000}).json()["messages"]
        balance = control.get("/sandbox/account").json()["balance"]
    ids = [message_id for client in clients for message_id in client.ids]
    assert sum(sum(client.codes.values()) for client in clients) == count * CLIENTS
    assert len(set(ids)) == len(ids)
    assert sorted(message["message_id"] for message in messages) == sorted(ids)
    assert round(balance * 100) == OPENING - sum(client.cost for client in clients)
    files = [number for client in clients for number in client.files]
    assert sorted(files) == list(range(23457, 23457 + len(files)))


def test_one_number_for_many_clients(start_process: Callable[..., Any]) -> None:
    process = start_process()
    sms = {"sender": "TurboSMS", "text": "Once"}
    body = {
        "recipients": ["380678998668", "380503288668", "wrong"],
        "sms": sms,
        "sequence_id": "once",
    }

    async def send() -> list[dict[str, Any]]:
        async def one() -> dict[str, Any]:
            async with Connection(process.url) as connection:
                begin.release()
                await together.wait()
                return await connection.call("message/send", body)

        begin, together = asyncio.Semaphore(0), asyncio.Event()
        calls = [asyncio.create_task(one()) for _ in range(TWINS)]
        for _ in calls:
            await begin.acquire()
        together.set()
        return await asyncio.gather(*calls)

    answers = asyncio.run(send())
    codes = Counter(answer["response_code"] for answer in answers)
    assert codes == {803: 1, 507: TWINS - 1}
    assert len({json.dumps(answer["response_result"]) for answer in answers}) == 1
    with http_client(process.url) as control:
        assert len(control.get("/sandbox/messages").json()["messages"]) == 2
        assert control.get("/sandbox/account").json()["balance"] == 10_000 - 2 * SMS / 100
