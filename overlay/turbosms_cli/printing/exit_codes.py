"""The exit codes of every command."""

from __future__ import annotations

from typing import Final

FINE: Final = 0
"""Success. For a send: everyone was accepted."""
FAILED: Final = 1
"""Refused, or no response. For a send: nothing was sent to anyone."""
USAGE: Final = 2
"""Wrong usage. The service was not called."""
PARTIAL: Final = 3
"""Some recipients were accepted, others were not."""
UNKNOWN: Final = 4
"""Unknown outcome. Run the printed command, which completes the call without sending twice."""
BELOW: Final = 5
"""The balance is below the amount of `turbosms balance --below`."""
