"""A sandbox that gives half a request up sooner than any that people start."""

from __future__ import annotations

from typing import Final

from tests.kit.processes import PYTHON

_PROGRAM: Final = """
from turbosms_sandbox.http import protocol
from turbosms_sandbox import run
protocol.PATIENCE = 0.3
run(port=0)
"""
IMPATIENT: Final = (PYTHON, "-c", _PROGRAM)
"""The command for its process."""
