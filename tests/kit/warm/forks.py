"""Programs that are forks of a Python that has imported already what they need; see `forking`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from tests.kit.processes import Process, SandboxProcess
from tests.kit.warm.programs import TURBOSMS_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.kit.warm.programs import Program, Programs


class Fork(Process):
    """The program in a file, which begins in a tenth of the time."""

    def __init__(self, programs: Programs, file: Path, *words: object) -> None:
        self._programs = programs
        super().__init__(file, *words)

    def _begin(self, words: list[str], **_options: Any) -> Program:
        return self._programs.open(words, os.environ, self._errors.fileno())


class ForkedSandbox(SandboxProcess):
    """`turbosms sandbox` with further options, likewise."""

    def __init__(self, programs: Programs, *options: object) -> None:
        self._programs = programs
        super().__init__(*options, command=(TURBOSMS_FILE,))

    def _begin(self, words: list[str], **_options: Any) -> Program:
        return self._programs.open(words, os.environ, self._errors.fileno())
