"""A server that does as it is told with bytes and connections.

Plain sockets on an event loop in its own thread.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
from collections import deque
from typing import TYPE_CHECKING, Any

from tests.overlay.hostile.acts import ANSWERS, ENDING, Act
from tests.overlay.hostile.books import Books, envelope
from tests.overlay.hostile.inner import MULTI, meant, refused_inside, together

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

PLAIN = Act()


class Hostile:
    """The address at which the script is carried out.

    An act for each request or connection, then good ones.
    """

    def __init__(self) -> None:
        self.books = Books()
        self.multi = Books(10**9)
        """Those of `message/sendmulti`, whose numbers are its own."""
        self.requests: list[dict[str, Any]] = []
        """What was asked, whole requests only: path, headers (names in small letters), body."""
        self._script: deque[Act] = deque()
        self._locks: dict[str, asyncio.Lock] = {}
        self._work: set[asyncio.Task[None]] = set()
        self._lines: set[asyncio.Task[None]] = set()
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._socket.setblocking(False)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=[self._serve()])
        self._thread.start()

    def plays(self, acts: Iterable[Act]) -> None:
        """The acts to come."""
        self._script = deque(acts)

    def settle(self) -> None:
        """Wait until everything has been executed that will be."""

        async def over() -> None:
            await asyncio.gather(*self._work)

        asyncio.run_coroutine_threadsafe(over(), self._loop).result(30)

    def close(self) -> None:
        """End every connection, and the thread."""
        self._loop.call_soon_threadsafe(self._server.cancel)
        self._thread.join()
        self._loop.close()
        self._socket.close()

    def _begin(self, to: set[asyncio.Task[None]], job: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(job)
        to.add(task)
        task.add_done_callback(to.discard)

    async def _serve(self) -> None:
        self._server: asyncio.Task[Any] = asyncio.current_task()  # type: ignore[assignment]
        try:
            while True:
                connection, _ = await self._loop.sock_accept(self._socket)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._begin(self._lines, self._talk(connection))
        except asyncio.CancelledError:
            for task in (*self._lines, *self._work):
                task.cancel()
            await asyncio.gather(*self._lines, *self._work, return_exceptions=True)

    async def _talk(self, connection: socket.socket) -> None:
        with connection:
            try:
                if self._script and self._script[0].stage == "accepted":
                    self._script.popleft()
                    self._reset(connection)
                    return
                connection.setblocking(False)
                rest = b""
                while (left := await self._exchange(connection, rest)) is not None:
                    rest = left
            except OSError:  # the client has gone
                pass

    async def _exchange(self, connection: socket.socket, data: bytes) -> bytes | None:
        """One request. What came behind it, or None if the connection has ended."""
        while b"\r\n\r\n" not in data:
            if not (more := await self._loop.sock_recv(connection, 65536)):
                return None
            data += more
        act = self._script.popleft() if self._script else PLAIN
        head, _, data = data.partition(b"\r\n\r\n")
        line, *lines = head.decode("latin-1").split("\r\n")
        headers = dict(one.split(": ", 1) for one in lines)
        headers = {name.lower(): value for name, value in headers.items()}
        length = int(headers.get("content-length", 0))
        if act.stage in ("accepted", "begun", "head"):
            if act.stage == "head":
                await asyncio.sleep(0.001)
            self._end(connection, act)
            return None
        while len(data) < length:
            if not (more := await self._loop.sock_recv(connection, 65536)):
                return None
            data += more
        asked = {
            "path": line.split()[1],
            "headers": headers,
            "body": json.loads(data[:length] or b"{}"),
        }
        self.requests.append(asked)
        if act.stage == "read":
            self._end(connection, act)
            return None
        return await self._answer(connection, act, asked, data[length:])

    async def _answer(
        self, connection: socket.socket, act: Act, asked: dict[str, Any], rest: bytes
    ) -> bytes | None:
        told = await self._carry_out(act, asked)
        await asyncio.sleep(act.delay)
        response = (together if asked["path"] == MULTI else ANSWERS[act.answer])(told, act)
        size = len(response) // act.parts + 1 if act.drip else len(response) or 1
        if act.whole_head:
            head, end, response = response.partition(b"\r\n\r\n")
            await self._loop.sock_sendall(connection, head + end)
        for place in range(0, len(response), size):
            await self._loop.sock_sendall(connection, response[place : place + size])
            await asyncio.sleep(act.drip)
        if act.answer in ENDING or act.leaves:
            self._end(connection, act)
            return None
        return rest

    async def _carry_out(self, act: Act, asked: dict[str, Any]) -> dict[str, Any]:
        if act.stage == "refused" and not refused_inside(act, asked):
            return envelope(act.code, "AS_TOLD")
        if asked["path"] == "/user/balance.json":
            return envelope(0, "OK", {"balance": 12.34})
        if asked["path"] == MULTI:
            return envelope(0, "OK", await self._each(act, asked["body"]))
        if asked["path"] != "/message/send.json":
            return envelope(1, "PONG")
        return await self._one(act, asked["body"], self.books)

    async def _each(self, act: Act, bodies: dict[str, Any]) -> dict[str, Any]:
        told = {}
        for place, (key, body) in enumerate(bodies.items()):
            if act.stage == "refused" and meant(act, place):
                told[key] = envelope(act.code, "AS_TOLD")
            elif act.stage != "partly" or meant(act, place):
                told[key] = await self._one(act, body, self.multi)
        return told

    async def _one(self, act: Act, body: dict[str, Any], books: Books) -> dict[str, Any]:
        job = self._execute(act, body, books)
        if act.stage != "late":
            return await job

        async def later() -> None:
            await job

        self._begin(self._work, later())
        return envelope(801, "SUCCESS_MESSAGE_SENT")  # nothing can be said yet

    async def _execute(self, act: Act, body: dict[str, Any], books: Books) -> dict[str, Any]:
        async with self._locks.setdefault(
            body.get("sequence_id", ""), asyncio.Lock()
        ):  # a twin waits for its result
            if act.stage == "late":
                await asyncio.sleep(0.002)
            return books.again(body) if act.stage == "forgotten" else books.take(body)

    def _end(self, connection: socket.socket, act: Act) -> None:
        if act.answer == "reset" or act.leaves == "reset":
            self._reset(connection)

    @staticmethod
    def _reset(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
