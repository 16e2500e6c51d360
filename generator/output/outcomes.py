"""How a command ended: an exit code, what people read, and what `--json` prints.

Every failure becomes one of these.
"""

from __future__ import annotations

import json
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from generator.spec.problems import BrokenSpecError, GeneratorError

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
    data: dict[str, Any] = field(default_factory=dict)


def finish(command: str, as_json: bool, work: Callable[[], Outcome]) -> NoReturn:
    """Do the work, tell how it ended, and end the program with its exit code."""
    outcome = _outcome(work)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "command": command,
                    "status": outcome.status,
                    "exit_code": outcome.code,
                    **outcome.data,
                }
            )
        )
    for line in () if as_json else outcome.lines:
        click.echo(line)
    for line in outcome.complaints:
        click.echo(line, err=True)
    raise SystemExit(outcome.code)


def _outcome(work: Callable[[], Outcome]) -> Outcome:
    try:
        return work()
    except BrokenSpecError as error:
        problems = [{"file": error.name, **problem._asdict()} for problem in error.problems]
        return Outcome(BROKEN, "broken", complaints=[str(error)], data={"problems": problems})
    except GeneratorError as error:
        return Outcome(BROKEN, "failed", complaints=[f"Error: {error}"], data={"error": str(error)})
    except Exception as error:  # Python's own exit code for a crash is that of drift.
        what = "".join(traceback.format_exception_only(error)).strip()
        return Outcome(
            BROKEN, "failed", complaints=[traceback.format_exc().rstrip()], data={"error": what}
        )
