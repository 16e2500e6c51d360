"""Redocly and Spectral: how each is asked, and what its report says in our terms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from generator.lint.npm import Packages
from generator.output.errors import GeneratorError
from generator.spec.document import split_pointer

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Sequence

    from generator.spec.document import Location

HERE: Final = Path(__file__).parent
#: Below dist/, so that `make clean` takes them and nothing that reads this directory finds 83 MB in
#: it.
PACKAGES: Final = Packages(HERE, HERE.parents[1] / "dist" / "linters")
#: Rules of ours have this in front of their name; the others get their linter's.
_OURS: Final = "turbosms-"


class LinterFinding(NamedTuple):
    """What a rule says against one location of a file; indexes of lists are text here."""

    file: str
    location: Location
    rule: str
    message: str


def redocly(files: Sequence[Path]) -> Iterator[LinterFinding]:
    """What Redocly finds in the files. GeneratorError: it could not do its work."""
    options = (
        "--config",
        HERE / "redocly.yaml",
        "--lint-config=error",
        "--format=json",
        "--max-problems=100000",
    )
    done = PACKAGES.run("@redocly/cli", "redocly", ["lint", *files, *options])
    for report in _reports("redocly", done):
        for problem in report["problems"]:
            where = problem["location"][0]
            yield LinterFinding(
                file=Path(where["source"]["ref"]).name,
                location=split_pointer(where["pointer"].rstrip("/")),
                rule=f"redocly/{problem['ruleId']}",
                message=_on_one_line(problem["message"]),
            )


def spectral(files: Sequence[Path]) -> Iterator[LinterFinding]:
    """What Spectral finds in the files, by its rules and ours.

    GeneratorError: it could not do its work.
    """
    options = ("--ruleset", HERE / "spectral.yaml", "--format=json", "--quiet")
    done = PACKAGES.run("@stoplight/spectral-cli", "spectral", ["lint", *files, *options])
    for report in _reports("spectral", done):
        for problem in report:
            code: str = problem["code"]
            yield LinterFinding(
                file=Path(problem["source"]).name,
                location=tuple(problem["path"]),
                rule=code if code.startswith(_OURS) else f"spectral/{code}",
                message=_on_one_line(problem["message"]),
            )


def _reports(program: str, done: subprocess.CompletedProcess[str]) -> list[Any]:
    """The JSON that the program wrote: one value for all files, or one for each."""
    # Both end with 1 if they found something, and with 1 or 2 if they stumbled; only then there is
    # no report.
    reader = json.JSONDecoder()
    text = done.stdout.strip()
    reports: list[Any] = []
    try:
        while text:
            report, end = reader.raw_decode(text)
            reports.append(report)
            text = text[end:].lstrip()
    except ValueError:
        reports = []
    if not reports:
        output = (done.stderr or done.stdout).strip()
        raise GeneratorError(f"{program} ended with {done.returncode} and no report:\n{output}")
    return reports


def _on_one_line(message: str) -> str:
    return " ".join(message.split())
