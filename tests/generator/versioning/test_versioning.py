"""Differences to the published spec get the right verdict; a version that lags is refused."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from generator.editions.serialization import to_json
from generator.output import outcomes
from generator.output.errors import GeneratorError
from generator.spec.problems import BrokenSpecError
from generator.versioning import comparison
from tests.generator.versioning.planted_changes import outcome
from tests.kit.generating import generator_here, generator_process
from tests.openapi import ROOT, SPEC, read_yaml

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]


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
    first = comparison.compare_specs(spec, "spec.yaml", published, "published.json", accept=True)
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
        comparison.compare_specs(
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
