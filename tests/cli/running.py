"""What the fixtures `run` and `terminal` are, and the objects that a command prints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import subprocess

    from tests.kit.terminals import Terminal


class Run(Protocol):
    """`turbosms ARGS…` to its end. `env` is added to its environment; None takes a variable away.

    It is a fork of a Python that runs already, unless `env` has a variable that Python reads when
    it starts. With `tty` it runs on a terminal: `input` is typed when it has asked something, and
    `stdout` is all that was shown.
    """

    def __call__(
        self,
        *args: str,
        input: str | None = None,  # noqa: A002 - the name that it has in subprocess
        tty: bool = False,
        **env: str | None,
    ) -> subprocess.CompletedProcess[str]: ...


class OpenTerminal(Protocol):
    """`turbosms ARGS…` on a pseudo-terminal; `stdout` may be a pipe or a file."""

    def __call__(
        self,
        *args: str,
        columns: int = 100,
        lines: int = 24,
        stdout: int | None = None,
        **env: str | None,
    ) -> Terminal: ...


def rows(output: str) -> list[Any]:
    """The objects of JSON lines."""
    return [json.loads(line) for line in output.splitlines()]
