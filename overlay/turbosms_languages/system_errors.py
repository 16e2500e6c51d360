"""What the system says of an error, in words."""

from __future__ import annotations

import errno
import re
import socket
from typing import Final

from turbosms_languages.texts import Text, otherwise, text

_ = text
_WORDS: Final = {
    errno.ENOENT: _("no such file or folder"),
    errno.EACCES: _("permission denied"),
    errno.EPERM: _("operation not permitted"),
    errno.EISDIR: _("this is a folder"),
    errno.ENOTDIR: _("a part of the path is not a folder"),
    errno.EEXIST: _("it exists already"),
    errno.ENOSPC: _("no space is left on the device"),
    errno.EROFS: _("the file system is read-only"),
    errno.EMFILE: _("too many open files"),
    errno.ENAMETOOLONG: _("the name is too long"),
    errno.EBADF: _("the stream is closed"),
    errno.EPIPE: _("nobody reads it any more"),
    errno.EADDRINUSE: _("the port is in use"),
    errno.EADDRNOTAVAIL: _("this machine does not have the address"),
    errno.ECONNREFUSED: _("the connection was refused"),
    errno.ECONNRESET: _("the connection was reset"),
    errno.EHOSTUNREACH: _("there is no route to the host"),
    errno.ENETUNREACH: _("the network is unreachable"),
    errno.ETIMEDOUT: _("the time for the connection is over"),
}
"""In English, the system's own words are shown instead."""


_NO_HOST: Final = _("there is no such host")
_NUMBER: Final = re.compile(r"\[(?:Errno|WinError) (-?\d+)\]")
_TIMEOUTS: Final = re.compile(r"(Connect|Read|Write|Pool)?Timeout(Error)?")
_NO_SUCH_HOST: Final = frozenset(
    getattr(socket, name)
    for name in ("EAI_NONAME", "EAI_AGAIN", "EAI_NODATA", "EAI_FAIL")
    if hasattr(socket, name)
)
"""Numbers of errors with names of hosts, of those that this system has."""


def reason_of_network(error: BaseException | None) -> Text | None:
    """Why the network failed, by the number or the kind of an error; None if they say nothing.

    Libraries for HTTP keep of an error of the system its text alone, which begins with the number.
    """
    if error is None:
        return None
    number = _NUMBER.search(str(error))
    if number is not None and int(number[1]) in _NO_SUCH_HOST:
        return _NO_HOST
    if number is not None:
        return _WORDS.get(int(number[1]))
    is_timeout = _TIMEOUTS.fullmatch(type(error).__name__) is not None
    return _("the time for a response is over") if is_timeout else None


def reason_of(error: Exception) -> Text:
    """Why the system refused something, without a full stop.

    Of an error without a number of the system, its text, as a technical detail.
    """
    said = getattr(error, "strerror", None) or str(error)
    number = getattr(error, "errno", None)
    words = _WORDS.get(number) if isinstance(number, int) else None
    if isinstance(error, socket.gaierror):
        # It has numbers of its own.
        words = _NO_HOST if number in _NO_SUCH_HOST else None
    if words is None:
        words = _("“{detail}”", detail=said)
    return otherwise(said, words)
