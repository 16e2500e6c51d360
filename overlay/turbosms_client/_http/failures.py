"""Classifies exceptions of httpx2 and httpcore2: certainly not sent, or lost."""

from __future__ import annotations

import errno
import os
import socket
import ssl
import sys
from collections.abc import Iterator
from typing import Final, TypeVar

import httpx2

from .address import origin
from .messages import Lost, NotSent
from .progress import Progress

_OF_THE_NETWORK: Final = frozenset(
    {
        "anyio",
        "certifi",
        "dns",
        "eventlet",
        "gevent",
        "h11",
        "httpcore2",
        "httpx2",
        "idna",
        "outcome",
        "sniffio",
        "socks",
        "socksio",
        "trio",
        "truststore",
        "turbosms_client",
        "uvloop",
    }
)
E = TypeVar("E", bound=BaseException)
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
    can_only_be_before = progress.is_told or (
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


def without_frames(error: E, handled_before: BaseException | None) -> E:
    """Remove the frames, which may hold the token, from an error and its causes; return the error.

    An exception that the caller was handling when it made the call is the context of all exceptions
    that are raised meanwhile. It is the caller's, and stays as it is.
    """
    for link in _chain(error, handled_before):
        link.__traceback__ = None
        if handled_before is not None and link.__context__ is handled_before:
            link.__context__ = None
    return error


def explanation(error: BaseException, handled_before: BaseException | None) -> str:
    """What the operating system says, if the error itself only says that something failed."""
    for link in _chain(error, handled_before):
        if isinstance(link, (ssl.SSLError, socket.gaierror)):
            return str(link)
        if isinstance(link, OSError) and link.errno is not None and link.errno in errno.errorcode:
            return f"[Errno {link.errno}] {os.strerror(link.errno)}"
    return str(error)


def is_temporary(error: BaseException, handled_before: BaseException | None) -> bool:
    """Whether the same request may succeed later, unlike, say, with an untrusted certificate."""
    for link in _chain(error, handled_before):
        if isinstance(link, (ssl.SSLCertVerificationError, UnicodeError)):
            return False
        # A subclass of aiohttp's lacks the reason.
        if isinstance(link, ssl.SSLError) and getattr(link, "reason", None) in _NO_COMMON_TLS:
            return False
    return True


def raise_what_came_from_elsewhere(error: Exception, handled_before: BaseException | None) -> None:
    """Raise an exception that came neither from the network nor from a library that uses it.

    It comes from a signal handler, which can run between any two instructions. It may be of any
    class, such as the `TimeoutError` of a time limit, and httpcore2 may have taken it for one of
    its own.
    """
    for link in _chain(error, handled_before):
        if was_raised_elsewhere(link):
            raise link


def was_raised_elsewhere(error: BaseException) -> bool:
    """Whether an exception came neither from the network, nor from a library that uses it, nor from
    Python itself, and so from a signal handler.
    """
    traceback = error.__traceback__
    if traceback is None:
        return False
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    for replaceable in (socket.getaddrinfo, socket.create_connection):
        if traceback.tb_frame.f_code is getattr(replaceable, "__code__", None):
            return False  # perhaps replaced by the application, to resolve names itself
    module: str = traceback.tb_frame.f_globals.get("__name__", "")
    package = module.partition(".")[0]
    return package not in _OF_THE_NETWORK and package not in sys.stdlib_module_names


def _chain(error: BaseException, handled_before: BaseException | None) -> Iterator[BaseException]:
    """The error and its causes, including the members of groups.

    Excludes what the caller was handling before, which is unrelated.
    """
    waiting: list[BaseException] = [error]
    yielded_ids: set[int] = {id(handled_before)}
    while waiting:
        link = waiting.pop(0)
        if id(link) in yielded_ids:
            continue
        yielded_ids.add(id(link))
        yield link
        if isinstance(link, BaseExceptionGroup):
            waiting.extend(link.exceptions)
        if link.__cause__ is not None:
            waiting.append(link.__cause__)
        if link.__context__ is not None:
            waiting.append(link.__context__)
