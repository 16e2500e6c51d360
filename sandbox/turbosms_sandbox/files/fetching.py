"""Fetching a file by URL, from hosts that were allowed on the command line and no others."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

import anyio.to_thread
import httpx2

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.calls.web_links import is_web_link
from turbosms_sandbox.files.content import MAX_BYTES
from turbosms_sandbox.files.file_types import check_extension, extension_for
from turbosms_sandbox.outgoing.allowed_hosts import is_allowed, read_address
from turbosms_sandbox.outgoing.http_client import make_http_client

if TYPE_CHECKING:
    from collections.abc import Collection

TIMEOUT = 10.0
"""Seconds for connecting, and for each wait for more bytes."""
DEADLINE = 20.0
"""Seconds that a fetch may take in all."""


async def fetch(url: str, allowed_hosts: Collection[str]) -> tuple[bytes, str]:
    """The content and extension of the file at `url`; 418 if it cannot be fetched, 419, 420.

    An allowed host is a name or address, with or without `:port`. Redirects are not followed. A-82:
    the type is decided by the extension in the URL, or without one by the media type of the answer.
    """
    address = read_address(url) if is_web_link(url) else None
    if address is None or not is_allowed(address, allowed_hosts):
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY)
    new_client = await anyio.to_thread.run_sync(make_http_client, TIMEOUT, address.scheme)
    try:
        with anyio.fail_after(DEADLINE):
            async with new_client as client:
                return await _get(client, address)
    except (httpx2.HTTPError, TimeoutError):
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY) from None


async def _get(client: httpx2.AsyncClient, address: httpx2.URL) -> tuple[bytes, str]:
    async with client.stream("GET", address) as response:
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if response.status_code != httpx2.codes.OK or encoding not in ("", "identity"):
            raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY)
        extension = _extension(address.path, response.headers.get("content-type", ""))
        return await _read(response), extension


def _extension(path: str, content_type: str) -> str:
    extension = PurePosixPath(unquote(path)).suffix.removeprefix(".").lower()
    if not extension:
        return extension_for(content_type.partition(";")[0].strip().lower())
    check_extension(extension)
    return extension


async def _read(response: httpx2.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_raw():
        size += len(part)
        if size > MAX_BYTES:
            raise Refusal(ResultCode.NOT_ALLOWED_FILE_SIZE)
        parts.append(part)
    return b"".join(parts)
