"""The certificates that our own connections trust."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import httpx2

from .._results.errors import invalid_parameter

_KEY_LOG = "SSLKEYLOGFILE"
"""Where the keys of connections are written for those who look into them; read by httpx2."""


def trusted_certificates() -> ssl.SSLContext:
    """Load the certificates of the system, or those that the environment names.

    Raises:
        InvalidParameterError: what the environment names cannot be read, or written.
    """
    variable = "SSL_CERT_DIR"
    if os.environ.get("SSL_CERT_FILE"):
        variable = "SSL_CERT_FILE"
    try:
        if variable == "SSL_CERT_DIR":
            _look_into(os.environ.get(variable))
        return httpx2.create_ssl_context()
    except OSError as error:  # ssl.SSLError is one too
        why = error.strerror or type(error).__name__
        key_log = os.environ.get(_KEY_LOG)
        if key_log and error.filename == key_log:
            message = f"The file that {_KEY_LOG} names cannot be written: {key_log} ({why})."
            raise invalid_parameter(_KEY_LOG, message, None) from None
        path = os.environ.get(variable)
        if not path:
            raise
        message = f"The certificates that {variable} names cannot be read: {path} ({why})."
        raise invalid_parameter(variable, message, None) from None


def _look_into(folders: str | None) -> None:
    """Raise if no folder can be read. OpenSSL reads them later, and ignores one that is missing."""
    unread: OSError | None = None
    for folder in (folders or "").split(os.pathsep):
        if not folder:
            continue
        try:
            any(Path(folder).iterdir())
        except OSError as error:
            unread = error
        else:
            return  # if there are several, missing ones do no harm
    if unread is not None:
        raise unread
