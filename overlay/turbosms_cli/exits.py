"""The exit codes of every command."""

from __future__ import annotations

from typing import Final

FINE: Final = 0
"""Done; of a send: everybody was accepted."""
FAILED: Final = 1
"""Refused, or no answer; of a send: nobody was sent anything."""
USAGE: Final = 2
"""The command was used wrongly; nothing was asked of the service."""
PARTIAL: Final = 3
"""Some recipients were accepted, others not."""
UNKNOWN: Final = 4
"""Maybe done: the same call with the printed `--sequence-id` finds out and sends nothing twice."""
