"""What is given and empty, and what is used wrongly: exit code 2, the option by its name, and an
object for programs.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest

import turbosms_cli
from tests.cli.every_command import LEAVES, NAMES, REQUIRED
from turbosms_cli.calling import webhook_settings
from turbosms_cli.calling.profile_file import Profile
from turbosms_cli.calling.variables import VARIABLES
from turbosms_cli.campaigns.database_option import DATABASE
from turbosms_cli.language.choice import VARIABLE as LANGUAGE
from turbosms_cli.options.usage import Verbatim

if TYPE_CHECKING:
    import subprocess

    from tests.cli.running import OpenTerminal, Run
    from tests.kit.control import Control

A = "380501111111"
SMS = ("--sms", "TurboSMS", "--text", "Hello")


def has_option(command: click.Command, name: str) -> bool:
    return any(option.name == name for option in command.params)


CALLING = [name for name, command in LEAVES.items() if has_option(command, "base_url")]
"""The commands that call the service."""
SIGNING = ["webhook listen", "webhook check"]
"""The commands that need the secret of a webhook."""
STORING = [name for name in LEAVES if name.startswith(("campaign ", "suppress "))]
"""The commands that work on a database of campaigns."""


def error_of(done: subprocess.CompletedProcess[str]) -> Any:
    """The object in which the output ends."""
    error = json.loads(done.stdout.splitlines()[-1])
    assert error["type"] == "error"
    assert error.keys() >= {"error", "message", "code", "name", "next", "help_url"}
    assert error["message"]
    return error


def names_of(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    if isinstance(parameter.type, click.Choice):
        return "|".join(map(str, parameter.type.choices))
    return str(parameter.metavar or parameter.name)


def empty_calls(name: str) -> list[tuple[str, list[str]]]:
    """The calls of a command in which a parameter is given and empty: its name, and the words."""
    words = name.split()
    required = [*REQUIRED.get(name, ())]
    calls = []
    for parameter in LEAVES[name].params:
        shown = names_of(parameter)
        if isinstance(parameter, click.Argument):
            calls.append((shown, [*words, ""]))
        elif isinstance(parameter, click.Option) and not parameter.is_flag:
            blanks = [""] if isinstance(parameter.type, Verbatim) else ["", " \t"]
            for blank in blanks:
                for place in range(parameter.nargs):
                    values = ["1"] * parameter.nargs
                    values[place] = blank
                    calls.append((shown, [*words, *required, parameter.opts[0], *values]))
    return calls


@pytest.mark.one_case_in(2)
@pytest.mark.parametrize("name", LEAVES)
def test_given_and_empty_is_not_the_same_as_not_given(
    name: str, run: Run, control: Control
) -> None:
    for shown, words in empty_calls(name):
        done = run(*words, input="sandbox\n")
        assert done.returncode == 2, words
        assert shown.lower() in done.stderr.lower(), (words, done.stderr)
        assert "Traceback" not in done.stderr
    assert control.calls() == [], "the service was asked"


EXIT_CODES = range(6)
STRANGE = [
    "\udcff",
    "x" * 100_000,
    "9" * 5_000,
    "-",
    "--",
    "~nobody",
    "-1",
    "nan",
    "1e400",
    "\u0661",
]
RUNS = {
    *("--host", "--port", "--seed", "--state", "--allow-host", "--webhook-host"),
    *("--sender", "--viber-sender", "--balance", "--token", "--trust-host"),
}
"""Options with which the sandbox runs until Ctrl-C."""
RECEIVES = ["webhook", "listen", "--secret-file", "-"]
"""The secret that it reads from stdin is a right one, so it runs until Ctrl-C, too."""
ENDLESS = {"chat watch", "campaign work"}
"""Commands that run until Ctrl-C."""


def strange_calls(name: str) -> list[list[str]]:
    """The calls of a command with strange values, an option or argument at a time."""
    words = name.split()
    calls = []
    for parameter, value in product(LEAVES[name].params, STRANGE):
        if isinstance(parameter, click.Argument):
            calls.append([*words, "--", value])
        elif isinstance(parameter, click.Option) and not parameter.is_flag:
            values = [value] * parameter.nargs
            calls.append([*words, *REQUIRED.get(name, ()), parameter.opts[0], *values])
    return [words for words in calls if words != RECEIVES and not RUNS.intersection(words)]


@pytest.mark.thorough_only
@pytest.mark.parametrize("name", [name for name in LEAVES if name not in ENDLESS])
def test_strange_values_end_in_a_sentence(name: str, run: Run) -> None:
    """Whatever is given: an exit code of ours, and with --json an object where it was wrong."""
    has_json = any(parameter.name == "as_json" for parameter in LEAVES[name].params)
    for words in strange_calls(name):
        if has_json:
            words.insert(len(name.split()), "--json")
        done = run(*words, input="sandbox\n")
        assert done.returncode in EXIT_CODES, done
        assert "Traceback" not in done.stderr, (words, done.stderr[-2000:])
        if has_json and done.returncode == 2:
            error_of(done)


@pytest.mark.one_case_in(4)
@pytest.mark.parametrize(
    ("name", "variable"),
    [
        *product(CALLING, VARIABLES),
        *product(SIGNING, (*VARIABLES, *webhook_settings.VARIABLES)),
        *product(STORING, [DATABASE]),
    ],
)
def test_a_variable_that_is_empty(name: str, variable: str, run: Run, control: Control) -> None:
    for empty in ("", " "):
        words = [*name.split(), *REQUIRED.get(name, ())]
        env: dict[str, Any] = {variable: empty}
        done = run(*words, input="sandbox\n", **env)
        assert done.returncode == 2, done
        assert f"{variable} is empty" in done.stderr
    assert control.calls() == []


def test_every_variable_is_looked_at() -> None:
    source = Path(turbosms_cli.__file__).parent
    text = "".join(file.read_text("utf-8") for file in source.rglob("*.py"))
    named = set(re.findall(r"(?<!_)TURBOSMS_[A-Z_]+[A-Z]", text))
    assert named == {*VARIABLES, *webhook_settings.VARIABLES, DATABASE, LANGUAGE}
    looked_at = re.findall(r"os\.environ\S*|os\.getenv\S*", text)
    by_name = ["os.environ.get(name)", "os.environ.get(name)"]
    # In that standard, empty does mean not given; the locale's variables follow another.
    of_a_standard = 'os.environ.get("XDG_DATA_HOME",'
    of_the_language = ["os.environ))", "os.environ.get(choice.VARIABLE)"]
    assert sorted(looked_at) == sorted([of_a_standard, *of_the_language, *by_name])


@pytest.mark.parametrize("key", [field.name for field in fields(Profile)])
@pytest.mark.parametrize("value", ["", " \\t"])
def test_a_profile_with_something_empty(key: str, value: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "turbosms.toml"
    file.write_text(f'[default]\n{key} = "{value}"\n')
    file.chmod(0o600)
    done = run("balance")
    assert done.returncode == 2
    assert f"{key} of [default] is empty" in done.stderr


@pytest.mark.parametrize("name", ["", *NAMES])
def test_wrong_usage_is_an_object_for_programs(name: str, run: Run) -> None:
    words = name.split()
    for wrong in (["--no-such-option"], ["--json=maybe"], ["--profile"]):
        done = run(*words, "--json", *wrong)
        assert done.returncode == 2, done
        error = error_of(done)
        assert error["error"] == "UsageError"
        assert error["message"] in done.stderr.replace("\n", " ")
        assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["--json"],
        ["--json", "--version"],
        ["--version", "--json"],
        ["balanse", "--json"],
        ["xyzzy", "--json"],
        ["chat", "xyzzy", "--json"],
        ["chat", "--json"],
        ["completion", "tcsh", "--json"],
        ["spec", "--json"],
        ["send", "--json"],
        ["send", A, "--json", "--text", "x"],
        ["send", A, *SMS, "--json", "--at", "yesterday"],
        ["send", A, *SMS, "--json", "--ttl", "soon"],
        ["send", A, *SMS, "--json", "--dry-run", "--price", "sms"],
        ["send", A, *SMS, "--json", "--from", "/no/such/file"],
        ["send", *([A] * 1), *[f"38050{number:07}" for number in range(11)], *SMS, "--json"],
        ["status", "--json"],
        ["wait", "x", "--json", "--timeout", "-1"],
        ["chat", "recipients", "--json"],
        ["chat", "messages", "x", "--json"],
        ["file", "add", "--json"],
        ["file", "add", "/no/such/file", "--json"],
        ["balance", "--json", "--profile", "nobody"],
        ["balance", "--json", "--base-url", "x y"],
    ],
)
def test_every_wrong_call_ends_in_an_object(words: list[str], run: Run) -> None:
    done = run(*words)
    assert done.returncode == 2, done
    error_of(done)
    assert run(*[word for word in words if word != "--json"], "--no-json").stdout == ""


def test_an_option_that_is_wrong_is_named(run: Run) -> None:
    for options in (("--ttl", "soon"), ("--at", "yesterday"), ("--sequence-id", "x" * 33)):
        error = error_of(run("send", A, *SMS, "--json", *options))
        assert error["parameter"] == options[0]


def test_a_config_file_that_is_broken(run: Run, tmp_path: Path) -> None:
    (tmp_path / "turbosms.toml").write_text("[default\n")
    for name in CALLING:
        done = run(*name.split(), *REQUIRED.get(name, ()), *([] if name == "login" else ["--json"]))
        assert done.returncode == 2
        assert "not TOML" in done.stderr
        if name != "login":
            assert "not TOML" in error_of(done)["message"]


def test_who_did_not_ask_for_json_gets_no_object(run: Run) -> None:
    """A script that is evaluated, or a file that is kept, would have it."""
    for words in (["completion", "tcsh"], ["spec", "--view", "x"], ["xyzzy"], ["send", A]):
        done = run(*words)
        assert (done.returncode, done.stdout) == (2, "")
    assert run("send", A, "--json", "--no-json").stdout == ""
    assert error_of(run("send", A, "--no-json", "--json"))["error"] == "UsageError"


def test_what_fails_is_an_object_too(run: Run, terminal: OpenTerminal, control: Control) -> None:
    done = run("codes", "xyzzy", "--json")
    assert (done.returncode, error_of(done)["error"]) == (1, "FailedError")
    assert done.stderr == "No result code matches 'xyzzy': turbosms codes lists all.\n"
    phones = [f"38050{number:07}" for number in range(11)]
    screen = terminal("send", *phones, *SMS, "--json")
    screen.expect("[y/N]:")
    screen.send("n\r")
    assert screen.wait() == 1
    assert '"message":"Nothing was sent."' in screen.text
    for key in ("\x03", "\x04"):
        screen = terminal("send", *phones, *SMS, "--json")
        screen.expect("[y/N]:")
        screen.send(key)
        assert screen.wait() == 1
        assert '"error":"Interrupted"' in screen.text
    control.fault("user/balance", "delay", seconds=20)
    screen = terminal("balance", "--json")
    while control.faults():  # it is used up when the request has arrived
        pass
    screen.interrupt()
    assert screen.wait() == 1
    assert '"error":"Interrupted"' in screen.text
