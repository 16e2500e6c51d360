"""A field is added to an answer by the steps in ARCHITECTURE.md, and by nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.kit.checkouts import copy_checkout, replace_in, run_in, run_tests

if TYPE_CHECKING:
    from pathlib import Path

# The method of `generator scaffold`, which is added in every run, takes the same way and more.
pytestmark = [pytest.mark.checkout, pytest.mark.thorough_only]

REQUIRED: Final = "required: [added, start, sent,"
PROPERTY: Final = (
    "        added: {$ref: '#/components/schemas/KyivTime', description: When it was created.}\n"
)
NEW_PROPERTY: Final = (
    "        network: {type: string, description: The network that it is sent to.}\n"
)
EXAMPLE: Final = "                      added: '2022"
SAMPLE: Final = '       "added": "2022'
ROW: Final = '        "added": format_time(course.added),\n'
CHANNEL: Final = '"required": ["added", "start",'
CHANNEL_PROPERTY: Final = '"added": {"$ref": "#/components/schemas/Time"},\n          "start"'
OF_THE_FIELD: Final = (
    "tests/spec/test_examples.py",
    "tests/generated/test_shapes.py",
    "tests/generated/test_models_of_answers.py",
    "tests/generator/publishing/test_message_schemas.py",
    "tests/sandbox/test_documented_examples.py",
    "tests/sandbox/control/test_control_description.py",
    "tests/client/delivery/test_lookups.py",
)
ALL_OF_THE_SECTION: Final = (
    # The others in this folder make copies like this one.
    "tests/spec/test_examples.py",
    "tests/spec/test_extensions.py",
    "tests/spec/test_openapi.py",
    "tests/generated",
    "tests/generator/publishing",
    "tests/client/delivery",
    "tests/sandbox/messages",
    "tests/sandbox/control",
    "tests/sandbox/test_documented_examples.py",
)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout in which message/details says to which network a message went."""
    checkout = copy_checkout(tmp_path_factory.mktemp("new_field") / "checkout")
    spec = checkout / "openapi.yaml"
    replace_in(spec, REQUIRED, "required: [network, added, start, sent,", times=2)
    replace_in(spec, PROPERTY, NEW_PROPERTY + PROPERTY, times=2)
    replace_in(spec, EXAMPLE, f"                      network: mobile\n{EXAMPLE}", times=3)
    samples = checkout / "tests/facts/documented_samples.json"
    replace_in(samples, SAMPLE, f'       "network": "mobile",\n{SAMPLE}', times=3)
    reports = checkout / "sandbox/turbosms_sandbox/messages/reports.py"
    replace_in(reports, ROW, f'        "network": "mobile",\n{ROW}', times=1)
    control = checkout / "sandbox/turbosms_sandbox/control/control.openapi.json"
    replace_in(control, CHANNEL, '"required": ["network", "added", "start",', times=1)
    network = '"network": {"type": "string"}, '
    replace_in(control, CHANNEL_PROPERTY, network + CHANNEL_PROPERTY, times=1)
    shapes = checkout / "tests/generated/test_shapes.py"
    replace_in(shapes, "segments: int?, ", "segments: int?, network: str?, ", times=1)
    run_in(checkout, "-m", "generator", "generate")
    return checkout


def test_a_new_field_is_in_the_client_and_the_sandbox(checkout: Path) -> None:
    assert " passed" in run_tests(checkout, *OF_THE_FIELD)


def test_no_other_test_of_the_section_fails(checkout: Path) -> None:
    run_in(checkout, "-m", "generator", "check")
    assert " passed" in run_tests(checkout, *ALL_OF_THE_SECTION)
