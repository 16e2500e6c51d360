"""The HTTP client for calls to other programs and hosts."""

from __future__ import annotations

import ssl

import httpcore2
import httpx2

from turbosms_sandbox.outgoing.connections import NetworkBackend


class _Transport(httpx2.AsyncHTTPTransport):
    """That of httpx2, which has no option for how connections are opened."""

    def __init__(self, trusted: ssl.SSLContext) -> None:
        super().__init__(verify=trusted)
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=trusted,
            max_connections=None,
            max_keepalive_connections=0,
            network_backend=NetworkBackend(),
        )


def make_http_client(seconds: float, scheme: str) -> httpx2.AsyncClient:
    """A client without the environment, without redirects, and with a connection for each call.

    `seconds`: for connecting, and for each wait for more bytes. `scheme`: of the URLs that it is
    for. Call this in a thread, because it would block the event loop: the first client imports more
    than httpx2 itself does, and one for https reads the certificates of this machine, which takes
    as long as dozens of calls.
    """
    if scheme == "http":
        # Nobody is trusted, and nobody asked for a certificate.
        trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        trusted = httpx2.create_ssl_context(trust_env=False)
    # Decompressed content can be a thousand times as large as what comes over the network.
    headers = {"Accept-Encoding": "identity"}
    return httpx2.AsyncClient(
        headers=headers,
        follow_redirects=False,
        trust_env=False,
        timeout=seconds,
        transport=_Transport(trusted),
    )
