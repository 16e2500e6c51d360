"""Names that are not there, databases that cannot be used, and what commands do without."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.campaigns.kit import error_of, sentence_of
from tests.cli.every_command import LEAVES, REQUIRED
from tests.kit import processes
from tests.kit.processes import PYTHON

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.campaigns.kit import Make
    from tests.cli.running import Run

COMMANDS: Final = [name for name in LEAVES if name.startswith(("campaign ", "suppress "))]
MAKING: Final = ("campaign create", "campaign work", "suppress add", "suppress import")
"""The commands that make the database if there is none."""
LISTING: Final = ("campaign list", "suppress list")
NAMED: Final = [name for name in COMMANDS if REQUIRED.get(name, ())[:1] == ("sale",)]


def words_of(name: str) -> list[str]:
    """A call of a command that asks nothing."""
    yes = ["--yes"] if name in {"campaign start", "campaign delete"} else []
    some_limit = ["--rate", "5"] if name == "campaign set" else []
    return [*name.split(), *REQUIRED.get(name, ()), *yes, *some_limit]


def test_every_command_is_looked_at() -> None:
    assert len(COMMANDS) == 20
    assert len(NAMED) == 13


@pytest.mark.parametrize("name", [name for name in NAMED if name != "campaign create"])
def test_a_campaign_that_is_not_there(name: str, make: Make, run: Run) -> None:
    make(name="another")
    done = run(*words_of(name), "--json")
    assert done.returncode == 2, done
    error = error_of(done)
    assert error["error"] == "CampaignNotFoundError"
    assert "sale" in error["message"]
    assert error["next"] == "To see which there are: turbosms campaign list"
    assert error["next"] in sentence_of(done)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in MAKING])
def test_without_a_database_nothing_is_left_behind(name: str, run: Run, tmp_path: Path) -> None:
    done = run(*words_of(name), "--json")
    assert done.returncode == 2
    assert error_of(done)["message"] == (
        f"There is no database {tmp_path}/campaigns.db: turbosms campaign create makes one."
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", LISTING)
def test_before_the_first_campaign_there_is_nothing_to_list(name: str, run: Run) -> None:
    """Unless a database was named, which may have been mistyped."""
    done = run(*words_of(name), "--json", TURBOSMS_DATABASE=None)
    assert (done.returncode, done.stdout) == (0, "")
    done = run(*words_of(name), "--no-json", TURBOSMS_DATABASE=None)
    assert done.stderr == "There are none.\n"


def later_version(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE turbosms_schema SET version = 1000")


@pytest.mark.parametrize(
    "url",
    [
        *("mysql://root@127.0.0.1/x", "campaigns.db", "sqlite:///"),
        *("postgresql://me:secret@127.0.0.1:port/x", "postgresql://me@127.0.0.1:5432x/y"),
        "sqlite:///FOLDER/campaigns.db?timeout=soon",
    ],
)
def test_an_address_of_no_database(url: str, run: Run, tmp_path: Path) -> None:
    database = url.replace("FOLDER", str(tmp_path))
    done = run("suppress", "add", "380501111111", "--db", database, "--json")
    assert (done.returncode, error_of(done)["error"]) == (2, "DatabaseAddressError")
    assert "secret" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///FOLDER/text.db", "text.db cannot be used: file is not a database"),
        ("sqlite:///FOLDER/later.db", "Update turbosms-client."),
        ("sqlite:///FOLDER", "database"),
    ],
)
def test_a_database_that_cannot_be_used(
    url: str, said: str, make: Make, run: Run, tmp_path: Path
) -> None:
    make()
    (tmp_path / "text.db").write_text("This is a text, and not a database.\n" * 100)
    (tmp_path / "later.db").write_bytes((tmp_path / "campaigns.db").read_bytes())
    later_version(tmp_path / "later.db")
    for words in (["campaign", "list"], ["suppress", "add", "380501111111"]):
        done = run(*words, "--db", url.replace("FOLDER", str(tmp_path)), "--json")
        assert done.returncode == 1, done
        assert said in error_of(done)["message"]
        assert error_of(done)["message"] in sentence_of(done)


def test_the_option_is_before_the_variable(make: Make, run: Run, tmp_path: Path) -> None:
    make()
    other = f"sqlite:///{tmp_path}/other.db"
    run("suppress", "add", "380501111111", "--db", other)
    assert run("campaign", "list", "--db", other).stdout == ""
    assert '"name":"sale"' in run("campaign", "list").stdout
    home = run("campaign", "list", "--db", "sqlite:///~/campaigns.db", TURBOSMS_DATABASE=None)
    assert '"name":"sale"' in home.stdout


def test_postgresql_without_its_driver() -> None:
    hidden = (
        "import importlib.util as util, sys\nfind = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'psycopg' else find(name, *rest)\n"
        "sys.argv = ['turbosms', 'campaign', 'list', '--db', 'postgresql://x/y', '--json']\n"
        "from turbosms_cli.__main__ import main\nmain()\n"
    )
    done = processes.run(PYTHON, "-c", hidden)
    assert done.returncode == 2
    assert "pip install 'turbosms-client[cli,postgres]'" in error_of(done)["message"]


def test_what_needs_no_worker_does_not_import_its_engine(
    make: Make, environment: dict[str, str]
) -> None:
    """It would take longer than all that these commands do."""
    make()
    program = (
        "import sys\nsys.argv = ['turbosms', 'campaign', 'show', 'sale']\n"
        "from turbosms_cli.__main__ import main\n"
        "try:\n    main()\nfinally:\n    sys.stderr.write(str('dbos' in sys.modules))"
    )
    done = processes.run(PYTHON, "-c", program, env=environment)
    assert (done.returncode, done.stderr) == (0, "False")


@pytest.mark.parametrize("name", ["show", "pause", "resume", "cancel", "report", "retry"])
def test_what_does_not_call_the_service_needs_no_token(name: str, make: Make, run: Run) -> None:
    state = {"resume": "paused", "report": "finished", "retry": "finished"}.get(name, "running")
    make(state=state)
    done = run("campaign", name, "sale", TURBOSMS_TOKEN=None, TURBOSMS_BASE_URL=None)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["check", "test", "run", "work"])
def test_what_calls_the_service_needs_one(name: str, make: Make, run: Run) -> None:
    make(state="running")
    done = run(*words_of(f"campaign {name}"), "--json", TURBOSMS_TOKEN=None)
    assert done.returncode == 2
    assert "There is no token" in error_of(done)["message"]
