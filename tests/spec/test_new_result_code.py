"""A result code is added in three places: its row of the spec, the sandbox's rule, a recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.kit.checkouts import copy_checkout, run_in, run_tests, write_before

if TYPE_CHECKING:
    from pathlib import Path

# The method of `generator scaffold`, which is added in every run, takes the same way and more.
pytestmark = [pytest.mark.checkout, pytest.mark.thorough_only]

ROW: Final = """\
  - {code: 998, name: REJECTED_TEST_RULE, meaning: 'The id is reserved.',
     meaning_uk: 'Ідентифікатор зарезервовано.',
     since: '2026-01-01', outcome: failure, scope: request, actor: caller, repeat: false}
"""
DETAILS: Final = "module: message, method: details, retry: safe, timeout: read, takes_data: true"
RULE: Final = """\
    if command.parameters.get("messages") == ["reserved"]:
        raise Refusal(ResultCode.REJECTED_TEST_RULE)
"""
RECIPE: Final = """\
    998: rule(
        "`message/details` of the id `reserved`",
        lambda world: world.codes("message/details", {"messages": ["reserved"]}),
    ),
"""
RECIPES: Final = "tests/sandbox/test_result_codes.py"
OF_THE_CODE: Final = (
    f"{RECIPES}::test_every_code_has_a_recipe",
    f"{RECIPES}::test_every_code_is_provoked[998]",
    f"{RECIPES}::test_every_code_can_be_asked_for[998]",
    "tests/spec/test_extensions.py",
    "tests/docs/test_tables_of_pages.py",
)
OF_ALL_CODES: Final = (
    RECIPES,
    "tests/contract/test_statements.py",
    "tests/client/outcomes/test_outcome_scope.py",
    "tests/generated/test_generated_tables.py",
    "tests/spec/test_extensions.py",
    "tests/spec/test_examples.py",
)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout in which message/details refuses a reserved id with a new code."""
    checkout = copy_checkout(tmp_path_factory.mktemp("new_code") / "checkout")
    spec = checkout / "openapi.yaml"
    write_before(spec, "  - {code: 999, ", ROW)
    before, operation, after = spec.read_text("utf-8").partition(DETAILS)
    after = after.replace("codes: [0, ", "codes: [0, 998, ", 1)
    spec.write_text(before + operation + after, "utf-8")
    reports = checkout / "sandbox/turbosms_sandbox/messages/reports.py"
    write_before(reports, "    return _report(sent, command, _details_row", RULE)
    write_before(checkout / RECIPES, "    999: fault(", RECIPE)
    run_in(checkout, "-m", "generator", "generate")
    run_in(checkout, "-m", "tests.docs.tables")
    return checkout


def test_a_new_code_takes_a_row_a_rule_and_a_recipe(checkout: Path) -> None:
    page = (checkout / "docs/sandbox-codes.md").read_text("utf-8")
    assert "| 998 | REJECTED_TEST_RULE | rule | `message/details` of the id `reserved` |\n" in page
    assert " passed" in run_tests(checkout, *OF_THE_CODE)


def test_nothing_else_has_to_change(checkout: Path) -> None:
    run_in(checkout, "-m", "generator", "check")
    assert " passed" in run_tests(checkout, *OF_ALL_CODES)
