"""``python -m generator`` as a process: that it starts, what it imports, and how it ends.

What the commands do is tested without a process of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.cli import main
from tests.kit.generating import generator_process
from tests.kit.processes import PYTHON, run
from tests.openapi import ROOT

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.checkout

#: The libraries of the commands, the slowest first; each takes longer to import than a command
#: needs to say its usage.
SLOW = {
    "openapi_python_client",
    "openapi_spec_validator",
    "httpx",
    "jinja2",
    "jsonschema",
    "markdown_it",
    "requests",
    "ruamel",
    "yaml",
}
COMMANDS = list(main.commands)


@pytest.mark.parametrize("arguments", [[], *([command] for command in COMMANDS)], ids=" ".join)
def test_help_imports_no_library_but_click(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from generator.cli import main\n"
        "main([*sys.argv[1:], '--help'], standalone_mode=False)\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = run(PYTHON, "-c", code, *arguments, cwd=ROOT)
    assert "Usage: " in done.stdout
    libraries, modules = (set(line.split()) for line in done.stderr.splitlines())
    assert libraries & SLOW == set()
    # And of ours, what tells how a command ended.
    ours = {name for name in modules if name.startswith("generator.")}
    assert ours == {
        "generator.cli",
        "generator.output",
        "generator.output.errors",
        "generator.output.outcomes",
        "generator.spec",
        "generator.spec.problems",
        "generator.spec.visible_text",
    }


def test_it_tells_a_broken_spec_by_its_exit_code(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text("- openapi\n")
    done = generator_process("publish", "--spec", "small.yaml", "--out", "out", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "small.yaml:1: is not a mapping\n"


def test_it_tells_wrong_usage_by_its_exit_code() -> None:
    done = generator_process("publsh")
    assert done.returncode == 2
    assert done.stderr.startswith("Usage: python -m generator ")


@pytest.mark.thorough_only
def test_it_tells_drift_by_its_exit_code(made_once: Path) -> None:
    done = generator_process(
        "check", "--spec", "small.yaml", "--out", "nothing", "--json", cwd=made_once
    )
    assert done.returncode == 1
    assert done.stdout.startswith('{"command": "check", "status": "different", "exit_code": 1, ')
    assert (
        done.stderr == "nothing is not what small.yaml makes; run: python -m generator generate\n"
    )
