"""`turbosms ping`, `balance` and `login`, and what every command says when something is wrong."""

from __future__ import annotations

import datetime as dt
import stat
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import rows
from tests.kit import processes
from tests.kit.processes import TURBOSMS
from turbosms_api.tables import result_codes
from turbosms_api.tables.result_codes import HELP_IS_HOSTED
from turbosms_cli.calling.error_messages import report_error, reporting_errors
from turbosms_cli.printing import exit_codes
from turbosms_cli.printing.output import Output
from turbosms_client import NotAllowedError, OutcomeUnknownError, RequestNotSentError

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.cli.running import OpenTerminal, Run
    from tests.kit.control import Control

# A token that the sandbox does not know, but that looks like one.
WRONG = "0123456789abcdef0123456789abcdef01234567"


def test_ping_asks_each_module(run: Run) -> None:
    done = run("ping")
    assert (done.returncode, done.stderr) == (0, "")
    assert rows(done.stdout) == [
        {"module": name, "answers": True} for name in ("message", "chat", "user", "file")
    ]
    assert run("ping", "--no-json").stdout.splitlines()[0] == "message responds"


def test_the_balance_is_exact(run: Run, control: Control) -> None:
    control.account(balance=2.5)
    assert rows(run("balance").stdout) == [{"balance": "2.50", "currency": "UAH"}]
    control.account(balance=10000000.01)
    assert rows(run("balance").stdout) == [{"balance": "10000000.01", "currency": "UAH"}]
    assert run("balance", tty=True).stdout == "10000000.01 UAH\r\n"


@pytest.mark.parametrize(
    ("below", "code", "said"),
    [
        ("500", 5, "The balance is below 500.00 UAH.\n"),
        ("499,99", 0, ""),
        ("499.995", 5, "The balance is below 499.995 UAH.\n"),
    ],
)
def test_a_balance_that_is_too_low(
    run: Run, control: Control, below: str, code: int, said: str
) -> None:
    control.account(balance=499.99)
    done = run("balance", "--below", below)
    assert (done.returncode, done.stderr) == (code, said)
    assert rows(done.stdout) == [{"balance": "499.99", "currency": "UAH"}]


def test_a_balance_that_nobody_knows_is_not_too_low(run: Run, control: Control) -> None:
    control.fault("user/balance", "http", status=404)
    assert run("balance", "--below", "500").returncode == 1


@pytest.mark.parametrize("below", ["", "0", "-1", "much", "nan", "inf"])
def test_what_is_no_amount(run: Run, below: str) -> None:
    done = run("balance", f"--below={below}")
    assert done.returncode == 2
    assert "--below" in done.stderr


