"""`turbosms webhook check`: what it says of a call, in words and in JSON."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tests.cli.running import rows
from tests.webhooks.calls import FORM, SECRET, as_form, as_json, call, sha1, signed

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.running import OpenTerminal, Run

TOKEN = "0123456789abcdef0123456789abcdef01234567"
ID = "7d9f7f0e-5d5a-4f33-8a1e-0c5d1b6c2a7e"


class Check(Protocol):
    """Checks a body, or the fields of one, with options, and more in its environment."""

    def __call__(
        self, body: Any, *options: str, **env: str | None
    ) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture
def check(run: Run, tmp_path: Path) -> Check:
    def checked(body: Any, *options: str, **env: str | None) -> subprocess.CompletedProcess[str]:
        content = body if isinstance(body, bytes) else as_json(body)
        (tmp_path / "call").write_bytes(content)
        usual: dict[str, Any] = {"TURBOSMS_WEBHOOK_SECRET": SECRET, "TURBOSMS_TOKEN": TOKEN}
        return run("webhook", "check", str(tmp_path / "call"), *options, **{**usual, **env})

    return checked


class TestWhatMatches:
    @pytest.mark.parametrize("written", [as_json, as_form])
    def test_the_secret_and_the_id(self, check: Check, written: Callable[..., bytes]) -> None:
        done = check(written(call(ID)))
        assert done.returncode == 0
        (row,) = rows(done.stdout)
        assert row == {
            "type": "signature",
            "matches": True,
            "order": "secret+id",
            "secret": 1,
            "reasons": [],
            "message": "The signature matches: SHA-1 of the secret and the id. It covers the id "
            "alone: whether the rest was altered, it does not tell.",
            "next": None,
        }

    def test_the_other_order(self, check: Check) -> None:
        done = check(call(ID, signature=sha1(f"{ID}{SECRET}")))
        assert done.returncode == 0
        (row,) = rows(done.stdout)
        assert row["order"] == "id+secret"
        assert "SHA-1 of the id and the secret, in this order" in row["message"]

    def test_capital_letters(self, check: Check) -> None:
        done = check(call(ID, signature=signed(ID).upper()))
        assert done.returncode == 0
        assert "written in capital letters" in rows(done.stdout)[0]["message"]

    def test_which_of_several_secrets(self, check: Check) -> None:
        done = check(call(ID), TURBOSMS_WEBHOOK_SECRET=f"new\n{SECRET}\n")
        (row,) = rows(done.stdout)
        assert (row["matches"], row["secret"]) == (True, 2)
        assert "SHA-1 of secret 2 of 2 and the id" in row["message"]

    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_a_whole_request(self, check: Check, end: str) -> None:
        head = ["POST /hook HTTP/1.1", "Host: shop.example", f"Content-Type: {FORM}", "", ""]
        assert check(end.join(head).encode() + as_form(call(ID))).returncode == 0

    def test_a_number_as_id(self, check: Check) -> None:
        assert check(call("17", id=17)).returncode == 0


def hmac_of(message: bytes, digest: str = "sha256") -> str:
    return hmac.new(SECRET.encode(), message, digest).hexdigest()


MISTAKES: dict[str, tuple[dict[str, Any], list[str], str]] = {
    "line break in the panel": (
        {"signature": sha1(f"{SECRET}\n{ID}")},
        ["line_break"],
        "in the panel, the secret key was pasted with one",
    ),
    "space in the panel": ({"signature": sha1(f" {SECRET}{ID}")}, ["white_space"], "in the panel"),
    "quotes in the panel": ({"signature": sha1(f"«{SECRET}»{ID}")}, ["quotes"], "with quotes"),
    "quotes and a line break": (
        {"signature": sha1(f"'{SECRET}'\r\n{ID}")},
        ["quotes", "line_break"],
        "with quotes around the secret",
    ),
    "capitals in the secret": (
        {"signature": sha1(f"{SECRET.upper()}{ID}")},
        ["secret_case"],
        "other capital or small letters",
    ),
    "the token": ({"signature": sha1(f"{TOKEN}{ID}")}, ["api_token"], "made with the API token"),
    "capitals in the id": (
        {"signature": signed(ID.upper())},
        ["id_changed"],
        "in other capital or small letters, which was changed on its way",
    ),
    "dashes": ({"signature": signed(ID.replace("-", ""))}, ["id_changed"], "other dashes"),
    "zeros lost": (
        {"id": 42, "signature": signed("00042")},
        ["id_changed"],
        "as a text with zeros in front, not as a number",
    ),
    "zeros added": ({"id": "042", "signature": signed("42")}, ["id_changed"], "as a number"),
    "escaped": ({"id": "a/b", "signature": signed("a\\/b")}, ["id_changed"], "in JSON"),
    "unescaped": ({"id": "a+b", "signature": signed("a b")}, ["id_changed"], "in a form"),
    "MD5": (
        {"signature": hashlib.md5(f"{SECRET}{ID}".encode()).hexdigest()},
        ["digest"],
        "It is MD5 of secret and id, not SHA-1.",
    ),
    "SHA-256": (
        {"signature": hashlib.sha256(f"{ID}{SECRET}".encode()).hexdigest()},
        ["digest"],
        "It is SHA-256 of id and secret, not SHA-1.",
    ),
    "HMAC of the id": (
        {"signature": hmac_of(ID.encode())},
        ["digest"],
        "It is HMAC-SHA-256 of the id with the secret as key",
    ),
    "HMAC with SHA-1": (
        {"signature": hmac_of(ID.encode(), "sha1")},
        ["digest"],
        "It is HMAC-SHA-1 of the id with the secret as key",
    ),
    "a colon": ({"signature": sha1(f"{SECRET}:{ID}")}, ["composition"], "with ':' between them"),
    "no secret": ({"signature": sha1(ID)}, ["composition"], "the id alone, without a secret"),
    "base64": (
        {"signature": base64.b64encode(bytes.fromhex(signed(ID))).decode()},
        ["encoding"],
        "written in base64",
    ),
    "prefix": ({"signature": f"sha1={signed(ID)}"}, ["encoding"], "has the prefix 'sha1='"),
    "another secret": ({"signature": sha1(f"other{ID}")}, ["other_secret"], "another secret"),
    "an unknown digest": ({"signature": "ab" * 32}, ["digest"], "256 bits, like SHA-256"),
    "an odd size": ({"signature": "ab" * 7}, ["digest"], "56 bits; SHA-1 has 160"),
    "no digits": ({"signature": "not a signature!"}, ["encoding"], "hexadecimal digits"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_was_signed_instead(name: str, check: Check) -> None:
    changes, reasons, said = MISTAKES[name]
    done = check({**call(ID), **changes})
    assert done.returncode == 1
    (row,) = rows(done.stdout)
    assert (row["matches"], row["reasons"]) == (False, reasons)
    assert row["message"].startswith("The signature does not match. ")
    assert said in row["message"]
    assert row["next"]
    assert done.stderr == ""
    for hidden in (SECRET, TOKEN, ID, changes["signature"]):
        assert hidden not in done.stdout


@pytest.mark.parametrize(
    ("secret", "reason"),
    [(f" {SECRET}", "white_space"), (f'"{SECRET}"', "quotes"), (f"'{SECRET} '", "quotes")],
)
def test_what_is_around_the_secret_here(check: Check, secret: str, reason: str) -> None:
    (row,) = rows(check(call(ID), TURBOSMS_WEBHOOK_SECRET=secret).stdout)
    assert row["matches"] is False
    assert reason in row["reasons"]
    assert "here" in row["message"]


def test_the_token_in_place_of_the_secret(check: Check) -> None:
    (row,) = rows(check(call(ID), TURBOSMS_WEBHOOK_SECRET=TOKEN).stdout)
    assert row["reasons"] == ["api_token"]
    assert "The secret that is used here is the API token." in row["message"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>", "malformed"),
        (b"{", "malformed"),
        (b'{"a":' * 2_000, "malformed"),
        (b"x" * (2 * 1024 * 1024), "malformed"),
        (as_json(call(id=None)), "no_id"),
        (as_json(call(id=1.5)), "no_id"),
        (as_json(call(id={"a": 1})), "no_id"),
        (as_form(call(signature=None)), "no_signature"),
        (as_json(call(signature=["x"])), "no_signature"),
        (b"id=1&id[a]=2&signature=x", "no_id"),
    ],
)
def test_what_is_no_call(check: Check, body: bytes, reason: str) -> None:
    done = check(body)
    assert done.returncode == 1
    assert rows(done.stdout)[0]["reasons"] == [reason]


def test_for_people_it_is_sentences(check: Check, terminal: OpenTerminal) -> None:
    done = check(call(ID, signature=sha1(f"{SECRET}\n{ID}")), "--no-json")
    assert done.returncode == 1
    assert done.stdout == (
        "The signature does not match.\n"
        "It was made with a line break around the secret: in the panel, the secret key was pasted "
        "with one.\n"
        "Use the same secret on both sides, without a line break.\n"
    )
    screen = terminal("webhook", "check", TURBOSMS_WEBHOOK_SECRET=SECRET)
    screen.expect("press Ctrl-D on a line of its own")
    screen.send(json.dumps(call(ID)) + "\r")
    screen.send("\x04")
    assert screen.wait() == 0
    assert "The signature matches" in screen.text


def test_stdin(run: Run) -> None:
    body = as_json(call(ID)).decode()
    for words in ((), ("-",)):
        done = run("webhook", "check", *words, input=body, TURBOSMS_WEBHOOK_SECRET=SECRET)
        assert (done.returncode, rows(done.stdout)[0]["matches"]) == (0, True)


@pytest.mark.parametrize(
    ("words", "given", "said"),
    [
        (["no-such-file"], "", "'no-such-file' cannot be read: No such file or directory."),
        (["."], "", "'.' cannot be read: Is a directory."),
        ([], "", "stdin is empty"),
        ([], " \n", "stdin is empty"),
        ([], "POST / HTTP/1.1\r\nHost: x\r\n\r\n", "This request has no body"),
        ([], "x" * 5_000_000, "stdin is larger than any call"),
        (["--secret-file", "-"], "x", "stdin is for the body"),
        (["--secret-file", "/dev/null"], "x", "is empty: it has to have the secret"),
        (["--secret-file", "no-such-file"], "x", "no-such-file cannot be read"),
    ],
)
def test_wrong_usage(run: Run, words: list[str], given: str, said: str) -> None:
    done = run("webhook", "check", "--json", *words, input=given, TURBOSMS_WEBHOOK_SECRET=SECRET)
    assert done.returncode == 2
    (error,) = rows(done.stdout)
    assert error["type"] == "error"
    assert said in error["message"]


def test_without_a_secret(run: Run) -> None:
    done = run("webhook", "check", "--json", input="{}")
    assert done.returncode == 2
    assert "There is no secret of the webhook" in rows(done.stdout)[0]["message"]


def test_a_file_that_is_no_file_of_secrets(run: Run, tmp_path: Path) -> None:
    (tmp_path / "lines.txt").write_text("x\n" * 11)
    options = ("--secret-file", str(tmp_path / "lines.txt"))
    done = run("webhook", "check", *options, input="{}")
    assert done.returncode == 2
    assert "has more than 10 lines" in done.stderr
