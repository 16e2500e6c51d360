"""The command that is suggested works on the same database and account as the one that ran."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click
import pytest

from tests.cli.campaigns.kit import error_of, sentence_of
from turbosms_cli.calling.next_commands import next_command
from turbosms_cli.root import turbosms

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.campaigns.kit import Make
    from tests.cli.running import Run
    from tests.kit.control import Control

MESSAGE = ("--sms", "TurboSMS", "--text", "Hello")


@pytest.fixture
def elsewhere(tmp_path: Path) -> str:
    """A database that has to be named, and quoted in a shell."""
    return f"sqlite:///{tmp_path}/of a friend.db"


@pytest.fixture
def second(run: Run, tmp_path: Path) -> str:
    """A profile that has to be named, and whose token is the sandbox's."""
    del run
    (tmp_path / "turbosms.toml").write_text('[second]\ntoken = "sandbox"\n')
    (tmp_path / "turbosms.toml").chmod(0o600)
    return "second"


def test_what_was_given_is_kept(
    run: Run, people: str, elsewhere: str, second: str, sandbox: str
) -> None:
    named = ("--db", elsewhere, "--profile", second, "--base-url", sandbox)
    environment: Any = {
        "TURBOSMS_DATABASE": None,
        "TURBOSMS_TOKEN": None,
        "TURBOSMS_BASE_URL": None,
    }
    made = run("campaign", "create", "sale", "--from", people, *MESSAGE, *named, **environment)
    assert made.returncode == 0, made.stderr
    suggested = sentence_of(made).partition("To send it: ")[2]
    assert suggested == shlex.join(("turbosms", "campaign", "start", "sale", *named))
    started = run(*shlex.split(suggested)[1:], "--yes", **environment)
    assert started.returncode == 0, started.stderr
    suggested = sentence_of(started).partition("To send it: ")[2]
    assert suggested == shlex.join(("turbosms", "campaign", "run", "sale", *named))


def test_what_the_next_command_does_not_take_is_left_out(
    run: Run, make: Make, control: Control, database: str, sandbox: str
) -> None:
    """To resume a campaign, the service is not called, so there is no account to name."""
    make(state="running")
    control.account(balance=0)
    named = ("--db", database, "--base-url", sandbox)
    done = run("campaign", "run", "sale", *named, "--no-json")
    resume = f"turbosms campaign resume sale --db {database}"
    again = f"turbosms campaign run sale --db {database} --base-url {sandbox}"
    assert sentence_of(done).endswith(f"To go on: {resume}, and {again}")


@pytest.mark.parametrize(
    ("database", "printed"),
    [
        ("postgresql://me:s3:cret@host/camp", "postgresql://me:***@host/camp"),
        (
            "postgresql://me@host/camp?password=s3cret&x=1",
            "postgresql://me@host/camp?password=***&x=1",
        ),
        ("postgresql://me@host/camp", "postgresql://me@host/camp"),
        ("sqlite:////tmp/of:a@friend.db", "sqlite:////tmp/of:a@friend.db"),
    ],
)
def test_a_password_is_not_printed(database: str, printed: str) -> None:
    root = click.Context(turbosms)
    pause = click.Command("pause", params=[click.Option(["--db", "database"])])
    with click.Context(pause, parent=root) as context:
        context.params["database"] = database
        suggested = next_command("campaign run", "sale")
    assert shlex.split(suggested) == ["turbosms", "campaign", "run", "sale", "--db", printed]


def test_errors_keep_it_too(run: Run, people: str, elsewhere: str) -> None:
    named = ("--db", elsewhere)
    missing = run("campaign", "show", "sale", *named, "--json")
    create = shlex.join(("turbosms", "campaign", "create", *named))
    assert error_of(missing)["message"].endswith(f": {create} makes one.")
    run("campaign", "create", "sale", "--from", people, *MESSAGE, *named)
    unknown = run("campaign", "show", "another", *named, "--json")
    listed = shlex.join(("turbosms", "campaign", "list", *named))
    assert error_of(unknown)["next"] == f"To see which there are: {listed}"


@pytest.mark.parametrize("is_named", [True, False])
def test_a_token_is_stored_for_the_profile_in_use(run: Run, tmp_path: Path, is_named: bool) -> None:
    (tmp_path / "turbosms.toml").write_text('[second]\nsms_sender = "Shop"\n')
    (tmp_path / "turbosms.toml").chmod(0o600)
    profile = ("--profile", "second") if is_named else ()
    variable = None if is_named else "second"
    done = run("balance", *profile, TURBOSMS_TOKEN="0" * 40, TURBOSMS_PROFILE=variable)
    begin = "Check the token: turbosms login --profile second stores a new one"
    end = "." if is_named else ", but TURBOSMS_TOKEN overrides it."
    assert begin + end in sentence_of(done)
    without = run("balance", *profile, TURBOSMS_TOKEN=None, TURBOSMS_PROFILE=variable)
    assert "or run turbosms login --profile second once." in sentence_of(without)
