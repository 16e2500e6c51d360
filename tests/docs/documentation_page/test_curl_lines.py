"""The calls of curl on the documentation page: what bash makes of a line is what was meant."""

from __future__ import annotations

import json
import shlex
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.samples import curl
from tests.effort import examples
from tests.kit.debian import find
from tests.kit.processes import output, run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.kit.control import Control

pytestmark = pytest.mark.checkout

URL = "http://127.0.0.1:1/message/send.json"
TOKEN = 'it\'s a "$TOKEN" `!` \\'
TEXTS = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("'\"\\$`!#&;|<>(){}[]*?~ \t\n\r\x00\x7fґї№😀\u2028"),
    )
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def arguments(lines: Iterable[str]) -> list[list[str]]:
    """What bash gives to `curl` for each line, with history expansion, as where people paste."""
    end = "\x01"
    script = [
        "set -o history -H",
        f"curl() {{ printf '%s\\0' \"$@\" $'\\{ord(end):03o}'; }}",
        *lines,
        "",
    ]
    own = {
        "TURBOSMS_TOKEN": TOKEN,
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "HISTFILE": "/dev/null",
    }
    done = run("bash", "--norc", "--noprofile", input="\n".join(script), env=own)
    assert (done.returncode, done.stderr) == (0, "")
    calls: list[list[str]] = [[]]
    for word in done.stdout.split("\0")[:-1]:
        if word == end:
            calls.append([])
        else:
            calls[-1].append(word)
    return calls[:-1]


def after(words: list[str], option: str) -> list[str]:
    return [value for before, value in pairwise(words) if before == option]


@given(st.lists(JSON, min_size=20, max_size=20))
@settings(max_examples=examples(8, 50), deadline=None)
def test_any_json_survives_bash(bodies: list[Any]) -> None:
    lines = [curl.json_line(URL, body) for body in bodies]
    assert all(line.isprintable() for line in lines)
    for words, body in zip(arguments(lines), bodies, strict=True):
        assert words[0] == URL
        assert json.loads(after(words, "-d")[0]) == body
        assert after(words, "-H") == [
            f"Authorization: Bearer {TOKEN}",
            "Content-Type: application/json",
        ]


@given(
    st.lists(
        st.dictionaries(TEXTS.filter(bool), TEXTS, min_size=1, max_size=4), min_size=20, max_size=20
    )
)
@settings(max_examples=examples(8, 50), deadline=None)
def test_any_fields_survive_bash(forms: list[dict[str, str]]) -> None:
    lines = [curl.form_line(URL, fields, None) for fields in forms]
    assert all(line.isprintable() for line in lines)
    for words, fields in zip(arguments(lines), forms, strict=True):
        sent = [
            pair for item in after(words, "-d") for pair in parse_qsl(item, keep_blank_values=True)
        ]
        for item in after(words, "--data-urlencode"):
            name, _, value = item.partition(
                "="
            )  # curl escapes what follows the first =, and takes the name as it is
            sent += [(key, value) for key, _ in parse_qsl(f"{name}=", keep_blank_values=True)]
        assert sorted(sent) == sorted(fields.items())


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (curl.query_line(URL, {}), [URL, "-H", f"Authorization: Bearer {TOKEN}"]),
        (
            curl.query_line(URL, {"recipients": {"0": "380"}, "sms": {"text": "it's"}}),
            [
                *["-G", URL, "-H", f"Authorization: Bearer {TOKEN}"],
                *["--data-urlencode", "recipients[0]=380", "--data-urlencode", "sms[text]=it's"],
            ],
        ),
        (
            curl.form_line(URL, {"token": "sandbox", "text": "Hi\nyou"}, "token"),
            [URL, "-d", f"token={TOKEN}", "-d", "text=Hi%0Ayou"],
        ),
        (
            curl.header_line(URL, "Authorization: Basic TOKEN"),
            [URL, "-H", f"Authorization: Basic {TOKEN}"],
        ),
        (curl.token_line(URL, "token"), ["-G", URL, "-d", f"token={TOKEN}"]),
    ],
)
def test_where_the_token_stands(line: str, words: list[str]) -> None:
    assert arguments([line]) == [words]
    assert "sandbox" not in line


def test_people_can_read_the_line() -> None:
    line = curl.json_line(URL, {"text": "Ціна 'ї' №1 — 😀", "note": "a\tb\u202e"})
    assert "Ціна '\\''ї'\\'' №1 — 😀" in line
    assert "a\\tb\\u202e" in line
    assert shlex.split(line)[0] == "curl"


def test_curl_itself_takes_what_bash_gives_it(control: Control, tmp_path: Path) -> None:
    """A text of two lines with an apostrophe arrives in each form."""
    text = "'Ціна' №1 = 100%\n& more + [x]"
    body = {"recipients": ["380678998668"], "sms": {"sender": "TurboSMS", "text": text}}
    url = f"{control.url}/message/send.json"
    lines = [
        curl.json_line(url, {**body, "sequence_id": "curl-1"}),
        curl.form_line(
            url, {**body, "sms": {"sender": "TurboSMS", "text": f"{text}2"}, "token": "-"}, "token"
        ),
        curl.query_line(url, {**body, "sms": {"sender": "TurboSMS", "text": f"{text}3"}}),
    ]
    find("curl")
    for line in lines:
        own = {"TURBOSMS_TOKEN": "sandbox", "PATH": "/usr/bin:/bin"}
        told = output("bash", "-c", line, env=own, cwd=tmp_path)
        assert json.loads(told)["response_code"] in (801, 427), told
    sent: set[str] = set()
    for message in control.messages(limit=20):
        sent |= {channel.text for channel in message.channels.values()}
    assert {text, f"{text}2", f"{text}3"} <= sent
