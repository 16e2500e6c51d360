"""Fetching a file by URL, from hosts that were allowed on the command line and no others."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

import anyio.to_thread
import httpx2

from turbosms_api.tables import limits
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal
from turbosms_sandbox.files.content import MAX_BYTES
from turbosms_sandbox.files.file_types import check_extension, extension_for

if TYPE_CHECKING:
    from collections.abc import Collection

TIMEOUT = 10.0
"""Seconds for connecting, and for each wait for more bytes."""
DEADLINE = 20.0
"""Seconds that a fetch may take in all."""

_PORTS = {"http": 80, "https": 443}
_MAX_PORT = 65_535


class _AllowedHost(NamedTuple):
    """A host in normal form, and a port; None means any port."""

    host: str
    port: int | None


async def fetch(url: str, allowed_hosts: Collection[str]) -> tuple[bytes, str]:
    """The content and extension of the file at `url`; 418 if it cannot be fetched, 419, 420.

    An allowed host is a name or address, with or without `:port`. Redirects are not followed. A-82:
    the type is decided by the extension in the URL, or without one by the media type of the answer.
    """
    try:
        if len(url) > limits.URL_CHARACTERS.value:
            raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY)
        address = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError):
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY) from None
    if not _is_allowed(address, allowed_hosts):
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY)
    # The first client imports more than httpx2 itself does, and every client reads the certificates
    # of this machine. That happens in a thread, because it would block the event loop.
    new_client = await anyio.to_thread.run_sync(_make_client)
    try:
        with anyio.fail_after(DEADLINE):
            async with new_client as client:
                return await _get(client, address)
    except (httpx2.HTTPError, TimeoutError):
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_EMPTY) from None


def _is_allowed(address: httpx2.URL, allowed_hosts: Collection[str]) -> bool:
    """Whether the host is allowed, on any port or on the one of the address."""
    if address.scheme not in _PORTS or not address.host:
        return False
    port = address.port or _PORTS[address.scheme]
    if port > _MAX_PORT:
        return False
    allowed = {_read_allowed_host(host) for host in allowed_hosts}
    host = _normal_form(address.host)
    return _AllowedHost(host, None) in allowed or _AllowedHost(host, port) in allowed


def _read_allowed_host(text: str) -> _AllowedHost | None:
    """Parse `HOST` or `HOST:PORT`; an IPv6 address may come without brackets."""
    name, colon, port = text.rpartition(":")
    is_port = port.isascii() and port.isdecimal()
    if not colon or not is_port or (":" in name and not name.endswith("]")):
        name, port = text, ""
    if ":" in name and not name.startswith("["):
        name = f"[{name}]"
    try:
        return _AllowedHost(
            _normal_form(httpx2.URL(f"http://{name}").host), int(port) if port else None
        )
    except (httpx2.InvalidURL, ValueError):
        return None


def _normal_form(host: str) -> str:
    return host.lower().removesuffix(".")


def _make_client() -> httpx2.AsyncClient:
    # Decompressed content can be a thousand times as large as what comes over the network.
    headers = {"Accept-Encoding": "identity"}
    return httpx2.AsyncClient(
        headers=headers, follow_redirects=False, trust_env=False, timeout=TIMEOUT
    )


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
