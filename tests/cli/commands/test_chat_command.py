"""`turbosms chat`: lists, messages, which are strangers' texts, and answers, sent once."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.repeats import repeated
from tests.cli.running import rows
from tests.kit.processes import PIPE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.running import OpenTerminal, Run
    from tests.kit.control import Control
    from tests.kit.terminals import Terminal

NUMBER = "380678998668"
# Red text, a clear screen by the one-byte CSI, a bell, the erasing of the line, text from right to
# left, delete.
EVIL = (
    "\x1b[31mred\x9b2J\x07\r\x1b]0;title\x07\u202eevil\x7f\n"
    "1  2030-01-01 00:00:00  chat 1  in  Read  forged"
)


@pytest.fixture
def reply(control: Control) -> Callable[..., Any]:
    """A recipient writes in the chat with TurboSMS.

    Answers the ids of the chat, the session and the message.
    """

    def call(text: str = "Where is my order?", phone: str = NUMBER) -> Any:
        return control.reply(phone, text, sender="TurboSMS")

    return call


def sent_in(run: Run, chat_id: int) -> list[str]:
    """The texts that were sent in a chat, newest first."""
    found = rows(run("chat", "messages", str(chat_id)).stdout)
    return [message["message"] for message in found if message["type"] == "Outbox"]


def test_the_lists_of_a_chat_are_rows_and_tables(run: Run, reply: Callable[..., Any]) -> None:
    chat = reply()
    commands = {
        ("senders",): {
            "id": 1,
            "name": "TurboSMS",
            "is_2way": True,
            "recipients": 1,
            "unread_messages": 1,
        },
        ("recipients", "--sender", "TurboSMS"): {
            "chat_id": chat.chat_id,
            "number": NUMBER,
            "unread_messages": 1,
        },
        ("recipients", "--sender-id", "1", "--new", "--limit", "1"): {"chat_id": chat.chat_id},
        ("sessions", str(chat.chat_id)): {
            "id": chat.session_id,
            "price": "0.88",
            "ended": None,
        },
        ("sessions", "--session", str(chat.session_id)): {"id": chat.session_id},
    }
    for command, wanted in commands.items():
        plain = run("chat", *command)
        assert plain.returncode == 0, plain.stderr
        assert rows(plain.stdout)[0].items() >= wanted.items()
        shown = run("chat", *command, tty=True)
        assert shown.returncode == 0
        assert "{" not in shown.stdout
        assert all(
            str(value) in shown.stdout for value in wanted.values() if value not in (True, None)
        )


def test_recipients_are_of_the_sender_of_the_profile(
    run: Run, reply: Callable[..., Any], environment: dict[str, str]
) -> None:
    reply()
    unnamed = run("chat", "recipients")
    assert (unnamed.returncode, unnamed.stdout) == (2, "")
    assert "--sender" in unnamed.stderr
    file = Path(environment["TURBOSMS_CONFIG"])
    file.write_text('[default]\nviber_sender = "TurboSMS"\n')
    file.chmod(0o600)
    assert [row["number"] for row in rows(run("chat", "recipients").stdout)] == [NUMBER]


def test_no_more_is_read_than_is_printed(run: Run, reply: Callable[..., Any]) -> None:
    chat = str(reply("1").chat_id)
    last = [reply(str(number)).message_id for number in range(2, 614)]
    assert [row["message"] for row in rows(run("chat", "messages", "--limit", "2").stdout)] == [
        "613",
        "612",
    ]
    several = rows(
        run("chat", "messages", chat, "--limit", "600").stdout
    )  # two questions, for 300 each
    assert [int(row["message"]) for row in several] == list(range(613, 13, -1))
    assert "as read" in run("chat", "messages", "--help").stdout.lower()

    assert run("chat", "messages", "--new", "--limit", "5").returncode == 2
    unread = rows(run("chat", "messages", chat, "--new").stdout)
    assert [int(row["message"]) for row in unread] == list(range(13, 0, -1))
    assert run("chat", "messages", "--new").stdout == ""
    after = rows(run("chat", "messages", "--after", str(last[-4])).stdout)
    assert [row["message"] for row in after] == ["611", "612", "613"]
    assert len(rows(run("chat", "messages").stdout)) == 30


def test_a_lost_answer_says_where_its_messages_are(
    run: Run, reply: Callable[..., Any], control: Control
) -> None:
    first, second = reply("first"), reply("second")
    control.fault("chat/messages", "drop_after")
    lost = run("chat", "messages", "--new")
    assert lost.returncode == 1
    assert [row["error"] for row in rows(lost.stdout)] == ["TransportError"]
    assert "--after" in lost.stderr
    assert run("chat", "messages", "--new").stdout == ""
    found = rows(run("chat", "messages", "--after", str(first.message_id)).stdout)
    assert [row["id"] for row in found] == [second.message_id]


def test_texts_of_strangers_do_nothing_to_the_terminal(
    run: Run, reply: Callable[..., Any], terminal: OpenTerminal
) -> None:
    before, evil = reply(), reply(EVIL)
    after = ("--after", str(before.message_id))
    for command in (("messages", *after), ("messages", *after, "--json")):
        shown = run("chat", *command, tty=True)
        assert shown.returncode == 0
        line = shown.stdout.removesuffix("\r\n")
        assert line.isprintable(), line  # one line
        assert "red" in line
        assert "forged" in line
    assert [row["message"] for row in rows(run("chat", "messages", *after).stdout)] == [EVIL]

    watch = terminal("chat", "watch", *after)
    assert watch.expect("forged").strip().isprintable()
    watch.interrupt()
    assert watch.wait() == 0
    assert f"--after {evil.message_id}" in watch.output


def test_an_answer_is_sent_in_an_open_session(
    run: Run, reply: Callable[..., Any], tmp_path: Path
) -> None:
    chat = reply().chat_id
    plain = run("chat", "send", str(chat), "--text", "On its way.")
    assert plain.returncode == 0, plain.stderr
    assert rows(plain.stdout)[0].items() >= {"chat_id": chat}.items()
    sequence_id = rows(plain.stdout)[0]["sequence_id"]
    (tmp_path / "invoice.pdf").write_bytes(b"%PDF-1.7")
    shown = run(
        "chat",
        "send",
        str(chat),
        "--file",
        str(tmp_path / "invoice.pdf"),
        "--name",
        "Rahunok.pdf",
        tty=True,
    )
    assert (shown.returncode, shown.stdout.startswith("Message ")) == (0, True)
    again = run("chat", "send", str(chat), "--text", "On its way.", "--sequence-id", sequence_id)
    assert rows(again.stdout) == rows(plain.stdout)

    sent = rows(run("chat", "messages", str(chat)).stdout)[:2]
    assert [(row["message"], row["file_name"]) for row in sent] == [
        (None, "Rahunok.pdf"),
        ("On its way.", None),
    ]
    line = run("chat", "messages", str(chat), "--limit", "1", tty=True).stdout
    assert "[file Rahunok.pdf http" in line.replace("\r\n", "")


def test_an_answer_that_cannot_be_sent_says_why(
    run: Run, reply: Callable[..., Any], control: Control
) -> None:
    chat = str(reply().chat_id)
    assert run("chat", "send", chat).returncode == 2
    assert run("chat", "send", chat, "--text", "a" * 1001).returncode == 2
    control.advance(90_000)
    closed = run("chat", "send", chat, "--text", "Too late")
    assert closed.returncode == 1
    assert rows(closed.stdout)[0]["code"] == 107
    assert "session" in closed.stderr


@pytest.mark.parametrize("end", ["interrupt", "SIGTERM"])
def test_an_answer_cut_off_is_finished_once_by_the_printed_command(  # noqa: PLR0917 - fixtures
    run: Run,
    reply: Callable[..., Any],
    control: Control,
    terminal: OpenTerminal,
    environment: dict[str, str],
    end: str,
) -> None:
    chat, text = reply().chat_id, 'It\'s "on" its way; $HOME `id` -- \\n'
    control.fault("chat/send", "delay", seconds=60)
    cut = terminal("chat", "send", str(chat), "--text", text, columns=400)
    wait_for(lambda: sent_in(run, chat))
    if end == "interrupt":
        cut.interrupt()
    else:
        cut.process.send_signal(signal.SIGTERM)
    assert cut.wait() == 4
    finished = repeated(cut.text, environment)
    assert finished.returncode == 0, finished.stderr
    assert sent_in(run, chat) == [text]
    assert (
        rows(finished.stdout)[0]["message_id"]
        == rows(run("chat", "messages", "--limit", "1").stdout)[0]["id"]
    )


def test_an_unknown_outcome_ends_with_the_command_that_finds_out(
    run: Run, reply: Callable[..., Any], control: Control, environment: dict[str, str]
) -> None:
    chat = reply().chat_id
    control.fault("chat/send", "http_after", status=404)
    unknown = run("chat", "send", str(chat), "--text", "Once")
    assert unknown.returncode == 4
    reported = rows(unknown.stdout)[0]
    assert reported["error"] == "OutcomeUnknownError"
    assert reported["repeat"] in unknown.stderr
    assert reported["sequence_id"] in reported["repeat"]
    assert repeated(unknown.stderr, environment).returncode == 0
    assert sent_in(run, chat) == ["Once"]


def wait_for(condition: Callable[[], Any]) -> None:
    """Ask until it holds, however slow the machine is."""
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, "It did not come about."


@pytest.mark.parametrize("seconds", ["0.5", "nan", "inf", "1e10", "1e300", "soon"])
def test_a_pause_that_is_none_is_refused_before_anything_is_read(
    run: Run, control: Control, seconds: str
) -> None:
    done = run("chat", "watch", "--interval", seconds, "--json")
    assert done.returncode == 2
    assert rows(done.stdout)[-1]["parameter"] == "--interval"
    assert control.calls() == []


def watching(terminal: OpenTerminal, *args: str) -> Terminal:
    """A watch whose rows go into a pipe, and its notes to a terminal, once it has begun."""
    watch = terminal("chat", "watch", "--interval", "1", *args, stdout=PIPE, columns=400)
    if "--after" not in args:
        watch.expect("Waiting for new messages")
    return watch


def next_id(watch: Terminal) -> int:
    assert watch.process.stdout is not None
    return int(rows(watch.process.stdout.readline().decode())[0]["id"])


def test_a_watch_neither_loses_nor_repeats_a_message(
    reply: Callable[..., Any], control: Control, terminal: OpenTerminal
) -> None:
    watch = watching(terminal)
    first = reply().message_id  # there was none before
    assert next_id(watch) == first
    control.fault("chat/messages", "drop_after", times=2)
    lost = reply("read by the service, and lost on its way").message_id
    watch.expect("Retrying every 1 s.")
    other = reply("of another chat", "380503288668").message_id
    watch.expect("The service responds again.")
    control.fault("chat/messages", "http", status=503)
    last = reply().message_id
    assert [next_id(watch), next_id(watch), next_id(watch)] == [lost, other, last]
    watch.interrupt()
    assert watch.wait() == 0
    assert watch.process.stdout is not None
    assert watch.process.stdout.read() == b""
    assert f"--after {last}" in watch.output


def test_a_watch_begins_where_it_is_told_to(
    reply: Callable[..., Any], terminal: OpenTerminal, control: Control
) -> None:
    first, second = reply(), reply()
    other = reply("elsewhere", "380503288668")
    control.fault("chat/messages", "drop_before")
    resumed = watching(terminal, str(first.chat_id), "--after", str(first.message_id))
    newest = watching(terminal)
    assert next_id(resumed) == second.message_id
    third = reply().message_id
    assert next_id(resumed) == third
    assert next_id(newest) == third
    newest.process.send_signal(signal.SIGTERM)
    assert newest.wait() == 0
    assert f"Message {other.message_id} is the newest" in newest.output


def test_a_watch_that_cannot_begin_or_go_on_ends(
    run: Run, reply: Callable[..., Any], control: Control, terminal: OpenTerminal
) -> None:
    assert run("chat", "watch", "99").returncode == 1  # nobody's chat
    refused = run("chat", "watch", "--after", "0")
    assert (refused.returncode, "last_message_id" in refused.stderr) == (2, True)
    watch = watching(terminal)
    control.account(blocked=True)
    assert watch.wait() == 1
    control.account(blocked=False)
    unread = watching(terminal)
    assert unread.process.stdout is not None
    unread.process.stdout.close()
    last = reply().message_id
    assert unread.wait() == 0  # as after `| head`: what nobody has seen is still to come
    assert f"--after {last - 1}" in unread.output or "--after 1\r\n" in unread.output
