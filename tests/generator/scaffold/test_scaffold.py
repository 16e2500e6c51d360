"""A new method is written as a stub whose tests are green, and what is left of it is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from generator.output.errors import GeneratorError
from generator.scaffold.new_method import new_method
from generator.spec.validation import read_spec
from generator.spec.yaml_reader import read_document
from tests.kit.checkouts import copy_checkout, run_in
from tests.kit.generating import generator_here
from tests.openapi import SPEC
from tests.unchecked_models import model_of

if TYPE_CHECKING:
    from pathlib import Path

    from _pytest.mark import ParameterSet

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return copy_checkout(tmp_path / "checkout")


def scaffold(checkout: Path, method: str) -> dict[str, Any]:
    done = generator_here("scaffold", method, "--root", checkout, "--json")
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.mark.thorough_only
def test_the_tests_of_a_new_method_are_green(checkout: Path) -> None:
    report = scaffold(checkout, "user/limits")
    run_in(checkout, "-m", "generator", "generate")
    tests = [path for path in report["written"] if path.startswith("tests/") and "/test_" in path]
    assert "tests/testing/test_user_limits.py" in tests
    more = ["tests/spec/test_examples.py", "tests/packaging/repository/test_package_imports.py"]
    options = ["-q", "-p", "no:cacheprovider"]
    assert " passed" in run_in(checkout, "-m", "pytest", *options, *tests, *more)
    run_in(checkout, "-m", "ruff", "check", "--no-cache", "--quiet")


def rarely(module: str) -> ParameterSet:
    """A module whose files are like those of its neighbours."""
    return pytest.param(module, marks=pytest.mark.thorough_only)


@pytest.mark.thorough_only
@pytest.mark.parametrize("module", ["chat", *map(rarely, ["message", "user", "file"])])
def test_what_is_left_to_fill_is_told(checkout: Path, module: str) -> None:
    report = scaffold(checkout, f"{module}/limits")
    marks = []
    for path in report["written"]:
        lines = (checkout / path).read_text("utf-8").splitlines()
        for index, line in enumerate(lines, start=1):
            if "TODO" in line:
                marks.append(f"{path}:{index}: ")
        if path.endswith(".py"):
            compile("\n".join(lines), path, "exec", dont_inherit=True)
    assert len(marks) > 10
    assert [place for place in report["to_fill"] if place.startswith(tuple(marks))]
    assert len(report["to_fill"]) > len(marks)
    spec = read_spec(checkout / "openapi.yaml", "openapi.yaml")
    (method,) = [each for each in spec.operations if each.name == f"{module}/limits"]
    written = read_document(checkout / "openapi.yaml", "openapi.yaml").data["paths"][method.path]
    assert set(written) == {"x-operation", "post"}, "the GET is made of the POST"
    assert method.query is not None
    assert method.request is not None
    assert method.request.form is not None


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("user/balance", "there is a user/balance already"),
        ("money/limits", "there is no module money, but message, chat, user, file"),
        ("user/import", "import is a keyword of Python"),
        ("limits", "'limits' is not MODULE/METHOD"),
        ("user/../limits", "is not MODULE/METHOD"),
        ("User/Limits", "is not MODULE/METHOD"),
    ],
)
def test_a_method_that_cannot_be_added_is_refused(name: str, problem: str) -> None:
    with pytest.raises(GeneratorError, match=problem):
        new_method(name, model_of(SPEC))
