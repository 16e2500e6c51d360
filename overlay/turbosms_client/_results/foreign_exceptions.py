"""Exceptions from elsewhere: who raised them, what they say, and removing what they hold."""

from __future__ import annotations

import errno
import os
import socket
import ssl
import sys
from collections.abc import Iterator
from typing import Final, TypeVar

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


def without_frames(error: E, handled_before: BaseException | None) -> E:
    """Remove the frames, which may hold the token, from an error and its causes; return the error.

    An exception that the caller was handling when it made the call is the context of all exceptions
    that are raised meanwhile. It is the caller's, and stays as it is.
    """
    for link in error_and_causes(error, handled_before):
        link.__traceback__ = None
        if handled_before is not None and link.__context__ is handled_before:
            link.__context__ = None
    return error


def explanation(error: BaseException, handled_before: BaseException | None) -> str:
    """What the operating system says, if the error itself only says that something failed."""
    for link in error_and_causes(error, handled_before):
        if isinstance(link, (ssl.SSLError, socket.gaierror)):
            return str(link)
        if isinstance(link, OSError) and link.errno is not None and link.errno in errno.errorcode:
            return f"[Errno {link.errno}] {os.strerror(link.errno)}"
    return str(error)


def raise_what_came_from_elsewhere(error: Exception, handled_before: BaseException | None) -> None:
    """Raise an exception that came neither from the network nor from a library that uses it.

    It comes from a signal handler, which can run between any two instructions. It may be of any
    class, such as the `TimeoutError` of a time limit, and httpcore2 may have taken it for one of
    its own.
    """
    for link in error_and_causes(error, handled_before):
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


def error_and_causes(
    error: BaseException, handled_before: BaseException | None
) -> Iterator[BaseException]:
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
