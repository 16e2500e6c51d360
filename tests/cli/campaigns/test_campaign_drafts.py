"""`turbosms campaign create` and `check`: what is made of a table, and what is said of it."""

from __future__ import annotations

import stat
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.campaigns.kit import error_of, only_row, sentence_of
from turbosms_campaigns import CampaignState, Window

if TYPE_CHECKING:
    from tests.cli.campaigns.kit import Make, Open
    from tests.cli.running import OpenTerminal, Run
    from tests.kit.control import Control

HYBRID: Final = ("--viber", "TurboSMS", "--sms", "TurboSMS")
SMS: Final = ("--sms", "TurboSMS", "--text", "Hello")
TEXT: Final = "Вітаємо, {name}!"
PRICES: Final = ("--price", "sms=0.80", "--price", "promotional=0,50")


def test_a_table_becomes_a_draft(people: str, run: Run, control: Control) -> None:
    done = run("campaign", "create", "sale", "--from", people, *HYBRID, "--text", TEXT, *PRICES)
    assert done.returncode == 0, done.stderr
    check = only_row(done)
    assert check["type"] == "check"
    assert (check["name"], check["rows"], check["ready"]) == ("sale", 6, 4)
    counted = {state: number for state, number in check["counts"].items() if number}
    assert counted == {"ready": 4, "duplicate": 1, "invalid": 1}
    assert check["cost"] == {"lowest": "2.00", "highest": "3.20"}
    assert check["samples"][0]["channels"][0]["text"] == "Вітаємо, Олена!"
    assert check["limits"]["window"] == "09:00-21:00"
    assert check["balance"] is None
    assert sentence_of(done) == "Made. To send it: turbosms campaign start sale"
    assert control.calls() == []


def test_the_database_is_for_its_owner_alone(people: str, run: Run, tmp_path: Path) -> None:
    done = run("campaign", "create", "sale", "--from", people, *SMS, TURBOSMS_DATABASE=None)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / ".local/share/turbosms"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert modes.pop("campaigns.db") == 0o600
    assert set(modes.values()) <= {0o600}


def test_every_option_reaches_the_campaign(
    people: str, run: Run, opened: Open, make: Make, tmp_path: Path
) -> None:
    make("380671234567", state="finished", name="earlier")
    excluded = tmp_path / "excluded.txt"
    excluded.write_text("380503288668\n")
    done = run(
        *("campaign", "create", "sale", "--from", people, "--column", "phone"),
        *(*HYBRID, "--viber-text", "Для Viber: {name}", "--sms-text", "SMS: {name|друже}"),
        *("--button", "Далі", "https://example.com/?for={phone}", "--ttl", "300", "--flash"),
        *("--at", "2027-01-08 10:00", "--window", "10:00-18:30", "--rate", "600/min"),
        *("--max-cost", "99,50", "--max-failures", "7%", *PRICES),
        *("--exclude", str(excluded), "--exclude", "campaign:earlier"),
        *("--consent", "agreed", "--keep", "agreed", "--holdout", "0.5%"),
    )
    assert done.returncode == 0, done.stderr
    with opened() as campaigns:
        sale = campaigns.get("sale")
        limits = sale.limits
        recipients = list(sale.recipients())
        (sample,) = sale.check(balance=False).samples
    assert limits.start_at is not None
    assert limits.start_at.isoformat() == "2027-01-08T08:00:00+00:00"
    assert isinstance(limits.window, Window)
    assert (limits.rate, limits.max_cost, limits.max_failures) == (600, Decimal("99.50"), 7)
    reasons = {row.row: row.reason for row in recipients if row.state == "excluded"}
    assert reasons == {
        1: "Reached by the campaign earlier.",
        2: "In the exclusion file excluded.txt.",
        6: "Without consent.",
    }
    assert dict(recipients[2].columns)["agreed"] == "так"
    assert [channel.text for channel in sample.channels] == [
        "Для Viber: Марія-Антуанетта",
        "SMS: Марія-Антуанетта",
    ]


