"""stdout belongs to the output and stderr to progress, whatever the two are, for every command."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.cli.every_command import LEAVES
from tests.cli.running import rows
from tests.cli.stream_kinds import KINDS, Call, check_streams, run_on
from tests.effort import THOROUGH
from tests.webhooks.calls import SECRET, as_json
from tests.webhooks.calls import call as webhook_call
from turbosms_client import Sms
from turbosms_webhooks import WebhookInbox, WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import OpenTerminal
    from tests.kit.control import Control
    from tests.kit.warm.programs import Programs

COMBINATIONS: Final = [*product(KINDS, KINDS)]
"""What stdout and stderr are."""
MANY = [f"38050{number:07}" for number in range(25)]
SMS = ("--sms", "TurboSMS", "--text", "Hello")


CALLS = {
    "ping": Call((), 4),
    "balance": Call((), 1),
    "login": Call((), given="sandbox\n"),
    "send": Call((*MANY, *SMS, "--yes"), 26),
    "status": Call(("MESSAGE",), 1),
    "details": Call(("MESSAGE",), 1),
    "wait": Call(("MESSAGE",), 1),
    "file add": Call(("a.png", "b.png"), 2),
    "file details": Call(("12345",), 1),
    "chat senders": Call((), 4),
    "chat recipients": Call(("--sender", "TurboSMS"), 1),
    "chat sessions": Call(("--session", "SESSION"), 1),
    "chat messages": Call((), 1),
    "chat send": Call(("CHAT", "--text", "On its way"), 1),
    "chat watch": Call(("--after", "1"), 1, endless=True),
    "webhook listen": Call(
        ("--database", "INBOX", "--secret-file", "secret.txt", "--port", "0"), 1, endless=True
    ),
    "webhook check": Call(("call.json", "--secret-file", "secret.txt"), 1),
    "codes": Call(("NOT_ALLOWED_NUMBER_STOPLIST", "--json"), 1),
    "spec": Call(()),
    "sandbox": Call(("--port", "0"), endless=True),
    "completion": Call(("bash",)),
}


def combinations_of(command: str) -> list[tuple[str, str]]:
    """Those that a run tries with a command: all of them in a thorough run.

    In any other one, each kind of stdout and each of stderr, and with another command in other
    combinations, so that every two of the three meet.
    """
    if THOROUGH:
        return COMBINATIONS
    shift = [*CALLS].index(command)
    return [(kind, KINDS[(place + shift) % len(KINDS)]) for place, kind in enumerate(KINDS)]


def test_every_command_is_here() -> None:
    """Those of campaigns are in `campaigns/test_campaign_streams.py`."""
    of_campaigns = ("campaign ", "suppress ")
    assert {name for name in LEAVES if not name.startswith(of_campaigns)} == set(CALLS)


@pytest.fixture
def begin(control: Control, tmp_path: Path) -> Callable[[], dict[str, str]]:
    """Begins anew: a message that was delivered, a chat that waits for an answer."""

    def call() -> dict[str, str]:
        control.reset()
        with control.client() as client:
            sent = client.message.send(["380503333333"], text="Hello", sms=Sms(sender="TurboSMS"))
        control.advance(60)
        chat = control.reply("380503333333", "Where is it?", sender="TurboSMS")
        inbox_file = tmp_path / f"inbox-{len([*tmp_path.glob('*.db')])}.db"
        with WebhookInbox(inbox_file, WebhookReceiver(SECRET)) as inbox:
            assert inbox.accept(as_json(webhook_call())) == 200
        return {
            "INBOX": str(inbox_file),
            "MESSAGE": sent.message_ids[0],
            "CHAT": str(chat.chat_id),
            "SESSION": str(chat.session_id),
        }

    return call


@pytest.mark.one_interpreter
@pytest.mark.parametrize("command", CALLS)
def test_stdout_has_the_output_and_stderr_the_progress(  # noqa: PLR0917 - fixtures
    command: str,
    begin: Callable[[], dict[str, str]],
    control: Control,
    environment: dict[str, str],
    programs: Programs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
    (tmp_path / "secret.txt").write_text(SECRET)
    (tmp_path / "call.json").write_bytes(as_json(webhook_call()))
    call = CALLS[command]
    outputs = set()
    for kinds in combinations_of(command):
        names = begin()
        begun = None
        if call.endless:
            begun = _has_begun(command, control)
        args = tuple(names.get(arg, arg) for arg in (*command.split(), *call.args))
        ended = run_on(programs, environment, args, kinds, given=call.given, begun=begun)
        assert ended.code == 0, ended
        check_streams(call, kinds, ended)
        if kinds[0] != "terminal" and command in {"spec", "completion"}:
            outputs.add(ended.stdout)
    assert len(outputs) <= 1


def _has_begun(command: str, control: Control) -> Callable[[str], bool]:
    if command == "webhook listen":
        return bool
    if command == "sandbox":
        return lambda stdout: "listens on" in stdout
    # It has asked once this is used up.
    control.fault("chat/messages", "delay", seconds=0)
    return lambda stdout: bool(stdout) and not control.faults()


@pytest.mark.parametrize("count", [20, 21])
def test_one_terminal_for_both_has_rows_between_the_progress(
    terminal: OpenTerminal, count: int
) -> None:
    screen = terminal("send", *MANY[:count], *SMS, "--yes", "--json")
    assert screen.wait() == 0
    found = [line for line in screen.text.splitlines() if line.startswith("{")]
    reported = [json.loads(line) for line in found]
    assert [row["type"] for row in reported] == ["recipient"] * count + ["summary"]


def test_the_bar_moves_with_the_parts(
    programs: Programs,
    environment: dict[str, str],
    terminal: OpenTerminal,
    control: Control,
    tmp_path: Path,
) -> None:
    control.account(balance=1e6)
    source = tmp_path / "numbers.txt"
    source.write_text("".join(f"38050{number:07}\n" for number in range(12_000)))
    control.fault("message/send", "delay", seconds=0)
    control.fault("message/send", "delay", seconds=2)
    with (tmp_path / "sent.jsonl").open("wb") as sent:
        screen = terminal("send", "--from", str(source), *SMS, "--yes", stdout=sent.fileno())
    screen.expect("0/12000")
    screen.expect("5000/12000")
    assert screen.wait() == 0
    reported: list[Any] = rows((tmp_path / "sent.jsonl").read_text())
    assert len(reported) == 12_001
    assert reported[-1]["accepted"] == 12_000
    assert "{" not in screen.text


def test_what_is_tried_again_is_told_above_the_bar(
    terminal: OpenTerminal, control: Control, tmp_path: Path
) -> None:
    control.fault("message/send", "drop_before")
    with (tmp_path / "sent.jsonl").open("wb") as sent:
        screen = terminal("send", *MANY, *SMS, "--yes", stdout=sent.fileno())
    screen.expect("Attempt 2 of")
    assert screen.wait() == 0
    assert len(rows((tmp_path / "sent.jsonl").read_text())) == 26


@pytest.mark.parametrize("token", ["sandbox", None])
def test_questions_are_on_stderr(token: str | None, terminal: OpenTerminal, tmp_path: Path) -> None:
    with (tmp_path / "sent.jsonl").open("wb") as sent:
        screen = terminal("send", *MANY, *SMS, stdout=sent.fileno(), TURBOSMS_TOKEN=token)
    if token is None:
        screen.expect("Token:")
        screen.send("sandbox\r")
    screen.expect("[y/N]:")
    screen.send("y\r")
    assert screen.wait() == 0
    written = (tmp_path / "sent.jsonl").read_text()
    assert written.startswith("{")
    assert len(rows(written)) == 26
