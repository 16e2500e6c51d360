"""The standard streams, whatever their state at the start."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from turbosms_cli.printing import exit_codes
from turbosms_cli.printing.terminal_text import harmless
from turbosms_languages import Text, _, reason_of, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator


def mend() -> None:
    """Replace closed streams, and make it possible to write any text.

    The next file or connection would get the number of a closed stream, and Python has None in its
    place. A closed stdin is replaced by an empty one, and stderr by one that discards everything.
    Writing to stdout fails, as it should, since nobody would ever see the output.
    """
    for name, flags in (("stdin", os.O_RDONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, flags)
            mode = "r" if name == "stdin" else "w"
            stream = open(descriptor, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def guarded() -> Iterator[None]:
    """Report what the system refused in a sentence.

    This is not a bug in the command, and needs no traceback.
    """
    try:
        yield
    except KeyboardInterrupt:
        say(_("Interrupted."))
    except OSError as error:
        say(unwritable(error) if drop() else os_error_sentence(error))
    else:
        return
    raise SystemExit(exit_codes.FAILED)


def say(text: str) -> None:
    """Print lines on stderr, escaped as needed. If stderr is closed, nothing is printed."""
    with suppress(OSError, AttributeError):
        sys.stderr.write(f"{harmless(spoken(text))}\n")
        sys.stderr.flush()


def drop() -> bool:
    """Discard what could not be written to stdout.

    Otherwise it would raise again when Python exits.
    """
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return True
    return False


def is_gone(error: OSError) -> bool:
    """Whether the reader of a pipe has gone; Windows has a different error for it."""
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == 22)


def unwritable(error: OSError) -> Text:
    """Say in a sentence why there is no output."""
    return _("The output cannot be written: {why}.", why=reason_of(error))


def os_error_sentence(error: OSError) -> Text:
    """Say in a sentence what the system refused."""
    why = reason_of(error)
    if error.filename:
        return _("The command cannot continue: {file}: {why}.", file=error.filename, why=why)
    return _("The command cannot continue: {why}.", why=why)
