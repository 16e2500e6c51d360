"""`turbosms send`: recipients from everywhere, each once.

The message by its options; what it asks and says.
"""

from __future__ import annotations

import datetime as dt
import os
import shlex
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from tests.cli.running import rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.running import OpenTerminal, Run
    from tests.kit.control import Control

A, B = "380501111111", "380502222222"
SMS = ("--sms", "TurboSMS", "--text", "Hello")
STOPPED = "380000000404"
NO_VIBER = "380001000001"


def sent(control: Control, **query: str) -> list[Any]:
    """What the sandbox has, in the order of sending."""
    words = "&".join(f"{name}={value}" for name, value in {"limit": "10000", **query}.items())
    messages: list[Any] = control.control("GET", f"messages?{words}")["messages"]
    return messages[::-1]


def channels(message: Any) -> dict[str, Any]:
    """The course of each channel that was tried."""
    return {channel["type"]: channel for channel in message["channels"]}


def test_rows_and_a_summary(run: Run, control: Control) -> None:
    done = run("send", A, "+38 (050) 222-22-22", "0501111111", *SMS)
    assert (done.returncode, done.stderr) == (0, "")
    *recipients, summary = rows(done.stdout)
    assert [(row["type"], row["input"], row["phone"], row["accepted"]) for row in recipients] == [
        ("recipient", A, A, True),
        ("recipient", "+38 (050) 222-22-22", B, True),
    ]
    assert [row["message_id"] for row in recipients] == [
        message["message_id"] for message in sent(control)
    ]
    sequence_id = summary.pop("sequence_id")
    assert len(sequence_id) == 32
    counts = {
        "recipients": 2,
        "accepted": 2,
        "refused": 0,
        "unknown": 0,
        "unsent": 0,
        "repeated": 1,
    }
    assert summary == {"type": "summary", **counts, "replayed": False}


def test_whoever_is_left_out_is_told_beside_the_json(run: Run) -> None:
    assert run("send", A, STOPPED, A, *SMS).stderr == "1 accepted, 1 refused of 2; 1 repeated.\n"


def test_of_many_the_first_refused_and_how_to_get_the_rest(run: Run, control: Control) -> None:
    phones = [
        *(f"38050{number:07}" for number in range(15)),
        *(f"x{number}" for number in range(25)),
    ]
    done = run("send", *phones, *SMS, "--yes", "--no-json")
    assert done.returncode == 3
    assert done.stdout.count("INVALID_PHONE") == 20
    assert "… and 5 more refused.\n15 accepted, 25 refused of 40.\n" in done.stdout
    line = done.stderr.splitlines()[-1].strip()
    assert line.endswith(" --json > sent.jsonl")
    again = run(*shlex.split(line.partition("-m turbosms_cli ")[2].partition(" >")[0]))
    assert (
        len([row for row in rows(again.stdout) if row.get("message_id")])
        == len(sent(control))
        == 15
    )


def test_tables_for_people(run: Run) -> None:
    done = run("send", A, STOPPED, *SMS, "--no-json")
    assert done.returncode == 3
    assert A in done.stdout
    assert "stop list" in done.stdout
    assert "1 accepted, 1 refused of 2.\n" in done.stdout
    assert "{" not in done.stdout


@pytest.mark.parametrize(
    ("phones", "code"),
    [([A, B], 0), ([A, STOPPED], 3), ([STOPPED, "380000000406"], 1), (["x"], 1), ([], 2)],
)
def test_exit_codes(run: Run, phones: list[str], code: int) -> None:
    done = run("send", *phones, *SMS)
    assert done.returncode == code
    if code == 1:
        *refused, error, summary = rows(done.stdout)
        assert [row["accepted"] for row in refused] == [False] * len(phones)
        assert (error["type"], error["code"]) == ("error", refused[0]["code"])
        assert f"\nMore: turbosms codes {error['code']}\n" in done.stderr
        assert summary["accepted"] == 0


def test_a_refused_send_says_what_to_do(run: Run, control: Control) -> None:
    control.account(balance=0)
    done = run("send", A, *SMS)
    assert done.returncode == 1
    recipient, error, summary = rows(done.stdout)
    assert (error["code"], error["name"]) == (203, "REQUIRED_BALANCE")
    assert (recipient["input"], recipient["accepted"], recipient["code"]) == (A, False, 203)
    assert (summary["refused"], summary["unknown"], summary["unsent"]) == (1, 0, 0)
    assert "The owner of the account must act" in done.stderr
    assert "More: turbosms codes 203\n" in done.stderr


