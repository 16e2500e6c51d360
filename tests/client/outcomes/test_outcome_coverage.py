"""The truth table and the policy are tested to the last branch, and by their own tests alone."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from tests.kit.processes import PYTHON, ROOT, environment, output

TESTS_OF_THE_CLIENT = ROOT / "tests/client"
MODULES = ("code_meaning.py", "policy.py", "verdicts.py")
# Its own words for what does not count, so that a pragma counts for nothing. Imports for types
# alone never run.
SETTINGS = """
[run]
branch = true
data_file = {folder}/data
include = */turbosms_client/_results/code_meaning.py, */turbosms_client/_answers/verdicts.py,
    */turbosms_client/_requests/policy.py

[report]
exclude_lines = if TYPE_CHECKING:
partial_branches = (?!)
"""


@pytest.mark.checkout
@pytest.mark.thorough_only
def test_every_line_and_branch_of_outcome_and_policy_is_tested(tmp_path: Path) -> None:
    settings, report = tmp_path / "settings", tmp_path / "report.json"
    settings.write_text(SETTINGS.format(folder=tmp_path), "utf-8")
    tests: list[Path] = []
    for name in ("outcome", "policy"):
        tests += TESTS_OF_THE_CLIENT.rglob(f"test_{name}*.py")
    alone = ("-p", "no:cacheprovider", "-p", "no:xdist", "-q", "-m", "not checkout", *sorted(tests))
    coverage = partial(
        output, PYTHON, "-m", "coverage", cwd=ROOT, env=environment("PYTEST_", "COVERAGE_")
    )
    coverage("run", f"--rcfile={settings}", "-m", "pytest", *alone)
    coverage("json", f"--rcfile={settings}", "-o", report)
    files = {
        Path(name).name: file
        for name, file in json.loads(report.read_text("utf-8"))["files"].items()
    }
    assert sorted(files) == sorted(MODULES)
    for name, file in files.items():
        summary = file["summary"]
        assert summary["num_statements"] > 10, name
        assert summary["num_branches"] > 0, name
        assert (file["missing_lines"], file["missing_branches"]) == ([], []), name
        assert summary["percent_covered"] == 100, name
