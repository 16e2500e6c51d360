"""The clock of programs, set forward and back while they run. Other programs keep their time."""

from __future__ import annotations

import mmap
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from tests.kit import debian

if TYPE_CHECKING:
    from collections.abc import Mapping

_SOURCE: Final = Path(__file__).with_name("shifted_clock.c")
_SECONDS: Final = struct.Struct("=q")


class ShiftedClock:
    """The clock on the wall of programs that were started with `environment`.

    What measures durations is not shifted, just as on a machine whose clock somebody sets.
    """

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="turbosms-clock-"))
        # For a server that is not started as root.
        folder.chmod(0o755)
        self._folder = folder
        library = folder / "shifted_clock.so"
        compiler = debian.find("gcc")
        debian.find("/usr/include/time.h")
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, _SOURCE],
            check=True,
        )
        file = folder / "shifted_clock"
        file.write_bytes(_SECONDS.pack(0))
        self._file = file.open("r+b")
        self._seconds = mmap.mmap(self._file.fileno(), _SECONDS.size)
        self.environment: Mapping[str, str] = {
            "LD_PRELOAD": str(library),
            "SHIFTED_CLOCK_FILE": str(file),
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._seconds.close()
        self._file.close()
        shutil.rmtree(self._folder)

    def set(self, seconds: int) -> None:
        """Let it be ahead by so many seconds, or behind."""
        self._seconds[:] = _SECONDS.pack(seconds)