def test_a_hybrid_with_everything(run: Run, control: Control) -> None:
    viber = (
        "--viber",
        "TurboSMS",
        "--viber-text",
        "On Viber",
        "--button",
        "Track",
        "https://example.com",
        "--ttl",
        "600",
    )
    done = run(
        "send",
        NO_VIBER,
        *viber,
        "--sms",
        "TurboSMS",
        "--sms-text",
        "By SMS",
        "--flash",
        "--count-clicks",
    )
    assert done.returncode == 0, done.stderr
    control.advance(60)
    (message,) = sent(control)
    halves = channels(message)
    assert (halves["viber"]["text"], halves["viber"]["caption"], halves["viber"]["ttl"]) == (
        "On Viber",
        "Track",
        600,
    )
    assert (halves["viber"]["action"], halves["viber"]["count_clicks"]) == (
        "https://example.com",
        1,
    )
    assert halves["sms"]["text"] == "By SMS"


def test_senders_of_the_profile(run: Run, control: Control) -> None:
    assert (
        run("login", "--sms", "TurboSMS", "--viber", "TurboSMS", input="sandbox\n").returncode == 0
    )
    assert run("send", NO_VIBER, "--text", "Hello", TURBOSMS_TOKEN=None).returncode == 0
    control.advance(60)
    assert channels(sent(control)[-1]).keys() == {"viber", "sms"}
    assert run("send", B, "--text", "Hello", "--sms", "TurboSMS").returncode == 0
    assert channels(sent(control)[-1]).keys() == {"sms"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--text", "x"), "Choose a channel"),
        ((*SMS, "--button", "A", "https://example.com"), "only for viber"),
        (("--viber", "TurboSMS", "--text", "x", "--sms-text", "y"), "only for sms"),
        (("--sms", "TurboSMS"), "The message has no text: pass --text."),
        ((*SMS, "--at", "yesterday"), "--at: This is not a time."),
        ((*SMS, "--at", "2000-01-01 10:00"), "correct --at and run it again"),
        (("--viber", "TurboSMS", "--text", "x", "--ttl", "5"), "correct --ttl and run it again"),
        (
            ("--viber", "TurboSMS", "--text", "x", "--image", "https://a.example/b.png"),
            "needs a button: --button CAPTION URL.",
        ),
        (
            ("--viber", "TurboSMS", "--text", "x", "--caption", "y"),
            "correct --button and run it again",
        ),
        ((*SMS, "--sequence-id", "x" * 33), "correct --sequence-id and run it again"),
        ((*SMS, "--file", "12345"), "only for viber"),
        (("--viber", "TurboSMS", "--file", "/no/such.pdf", "--caption", "x"), "There is no file"),
        ((*SMS, "--from", "/no/such/list"), "cannot be read"),
        ((*SMS, "--price", "sms"), "RATE=UAH"),
        ((*SMS, "--dry-run", "--price", "sms=dear"), "A price is a number"),
    ],
)
def test_wrong_usage_sends_nothing(
    run: Run, control: Control, options: tuple[str, ...], said: str
) -> None:
    done = run("send", A, *options, *(["--dry-run"] if "--price" in options else []))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert sent(control) == []


def test_a_file_is_uploaded_once(run: Run, control: Control, tmp_path: Path) -> None:
    (tmp_path / "Contract.pdf").write_bytes(b"%PDF-1.7 a contract")
    options = (
        "--viber",
        "TurboSMS",
        "--file",
        str(tmp_path / "Contract.pdf"),
        "--caption",
        "Contract.pdf",
    )
    done = [run("send", A, *options, "--sequence-id", "contract") for _ in range(2)]
    assert [one.returncode for one in done] == [0, 0], done[0].stderr
    assert [rows(one.stdout)[-1]["replayed"] for one in done] == [False, True]
    (message,) = sent(control)
    assert channels(message)["viber"]["file_id"] > 0


def test_a_document_is_called_by_its_own_name(run: Run, control: Control, tmp_path: Path) -> None:
    (tmp_path / "Invoice 17.pdf").write_bytes(b"%PDF-1.7 an invoice")
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n a picture")
    viber = ("--viber", "TurboSMS")
    for index, (options, caption) in enumerate(
        [
            (("--file", str(tmp_path / "Invoice 17.pdf")), "Invoice 17.pdf"),
            (("--file", str(tmp_path / "Invoice 17.pdf"), "--caption", "x.pdf"), "x.pdf"),
            (("--file", str(tmp_path / "a.png")), ""),
        ]
    ):
        assert run("send", f"38050111111{index}", *viber, *options).returncode == 0
        assert channels(sent(control)[-1])["viber"]["caption"] == caption


