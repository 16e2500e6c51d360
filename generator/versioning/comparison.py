"""Compares the spec with the one published last, and tells which version the difference needs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.editions.files import to_json
from generator.output import outcomes
from generator.output.outcomes import Outcome
from generator.spec.problems import BrokenSpecError, GeneratorError
from generator.spec.validation import contain, read_spec
from generator.spec.yaml_reader import load
from generator.versioning import extensions as tables
from generator.versioning import wire
from generator.versioning.changes import Change, Impact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.spec.yaml_reader import Document, Location

PUBLISHED: Final = Path(__file__).parent / "published" / "openapi.json"
_VERSION: Final = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)", re.ASCII)

_WHY: Final = {
    Impact.NONE: "what did not change",
    Impact.PATCH: "a change of texts",
    Impact.MINOR: "an addition",
    Impact.MAJOR: "a breaking change",
}

Version = tuple[int, int, int]


def compare(spec: Path, name: str, against: Path, against_name: str, *, accept: bool) -> Outcome:
    """The verdict on the difference, and whether `info.version` moved enough for it.

    With `accept`, a spec whose version did becomes what later ones are compared with; so does the
    first one.
    """
    if not (accept or against.exists()):
        raise GeneratorError(f"there is no {against_name} to compare with; --accept makes it")
    document = read_spec(spec, name)
    if against.exists():
        base = load(against, against_name)
        contain(base)
        outcome = judge(document, _version(base), changes(base.data, document.data))
    else:
        outcome = Outcome(outcomes.FINE, "first")
    if not accept or outcome.code:
        return outcome
    against.parent.mkdir(parents=True, exist_ok=True)
    against.write_bytes(to_json(document.data))
    lines = [*outcome.lines, f"{against_name} is {_dotted(_version(document))} now"]
    return Outcome(outcomes.FINE, "accepted", lines, data=outcome.data)


def judge(document: Document, published: Version, found: Iterable[Change]) -> Outcome:
    """Whether the version of the spec is enough for what changed since the published one."""
    verdict = max((change.impact for change in found), default=Impact.NONE)
    ours, needed = _version(document), _after(published, verdict)
    rows = sorted((document.line(change.place), *change[1:]) for change in found)
    lines = [
        f"{document.name}:{line}: {impact.word}: {message} ({rule})"
        for line, impact, rule, message in rows
    ]
    data = {
        "published_version": _dotted(published),
        "spec_version": _dotted(ours),
        "verdict": verdict.word,
        "needed_version": _dotted(needed),
        "changes": [
            {
                "file": document.name,
                "line": line,
                "impact": impact.word,
                "rule": rule,
                "message": message,
            }
            for line, impact, rule, message in rows
        ],
    }
    if ours < needed:
        complaint = (
            f"{document.name} has version {_dotted(ours)}; "
            f"{_WHY[verdict]} since {_dotted(published)}"
        )
        return Outcome(
            outcomes.DIFFERENT,
            "too-small",
            lines,
            [f"{complaint} needs {_dotted(needed)} at least"],
            data,
        )
    lines.append(f"{document.name} {_dotted(ours)} against {_dotted(published)}: {verdict.word}")
    return Outcome(outcomes.FINE, "enough", lines, data=data)


def changes(base: dict[str, Any], revision: dict[str, Any]) -> set[Change]:
    """Every change between two versions but that of the version number."""
    old, new = _unversioned(base), _unversioned(revision)
    if _same(old, new):
        return set()
    found = {*wire.changes(base, revision), *tables.changes(base, revision)}
    if not found:
        what = "an example, an order or a note differs, which no program notices"
        found.add(Change(_first_difference((), old, new), Impact.PATCH, "other", what))
    return found


def _unversioned(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "info": {**data["info"], "version": ""}}


def _first_difference(place: Location, old: Any, new: Any) -> Location:
    """Where two values that are not the same differ first."""
    if isinstance(old, dict) and isinstance(new, dict):
        pairs = {key: (old.get(key), value) for key, value in new.items()}
    elif isinstance(old, list) and isinstance(new, list):
        pairs = dict(enumerate(zip(old, new, strict=False)))
    else:
        return place
    for key, (before, after) in pairs.items():
        if not _same(before, after):
            return _first_difference((*place, key), before, after)
    return place


def _same(old: Any, new: Any) -> bool:
    """Whether two values are published as the same bytes: the order of keys counts."""
    return to_json(old) == to_json(new)


def _version(document: Document) -> Version:
    text = str(document.data.get("info", {}).get("version"))
    found = _VERSION.fullmatch(text)
    if found is None:
        problem = document.problem(("info", "version"), f"{text!r} is not a version like 1.2.3")
        raise BrokenSpecError(document.name, [problem])
    return int(found[1]), int(found[2]), int(found[3])


def _after(version: Version, impact: Impact) -> Version:
    major, minor, patch = version
    return {
        Impact.NONE: version,
        Impact.PATCH: (major, minor, patch + 1),
        Impact.MINOR: (major, minor + 1, 0),
        Impact.MAJOR: (major + 1, 0, 0),
    }[impact]


def _dotted(version: Version) -> str:
    return ".".join(map(str, version))
