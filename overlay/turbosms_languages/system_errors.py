"""What the system says of an error, in words."""

from __future__ import annotations

import errno
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


def reason_of(error: Exception) -> Text:
    """Why the system refused something, without a full stop.

    Of an error without a number of the system, its text, as a technical detail.
    """
    said = getattr(error, "strerror", None) or str(error)
    number = getattr(error, "errno", None)
    words = _WORDS.get(number) if isinstance(number, int) else None
    if words is None:
        words = _("“{detail}”", detail=said)
    return otherwise(said, words)
