"""The standard streams, in whatever state the command was given them."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from turbosms_cli import exits
from turbosms_cli.terminal_text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator


def mend() -> None:
    """Let closed streams be open, and output be written whatever the text.

    A closed one leaves its number to the next file or connection, and Python None in its place.
    From stdin then comes nothing, stderr takes everything, and what is written to stdout fails, as
    it should: nobody would ever see it.
    """
    for name, flags in (("stdin", os.O_RDONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            number = os.open(os.devnull, flags)
            mode = "r" if name == "stdin" else "w"
            stream = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def guarded() -> Iterator[None]:
    """Say in a sentence what the system refused.

    That is no defect of the command, and needs no traceback.
    """
    try:
        yield
    except KeyboardInterrupt:
        say("Interrupted.")
    except OSError as error:
        say(unwritable(error) if drop() else refused(error))
    else:
        return
    raise SystemExit(exits.FAILED)


def say(text: str) -> None:
    """Lines on stderr, harmless whoever wrote them. Whoever closed stderr does not want to know."""
    with suppress(OSError, AttributeError):
        sys.stderr.write(f"{harmless(text)}\n")
        sys.stderr.flush()


def drop() -> bool:
    """Throw away what stdout could not be rid of, if there is anything.

    It would raise once more when Python ends.
    """
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return True
    return False


def is_gone(error: OSError) -> bool:
    """Whether the reader of a pipe has left; Windows has another word for it."""
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == 22)


def unwritable(error: OSError) -> str:
    """Why there is no output, in a sentence."""
    return f"The output cannot be written: {error.strerror or error}."


def refused(error: OSError) -> str:
    """What the system refused, in a sentence."""
    what = f"{error.filename}: " if error.filename else ""
    return f"It cannot go on: {what}{error.strerror or error}."
