"""The same command once more, under the number of the first: what finishes it, and does nothing twice."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import click


def command(sequence_id: str) -> str:
    """What to type, quoted for a shell: with the number, and without a question where `--yes` answers it."""
    context = click.get_current_context()
    words, place = sys.argv[1:], len(context.command_path.split()) - 1
    added = [] if context.params.get("sequence_id") else ["--sequence-id", sequence_id]
    if context.params.get("yes") is False:
        added.append("--yes")
    return shlex.join([*_program(), *words[:place], *added, *words[place:]])


def _program() -> list[str]:
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return [sys.executable, "-m", "turbosms_cli"]
    found = shutil.which(called.name)
    return [called.name if found and Path(found).samefile(called) else str(called)]
