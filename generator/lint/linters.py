"""Redocly and Spectral: how each is asked, and what its report says in our terms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from generator.lint.npm import Packages
from generator.spec.problems import GeneratorError
from generator.spec.yaml_reader import split_pointer

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Sequence

    from generator.spec.yaml_reader import Location

HERE: Final = Path(__file__).parent
#: Below dist/, so that `make clean` takes them and nothing that reads this directory finds 83 MB in
#: it.
PACKAGES: Final = Packages(HERE, HERE.parents[1] / "dist" / "linters")
#: Rules of ours have this in front of their name; the others get their linter's.
_OURS: Final = "turbosms-"


class Finding(NamedTuple):
    """What a rule says against one place of a file; indexes of lists are text here."""

    file: str
    place: Location
    rule: str
    message: str


def redocly(files: Sequence[Path]) -> Iterator[Finding]:
    """What Redocly finds in the files. GeneratorError: it could not do its work."""
    options = (
        "--config",
        HERE / "redocly.yaml",
        "--lint-config=error",
        "--format=json",
        "--max-problems=100000",
    )
    reports = _reports(
        "redocly", PACKAGES.run("@redocly/cli", "redocly", ["lint", *files, *options])
    )
    for problem in (problem for report in reports for problem in report["problems"]):
        where = problem["location"][0]
        yield Finding(
            Path(where["source"]["ref"]).name,
            split_pointer(where["pointer"].rstrip("/")),
            f"redocly/{problem['ruleId']}",
            _line(problem["message"]),
        )


def spectral(files: Sequence[Path]) -> Iterator[Finding]:
    """What Spectral finds in the files, by its rules and ours.

    GeneratorError: it could not do its work.
    """
    options = ("--ruleset", HERE / "spectral.yaml", "--format=json", "--quiet")
    reports = _reports(
        "spectral", PACKAGES.run("@stoplight/spectral-cli", "spectral", ["lint", *files, *options])
    )
    for row in (row for report in reports for row in report):
        rule = row["code"] if row["code"].startswith(_OURS) else f"spectral/{row['code']}"
        yield Finding(Path(row["source"]).name, tuple(row["path"]), rule, _line(row["message"]))


def _reports(program: str, done: subprocess.CompletedProcess[str]) -> list[Any]:
    """The JSON that the program wrote: one value for all files, or one for each."""
    # Both end with 1 if they found something, and with 1 or 2 if they stumbled; only then there is
    # no report.
    reader, text, reports = json.JSONDecoder(), done.stdout.strip(), []
    try:
        while text:
            report, end = reader.raw_decode(text)
            reports.append(report)
            text = text[end:].lstrip()
    except ValueError:
        reports = []
    if not reports:
        what = (done.stderr or done.stdout).strip()
        raise GeneratorError(f"{program} ended with {done.returncode} and no report:\n{what}")
    return reports


def _line(message: str) -> str:
    return " ".join(message.split())
