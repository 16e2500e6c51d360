"""The quickest server that there can be.

Every request gets the same answer, that of an accepted send to one.

It reads of a request only where it ends, and takes a small part of the time that any client takes
for it. So what is measured against it by the wall clock is the client. It has a process of its own:
`python -m benchmarks.constant`.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
from typing import Final, cast

import uvloop

RECIPIENT: Final = "380500000000"
_ROW: Final = {
    "phone": RECIPIENT,
    "response_code": 0,
    "message_id": "f83f8868-5e46-c6cf-e4fb-000000000000",
    "response_status": "OK",
}
_BODY: Final = json.dumps(
    {
        "response_code": 800,
        "response_status": "SUCCESS_MESSAGE_ACCEPTED",
        "response_result": [_ROW],
    }
).encode()
_HEAD: Final = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(_BODY)}"
_ANSWER: Final = f"{_HEAD}\r\n\r\n".encode() + _BODY
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


class Connection(asyncio.Protocol):
    """One connection, which is kept for as long as the client likes."""

    def __init__(self) -> None:
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, rest = self._received.partition(b"\r\n\r\n")
        if not end:
            return
        length = _LENGTH.search(head)
        if length is not None and len(rest) < int(length[1]):
            return
        self._received = b""  # no client sends a second request before the answer to the first
        self._transport.write(_ANSWER)


async def serve() -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    server = await asyncio.get_running_loop().create_server(Connection, sock=listener, backlog=2048)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    print(f"the constant answer is at {address}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve())
