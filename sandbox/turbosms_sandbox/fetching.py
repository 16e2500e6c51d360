"""Fetching a file by URL, from a host that was allowed on the command line and from no other."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

import anyio.to_thread
import httpx2

from turbosms_api.tables.file_types import FILE_TYPES
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.envelope import Refusal
from turbosms_sandbox.files import MAX_BYTES, extension_of

if TYPE_CHECKING:
    from collections.abc import Collection

MAX_PORT = 65_535
TIMEOUT = 10.0
"""Seconds for connecting, and for each wait for more bytes."""


async def fetch(url: str, allowed_hosts: Collection[str]) -> tuple[bytes, str]:
    """The content and extension of the file at `url`; 418 if it cannot be had, 419, 420.

    An allowed host is a name or address, with or without `:port`. Redirects are not followed. A-82:
    the type is told by the extension in the URL, and by the media type of the answer if there is
    none.
    """
    try:
        address = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError):
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY) from None
    allowed = {host.lower() for host in allowed_hosts}
    if address.scheme not in ("http", "https") or allowed.isdisjoint(
        (address.host, address.netloc.decode())
    ):
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY)
    if address.port is not None and address.port > MAX_PORT:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY)
    # The first client imports more than httpx2 itself does, and every client reads the certificates
    # of this machine: in a thread, because nobody is answered while the event loop does such a
    # thing.
    new_client = await anyio.to_thread.run_sync(_make_client)
    try:
        async with new_client as client, client.stream("GET", address) as response:
            if response.status_code != httpx2.codes.OK:
                raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY)
            extension = _extension(address.path, response.headers.get("content-type", ""))
            return await _read(response), extension
    except httpx2.HTTPError:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY) from None


def _make_client() -> httpx2.AsyncClient:
    return httpx2.AsyncClient(follow_redirects=False, trust_env=False, timeout=TIMEOUT)


def _extension(path: str, content_type: str) -> str:
    extension = PurePosixPath(unquote(path)).suffix.removeprefix(".").lower()
    if not extension:
        return extension_of(content_type.partition(";")[0].strip().lower())
    known = FILE_TYPES.get(extension)
    if known is None or not known.upload:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_TYPE)
    return extension


async def _read(response: httpx2.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > MAX_BYTES:
            raise Refusal(ResultCode.NOT_ALLOWED_FILE_SIZE)
        parts.append(part)
    return b"".join(parts)