def test_a_share_is_held_out(run: Run, opened: Open, tmp_path: Path) -> None:
    numbers = tmp_path / "numbers.txt"
    numbers.write_text("".join(f"38050{number:07}\n" for number in range(400)))
    words = ("campaign", "create", "sale", "--from", str(numbers), *SMS, "--holdout", "25%")
    held_out = []
    for _ in range(2):
        check = only_row(run(*words))
        assert check["counts"]["held_out"] + check["ready"] == 400
        assert 60 < check["counts"]["held_out"] < 140
        with opened() as campaigns:
            rows = campaigns.get("sale").recipients(state="held_out")
            held_out.append([row.phone for row in rows])
            campaigns.delete("sale")
    assert held_out[0] == held_out[1]


def test_a_table_from_a_pipe(people: str, run: Run) -> None:
    table = Path(people).read_text("utf-8")
    done = run("campaign", "create", "sale", "--from", "-", *SMS, input=table)
    assert only_row(done)["ready"] == 4


def test_what_is_shown_to_people(people: str, terminal: OpenTerminal) -> None:
    options = (*HYBRID, "--text", TEXT, *PRICES, "--consent", "agreed")
    screen = terminal("campaign", "create", "sale", "--from", people, *options, columns=60)
    assert screen.wait() == 0
    shown = screen.text.replace("\r\n", "\n")
    assert max(map(len, shown.partition("rows")[2].splitlines())) <= 60
    lines = shown.splitlines()
    assert "3     ready      wait for their turn" in lines
    assert "1     excluded" in shown
    assert "viber, sms  1         ucs-2" in shown
    assert "  Вітаємо, Марія-Антуанетта!" in lines
    assert "Sent between 09:00 and 21:00, Kyiv time." in lines
    assert "Cost: 1.50 to 2.40 UAH." in lines
    assert lines[-1] == "Made. To send it: turbosms campaign start sale"


def test_rows_that_cannot_be_sent_are_named(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "gaps.csv"
    table.write_text("phone,name\n380501111111,Olha\n380502222222,\n380503333333,\n")
    words = ("campaign", "create", "sale", "--from", str(table), "--sms", "TurboSMS")
    done = run(*words, "--text", "Hi {name}", "--no-json")
    assert done.returncode == 1
    assert "Rows that cannot be sent as they are: 2." in done.stdout
    assert (
        "  row 2: name is empty, and the text has no default for it, such as {name|friend}.\n"
        in done.stdout
    )
    assert sentence_of(done).endswith("turbosms campaign delete sale --yes")
    started = run("campaign", "start", "sale", "--yes", "--json")
    assert started.returncode == 2
    error = error_of(started)
    assert error["error"] == "InvalidCampaignError"
    assert error["message"].startswith("2 rows of sale cannot be sent as they are. The first is")
    assert [row["row"] for row in error["rows"]] == [2, 3]
    assert run("campaign", "check", "sale").returncode == 1


def test_nobody_ready(run: Run, tmp_path: Path) -> None:
    numbers = tmp_path / "numbers.txt"
    numbers.write_text("380501111111\n")
    words = ("campaign", "create", "sale", "--from", str(numbers), *SMS)
    done = run(*words, "--exclude", str(numbers))
    assert (done.returncode, only_row(done)["ready"]) == (1, 0)
    assert sentence_of(done) == "Made, but nobody is ready, so it cannot be started."


WRONG: Final = {
    "no file": (("--from", "missing.csv", *SMS), "missing.csv"),
    "not a table": (("--from", "picture.png", *SMS), "picture.png"),
    "which column": (
        ("--from", "two.csv", *SMS),
        "which column has the phone numbers: name it. Its columns: name, home, work.",
    ),
    "no headings": (
        ("--from", "bare.csv", *SMS),
        "name it. It has no headings: its columns are called 1 to 2.",
    ),
    "no such column": (("--from", "PEOPLE", *SMS, "--column", "tel"), "--column: "),
    "no column of the text": (
        ("--from", "PEOPLE", "--sms", "TurboSMS", "--text", "Hi {nmae}"),
        "--text: There is no column 'nmae' in people.csv. Its columns: phone, name, city, agreed.",
    ),
    "no column of its own text": (
        ("--from", "PEOPLE", *SMS, "--sms-text", "Hi {nmae}"),
        "--sms-text: There is no column 'nmae' in people.csv.",
    ),
    "an open brace": (("--from", "PEOPLE", "--sms", "TurboSMS", "--text", "Hi {name"), "--text: "),
    "no text": (("--from", "PEOPLE", "--sms", "TurboSMS"), "text"),
    "no channel": (("--from", "PEOPLE", "--text", "Hello"), "--sms SENDER"),
    "no consent column": (("--from", "PEOPLE", *SMS, "--consent", "yes"), "--consent: "),
    "no kept column": (("--from", "PEOPLE", *SMS, "--keep", "age"), "--keep: "),
    "rate": (("--from", "PEOPLE", *SMS, "--rate", "fast"), "--rate"),
    "no rate": (("--from", "PEOPLE", *SMS, "--rate", "0"), "--rate"),
    "window": (("--from", "PEOPLE", *SMS, "--window", "9-21h"), "--window: "),
    "time": (("--from", "PEOPLE", *SMS, "--at", "tomorrow"), "--at: "),
    "cost": (("--from", "PEOPLE", *SMS, "--max-cost", "much"), "--max-cost"),
    "cost without prices": (
        ("--from", "PEOPLE", *SMS, "--max-cost", "5"),
        "--max-cost: max_cost needs your price for every channel.",
    ),
    "price": (("--from", "PEOPLE", *SMS, "--price", "sms"), "--price"),
    "failures": (("--from", "PEOPLE", *SMS, "--max-failures", "101%"), "--max-failures"),
    "share": (("--from", "PEOPLE", *SMS, "--holdout", "half"), "--holdout"),
    "large share": (("--from", "PEOPLE", *SMS, "--holdout", "99%"), "--holdout: "),
    "excluded file": (("--from", "PEOPLE", *SMS, "--exclude", "missing.csv"), "missing.csv"),
    "excluded campaign": (("--from", "PEOPLE", *SMS, "--exclude", "campaign:no"), "no"),
    "Viber only": (("--from", "PEOPLE", *SMS, "--ttl", "300"), "--viber SENDER"),
    "text for a file": (("--from", "PEOPLE", *SMS, "--text-file", "PEOPLE"), "--text-file"),
}


@pytest.fixture
def _wrong_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "two.csv").write_text("name;home;work\nOlha;380501111111;380502222222\n")
    (tmp_path / "bare.csv").write_text("380501111111;380502222222\n")


