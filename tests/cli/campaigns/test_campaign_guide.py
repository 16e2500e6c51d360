"""docs/campaigns.md: what its commands print, and the tests that its table of complaints names."""

from __future__ import annotations

import ast
import configparser
import re
import shlex
import stat
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
import yaml

from tests.cli.campaigns.guide import GUIDES, Guide, commands, plain, write_table
from tests.cli.every_command import COMMANDS
from tests.kit.processes import ROOT
from turbosms_cli.calling.variables import TOKEN
from turbosms_cli.campaigns.database_option import DATABASE

if TYPE_CHECKING:
    from tests.kit.control import Control
    from tests.kit.warm.programs import Programs

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

GUIDE = GUIDES["en"]
NAMES = ["create", "test", "start", "run", "report"]


@pytest.mark.parametrize("language", GUIDES)
def test_there_are_five_commands(language: str) -> None:
    assert [shown.line.split()[2] for shown in commands(language)] == NAMES


@pytest.fixture
def guide(programs: Programs, environment: dict[str, str], control: Control) -> Guide:
    return Guide(programs, environment, control)


@pytest.mark.parametrize("language", ["en", pytest.param("uk", marks=pytest.mark.thorough_only)])
def test_the_five_commands_print_what_the_page_shows(
    guide: Guide, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_table(tmp_path)
    for shown in commands(language):
        printed, said = guide.run(shown, language)
        lines = printed.splitlines()
        expected = plain(shown.output).splitlines()
        notes = [line for line in expected if line not in lines]
        assert [line for line in expected if line not in notes] == lines, shown.line
        for line in notes:
            assert line in said, shown.line
        assert notes or not said.strip(), f"{shown.line}: the page leaves out {said!r}"
    page = tmp_path / "sale.html"
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "</html>" in page.read_text("utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    return str(found)


def assert_starts_a_worker(line: str) -> None:
    """The command exists, and takes what is passed to it."""
    program, group, name, *options = shlex.split(line)
    assert Path(program).name == "turbosms"
    command = COMMANDS[group, name]
    command.make_parser(click.Context(command)).parse_args(args=options)
    assert (group, name) == ("campaign", "work")


def test_the_compose_file_is_one() -> None:
    compose = yaml.safe_load(block("yaml"))
    worker = compose["services"]["worker"]
    assert_starts_a_worker(worker["command"])
    assert worker["environment"].keys() == {TOKEN, DATABASE}
    assert worker["depends_on"].keys() <= compose["services"].keys()
    installed = re.findall(r"turbosms-client\[(.*?)\]", worker["build"]["dockerfile_inline"])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(installed[0].split(",")) <= project["optional-dependencies"].keys()


def test_the_unit_starts_a_worker() -> None:
    unit = configparser.ConfigParser(interpolation=None)
    unit.read_string(block("ini"))
    assert_starts_a_worker(unit["Service"]["ExecStart"])
    assert unit["Service"]["KillSignal"] == "SIGTERM"
    for variable in re.findall(r"TURBOSMS_[A-Z]+", block("ini")):
        assert variable in {TOKEN, DATABASE}


ROW = re.compile(
    r"^\| (?P<complaint>[^|]+) \| (?P<here>[^|]+) \| (?P<tests>`tests/[^|]+`) \|$", re.MULTILINE
)
COMPLAINTS = [*ROW.finditer(GUIDE.partition("## What users of bulk senders complain about")[2])]


def test_every_complaint_has_its_test() -> None:
    assert len(COMPLAINTS) == 15
    for row in COMPLAINTS:
        for named in re.findall(r"`([^`]+)`", row["tests"]):
            path, _, name = named.partition("::")
            module = ast.parse((ROOT / path).read_text("utf-8"))
            functions = {node.name for node in module.body if isinstance(node, ast.FunctionDef)}
            assert name in functions, f"{row['complaint']}: there is no {named}"
