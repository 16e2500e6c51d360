"""Lints the spec.

Our own checks, then Redocly and Spectral on the spec and on the editions that are made of it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from generator.editions.files import SOURCE, editions, whole_spec
from generator.lint.linters import redocly, spectral
from generator.output import outcomes
from generator.output.outcomes import Outcome
from generator.spec.model.spec import read_model
from generator.spec.problems import BrokenSpecError
from generator.spec.twins.whole_document import read_whole_document
from generator.spec.validation import contain, validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.lint.linters import LinterFinding
    from generator.spec.document import Document, Location
    from generator.spec.problems import Problem

#: The rule of everything that our own checks find. With one of those, nothing can be generated from
#: the spec.
OWN: Final = "generator"
#: The editions that are linted beside the spec, and how findings in them are marked. As JSON: YAML
#: says the same.
_EDITIONS: Final = {
    "openapi-3.0.json": "in OpenAPI 3.0",
    "openapi-json-view.json": "in the JSON view",
    "openapi-json-view-3.0.json": "in the JSON view, OpenAPI 3.0",
}
#: What is asked of the whole spec alone: the JSON view has no extensions.
_OF_WHOLE_SPEC: Final = frozenset({"turbosms-operation-classes"})


class Finding(NamedTuple):
    """What a rule says against the spec, at its line."""

    line: int
    rule: str
    message: str


def lint(spec: Path, name: str) -> Outcome:
    """Everything that is to be said against the spec.

    BrokenSpecError if it cannot even be read, or if the linters would follow it elsewhere.
    """
    document = read_whole_document(spec, name)
    contain(document)
    problems = _problems(document)
    own = [Finding(problem.line, OWN, problem.message) for problem in problems]
    findings = sorted({*own, *_of_linters(document, with_editions=not own)})
    if not findings:
        report: dict[str, Any] = {"findings": []}
        return Outcome(outcomes.FINE, "clean", [f"{name}: nothing to report"], report=report)
    lines = [f"{name}:{each.line}: {each.rule}: {each.message}" for each in findings]
    report = {"findings": [{"file": name, **each._asdict()} for each in findings]}
    if own:
        report["problems"] = [{"file": name, **problem._asdict()} for problem in problems]
        return Outcome(outcomes.BROKEN, "broken", lines, report=report)
    return Outcome(outcomes.DIFFERENT, "findings", lines, report=report)


def _problems(document: Document) -> tuple[Problem, ...]:
    try:
        validate(document)
    except BrokenSpecError as error:
        return error.problems
    return ()


def _of_linters(document: Document, *, with_editions: bool) -> Iterator[Finding]:
    """What the linters say.

    Of the editions too if they can be made, and then only what they do not say of the spec.
    """
    findings = _ask_linters(document, with_editions=with_editions)
    of_spec = [each for each in findings if each.file == SOURCE]
    # The view has its answers in other places, so there it is enough that the same was said of the
    # spec.
    said = {(each.rule, each.message) for each in of_spec}
    said_there = {(each.location, each.rule, each.message) for each in of_spec}
    for each in findings:
        line = document.line(_with_indexes(document, each.location))
        if each.file == SOURCE:
            yield Finding(line, each.rule, each.message)
            continue
        if "view" in each.file:
            is_known = (each.rule, each.message) in said or each.rule in _OF_WHOLE_SPEC
        else:
            is_known = (each.location, each.rule, each.message) in said_there
        if not is_known:
            yield Finding(line, each.rule, f"{each.message} ({_EDITIONS[each.file]})")


def _ask_linters(document: Document, *, with_editions: bool) -> Sequence[LinterFinding]:
    names = [SOURCE]
    contents = {SOURCE: whole_spec(document)}
    if with_editions:
        names += _EDITIONS
        contents = editions(read_model(document))
    with tempfile.TemporaryDirectory(prefix="lint-") as directory:
        files = [Path(directory, name) for name in names]
        for file in files:
            file.write_bytes(contents[file.name])
        return [*redocly(files), *spectral(files)]


def _with_indexes(document: Document, path: Location) -> Location:
    """The same location with numbers for the indexes of lists."""
    location: list[str | int] = []
    value: Any = document.data
    for part in path:
        is_index = isinstance(value, list) and str(part).isdecimal()
        key = int(part) if is_index else part
        location.append(key)
        try:
            value = value[key]
        except (LookupError, TypeError):
            value = None
    return tuple(location)
