"""A request's body tells that it leaves, whichever of its methods a version of aiohttp calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import pytest

from turbosms_client._http.aiohttp_session import _Body

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Writer:
    """Keeps what is written."""

    def __init__(self, body: _Body) -> None:
        self.body = body
        self.written = b""

    async def write(self, part: bytes) -> None:
        assert self.body.has_left
        self.written += part


async def write(body: _Body, writer: Writer) -> None:
    """As aiohttp 3.11 does."""
    await body.write(writer)


async def write_with_length(body: _Body, writer: Writer) -> None:
    """As later versions do."""
    assert body.size is not None
    await body.write_with_length(writer, body.size)


@pytest.mark.parametrize("way", [write, write_with_length])
@pytest.mark.parametrize("size", [1, 32_768, 32_769, 100_000])
def test_a_body_has_left_when_its_first_bytes_do(
    way: Callable[[_Body, Writer], Awaitable[None]], size: int
) -> None:
    content = bytes(number % 251 for number in range(size))
    body = _Body(content, 30.0)
    writer = Writer(body)
    assert not body.has_left
    anyio.run(way, body, writer)
    assert writer.written == content
