"""What the fixtures of campaigns are, and what their tests ask of outputs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import subprocess
    from contextlib import AbstractContextManager

    from turbosms_campaigns import Campaigns


class Open(Protocol):
    """Opens the database."""

    def __call__(self) -> AbstractContextManager[Campaigns]: ...


class Make(Protocol):
    """Makes a campaign of these numbers, or of two, in a state of a campaign."""

    def __call__(self, *phones: str, state: str = "draft", name: str = "sale") -> None: ...


def only_row(done: subprocess.CompletedProcess[str]) -> Any:
    """The one object that a command has printed."""
    (line,) = done.stdout.splitlines()
    return json.loads(line)


def error_of(done: subprocess.CompletedProcess[str]) -> Any:
    """The object in which the output ends."""
    error = json.loads(done.stdout.splitlines()[-1])
    assert error["type"] == "error"
    assert error["message"]
    return error


def sentence_of(done: subprocess.CompletedProcess[str]) -> str:
    """What a command has said on stderr, on one line."""
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())
