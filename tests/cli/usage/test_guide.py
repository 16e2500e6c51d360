"""The lines of docs/cli.md run as printed, one after the other."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.every_command import LEAVES
from tests.cli.example_shell import ExampleShell
from tests.kit.debian import find
from turbosms_cli.calling import settings

if TYPE_CHECKING:
    from tests.kit.control import Control
    from tests.kit.warm.programs import Programs

pytestmark = pytest.mark.checkout

GUIDE = (Path(__file__).parents[3] / "docs/cli.md").read_text("utf-8")


def test_its_lines_work(
    environment: dict[str, str], control: Control, tmp_path: Path, programs: Programs
) -> None:
    find("jq")
    blocks = re.findall(r"^```console\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    assert len(lines) > 25
    shell = ExampleShell(tmp_path, environment, control, programs)
    with (tmp_path / "customers.csv").open("a") as customers:
        customers.write("Petro;380000000404\n")  # on the stop list
    shell.furnish()
    said = {}
    for line in lines:
        done = shell.run(line)
        only_looks = "--dry-run" in line or "campaign create" in line
        has_sent = "campaign run" in line or "customers.csv" in line
        expected = 3 if has_sent and not only_looks else 0
        assert done.returncode == expected, f"{line}\n{done.stdout}\n{done.stderr}"
        said[line] = done.stdout
    first, again = (said[line].splitlines() for line in lines if "visit-31" in line)
    assert len(first) == len(again) == 4
    (refused,) = [output for line, output in said.items() if "@tsv" in line]
    assert refused == "380000000404\t404\tNOT_ALLOWED_NUMBER_STOPLIST\n"
    (price,) = [output for line, output in said.items() if "| add" in line]
    assert price == "0.68\n"


def test_the_file_that_it_shows_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    (shown,) = re.findall(r"^```toml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        file.write(shown)
        file.flush()
        monkeypatch.setenv("TURBOSMS_CONFIG", file.name)
        monkeypatch.delenv("TURBOSMS_TOKEN", raising=False)
        monkeypatch.delenv("TURBOSMS_BASE_URL", raising=False)
        assert settings.load(None).viber_sender == "Shop"


def test_it_names_every_command() -> None:
    named = set(re.findall(r"`((?:[a-z]+ )?[a-z]+)`", GUIDE.split("##")[0]))
    assert {leaf.split()[-1] for leaf in LEAVES} <= {name.split()[-1] for name in named}
