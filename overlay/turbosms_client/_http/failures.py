"""Classifies exceptions of httpx2 and httpcore2: certainly not sent, or lost."""

from __future__ import annotations

import ssl
from typing import Final

import httpx2

from .._results.foreign_exceptions import error_and_causes, explanation, without_frames
from .address import origin
from .driver_interface import Lost, NotSent
from .progress import Progress

# If a transport does not report its steps, these still can only happen before the request leaves.
_BEFORE_SENDING: Final = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
)
# OpenSSL's reasons if the two sides have no TLS version or cipher in common, or one does not speak
# TLS at all.
_NO_COMMON_TLS: Final = frozenset(
    {
        "HTTP_REQUEST",
        "NO_CIPHERS_AVAILABLE",
        "NO_PROTOCOLS_AVAILABLE",
        "RECORD_LAYER_FAILURE",
        "SSLV3_ALERT_HANDSHAKE_FAILURE",
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "UNSUPPORTED_PROTOCOL",
        "WRONG_SSL_VERSION",
        "WRONG_VERSION_NUMBER",
    }
)


def failure(
    error: Exception, progress: Progress, url: httpx2.URL, proxy: str | None
) -> NotSent | Lost:
    """Classify a failed attempt by its exception and by how far the request got."""
    quotable = True
    temporary = False
    reason: Exception
    if isinstance(error, httpx2.RequestError):
        # The text may quote a peer that does not speak HTTP, and which may quote the request.
        quotable = not isinstance(error, httpx2.RemoteProtocolError)
        temporary = is_temporary(error, progress.handled_before)
        reason = _copy(error, quotable, progress.handled_before)
    else:  # perhaps from a hook of the caller's client
        reason = without_frames(error, progress.handled_before)
    can_only_be_before = progress.reports_steps or (
        isinstance(error, _BEFORE_SENDING) and _is_about(error, progress)
    )
    kind = NotSent if can_only_be_before and not progress.has_left else Lost
    return kind(reason, origin(url), proxy=proxy, temporary=temporary, quotable=quotable)


def _is_about(error: httpx2.RequestError, progress: Progress) -> bool:
    """Whether it is about this request, not one that a response hook made and that failed."""
    request = getattr(error, "_request", None)
    return request is not None and request.extensions.get("timeout") is progress.timeouts


def _copy(
    error: httpx2.RequestError, quotable: bool, handled_before: BaseException | None
) -> httpx2.RequestError:
    """Copy the error without its request, whose headers hold the token, and without frames."""
    kind = type(error)
    text = explanation(error, handled_before) if quotable else ""
    copy = kind.__new__(kind, text)  # a foreign subclass may need more arguments
    httpx2.RequestError.__init__(copy, text)
    return copy


def is_temporary(error: BaseException, handled_before: BaseException | None) -> bool:
    """Whether the same request may succeed later, unlike, say, with an untrusted certificate."""
    for link in error_and_causes(error, handled_before):
        if isinstance(link, (ssl.SSLCertVerificationError, UnicodeError)):
            return False
        # A subclass of aiohttp's lacks the reason.
        if isinstance(link, ssl.SSLError) and getattr(link, "reason", None) in _NO_COMMON_TLS:
            return False
    return True
