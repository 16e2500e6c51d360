"""What the command line needs, and what it does without."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.kit import processes
from tests.kit.processes import PYTHON

if TYPE_CHECKING:
    from tests.cli.running import Run

HIDE = "import importlib.util as util\nfind = util.find_spec\n"
HIDE += "util.find_spec = lambda name, *rest: None if name == {!r} else find(name, *rest)\n"
MAIN = "import sys\nsys.argv = ['turbosms', *{!r}]\nfrom turbosms_cli.__main__ import main\n"


@pytest.mark.parametrize(
    ("missing", "arguments", "extra"),
    [
        ("click", ["sandbox"], "sandbox"),
        ("click", ["codes"], "cli"),
        ("rich", ["balance"], "cli"),
        ("rich", [], "cli"),
        ("starlette", ["sandbox", "--port", "0"], "sandbox"),
        ("uvicorn", ["sandbox"], "sandbox"),
        ("httptools", ["sandbox"], "sandbox"),
        ("dbos", ["campaign", "list"], "cli,campaigns"),
        ("sqlalchemy", ["suppress", "list"], "cli,campaigns"),
    ],
)
def test_a_missing_package_is_named_with_its_extra(
    missing: str, arguments: list[str], extra: str
) -> None:
    done = processes.run(PYTHON, "-c", f"{HIDE.format(missing)}{MAIN.format(arguments)}main()")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"This command needs the package {missing}, which is not installed. "
        f"Run pip install 'turbosms-client[{extra}]' first.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (["--help"], {"uvicorn", "starlette", "httpx2", "anyio", "rich", "turbosms_client"}),
        (
            ["codes", "--json"],
            {"uvicorn", "starlette", "httpx2", "anyio", "rich", "turbosms_client"},
        ),
        (["completion", "bash"], {"httpx2", "rich", "turbosms_client"}),
        (
            ["campaign", "create", "--help"],
            {"dbos", "sqlalchemy", "turbosms_campaigns", "turbosms_client"},
        ),
    ],
)
def test_a_command_imports_what_it_needs(arguments: list[str], unneeded: set[str]) -> None:
    ending = (
        "try:\n    main()\nfinally:\n"
        f"    sys.stderr.write(str(sorted({unneeded!r} & set(sys.modules))))"
    )
    done = processes.run(PYTHON, "-c", f"{MAIN.format(arguments)}{ending}")
    assert (done.returncode, done.stderr) == (0, "[]")


def test_what_is_missing_is_an_object_for_programs() -> None:
    program = f"{HIDE.format('dbos')}{MAIN.format(['campaign', 'list', '--json'])}main()"
    done = processes.run(PYTHON, "-c", program)
    assert done.returncode == 2
    error = json.loads(done.stdout)
    assert (error["type"], error["error"]) == ("error", "UsageError")
    assert error["message"] in done.stderr


def test_the_version(run: Run) -> None:
    from importlib.metadata import version  # noqa: PLC0415

    assert run("--version").stdout == f"turbosms-client {version('turbosms-client')}\n"
