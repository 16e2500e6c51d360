"""What surely never reached the service, and whether the same request may get through later."""

from __future__ import annotations

import os
import ssl
from typing import TYPE_CHECKING

import pytest

from tests.kit.answers import BALANCE
from tests.kit.clients import OWN, WAYS, AnyClient
from tests.kit.server import Server, plain_server, tls_server
from turbosms_client import (
    AsyncTurboSMS,
    InvalidParameterError,
    RequestNotSentError,
    RetryPolicy,
    TurboSMS,
    TurboSMSError,
)

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path

    from tests.client.connections.conftest import Certificate
    from tests.kit.service import Service

A = "380501111111"
THRICE = RetryPolicy(attempts=3, pause=0.01, max_pause=0.01)
ways = pytest.mark.parametrize("name", WAYS)
LABEL = "x" * 64  # one more than a name in the DNS may have


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)


def not_sent(name: str, base_url: str) -> RequestNotSentError:
    with (
        AnyClient(name, base_url, retry=THRICE) as way,
        pytest.raises(RequestNotSentError) as caught,
    ):
        way.message.send([A], text="x")
    return caught.value


@ways
@pytest.mark.parametrize(
    "host", [f"{LABEL}.invalid", "a" * 300 + ".invalid", "turbosms.invalid", "turbosms..invalid"]
)
def test_a_name_that_cannot_be_encoded_or_looked_up(name: str, host: str) -> None:
    error = not_sent(name, f"http://{host}:8026/")
    assert error.address == f"http://{host}:8026"
    assert f"no connection to http://{host}:8026, nothing was sent" in str(error)


@ways
def test_the_address_is_told(name: str, closed_port: str) -> None:
    error = not_sent(name, closed_port)
    assert error.address == closed_port
    assert closed_port in str(error)
    assert "refused" in str(error).lower()


@ways
def test_a_certificate_that_nobody_trusts_is_not_tried_again(
    name: str, certificate: Certificate
) -> None:
    with tls_server(certificate.context) as peer:
        error = not_sent(name, f"https://127.0.0.1:{peer.port}")
    assert peer.connections == 1
    assert peer.heads == []
    assert "certificate verify failed" in str(error)


@ways
def test_a_version_of_tls_that_both_sides_cannot_agree_on_is_not_tried_again(
    name: str, certificate: Certificate
) -> None:
    context = certificate.context
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with tls_server(context) as peer:
        not_sent(name, f"https://127.0.0.1:{peer.port}")
    assert peer.connections == 1


@ways
def test_a_server_that_speaks_no_tls_is_not_tried_again(name: str) -> None:
    with plain_server() as peer:
        not_sent(name, f"https://127.0.0.1:{peer.port}")
    assert peer.connections == 1


@ways
def test_a_handshake_that_breaks_off_is_tried_again(name: str) -> None:
    def hang_up(_: Server, connection: socket.socket) -> None:
        connection.recv(1)

    with Server(hang_up) as peer:
        not_sent(name, f"https://127.0.0.1:{peer.port}")
    assert peer.connections == THRICE.attempts


@pytest.mark.parametrize("name", OWN)
def test_the_certificates_that_the_environment_names_are_trusted(
    name: str, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certificate.authority)
    with (
        tls_server(certificate.context) as peer,
        AnyClient(name, f"https://127.0.0.1:{peer.port}") as way,
        pytest.raises(TurboSMSError, match="lost"),
    ):
        way.message.send([A], text="x")
    assert set(peer.heads) == {b"POST /message/send.json HTTP/1.1"}


@pytest.mark.parametrize("kind", [TurboSMS, AsyncTurboSMS])
@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_certificates_that_cannot_be_read_are_named(
    kind: Callable[..., object],
    content: bytes | None,
    service: Service,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "trusted.pem"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with pytest.raises(InvalidParameterError) as caught:
        kind("t", "https://api.turbosms.ua")
    assert caught.value.parameter == "SSL_CERT_FILE"
    assert "SSL_CERT_FILE" in str(caught.value)
    assert str(file) in str(caught.value)
    service.answers(BALANCE)
    with TurboSMS("t", service.url) as client:  # nothing is encrypted, and nothing read
        assert client.user.balance() == 5


@pytest.mark.parametrize("kind", [TurboSMS, AsyncTurboSMS])
def test_a_file_for_keys_that_cannot_be_written_is_named(
    kind: Callable[..., object],
    certificate: Certificate,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rather than the certificates, which are read with it."""
    file = tmp_path / "missing" / "keys"
    monkeypatch.setenv("SSL_CERT_FILE", certificate.authority)
    monkeypatch.setenv("SSLKEYLOGFILE", str(file))
    with pytest.raises(InvalidParameterError, match="that SSLKEYLOGFILE names") as caught:
        kind("t", "https://api.turbosms.ua")
    assert caught.value.parameter == "SSLKEYLOGFILE"
    assert str(file) in str(caught.value)


@pytest.mark.parametrize("kind", [TurboSMS, AsyncTurboSMS])
def test_a_folder_of_certificates_that_cannot_be_read_is_named(
    kind: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "trusted.pem"
    file.touch()
    for folder in (tmp_path / "missing", file):
        monkeypatch.setenv("SSL_CERT_DIR", str(folder))
        with pytest.raises(InvalidParameterError, match="SSL_CERT_DIR") as caught:
            kind("t", "https://api.turbosms.ua")
        assert caught.value.parameter == "SSL_CERT_DIR"
        assert str(folder) in str(caught.value)
        kind("t", "http://127.0.0.1:9")  # nothing is encrypted, and nothing read
    monkeypatch.setenv("SSL_CERT_DIR", os.pathsep.join([str(tmp_path / "missing"), str(tmp_path)]))
    kind("t", "https://api.turbosms.ua")