def test_what_is_wrong_is_said_before_it_asks_or_uploads(
    terminal: OpenTerminal, run: Run, control: Control, tmp_path: Path
) -> None:
    phones = [f"38050{number:07}" for number in range(11)]
    screen = terminal("send", *phones, *SMS, "--at", "2000-01-01 10:00")
    assert screen.wait() == 2
    assert "?" not in screen.text
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 a")
    control.fault("file/add", "code", code=999)
    options = ("--viber", "TurboSMS", "--file", str(tmp_path / "a.pdf"), "--ttl", "5")
    assert run("send", A, *options).returncode == 2
    assert control.faults(), "it uploaded a file that it could not send"


def test_the_time(run: Run, control: Control) -> None:
    tomorrow = dt.datetime.now(ZoneInfo("Europe/Kyiv")) + dt.timedelta(days=1)
    assert run("send", A, *SMS, "--at", f"{tomorrow:%Y-%m-%d %H:%M}").returncode == 0
    assert channels(sent(control)[0])["sms"]["start"] == f"{tomorrow:%Y-%m-%d %H:%M}:00"
    assert run("send", A, *SMS, "--at", "2000-01-01 10:00").returncode == 2


def test_a_dry_run(run: Run, control: Control) -> None:
    options = ("--viber", "TurboSMS", "--sms", "TurboSMS", "--text", "П" * 71)
    done = run(
        "send",
        A,
        B,
        A,
        "x",
        *options,
        "--dry-run",
        "--price",
        "sms=0.34",
        "--price",
        "promotional=0.5",
    )
    assert done.returncode == 0
    (made,) = rows(done.stdout)
    assert (made["recipients"], made["refused"], made["repeated"]) == (3, 1, 1)
    assert [(row["channel"], row["segments"]) for row in made["channels"]] == [
        ("viber", None),
        ("sms", 2),
    ]
    assert (made["cost_least"], made["cost_most"]) == ("1.00", "1.36")
    assert [row["price"] for row in made["channels"]] == ["0.50", "0.68"]
    assert [row["forcing_ucs2"] for row in made["channels"]] == [[], ["П"]]
    shown = run("send", A, *SMS, "--dry-run", "--no-json").stdout
    assert "Nothing was sent." in shown
    assert "--price" in shown
    assert sent(control) == []
    priced = run(
        *("send", A, "--sms", "TurboSMS", "--text", "Єд: Hello Є", "--dry-run", "--no-json"),
        *("--price", "sms=0.345"),
    ).stdout
    assert "Cost: 0.345 UAH." in priced
    assert "not in the GSM alphabet, so a segment holds only 70 characters: Є д" in priced


def test_it_asks_before_more_than_a_handful(
    terminal: OpenTerminal, run: Run, control: Control
) -> None:
    phones = [f"38050{number:07}" for number in range(11)]
    refused = run("send", *phones, *SMS)
    assert refused.returncode == 2
    assert "pass --yes" in refused.stderr
    for answer, code, count in (("n", 1, 0), ("y", 0, 11)):
        screen = terminal("send", *phones, *SMS)
        screen.expect("Send to 11 recipients? [y/N]:")
        screen.send(f"{answer}\r")
        assert screen.wait() == code
        assert len(sent(control)) == count
        assert ("Nothing was sent." in screen.text) == (code == 1)
        assert ("11 accepted of 11." in screen.text) == (code == 0)
    assert run("send", *phones[:10], *SMS, "--text", "Again").returncode == 0, (
        "a handful needs no question"
    )
    assert run("send", *phones, *SMS, "--text", "Yes", "--yes").returncode == 0


def test_a_reader_that_leaves_does_not_stop_it(
    terminal: OpenTerminal, control: Control, tmp_path: Path
) -> None:
    (tmp_path / "list").write_text("".join(f"38050{number:07}\n" for number in range(5_500)))
    reader, writer = os.pipe()
    os.close(reader)
    screen = terminal(
        "send", "--from", str(tmp_path / "list"), *SMS, "--yes", "--json", stdout=writer
    )
    os.close(writer)
    assert screen.wait() == 0
    assert "Traceback" not in screen.text
    assert len(sent(control)) == 5_500
