"""Differences to the published spec get the right verdict; a version that lags is refused."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import pytest

from generator.editions.serialization import to_json
from generator.output import outcomes
from generator.output.errors import GeneratorError
from generator.spec.document import Document
from generator.spec.problems import BrokenSpecError
from generator.versioning import comparison, extension_changes, wire_changes
from generator.versioning.versions import Version
from tests.generator.versioning.changes_in_tables import CODE_414, IN_TABLES
from tests.generator.versioning.changes_on_the_wire import BESIDE_IT, DEFAULT, ON_THE_WIRE
from tests.generator.versioning.planted_changes import (
    MAJOR,
    MINOR,
    NONE,
    PATCH,
    edited,
    parts,
    row,
)
from tests.kit.generating import generator_here, generator_process
from tests.openapi import ROOT, SPEC, read_yaml

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from generator.versioning.changes import Change, Impact
    from tests.generator.versioning.planted_changes import Edit

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]


def outcome(version: str, changes: Collection[Change]) -> outcomes.Outcome:
    document = Document("planted.yaml", b"", {"info": {"version": version}}, {(): 1})
    return comparison.judge(document, Version(1, 4, 2), changes)


#: Versions that are too low and just enough after 1.4.2.
BUMPS: Final = {
    MAJOR: ("1.99.99", "2.0.0"),
    MINOR: ("1.4.99", "1.5.0"),
    PATCH: ("1.4.2", "1.4.3"),
    NONE: ("1.4.1", "1.4.2"),
}


#: The one case of those beside it that changes what Redocly looks at, too.
SEEN_IN_PART: Final = "the token has no place"


def check(impact: Impact, rule: str, found: set[Change]) -> None:
    assert max((change.impact for change in found), default=NONE) == impact
    assert impact is NONE or (impact, rule) in {(change.impact, change.rule) for change in found}
    low, enough = BUMPS[impact]
    refused, taken = outcome(low, found), outcome(enough, found)
    assert (refused.code, refused.status) == (outcomes.DIFFERENT, "too-small")
    assert (taken.code, taken.status) == (outcomes.FINE, "enough")
    assert refused.report["verdict"] == taken.report["verdict"] == impact.word
    assert refused.complaints[0].endswith(f"since 1.4.2 needs {enough} at least")
    assert taken.complaints == []


@pytest.fixture(scope="module")
def on_the_wire() -> dict[Impact, set[Change]]:
    """The changes of all cases that mean the same, together: that is one start of Redocly each."""
    planted: dict[Impact, list[tuple[str, Edit]]] = {MAJOR: [], MINOR: [], PATCH: []}
    for impact, _, place, edit in ON_THE_WIRE.values():
        planted[impact].append((place, edit))
    bases = {MAJOR: edited(DEFAULT), MINOR: SPEC, PATCH: SPEC}
    return {
        impact: comparison.changes(bases[impact], edited(*edits))
        for impact, edits in planted.items()
    }


@pytest.mark.parametrize("case", ON_THE_WIRE)
def test_changes_on_the_wire(case: str, on_the_wire: dict[Impact, set[Change]]) -> None:
    impact, rule, place, _ = ON_THE_WIRE[case]
    where = tuple(parts(place))
    found = {
        change
        for change in on_the_wire[impact]
        if change.rule == rule and change.location[: len(where)] == where
    }
    check(impact, rule, found)


def test_a_list_is_told_by_what_it_gained(on_the_wire: dict[Impact, set[Change]]) -> None:
    messages = {change.message.partition(" (")[0] for change in on_the_wire[MINOR]}
    assert "components/schemas/StatusRow/required gained status" in messages


@pytest.mark.parametrize("impact", [MINOR, PATCH])
def test_nothing_is_taken_for_more_than_it_is(
    impact: Impact, on_the_wire: dict[Impact, set[Change]]
) -> None:
    assert {change for change in on_the_wire[impact] if change.impact > impact} == set()


def test_what_redocly_does_not_see() -> None:
    """What is beside it and in the tables, together.

    That is one start of Redocly, which has nothing to say of them.
    """
    beside = [
        (place, edit) for case, (_, _, place, edit) in BESIDE_IT.items() if case != SEEN_IN_PART
    ]
    in_tables = [
        (place, edit)
        for _, rule, place, edit in IN_TABLES.values()
        if rule in ("x-operation", "x-codes")
    ]
    code = (CODE_414, lambda at: at.update(name="UNKNOWN_ID"))
    found = wire_changes.changes(SPEC, edited(*beside, *in_tables, code))
    assert [change.rule for change in found] == ["token-place"], "it is of ours"


@pytest.mark.parametrize("case", BESIDE_IT)
def test_changes_that_redocly_does_not_see(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if case != SEEN_IN_PART:
        # As it answers to each of them by the test above.
        monkeypatch.setattr(wire_changes, "_diff", lambda *_: {"changes": []})
    impact, rule, place, edit = BESIDE_IT[case]
    check(impact, rule, comparison.changes(SPEC, edited((place, edit))))


@pytest.mark.parametrize("case", IN_TABLES)
def test_changes_in_tables(case: str) -> None:
    impact, rule, place, edit = IN_TABLES[case]
    check(impact, rule, set(extension_changes.changes(SPEC, edited((place, edit)))))


def test_every_table_is_compared() -> None:
    # Nothing but this project's Python is made of the first three, and nothing at all of the last.
    ours = {"x-results", "x-webhook-events", "x-help-url", "x-assumption"}
    assert {key for key in SPEC if key.startswith("x-")} - ours <= {
        rule for _, rule, _, _ in IN_TABLES.values()
    }


def test_every_key_of_a_schema_is_compared() -> None:
    schema = json.loads((ROOT / "generator/spec/checks/extensions.schema.json").read_text("utf-8"))
    keys = {*schema["$defs"]["anything"]["else"]["properties"]} - {"x-assumption"}  # a note
    assert keys <= {rule for _, rule, _, _ in IN_TABLES.values()}


def test_where_a_limit_stands_is_no_change() -> None:
    def written_out(limit: dict[str, Any]) -> None:
        del limit["at"]
        limit["value"] = SPEC["components"]["schemas"]["Ttl"]["maximum"]

    assert (
        list(
            extension_changes.changes(
                SPEC, edited((row("x-limits", "name", "ttl_maximum"), written_out))
            )
        )
        == []
    )


def tables_first(data: dict[str, Any]) -> dict[str, Any]:
    """The same data in the order in which specs are published."""
    last = {key: data[key] for key in ("paths", "components")}
    return {key: data[key] for key in data if key not in last} | last


def test_the_gate(tmp_path: Path) -> None:
    """From the first version to the next, with the exit codes that pipelines see."""
    spec, published = tmp_path / "spec.yaml", tmp_path / "published/openapi.json"
    files = ("--spec", spec, "--against", published)
    text = (ROOT / "tests/generator/fixtures/small.yaml").read_text("utf-8")
    old = re.sub(r"^  version: .*", "  version: 1.4.2", text, count=1, flags=re.MULTILINE)
    new = old.replace("maxLength: 1521", "maxLength: 1520", 1)
    line = old[: old.index("maxLength: 1521")].count("\n") + 1
    spec.write_text(old, "utf-8")
    first = comparison.compare(spec, "spec.yaml", published, "published.json", accept=True)
    assert (first.code, first.lines) == (outcomes.FINE, ["published.json is 1.4.2 now"])
    assert published.read_bytes() == to_json(tables_first(read_yaml(old)))

    spec.write_text(new, "utf-8")
    refused = generator_process("compare", *files, "--accept")
    assert refused.returncode == 1
    assert (
        f"{spec}:{line}: major: `maxLength` of `text` changed from '1521' to '1520'."
        in refused.stdout
    )
    assert (
        refused.stderr
        == f"{spec} has version 1.4.2; a breaking change since 1.4.2 needs 2.0.0 at least\n"
    )
    assert published.read_bytes() == to_json(tables_first(read_yaml(old)))

    spec.write_text(new.replace("  version: 1.4.2", "  version: 2.0.0"), "utf-8")
    taken = generator_here("compare", *files, "--accept", "--json")
    report = json.loads(taken.stdout)
    assert (taken.returncode, report["status"], report["verdict"]) == (0, "accepted", "major")
    assert {
        change["line"]
        for change in report["changes"]
        if change["rule"] == "schema-constraint-changed"
    } == {line}
    assert json.loads(published.read_bytes())["info"]["version"] == "2.0.0"


def test_without_a_published_version_there_is_nothing_to_compare(tmp_path: Path) -> None:
    with pytest.raises(
        GeneratorError, match=r"there is no old\.json to compare with; --accept makes it"
    ):
        comparison.compare(
            ROOT / "openapi.yaml", "openapi.yaml", tmp_path / "old.json", "old.json", accept=False
        )


@pytest.mark.parametrize("version", ["1.0", "v1.0.0", "1.0.0-rc.1", "01.0.0"])
def test_a_version_is_three_numbers(version: str) -> None:
    with pytest.raises(BrokenSpecError, match="is not a version like"):
        outcome(version, ())


def test_the_published_spec_is_of_a_version_that_the_changelog_knows() -> None:
    changelog = (ROOT / "docs/spec-changelog.md").read_text("utf-8")
    versions = re.findall(r"^## (\S+)", changelog, re.MULTILINE)
    assert versions[0] == SPEC["info"]["version"]
    assert versions == sorted(
        versions, key=lambda version: [*map(int, version.split("."))], reverse=True
    )
    published = json.loads(comparison.PUBLISHED.read_bytes())
    assert comparison.PUBLISHED.read_bytes() == to_json(published), (
        "a command writes it, nobody else"
    )
    assert published["info"]["version"] in versions
