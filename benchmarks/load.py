"""A load of prepared requests, from a process of its own.

`python -m benchmarks.load ADDRESS CONNECTIONS < REQUESTS`.

REQUESTS is JSON: a list of [path, body]. All bytes are made before the clock starts, and an answer
is only counted by its length: the client costs a fraction of what any server here does, and has its
own core if there are two. It prints the seconds it took, and a status or result code that is not
the expected one ends it with an error.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from typing import TYPE_CHECKING, cast

import uvloop

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTH = re.compile(rb"content-length: *([0-9]+)", re.IGNORECASE)
GOOD = re.compile(rb'200 .*?\r\n\r\n\{\s*"(echo"|response_code": ?(0|80[0-3]),)', re.DOTALL)


class Client(asyncio.Protocol):
    """Sends the next request as soon as the one before is answered, until there is none."""

    def __init__(self, requests: Iterator[bytes], done: asyncio.Future[None]) -> None:
        self._requests = requests
        self._done = done
        self._received = b""
        self._length = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._next()

    def data_received(self, data: bytes) -> None:
        if self._received:
            data = self._received + data
        if self._length < 0:
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self._received = data
                return
            found = LENGTH.search(data, 0, end)
            self._length = end + 4 + int(found[1]) if found else 0
        if len(data) < self._length:
            self._received = data
            return
        if not GOOD.match(data, 9):
            self._done.set_exception(RuntimeError(f"unexpected answer: {data[:600]!r}"))
            return
        self._received, self._length = b"", -1
        self._next()

    def connection_lost(self, problem: Exception | None) -> None:
        if not self._done.done():
            self._done.set_exception(problem or ConnectionError("the server closed the connection"))

    def _next(self) -> None:
        request = next(self._requests, None)
        if request is not None:
            self._transport.write(request)
        elif not self._done.done():
            self._done.set_result(None)


async def run(address: str, connections: int, requests: list[bytes]) -> float:
    host, _, port = address.removeprefix("http://").partition(":")
    loop = asyncio.get_running_loop()
    following = iter(requests)
    began = time.perf_counter()
    ends = []
    for _ in range(connections):
        ends.append(loop.create_future())
        await loop.create_connection(lambda: Client(following, ends[-1]), host, int(port))
    await asyncio.gather(*ends)
    return time.perf_counter() - began


def prepare(address: str, path: str, body: object) -> bytes:
    content = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {address.removeprefix('http://')}\r\n"
        "Authorization: Bearer sandbox\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def main() -> None:
    address, connections = sys.argv[1], int(sys.argv[2])
    requests = [prepare(address, path, body) for path, body in json.load(sys.stdin)]
    print(uvloop.run(run(address, connections, requests)))


if __name__ == "__main__":
    main()
