"""Which language a command speaks, and what stays English."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import rows
from tests.kit import processes
from turbosms_cli.language.choice import language_of, words_before_command

if TYPE_CHECKING:
    from tests.cli.running import Run


@pytest.mark.parametrize(
    ("words", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "uk_UA.UTF-8"}, "uk"),
        ([], {"LANG": "uk"}, "uk"),
        ([], {"LANG": "uk_UA@latin"}, "uk"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "LC_MESSAGES": "uk_UA.UTF-8"}, "uk"),
        ([], {"LANG": "uk_UA.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "uk_UA.UTF-8", "LC_MESSAGES": ""}, "uk"),
        ([], {"LC_ALL": "C.UTF-8", "LANG": "uk_UA.UTF-8"}, "en"),
        ([], {"LC_ALL": "uk_UA.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "uk"),
        ([], {"LANGUAGE": "de:uk:en", "LANG": "de_DE.UTF-8"}, "uk"),
        ([], {"LANGUAGE": "en:uk", "LANG": "uk_UA.UTF-8"}, "en"),
        ([], {"LANGUAGE": "uk"}, "en"),
        ([], {"LANGUAGE": "uk", "LANG": "C"}, "en"),
        ([], {"TURBOSMS_LANG": "uk", "LANG": "en_US.UTF-8"}, "uk"),
        ([], {"TURBOSMS_LANG": "en", "LANG": "uk_UA.UTF-8"}, "en"),
        (["--lang", "uk"], {"TURBOSMS_LANG": "en"}, "uk"),
        (["--lang=en", "balance"], {"TURBOSMS_LANG": "uk"}, "en"),
        (["--lang", "en", "--lang", "uk", "ping"], {}, "uk"),
        (["-h", "--lang", "uk"], {}, "uk"),
        (["send", "--text", "--lang", "uk"], {}, "en"),
        (["--lang"], {}, "en"),
    ],
)
def test_the_first_that_says_it(
    words: list[str], environment: dict[str, str], language: str
) -> None:
    assert language_of(words, environment) == language


@pytest.mark.parametrize(
    ("words", "count"),
    [([], 0), (["ping"], 0), (["--lang", "uk", "ping"], 2), (["--lang=uk", "ping"], 1)],
)
def test_what_stands_before_the_command(words: list[str], count: int) -> None:
    assert words_before_command(words) == count


def test_both_ways_to_say_it(run: Run) -> None:
    assert (
        run("balance", "--no-json", TURBOSMS_LANG="uk").stdout == "10\N{NO-BREAK SPACE}000,00 грн\n"
    )
    assert run("--lang", "uk", "balance", "--no-json").stdout.endswith(" грн\n")
    assert run("--lang=en", "balance", "--no-json", TURBOSMS_LANG="uk").stdout.endswith(" UAH\n")


def test_a_language_that_there_is_none_of(run: Run) -> None:
    wrong = run("--lang", "de", "balance")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "'de' is not one of 'en', 'uk'." in wrong.stderr
    variable = run("balance", TURBOSMS_LANG="de")
    assert (variable.returncode, variable.stdout) == (2, "")
    assert "TURBOSMS_LANG is 'de': it has to be one of en, uk." in variable.stderr
    empty = run("balance", TURBOSMS_LANG="")
    assert (empty.returncode, empty.stdout) == (2, "")
    assert "TURBOSMS_LANG is empty" in empty.stderr


def test_objects_for_programs_are_the_same(run: Run) -> None:
    for command in (
        ["codes", "413", "--json"],
        ["status", "unknown", "--json"],
        ["balance", "--json", "--base-url", "http://127.0.0.1:1"],
        ["balance", "--json", "--no-such-option"],
        ["balance", "--json", "--below", "much"],
        ["file", "details", "--json", "much"],
        ["send", "380501111111", "--json"],
        ["campaign", "start", "--json"],
        ["suppress", "add", "", "--json"],
        ["chat", "recipients", "--json", "--sender", "Nobody"],
    ):
        english, ukrainian = run(*command), run(*command, TURBOSMS_LANG="uk")
        assert ukrainian.stdout == english.stdout
        assert ukrainian.returncode == english.returncode
        assert rows(ukrainian.stdout)


def test_an_error_is_said_to_people_and_told_to_programs(run: Run) -> None:
    failed = run("--lang", "uk", "balance", "--json", TURBOSMS_TOKEN="0" * 40)
    (row,) = rows(failed.stdout)
    assert row["message"].startswith("user/balance: 105 REQUIRED_AUTH. No account has this token")
    assert "user/balance: 105 REQUIRED_AUTH." in failed.stderr
    assert "Перевірте токен: turbosms login" in failed.stderr
    assert "account" not in failed.stderr


def test_the_command_that_completes_a_send_keeps_the_language(run: Run) -> None:
    begun = run(
        *("--lang", "uk", "send", "380501111111", "--sms", "TurboSMS", "--text", "Вітаємо"),
        TURBOSMS_BASE_URL="http://127.0.0.1:1",
    )
    assert " --lang uk send --sequence-id " in begun.stderr
    assert "Щоб довести до кінця, не надсилаючи двічі:" in begun.stderr


def test_english_reads_no_catalogue() -> None:
    """Whoever reads English does not wait for the others."""
    program = (
        "import sys; sys.argv = ['turbosms', '--help']\n"
        "from turbosms_cli.__main__ import main\n"
        "try:\n    main()\n"
        "except SystemExit:\n    print('turbosms_languages.catalogues' in sys.modules)\n"
    )
    for language, reads in (("en", "False"), ("uk", "True")):
        made = processes.run(sys.executable, "-c", program, env={"TURBOSMS_LANG": language})
        assert made.stdout.splitlines()[-1] == reads
