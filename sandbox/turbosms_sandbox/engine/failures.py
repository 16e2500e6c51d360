"""Failures of the sandbox itself, including a lack of memory: they are logged and answered."""

from __future__ import annotations

import logging
import traceback
from typing import Final

_log = logging.getLogger(__name__)


class RecordError(Exception):
    """A change cannot be written to the state file and was not made; the message says why."""


FAILED: Final = "The sandbox has failed; its log says how."


def log_failure(what: str, problem: Exception) -> str:
    """Log a failure, and return what a caller is told about it.

    The frames that it came through are cleared, because they may hold all the memory there is.
    """
    traceback.clear_frames(problem.__traceback__)
    if isinstance(problem, RecordError):
        _log.error("%s failed: %s", what, problem)
        return str(problem)
    _log.error("%s failed", what, exc_info=problem)
    return FAILED