def test_where_to_read_more(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address once the site is hosted, and until then the command, if there is one."""
    not_allowed = NotAllowedError(413, "X", operation="message/send")
    not_sent = RequestNotSentError("No connection.")
    for is_hosted, error, more in (
        (False, not_allowed, ["More: turbosms codes 413"]),
        (False, not_sent, []),
        (True, not_allowed, [not_allowed.help_url]),
        (True, not_sent, [not_sent.help_url]),
    ):
        monkeypatch.setattr(result_codes, "HELP_IS_HOSTED", is_hosted)
        report_error(Output(as_json=False), error)
        said = capsys.readouterr().err.splitlines()
        assert said[2:] == more


@pytest.mark.parametrize("command", ["ping", "balance"])
def test_a_wrong_token(run: Run, command: str) -> None:
    done = run(command, TURBOSMS_TOKEN=WRONG)
    assert done.returncode == 1
    (error,) = rows(done.stdout)
    assert (error["type"], error["error"], error["code"], error["name"]) == (
        "error",
        "AuthenticationError",
        105,
        "REQUIRED_AUTH",
    )
    assert error["next"].startswith("Check the token: turbosms login")
    assert error["help_command"] == "turbosms codes 105"
    more = error["help_url"] if HELP_IS_HOSTED else f"More: {error['help_command']}"
    assert done.stderr == f"{error['message']}\n{error['next']}\n{more}\n"
    assert WRONG not in done.stdout + done.stderr


def test_a_token_that_is_none_is_not_sent(run: Run) -> None:
    done = run("balance", TURBOSMS_TOKEN="se cret")
    assert done.returncode == 2
    assert "Check the token" in done.stderr
    assert "cret" not in done.stdout + done.stderr


def test_the_next_step_comes_from_the_table_of_codes(run: Run, control: Control) -> None:
    control.account(blocked=True)
    done = run("balance", tty=True)
    assert done.returncode == 1
    shown = done.stdout.splitlines()
    assert "106 REQUIRED_ACTIVE_USER" in shown[0]
    assert shown[-2:] == [
        "The owner of the account must act, at turbosms.ua.",
        "https://turbosms-client.github.io/codes/#code-106",
    ]


def test_a_code_that_the_service_has_added_since(run: Run, control: Control) -> None:
    control.fault("user/balance", "code", code=998)
    done = run("balance")
    assert done.returncode == 1
    (error,) = rows(done.stdout)
    assert (error["code"], error["name"]) == (998, None)
    assert "install a newer version" in error["next"]


def test_something_else_answers(run: Run, control: Control) -> None:
    control.fault("user/balance", "http", status=404)
    done = run("balance")
    assert done.returncode == 1
    assert rows(done.stdout)[0]["error"] == "ProtocolError"
    assert "The response is not from the service" in done.stderr


def test_ctrl_c_in_a_question(terminal: OpenTerminal, control: Control) -> None:
    control.fault("user/balance", "delay", seconds=20)
    screen = terminal("balance")
    while control.faults():  # it is used up when the request has arrived
        pass
    screen.interrupt()
    assert screen.wait() == 1
    assert "Traceback" not in screen.text


def test_a_lost_answer_is_a_failure_only_of_what_changes_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    started = dt.datetime.now(dt.UTC)
    for error, code, said in (
        (
            RequestNotSentError("No connection.", operation="user/balance"),
            exit_codes.FAILED,
            "Check the network",
        ),
        (
            OutcomeUnknownError(
                "It was lost.", operation="file/add", sequence_id="mine", started=started
            ),
            exit_codes.UNKNOWN,
            "run it again with the same --sequence-id",
        ),
    ):
        with pytest.raises(SystemExit) as ended, reporting_errors(Output(as_json=False)):
            raise error
        assert ended.value.code == code
        assert said in capsys.readouterr().err


def test_login_on_a_terminal_shows_no_token(
    terminal: OpenTerminal, run: Run, tmp_path: Path
) -> None:
    screen = terminal("login", "--sms", "TurboSMS", TURBOSMS_TOKEN=None)
    screen.expect("Token: ")
    screen.send("sandbox\r")
    assert screen.wait() == 0
    assert "sandbox" not in screen.text
    file = tmp_path / "turbosms.toml"
    assert (
        f"The token is valid; the balance is 10000.00 UAH. It is stored in {file}."
        in screen.text.replace("\r\n", " ")
    )
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (
        rows(run("balance", TURBOSMS_TOKEN=None, TURBOSMS_BASE_URL=None).stdout)[0]["balance"]
        == "10000.00"
    )


def test_login_from_a_pipe(run: Run, tmp_path: Path, sandbox: str) -> None:
    done = run("login", "--profile", "second", input="sandbox\nmore\n")
    assert (done.returncode, done.stdout) == (0, "")
    assert "sandbox" in (tmp_path / "turbosms.toml").read_text()
    assert "token is valid" in done.stderr
    # It is kept with the address at which it was good.
    assert (
        run(
            "balance", "--profile", "second", TURBOSMS_BASE_URL=None, TURBOSMS_TOKEN=None
        ).returncode
        == 0
    )
    assert f'base_url = "{sandbox}"' in (tmp_path / "turbosms.toml").read_text()


def login_with(content: bytes, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`turbosms login` with this token file as stdin."""
    given = content.decode("utf-8", "surrogateescape")
    return processes.run(*TURBOSMS, "login", input=given, env=environment)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfsandbox\r\n",
        "sandbox\r\n".encode("utf-16"),
        "sandbox\r\n".encode("utf-16-le"),
        "\ufeffsandbox".encode("utf-16-be"),
        "sandbox\u200b\n".encode(),
        b"sandbox",
    ],
)
def test_a_token_file_as_other_programs_write_it(
    content: bytes, environment: dict[str, str], tmp_path: Path
) -> None:
    done = login_with(content, environment)
    assert done.returncode == 0, done.stderr
    assert 'token = "sandbox"' in (tmp_path / "turbosms.toml").read_text()


@pytest.mark.parametrize("content", [bytes(range(256)), b"\xff\xfe\x00", b"x" * 3_000_000])
def test_what_is_no_token_file(content: bytes, environment: dict[str, str]) -> None:
    done = login_with(content, environment)
    assert done.returncode in {1, 2}
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 1_000


def test_whoever_has_no_token_hears_of_login(terminal: OpenTerminal, run: Run) -> None:
    screen = terminal("balance", TURBOSMS_TOKEN=None)
    screen.expect("turbosms login")
    screen.expect("Token: ")
    screen.interrupt()
    assert screen.wait() == 1
    assert "turbosms login" in run("balance", TURBOSMS_TOKEN=None).stderr


def test_a_new_token_leaves_the_senders(run: Run, tmp_path: Path) -> None:
    run("login", "--sms", "Shop", "--viber", "Shop", input="sandbox\n")
    run("login", "--no-viber", input="sandbox\n")
    text = (tmp_path / "turbosms.toml").read_text()
    assert 'sms_sender = "Shop"' in text
    assert "viber_sender" not in text
    done = run("login", "--viber", "Shop", "--no-viber", input="sandbox\n")
    assert done.returncode == 2
    assert "--viber and --no-viber cannot be used together" in done.stderr


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (f"{WRONG}\n", 1, "Check the token"),
        ("", 2, "The first line of stdin has no token"),
        ("\nsandbox\n", 2, "no token"),
    ],
)
def test_login_keeps_nothing_that_is_not_good(
    run: Run, tmp_path: Path, typed: str, code: int, said: str
) -> None:
    done = run("login", input=typed)
    assert done.returncode == code
    assert said in done.stderr
    assert WRONG not in done.stderr
    assert not (tmp_path / "turbosms.toml").exists()


def test_login_says_that_the_environment_goes_before_it(run: Run) -> None:
    assert "unset it" in run("login", input="sandbox\n").stderr
    assert "unset it" not in run("login", input="sandbox\n", TURBOSMS_TOKEN=None).stderr
    assert "unset it" not in run("login", "--profile", "second", input="sandbox\n").stderr


def test_a_token_that_cannot_be_kept(run: Run) -> None:
    done = run("login", input="sandbox\n", TURBOSMS_CONFIG="/proc/turbosms/config.toml")
    assert done.returncode == 1
    assert done.stderr == (
        "The token is valid, but /proc/turbosms/config.toml cannot be written: "
        "No such file or directory.\n"
    )
