"""Programs that are forks of a Python that has imported already what they need; see `forking`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from tests.kit.processes import Process, SandboxProcess
from tests.kit.warm.programs import TURBOSMS_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.kit.warm.programs import Program, Programs


class _Forked(Process):
    """A process that begins in a tenth of the time."""

    _programs: Programs

    def _begin(self, words: list[str], **_options: Any) -> Program:
        return self._programs.start_with_pipes(words, os.environ, self._errors.fileno())


class Fork(_Forked):
    """The program in a file."""

    def __init__(self, programs: Programs, file: Path, *words: object) -> None:
        self._programs = programs
        super().__init__(file, *words)


class ForkedSandbox(_Forked, SandboxProcess):
    """`turbosms sandbox` with further options."""

    def __init__(self, programs: Programs, *options: object) -> None:
        self._programs = programs
        super().__init__(*options, command=(TURBOSMS_FILE,))
