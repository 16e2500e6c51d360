"""The certificates of this machine take long to read, so only calls that need them do."""

from __future__ import annotations

from typing import Any

import httpx2

from turbosms_sandbox.outgoing.http_client import make_http_client


def trusted(scheme: str) -> Any:
    client: Any = make_http_client(60, scheme)
    return client._transport._pool._ssl_context


def test_calls_by_https_trust_the_certificates_of_this_machine() -> None:
    known = httpx2.create_ssl_context(trust_env=False)
    assert trusted("https").cert_store_stats() == known.cert_store_stats()
    assert trusted("https").check_hostname


def test_calls_by_http_read_no_certificates() -> None:
    assert trusted("http").cert_store_stats()["x509"] == 0
