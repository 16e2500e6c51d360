"""Writes the stub of a new method into a checkout, and lists the places that are left to fill."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import jinja2

from generator.output import outcomes
from generator.output.errors import GeneratorError
from generator.output.outcomes import Outcome
from generator.scaffold.new_method import new_method
from generator.scaffold.pieces import pieces
from generator.spec.validation import read_spec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.scaffold.new_method import NewMethod
    from generator.scaffold.pieces import Piece

_TEMPLATES: Final = Path(__file__).with_name("templates")
#: What no stub can have: it depends on what the method is for.
_NOT_WRITTEN: Final = (
    "openapi.yaml: info.version, with a section in docs/spec-changelog.md",
    "docs/: the page that tells of the method, docs/cli.md for its command, a line in CHANGELOG.md",
    "tests/contract/statements.yaml: what the service's documentation says of it",
    "tests/spec/test_openapi.py, tests/cli/usage/test_help.py: the lists of methods and commands",
)
_NEXT: Final = "python -m generator generate"


def scaffold(root: Path, name: str) -> Outcome:
    """Write everything that a method of this name takes into the checkout at `root`."""
    spec = read_spec(root / "openapi.yaml", "openapi.yaml")
    method = new_method(name, spec)
    paths: list[str] = []
    for piece in pieces(root, method):
        _write(root, piece, method)
        paths.append(piece.path)
    written = list(dict.fromkeys(paths))
    _format(root, [path for path in written if path.endswith(".py")])
    to_fill = list(_to_fill(root, written, method))
    lines = [f"written: {path}" for path in written]
    lines += [f"to fill: {each}" for each in (*to_fill, *_NOT_WRITTEN)]
    lines.append(f"then run: {_NEXT}")
    report = {"written": written, "to_fill": [*to_fill, *_NOT_WRITTEN]}
    return Outcome(outcomes.FINE, "written", lines, report=report)


def _write(root: Path, piece: Piece, method: NewMethod) -> None:
    file = root / piece.path
    text = _rendered(piece.template, method)
    if piece.find_line is None:
        if file.exists():
            raise GeneratorError(f"{piece.path} is there already")
        file.write_text(text, "utf-8")
        return
    lines = file.read_text("utf-8").splitlines(keepends=True)
    end_of_first_part = piece.find_line("".join(lines))
    changed = [*lines[:end_of_first_part], text, *lines[end_of_first_part:]]
    file.write_text("".join(changed), "utf-8")


def _rendered(template: str, method: NewMethod) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - all values are identifiers
    )
    return environment.get_template(f"{template}.jinja").render(method=method)


def _format(root: Path, paths: list[str]) -> None:
    """Sort imports and lists of names, and break lines, where the checkout has that done."""
    sort = ("check", "--quiet", "--fix", "--select", "I,F401,RUF022")
    for command in (sort, ("format", "--quiet")):
        done = subprocess.run(  # noqa: S603 - fixed arguments
            [sys.executable, "-m", "ruff", *command, "--force-exclude", *paths],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise GeneratorError(f"ruff refuses what was written:\n{done.stdout}{done.stderr}")


def _to_fill(root: Path, paths: list[str], method: NewMethod) -> Iterator[str]:
    todo = f"TODO {method.name}: "
    for path in paths:
        for index, line in enumerate((root / path).read_text("utf-8").splitlines(), start=1):
            if todo in line:
                yield f"{path}:{index}: {line.partition(todo)[2]}"
