"""How a command ended: an exit code, what people read, and what `--json` prints.

Every failure becomes one of these.
"""

from __future__ import annotations

import json
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from generator.output.errors import GeneratorError
from generator.spec.problems import BrokenSpecError

if TYPE_CHECKING:
    from collections.abc import Callable

FINE: Final = 0
#: What was compared is not the same, or there are findings.
DIFFERENT: Final = 1
#: The spec is broken, a tool failed, or the command was used wrongly (click's own code for that).
BROKEN: Final = 2


@dataclass(frozen=True)
class Outcome:
    """What a command says.

    `status` is a word for programs, `lines` and `complaints` go to stdout and stderr.
    """

    code: int
    status: str
    lines: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    report: dict[str, Any] = field(default_factory=dict)
    """What `--json` prints besides."""


def finish(command: str, as_json: bool, work: Callable[[], Outcome]) -> NoReturn:
    """Do the work, tell how it ended, and end the program with its exit code."""
    outcome = _outcome(work)
    if as_json:
        ending = {"command": command, "status": outcome.status, "exit_code": outcome.code}
        click.echo(json.dumps({**ending, **outcome.report}))
    else:
        for line in outcome.lines:
            click.echo(line)
    for line in outcome.complaints:
        click.echo(line, err=True)
    raise SystemExit(outcome.code)


def _outcome(work: Callable[[], Outcome]) -> Outcome:
    try:
        return work()
    except BrokenSpecError as error:
        problems = [{"file": error.name, **problem._asdict()} for problem in error.problems]
        return Outcome(BROKEN, "broken", complaints=[str(error)], report={"problems": problems})
    except GeneratorError as error:
        complaint = f"Error: {error}"
        return Outcome(BROKEN, "failed", complaints=[complaint], report={"error": str(error)})
    except Exception as error:  # Python's own exit code for a crash is that of drift.
        complaint = traceback.format_exc().rstrip()
        crash = "".join(traceback.format_exception_only(error)).strip()
        return Outcome(BROKEN, "failed", complaints=[complaint], report={"error": crash})
