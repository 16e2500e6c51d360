"""The HTTP client for calls to other programs and hosts."""

from __future__ import annotations

import ssl

import httpx2


def make_http_client(seconds: float, scheme: str) -> httpx2.AsyncClient:
    """A client without the environment, without redirects, and with a connection for each call.

    `seconds`: for connecting, and for each wait for more bytes. `scheme`: of the URLs that it is
    for. Call this in a thread, because it would block the event loop: the first client imports more
    than httpx2 itself does, and one for https reads the certificates of this machine, which takes
    as long as dozens of calls.
    """
    trusted: ssl.SSLContext | bool = True
    if scheme == "http":
        # Nobody is trusted, and nobody asked for a certificate.
        trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # Decompressed content can be a thousand times as large as what comes over the network.
    headers = {"Accept-Encoding": "identity"}
    limits = httpx2.Limits(max_keepalive_connections=0)
    return httpx2.AsyncClient(
        headers=headers,
        follow_redirects=False,
        trust_env=False,
        timeout=seconds,
        limits=limits,
        verify=trusted,
    )
