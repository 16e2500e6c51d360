"""Changes of what OpenAPI can say, as Redocly finds them.

Redocly's rules know what breaks a client on the wire. Of all other changes it says only that they
are there, and calls what is loosened or removed from a request a patch. Here those are rated too,
with clients in mind that are generated from the spec: they have functions named after operations,
and types with fields named after schemas and properties.
"""

from __future__ import annotations

import json
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.lint.linters import PACKAGES
from generator.output.errors import GeneratorError
from generator.spec.document import split_pointer
from generator.versioning.changes import Change, Impact, list_difference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import JsonObject, Location

_CONFIG: Final = Path(__file__).with_name("redocly.yaml")
_REPORT_VERSION: Final = "1"
_TEXTS: Final = frozenset(
    {"description", "summary", "title", "example", "externalDocs", "$comment"}
)
#: Below these, nothing is anything but text.
_TEXT_SECTIONS: Final = frozenset({"example", "examples", "externalDocs"})
_TEXT_ROOTS: Final = frozenset({"info", "tags"})
#: Of the components, the names of these become names of a client; the others are only a way to
#: write things once.
_NAMES_OF_CLIENTS: Final = frozenset({"schemas", "securitySchemes"})
#: What something is called, which class of a client a function belongs to, how a form is written,
#: where the token may stand.
_MEANINGFUL_KEYS: Final = frozenset({"key", "tags"})
_MEANINGFUL_TYPES: Final = frozenset({"Encoding", "EncodingMap", "SecurityRequirement"})


def changes_on_the_wire(base: JsonObject, revision: JsonObject) -> Iterator[Change]:
    """Every change outside the extensions. GeneratorError: Redocly could not compare."""
    for difference in _diff(base, revision)["changes"]:
        path = split_pointer(difference["path"].rstrip("/"))
        name = str(difference.get("property", ""))
        is_extension = any(str(part).startswith("x-") for part in (*path, name))
        is_version = (path, name) == (("info",), "version")
        if not is_extension and not is_version:
            yield from _changes_of(difference, path)
    # The order says nothing on the wire, but a client of the JSON view knows the first place alone.
    old = base.get("security", [])
    new = revision.get("security", [])
    if old[:1] != new[:1]:
        message = "the first place of the token is another"
        yield Change(("security",), Impact.MAJOR, "token-place", message)


def _changes_of(difference: JsonObject, path: Location) -> Iterator[Change]:
    """The verdicts of Redocly's rules on a difference, or ours where none of them speaks of it."""
    side = difference.get("revision") or difference["base"]
    location = split_pointer(side["pointer"].rstrip("/"))
    for verdict in difference["verdicts"]:
        impact = Impact[verdict["impact"].upper()]
        yield Change(location, impact, verdict["ruleId"], verdict["message"])
    if not difference["verdicts"]:
        rule = f"{difference['typeName'].lower()}-{difference['kind']}"
        message = _message(difference, location)
        yield Change(location, _impact(difference, path), rule, message)


def _impact(difference: JsonObject, path: Location) -> Impact:
    """How much a change matters that no rule of Redocly speaks of."""
    name = difference.get("property")
    kind = difference["kind"]
    if name in _TEXTS or _is_text(path) or _is_written_out(path):
        return Impact.PATCH
    if kind == "added":
        return Impact.MINOR
    if name in _MEANINGFUL_KEYS or difference["typeName"] in _MEANINGFUL_TYPES:
        return Impact.MAJOR
    if name == "default" and difference["base"].get("value") is not None:
        return Impact.MAJOR
    # What else is removed without a word of Redocly is a condition less.
    is_named = path[0] == "components" or "properties" in path[-2:]
    if kind == "removed" and is_named:
        return Impact.MAJOR
    return Impact.MINOR


def _is_written_out(path: Location) -> bool:
    """Whether it is a component whose name no client has."""
    return path[:1] == ("components",) and len(path) == 3 and path[1] not in _NAMES_OF_CLIENTS


def _is_text(path: Location) -> bool:
    if path[:1] and path[0] in _TEXT_ROOTS:
        return True
    # A field of a schema may be called so, too.
    pairs = pairwise(("", *path))
    return any(part in _TEXT_SECTIONS and before != "properties" for before, part in pairs)


def _message(difference: JsonObject, location: Location) -> str:
    subject = "/".join(map(str, location))
    if difference["kind"] != "modified":
        return f"{subject} was {difference['kind']}"
    if location[-1:] != (difference["property"],):
        subject += f": {difference['property']}"
    old = difference["base"].get("value")
    new = difference["revision"].get("value")
    if old is None:
        return f"{subject} was set to {_shown(new)}"
    if new is None:
        return f"{subject} was removed"
    if isinstance(old, list) and isinstance(new, list):
        return f"{subject} {list_difference(old, new)}"
    return f"{subject} changed from {_shown(old)} to {_shown(new)}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _diff(base: JsonObject, revision: JsonObject) -> JsonObject:
    """The report of Redocly."""
    with tempfile.TemporaryDirectory(prefix="compare-") as directory:
        files = [Path(directory, "base.json"), Path(directory, "revision.json")]
        for file, data in zip(files, (base, revision), strict=True):
            file.write_text(json.dumps(data), "utf-8")
        options = ("--config", _CONFIG, "--lint-config=error", "--format=json", "--fail-on=none")
        done = PACKAGES.run("@redocly/cli", "redocly", ["diff", *files, *options])
    try:
        report: JsonObject = json.loads(done.stdout)
    except ValueError as error:
        output = (done.stderr or done.stdout).strip()
        message = f"redocly ended with {done.returncode} and no report:\n{output}"
        raise GeneratorError(message) from error
    version = report.get("reportVersion")
    if version != _REPORT_VERSION:
        raise GeneratorError(f"redocly reports in version {version}, not {_REPORT_VERSION}")
    return report
