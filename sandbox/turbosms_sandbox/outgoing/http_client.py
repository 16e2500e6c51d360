"""The HTTP client for calls to other programs and hosts."""

from __future__ import annotations

import httpx2


def make_http_client(seconds: float) -> httpx2.AsyncClient:
    """A client without the environment, without redirects, and with a connection for each call.

    `seconds`: for connecting, and for each wait for more bytes. Call this in a thread, because it
    would block the event loop: the first client imports more than httpx2 itself does, and every
    client reads the certificates of this machine.
    """
    # Decompressed content can be a thousand times as large as what comes over the network.
    headers = {"Accept-Encoding": "identity"}
    limits = httpx2.Limits(max_keepalive_connections=0)
    return httpx2.AsyncClient(
        headers=headers, follow_redirects=False, trust_env=False, timeout=seconds, limits=limits
    )
