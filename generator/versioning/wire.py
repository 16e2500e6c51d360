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
from generator.spec.problems import GeneratorError
from generator.spec.yaml_reader import split_pointer
from generator.versioning.changes import Change, Impact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.yaml_reader import Location

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
_NAMED: Final = frozenset({"schemas", "securitySchemes"})


def changes(base: dict[str, Any], revision: dict[str, Any]) -> Iterator[Change]:
    """Every change outside the extensions. GeneratorError: Redocly could not compare."""
    for row in _diff(base, revision)["changes"]:
        path = split_pointer(row["path"].rstrip("/"))
        name = str(row.get("property", ""))
        if any(str(part).startswith("x-") for part in (*path, name)) or (path, name) == (
            ("info",),
            "version",
        ):
            continue
        side = row.get("revision") or row["base"]
        place = split_pointer(side["pointer"].rstrip("/"))
        for verdict in row["verdicts"]:
            yield Change(
                place, Impact[verdict["impact"].upper()], verdict["ruleId"], verdict["message"]
            )
        if not row["verdicts"]:
            yield Change(
                place,
                _impact(row, path),
                f"{row['typeName'].lower()}-{row['kind']}",
                _message(row, place),
            )
    # The order says nothing on the wire, but a client of the JSON view knows the first place alone.
    if base.get("security", [])[:1] != revision.get("security", [])[:1]:
        yield Change(
            ("security",), Impact.MAJOR, "token-place", "the first place of the token is another"
        )


def _impact(row: dict[str, Any], path: Location) -> Impact:
    """How much a change matters that no rule of Redocly speaks of."""
    name = row.get("property")
    if name in _TEXTS or _is_text(path):
        return Impact.PATCH
    if path[:1] == ("components",) and len(path) == 3 and path[1] not in _NAMED:
        return Impact.PATCH
    if row["kind"] == "added":
        return Impact.MINOR
    # What something is called, which class of a client a function belongs to, how a form is
    # written, where the token may stand, and what a missing value means.
    if name in ("key", "tags") or row["typeName"] in (
        "Encoding",
        "EncodingMap",
        "SecurityRequirement",
    ):
        return Impact.MAJOR
    if name == "default" and row["base"].get("value") is not None:
        return Impact.MAJOR
    # What else is removed without a word of Redocly is a condition less.
    gone = row["kind"] == "removed" and (path[0] == "components" or "properties" in path[-2:])
    return Impact.MAJOR if gone else Impact.MINOR


def _is_text(path: Location) -> bool:
    # A field of a schema may be called so, too.
    return any(root in _TEXT_ROOTS for root in path[:1]) or any(
        part in _TEXT_SECTIONS and before != "properties" for before, part in pairwise(("", *path))
    )


def _message(row: dict[str, Any], place: Location) -> str:
    what = "/".join(map(str, place))
    if row["kind"] != "modified":
        return f"{what} was {row['kind']}"
    if place[-1:] != (row["property"],):
        what += f": {row['property']}"
    old, new = row["base"].get("value"), row["revision"].get("value")
    if old is None:
        return f"{what} was set to {_shown(new)}"
    return (
        f"{what} was removed"
        if new is None
        else f"{what} changed from {_shown(old)} to {_shown(new)}"
    )


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _diff(base: dict[str, Any], revision: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="compare-") as work:
        files = [Path(work, "base.json"), Path(work, "revision.json")]
        for file, data in zip(files, (base, revision), strict=True):
            file.write_text(json.dumps(data), "utf-8")
        options = ("--config", _CONFIG, "--lint-config=error", "--format=json", "--fail-on=none")
        done = PACKAGES.run("@redocly/cli", "redocly", ["diff", *files, *options])
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        what = (done.stderr or done.stdout).strip()
        raise GeneratorError(
            f"redocly ended with {done.returncode} and no report:\n{what}"
        ) from error
    if report.get("reportVersion") != _REPORT_VERSION:
        raise GeneratorError(
            f"redocly reports in version {report.get('reportVersion')}, not {_REPORT_VERSION}"
        )
    return report
