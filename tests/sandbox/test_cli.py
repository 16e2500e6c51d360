"""The console script around the sandbox: help, result codes, missing extras."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from turbosms_api.tables.result_codes import ResultCode
from turbosms_cli.commands import turbosms


def codes(*query: str) -> list[str]:
    result = CliRunner().invoke(turbosms, ["codes", *query])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_all_codes() -> None:
    lines = codes()
    assert len(lines) == len(ResultCode)
    for line, code in zip(lines, ResultCode, strict=True):
        assert line.split()[:4] == [str(int(code)), code.name, str(code.since), code.outcome]
        assert line.endswith(code.meaning)


@pytest.mark.parametrize("query", ["414", "0414", "NOT_ALLOWED_MESSAGE_ID", "not_allowed_message_id"])
def test_one_code(query: str) -> None:
    [line] = codes(query)
    assert line.split()[:2] == ["414", "NOT_ALLOWED_MESSAGE_ID"]


def test_codes_by_text() -> None:
    assert codes("OK") == codes("0")
    found = {int(line.split()[0]) for line in codes("template")}
    assert 416 in found
    assert found < {int(code) for code in ResultCode}


@pytest.mark.parametrize("query", ["2", "nonsense", "4" * 5000])
def test_no_such_code(query: str) -> None:
    result = CliRunner().invoke(turbosms, ["codes", query])
    assert result.exit_code == 1
    assert query in result.output


def test_help_names_the_commands_and_does_not_import_a_server() -> None:
    program = (
        "import sys\nsys.argv = ['turbosms', '--help']\nfrom turbosms_cli.__main__ import main\n"
        "try:\n    main()\nfinally:\n    print(sorted({'uvicorn', 'starlette', 'httpx', 'anyio'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert result.returncode == 0
    assert "sandbox" in result.stdout
    assert "codes" in result.stdout
    assert result.stdout.endswith("[]\n")


@pytest.mark.parametrize(
    ("missing", "arguments", "extra"),
    [
        ("click", ["sandbox"], "sandbox"),
        ("click", ["codes"], "cli"),
        ("click", [], "cli"),
        ("starlette", ["sandbox", "--port", "0"], "sandbox"),
        ("uvicorn", ["sandbox"], "sandbox"),
        ("httptools", ["sandbox"], "sandbox"),
    ],
)
def test_a_missing_package_is_named_with_its_extra(missing: str, arguments: list[str], extra: str) -> None:
    program = (
        "import sys, importlib.util as util\nfind = util.find_spec\n"
        f"util.find_spec = lambda name, *rest: None if name == {missing!r} else find(name, *rest)\n"
        f"sys.argv = ['turbosms', *{arguments!r}]\nfrom turbosms_cli.__main__ import main\nmain()"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        f"This command needs the package {missing}, which is not installed: "
        f"run pip install 'turbosms-client[{extra}]' first.\n"
    )


def test_importing_the_sandbox_costs_nothing() -> None:
    program = "import sys, turbosms_sandbox\nprint('starlette' in sys.modules, hasattr(turbosms_sandbox, 'nothing'))"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert result.stdout == "False False\n"
