"""Lints the spec.

Our own checks, then Redocly and Spectral on the spec and on the editions that are made of it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from generator.editions.files import SOURCE, editions
from generator.lint.linters import redocly, spectral
from generator.output import outcomes
from generator.output.outcomes import Outcome
from generator.spec.problems import BrokenSpecError
from generator.spec.validation import contain, validate
from generator.spec.yaml_reader import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.problems import Problem
    from generator.spec.yaml_reader import Document, Location

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
_WHOLE: Final = frozenset({"turbosms-operation-classes"})


class Row(NamedTuple):
    """A finding at its line."""

    line: int
    rule: str
    message: str


def lint(spec: Path, name: str) -> Outcome:
    """Everything that is to be said against the spec.

    BrokenSpecError if it cannot even be read, or if the linters would follow it elsewhere.
    """
    document = load(spec, name)
    contain(document)
    own = [Row(line, OWN, message) for line, message in _own(document)]
    rows = sorted({*own, *_others(document, whole=not own)})
    lines = [f"{name}:{row.line}: {row.rule}: {row.message}" for row in rows] or [
        f"{name}: nothing to report"
    ]
    data = {"findings": [{"file": name, **row._asdict()} for row in rows]}
    if own:
        data["problems"] = [
            {"file": name, "line": row.line, "message": row.message} for row in sorted(own)
        ]
        return Outcome(outcomes.BROKEN, "broken", lines, data=data)
    if rows:
        return Outcome(outcomes.DIFFERENT, "findings", lines, data=data)
    return Outcome(outcomes.FINE, "clean", lines, data=data)


def _own(document: Document) -> tuple[Problem, ...]:
    try:
        validate(document)
    except BrokenSpecError as error:
        return error.problems
    return ()


def _others(document: Document, *, whole: bool) -> Iterator[Row]:
    """What the linters say.

    Of the editions too if they can be made, and then only what they do not say of the spec.
    """
    with tempfile.TemporaryDirectory(prefix="lint-") as work:
        files = [Path(work, name) for name in (SOURCE, *(_EDITIONS if whole else ()))]
        made = editions(document) if whole else {SOURCE: document.content}
        for file in files:
            file.write_bytes(made[file.name])
        findings = [*redocly(files), *spectral(files)]
    # The view has its answers in other places, so there it is enough that the same was said of the
    # spec.
    known: set[tuple[object, ...]] = set()
    for finding in findings:
        if finding.file == SOURCE:
            known |= {finding[1:], finding[2:]}
    for finding in findings:
        line = document.line(_place(document, finding.place))
        if finding.file == SOURCE:
            yield Row(line, finding.rule, finding.message)
            continue
        view = "view" in finding.file
        if finding[2 if view else 1 :] not in known and not (view and finding.rule in _WHOLE):
            yield Row(line, finding.rule, f"{finding.message} ({_EDITIONS[finding.file]})")


def _place(document: Document, path: Location) -> Location:
    """The same place with numbers for the indexes of lists."""
    place: list[str | int] = []
    value: Any = document.data
    for part in path:
        key = int(part) if isinstance(value, list) and str(part).isdecimal() else part
        place.append(key)
        try:
            value = value[key]
        except (LookupError, TypeError):
            value = None
    return tuple(place)