@pytest.mark.usefixtures("_wrong_files")
@pytest.mark.parametrize(("options", "said"), WRONG.values(), ids=WRONG)
def test_bad_input_ends_in_a_sentence_and_makes_nothing(
    options: tuple[str, ...], said: str, people: str, run: Run
) -> None:
    words = [people if word == "PEOPLE" else word for word in options]
    done = run("campaign", "create", "sale", *words, "--json")
    assert done.returncode == 2, done
    error = error_of(done)
    assert len(done.stdout.splitlines()) == 1
    assert said in error["message"]
    assert error["message"] in sentence_of(done)
    assert run("campaign", "list").stdout == ""


@pytest.mark.parametrize("name", ["a b", "ім'я", "../x", "x" * 101])
def test_a_name_is_plain(name: str, people: str, run: Run) -> None:
    done = run("campaign", "create", "--from", people, *SMS, "--json", "--", name)
    assert done.returncode == 2
    assert "1 to 100" in error_of(done)["message"]


def test_a_name_is_taken_once(people: str, run: Run, make: Make, opened: Open) -> None:
    make(state="running")
    done = run("campaign", "create", "sale", "--from", people, *SMS, "--json")
    assert done.returncode == 2
    error = error_of(done)
    assert (error["error"], error["next"]) == (
        "CampaignExistsError",
        "Choose another name, or delete that one: turbosms campaign delete sale",
    )
    with opened() as campaigns:
        assert campaigns.get("sale").state is CampaignState.RUNNING


def test_a_line_break_that_is_none_is_doubted(people: str, run: Run) -> None:
    done = run("campaign", "create", "sale", "--from", people, "--sms", "S", "--text", r"One\ntwo")
    assert done.returncode == 0
    assert "as these two characters" in done.stderr


def test_check_asks_for_the_balance(make: Make, run: Run, control: Control) -> None:
    make()
    check = only_row(run("campaign", "check", "sale", "--samples", "1"))
    assert (check["balance"], len(check["samples"])) == ("10000.00", 1)
    (call,) = control.calls()
    assert call["operation"] == "user/balance"
    done = run("campaign", "check", "sale", "--no-json")
    assert "The cost is not known" in done.stdout
    assert done.stdout.endswith("Balance: 10000.00 UAH.\n")
