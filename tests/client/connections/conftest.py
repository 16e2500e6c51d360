"""A certificate for servers on loopback that nobody trusts who is not told to."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, NamedTuple

import pytest
import trustme

if TYPE_CHECKING:
    from pathlib import Path


class Certificate(NamedTuple):
    """Of a server."""

    context: ssl.SSLContext
    """The server's."""
    authority: str
    """The file to name in SSL_CERT_FILE by whoever trusts it."""


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return Certificate(context, str(file))
