"""Compares the spec with the one published last, and tells which version the difference needs.

Versions are compared as the data that they are, and not by the model: an older one may lack what
the model is read from.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.editions.serialization import to_json
from generator.output import outcomes
from generator.output.errors import GeneratorError
from generator.output.outcomes import Outcome
from generator.spec.twins.whole_document import read_whole_document
from generator.spec.validation import contain, read_spec
from generator.versioning.changes import Change, Impact
from generator.versioning.extension_changes import changes_of_extensions
from generator.versioning.versions import version_of
from generator.versioning.wire_changes import changes_on_the_wire

if TYPE_CHECKING:
    from collections.abc import Collection

    from generator.spec.document import Document, JsonObject, Location
    from generator.versioning.versions import Version

PUBLISHED: Final = Path(__file__).parent / "published" / "openapi.json"

_WHY: Final = {
    Impact.NONE: "what did not change",
    Impact.PATCH: "a change of texts",
    Impact.MINOR: "an addition",
    Impact.MAJOR: "a breaking change",
}


def compare_specs(
    spec: Path, name: str, against: Path, against_name: str, *, accept: bool
) -> Outcome:
    """The verdict on the difference, and whether `info.version` moved enough for it.

    With `accept`, a spec whose version did becomes what later ones are compared with; so does the
    first one.
    """
    if not (accept or against.exists()):
        raise GeneratorError(f"there is no {against_name} to compare with; --accept makes it")
    document = read_spec(spec, name).document
    if against.exists():
        base = read_whole_document(against, against_name)
        contain(base)
        outcome = judge(document, version_of(base), all_changes(base.data, document.data))
    else:
        outcome = Outcome(outcomes.FINE, "first")
    if not accept or outcome.code != outcomes.FINE:
        return outcome
    against.parent.mkdir(parents=True, exist_ok=True)
    against.write_bytes(to_json(document.data))
    lines = [*outcome.lines, f"{against_name} is {version_of(document)} now"]
    return Outcome(outcomes.FINE, "accepted", lines, report=outcome.report)


def judge(document: Document, published: Version, changes: Collection[Change]) -> Outcome:
    """Whether the version of the spec is enough for what changed since the published one."""
    verdict = max((change.impact for change in changes), default=Impact.NONE)
    actual = version_of(document)
    needed = published.after(verdict)
    reported = _reported(document, changes)
    report = {
        "published_version": str(published),
        "spec_version": str(actual),
        "verdict": verdict.word,
        "needed_version": str(needed),
        "changes": reported,
    }
    lines = [_line(change) for change in reported]
    if actual < needed:
        why = f"{_WHY[verdict]} since {published} needs {needed} at least"
        complaint = f"{document.name} has version {actual}; {why}"
        return Outcome(outcomes.DIFFERENT, "too-small", lines, [complaint], report)
    lines.append(f"{document.name} {actual} against {published}: {verdict.word}")
    return Outcome(outcomes.FINE, "enough", lines, report=report)


def all_changes(base: JsonObject, revision: JsonObject) -> set[Change]:
    """Every change between two versions but that of the version number."""
    old = _unversioned(base)
    new = _unversioned(revision)
    if _is_same(old, new):
        return set()
    noticed = {
        *changes_on_the_wire(base, revision),
        *changes_of_extensions(base, revision),
    }
    if noticed:
        return noticed
    message = "an example, an order or a note differs, which no program notices"
    return {Change(_first_difference((), old, new), Impact.PATCH, "other", message)}


def _reported(document: Document, changes: Collection[Change]) -> list[dict[str, Any]]:
    in_order: list[tuple[int, Impact, str, str]] = []
    for change in changes:
        line = document.line(change.location)
        in_order.append((line, change.impact, change.rule, change.message))
    reported: list[dict[str, Any]] = []
    for line, impact, rule, message in sorted(in_order):
        reported.append(
            {
                "file": document.name,
                "line": line,
                "impact": impact.word,
                "rule": rule,
                "message": message,
            }
        )
    return reported


def _line(change: dict[str, Any]) -> str:
    where = f"{change['file']}:{change['line']}"
    return f"{where}: {change['impact']}: {change['message']} ({change['rule']})"


def _unversioned(data: JsonObject) -> JsonObject:
    return {**data, "info": {**data["info"], "version": ""}}


def _first_difference(location: Location, old: Any, new: Any) -> Location:
    """Where two values that are not the same differ first."""
    pairs: dict[Any, tuple[Any, Any]] = {}
    if isinstance(old, dict) and isinstance(new, dict):
        pairs = {key: (old.get(key), value) for key, value in new.items()}
    elif isinstance(old, list) and isinstance(new, list):
        pairs = dict(enumerate(zip(old, new, strict=False)))
    for key, (before, after) in pairs.items():
        if not _is_same(before, after):
            return _first_difference((*location, key), before, after)
    return location


def _is_same(old: Any, new: Any) -> bool:
    """Whether two values are published as the same bytes: the order of keys counts."""
    return to_json(old) == to_json(new)
