"""What is left of a connection that has ended: nothing, even if garbage is not collected."""

from __future__ import annotations

import asyncio
import gc
import weakref
from typing import TYPE_CHECKING

import pytest
import uvicorn
from uvicorn.server import ServerState

from turbosms_sandbox.app import create_app
from turbosms_sandbox.http.protocol import HttpProtocol

if TYPE_CHECKING:
    from collections.abc import Iterator


REQUEST = b"GET /user/ping.json HTTP/1.1\r\nHost: sandbox\r\n\r\n"


@pytest.fixture
def no_collections() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


class WatchedProtocol(HttpProtocol):
    ended: asyncio.Event

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.ended.set()


async def protocol_of_an_ended_connection() -> weakref.ref[WatchedProtocol]:
    config = uvicorn.Config(create_app(), http=WatchedProtocol, ws="none", log_level="warning")
    config.load()
    ended = asyncio.Event()
    made: list[weakref.ref[WatchedProtocol]] = []

    def protocol() -> WatchedProtocol:
        created = WatchedProtocol(config, ServerState(), {})
        created.ended = ended
        made.append(weakref.ref(created))
        return created

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(REQUEST)
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        writer.close()
        await ended.wait()
    return made[0]


@pytest.mark.usefixtures("no_collections")
def test_an_ended_connection_is_forgotten_without_the_garbage_collector() -> None:
    assert asyncio.run(protocol_of_an_ended_connection())() is None
