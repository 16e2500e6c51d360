"""The certificates that our own connections trust."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import httpx2

from .._checks import wrong

if TYPE_CHECKING:
    import ssl


def trusted_certificates() -> ssl.SSLContext:
    """Those of the system, or of the file or folder that the environment names.

    Raises:
        InvalidParameterError: what the environment names cannot be read.
    """
    try:
        return httpx2.create_ssl_context()
    except OSError as error:  # ssl.SSLError is one too
        variable = "SSL_CERT_FILE" if os.environ.get("SSL_CERT_FILE") else "SSL_CERT_DIR"
        path = os.environ.get(variable)
        if not path:
            raise
        why = error.strerror or type(error).__name__
        message = f"The certificates that {variable} names cannot be read: {path} ({why})."
        raise wrong(variable, message, None) from None
