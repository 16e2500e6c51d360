"""`turbosms status`, `details` and `wait`: what became of messages, on terminals and in pipes."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tests.cli.running import rows
from tests.kit import processes
from tests.kit.processes import PIPE
from turbosms_client import Sms, TurboSMS, Viber

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import OpenTerminal, Run
    from tests.kit.control import Control

A, B = "380501111111", "380502222222"
NO_VIBER, SILENT, CLICKS = "380001000001", "380001000004", "380003000002"
REJECTED, FAILED, STUCK = "380002000003", "380002000004", "380002000007"
IDS_PER_CALL = 5_000
NOBODY = "00000000-0000-4000-8000-000000000000"
BOTH = {"sms": Sms(sender="TurboSMS"), "viber": Viber(sender="TurboSMS")}
COLOUR = re.compile(r"\x1b\[[0-9;]*\b(?:3[0-8]|4[0-8]|9[0-7])[;m]")


class Sent(Protocol):
    """Sends to the phones, SMS unless told otherwise; their ids in order."""

    def __call__(self, *phones: str, **parameters: Any) -> list[str]: ...


@pytest.fixture
def sent(sandbox: str, control: Control) -> Sent:
    def call(*phones: str, **parameters: Any) -> list[str]:
        with TurboSMS("sandbox", sandbox) as client:
            defaults = {"text": "Hello", "sms": Sms(sender="TurboSMS")}
            return client.message.send(phones, **{**defaults, **parameters}).message_ids

    return call


def test_status_of_arguments_and_a_file_is_an_object_for_each_message_once(
    run: Run, sent: Sent, control: Control, tmp_path: Path
) -> None:
    first, second = sent(A, REJECTED)
    control.advance(60)
    (tmp_path / "ids").write_text(f"\ufeff{second}\r\n\r\n{first}\r\n", encoding="utf-8")
    done = run("status", first, "--from", str(tmp_path / "ids"))
    assert (done.returncode, done.stderr) == (0, "")
    found = rows(done.stdout)
    assert [row["message_id"] for row in found] == [first, second]
    assert found[0].items() >= {
        "type": "message", "code": 0, "name": "OK", "channel": "sms", "recipient": A,
        "status": "Delivered", "final": True, "delivered": True,
        "rejected_status": None, "click_time": None,
    }.items()  # fmt: skip
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[23]:00", found[0]["updated"])
    assert (found[1]["status"], found[1]["final"], found[1]["delivered"]) == (
        "Rejected",
        True,
        False,
    )


def test_details_are_complete_for_both_halves(run: Run, sent: Sent, control: Control) -> None:
    ids = sent(NO_VIBER, text="Hello\nWorld", **BOTH)
    control.advance(60)
    (row,) = rows(run("details", *ids).stdout)
    assert (row["viber"]["status"], row["viber"]["rejected_status"]) == (
        "Rejected",
        "SRVC_NOT_VIBER_USER",
    )
    assert (row["sms"]["status"], row["sms"]["text"], row["sms"]["segments"]) == (
        "Delivered",
        "Hello\nWorld",
        1,
    )
    assert (row["sms"]["price"], row["final"], row["delivered"]) == ("0.34", True, True)


def test_details_on_a_terminal_name_button_click_price_and_cut_the_text(
    run: Run, terminal: OpenTerminal, sent: Sent, control: Control
) -> None:
    button = Viber(
        sender="TurboSMS", caption="Track", action="https://example.com/1", count_clicks=True
    )
    text = "Shipped \x1b[31mtoday, and more words than any window has columns: " + "word " * 40
    ids = sent(NO_VIBER, CLICKS, text=text, sms=BOTH["sms"], viber=button)
    control.advance(600)
    shown = terminal("details", *ids, columns=140)
    assert shown.wait() == 0
    assert "\x1b[31mtoday" not in shown.output
    assert "  text: Shipped \\x1b[31mtoday, and" in shown.text
    assert "  button: Track https://example.com/1" in shown.text
    assert re.search(r"  clicked: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d", shown.text)
    assert max(map(len, shown.text.splitlines())) == 140  # a text, cut
    assert re.search(
        rf"{NO_VIBER}  viber    Rejected .* 0\.00 +SRVC_NOT_VIBER_USER +{ids[0]}", shown.text
    )
    assert re.search(rf"{NO_VIBER}  sms      Delivered .* 1\.36  4\s*\r\n", shown.text)
    narrow = terminal("details", *ids, columns=40)
    assert narrow.wait() == 0
    assert max(len(line) for line in narrow.text.splitlines()) <= 40
    assert all(
        what in narrow.text for what in (*ids, "why not Viber: SRVC_NOT_VIBER_USER", "segments: 4")
    )


@pytest.mark.parametrize("command", ["status", "details"])
def test_unknown_ids_are_rows_and_the_exit_code_counts_them(
    run: Run, sent: Sent, command: str
) -> None:
    (known,) = sent(A)
    done = run(command, NOBODY, known, "nonsense")
    assert (done.returncode, [row["code"] for row in rows(done.stdout)]) == (3, [414, 0, 307])
    done = run(command, NOBODY, tty=True)
    assert done.returncode == 1
    assert "414" in done.stdout
    assert "The account has no message with this id." in done.stdout


@pytest.mark.parametrize("command", ["status", "details", "wait"])
@pytest.mark.parametrize(
    "given", ["", "\n\n", '{"type":"summary"}\n', '{"type":"recipient","message_id":null}\n']
)
def test_no_id_at_all_is_a_usage_error(run: Run, command: str, given: str) -> None:
    done = run(command, "--from", "-", input=given)
    assert (done.returncode, done.stdout) == (2, "")
    assert "There are no message ids" in done.stderr


def test_half_a_line_of_json_is_not_passed_over(run: Run, sent: Sent) -> None:
    (known,) = sent(A)
    done = run("status", "--from", "-", input=f'{known}\n{{"message_id":"{known[:9]}')
    assert (done.returncode, done.stdout) == (2, "")
    assert "neither an id nor JSON" in done.stderr


def test_what_send_prints_is_what_wait_reads(run: Run, control: Control) -> None:
    send = run("send", A, "380000000404", B, "--text", "Hello", "--sms", "TurboSMS")
    assert send.returncode == 3
    control.advance(60)
    done = run("wait", "--from", "-", input=send.stdout)
    assert done.returncode == 0, done
    assert [row["recipient"] for row in rows(done.stdout)] == [A, B]


def test_a_message_is_a_line_as_soon_as_it_is_final(
    terminal: OpenTerminal, sent: Sent, control: Control
) -> None:
    slow, quick = *sent(SILENT, viber=BOTH["viber"], sms=None), *sent(A)
    control.advance(60)
    waiting = terminal("wait", slow, quick, "--interval", "0.2", "--timeout", "30", stdout=PIPE)
    stdout = waiting.process.stdout
    assert stdout is not None
    assert json.loads(stdout.readline())["message_id"] == quick
    assert waiting.process.poll() is None
    control.advance(3700)
    row = json.loads(stdout.readline())
    assert (row["message_id"], row["status"], row["final"], row["delivered"]) == (
        slow,
        "Expired",
        True,
        False,
    )
    assert (stdout.read(), waiting.wait()) == (b"", 3)
    assert waiting.output == ""  # no table on stderr where programs read


def test_the_exit_code_of_wait_says_what_became_of_them(
    run: Run, sent: Sent, control: Control
) -> None:
    good, bad, worse, stuck = sent(A, REJECTED, FAILED, STUCK)
    control.advance(60)
    assert run("wait", good).returncode == 0
    assert run("wait", good, bad, NOBODY).returncode == 3
    assert run("wait", bad, worse).returncode == 1
    done = run("wait", good, stuck, "--timeout", "1", "--interval", "0.3")
    assert done.returncode == 1
    reported = rows(done.stdout)
    assert [(row.get("message_id"), row.get("final")) for row in reported[:2]] == [
        (good, True),
        (stuck, False),
    ]
    assert (reported[1]["status"], reported[2]["type"], reported[2]["error"]) == (
        "Accepted",
        "error",
        "WaitTimeoutError",
    )
    assert "1 of 2 messages are not final after 1 s." in done.stderr
    assert run("wait", good, "--interval", "nan").returncode == 2


def test_an_id_is_told_as_it_was_asked_for(run: Run, sent: Sent, control: Control) -> None:
    (message_id,) = sent(A)
    control.advance(60)
    done = run("wait", message_id.upper(), "--timeout", "30")
    assert done.returncode == 0, done.stderr
    assert [row["message_id"] for row in rows(done.stdout)] == [message_id.upper()]


def test_of_a_hybrid_the_sms_is_waited_for_only_if_told_so(
    run: Run, sent: Sent, control: Control
) -> None:
    (viber,) = sent(NO_VIBER, viber=BOTH["viber"], sms=None)
    control.advance(60)
    assert [row["status"] for row in rows(run("wait", viber, "--timeout", "1").stdout)] == [
        "Rejected"
    ]
    assert [
        row["status"] for row in rows(run("wait", viber, "--no-hybrid", "--timeout", "1").stdout)
    ] == ["Rejected"]
    done = run("wait", viber, "--hybrid", "--timeout", "1", "--interval", "0.2")
    assert [row.get("final") for row in rows(done.stdout)] == [False, None]


def test_a_slow_service_is_waited_for_longer_and_longer(
    run: Run, sent: Sent, control: Control
) -> None:
    ids = sent(A)
    control.advance(60)
    control.fault("message/details", "delay", seconds=1.5, times=99)
    done = run("wait", *ids, "--interval", "0.1", "--timeout", "20")
    assert (done.returncode, [row["status"] for row in rows(done.stdout)]) == (0, ["Delivered"])


def test_what_is_known_is_told_when_the_service_refuses_for_good(
    terminal: OpenTerminal, sent: Sent, control: Control
) -> None:
    ids = sent(STUCK)
    control.advance(60)
    waiting = terminal("wait", *ids, "--interval", "0.2")
    waiting.expect("Accepted")
    control.account(blocked=True)
    assert waiting.wait() == 1
    assert "0 of 1 delivered, 1 not final." in waiting.text
    assert "106 REQUIRED_ACTIVE_USER" in waiting.text


def test_the_live_table_follows_the_messages_and_leaves_the_last_state(
    terminal: OpenTerminal, sent: Sent, control: Control
) -> None:
    ids = sent(SILENT, A, **BOTH)
    waiting = terminal("wait", *ids, "--interval", "0.2", "--hybrid")
    waiting.expect("0 of 2 final")
    control.advance(30)
    waiting.expect("1 of 2 final")
    control.advance(3600)
    control.advance(60)
    last = waiting.expect("2 of 2 delivered.")
    assert waiting.wait() == 0
    drawn, _, after = waiting.output.rpartition("2 of 2 final")
    assert "\x1b[2K" in drawn  # it was drawn anew in its place
    assert "\x1b[2K" in after  # and at the end gave it to the table that stays
    assert COLOUR.search(waiting.output)
    assert re.search(rf"{SILENT}  sms      .*Delivered", last)
    assert all(message_id in last[last.rindex("recipient") :] for message_id in ids)


def test_ctrl_c_ends_waiting_with_what_is_known(
    terminal: OpenTerminal, sent: Sent, control: Control
) -> None:
    ids = sent(STUCK, A)
    control.advance(60)
    waiting = terminal("wait", *ids)
    waiting.expect("1 of 2 final")
    waiting.interrupt()
    assert waiting.wait() == 1
    end = waiting.text[waiting.text.rindex("recipient") :]
    assert re.search(rf"{STUCK}  sms +Accepted", end)
    assert re.search(rf"{A}  sms +Delivered", end)
    assert "1 of 2 delivered, 1 not final." in end
    assert "Interrupted." in end
    assert "Traceback" not in waiting.text
    assert waiting.output.rindex("\x1b[?25h") > waiting.output.rindex(
        "\x1b[?25l"
    )  # the cursor is there again


def test_a_small_window_shows_counts_in_place_of_messages(
    terminal: OpenTerminal, sent: Sent, control: Control
) -> None:
    ids = sent(*(f"38050111{number:04}" for number in range(12)), STUCK)
    control.advance(60)
    waiting = terminal("wait", *ids, "--interval", "0.2", columns=40, lines=10)
    waiting.expect("12 of 13 final")
    assert STUCK not in waiting.text
    assert re.search(r"status +messages\r\nDelivered +12\r\nAccepted +1\r\n", waiting.text)
    waiting.resize(40, 30)
    waiting.expect(STUCK)
    waiting.resize(40, 10)
    waiting.interrupt()
    assert waiting.wait() == 1
    assert max(len(line) for line in re.split(r"[\r\n]+", waiting.text)) <= 40
    end = waiting.text[waiting.text.rindex("messages") :]
    assert STUCK in end  # who did not get it stands below the counts
    assert "380501110000" not in end


def test_no_colour_and_dumb_terminals(terminal: OpenTerminal, sent: Sent, control: Control) -> None:
    ids = sent(STUCK, REJECTED)
    control.advance(60)
    plain = terminal("wait", *ids, "--timeout", "1", NO_COLOR="1")
    plain.expect("0 of 2 delivered")
    assert plain.wait() == 1
    assert not COLOUR.search(plain.output)
    dumb = terminal("wait", *ids, "--timeout", "1", "--interval", "0.2", TERM="dumb")
    assert dumb.wait() == 1
    assert "\x1b" not in dumb.output
    assert (
        dumb.output.count("1 Accepted, 1 Rejected.\r\n") == 1
    )  # a line for a change, and none without


def test_ten_thousand_ids_take_few_calls_and_a_reader_that_leaves_ends_it(
    run: Run, sent: Sent, control: Control, environment: dict[str, str], tmp_path: Path
) -> None:
    ids = sent(*(f"38050{number:07}" for number in range(10_000)))
    control.advance(600)
    given = "".join(f"{message_id}\n" for message_id in ids)
    for command in ("status", "details", "wait"):
        before = len(control.calls())
        done = run(command, "--from", "-", input=given)
        assert done.returncode == 0, done.stderr[-1000:]
        assert [row["message_id"] for row in rows(done.stdout)] == ids
        assert len(control.calls()) - before == 10_000 / IDS_PER_CALL
    (tmp_path / "ids").write_text(given)
    for command in ("status", "wait"):
        line = (
            f'"{sys.executable}" -m turbosms_cli {command} --from ids | head -1; '
            'exit "${PIPESTATUS[0]}"'
        )
        cut = processes.run("bash", "-c", line, env=environment, cwd=tmp_path)
        assert (cut.returncode, cut.stderr, cut.stdout.count("\n")) == (0, "", 1)


@pytest.mark.parametrize("course", ["viber", "sms"])
def test_the_lines_of_a_send_tell_that_an_sms_may_follow(
    run: Run, control: Control, course: str
) -> None:
    control.advance(1)
    phone = {"viber": "380003000001", "sms": "380001000004"}[
        course
    ]  # the second one's phone is off until the ttl ends
    sent = run(
        "send", phone, "--viber", "TurboSMS", "--sms", "TurboSMS", "--text", "Hello", "--ttl", "60"
    )
    (recipient, _) = rows(sent.stdout)
    assert recipient["hybrid"] is True
    control.advance(61)
    done = run("wait", "--from", "-", "--timeout", "30", input=sent.stdout)
    assert done.returncode == 0, done.stderr
    assert [
        (row["channel"], row["status"] in ("Delivered", "Read")) for row in rows(done.stdout)
    ] == [(course, True)]
