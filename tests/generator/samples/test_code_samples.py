"""The samples of code, and the first examples that they are made of, succeed in a sandbox.

It is a new one, in which the recipient of the documented chat 1234 has written.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from generator.lint.linters import PACKAGES
from generator.samples.code_samples import get_samples, post_samples
from generator.samples.curl import bracketed
from tests.kit.debian import find, provide
from tests.kit.processes import output
from tests.openapi import SPEC, resolved
from tests.unchecked_models import model_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.samples.code_samples import CodeSample
    from tests.kit.control import Control

pytestmark = pytest.mark.checkout

SUCCESS: Final = [
    row["code"] for row in SPEC["x-result-codes"] if row["outcome"] in ("success", "partial")
]
SERVICE: Final = SPEC["servers"][0]["url"]
CHAT: Final = ("chat/sessions", "chat/messages", "chat/send")
"""What needs the chat 1234: the first chat of a sandbox, once somebody has written."""


@cache
def samples() -> dict[str, tuple[CodeSample, ...]]:
    """All of them, by method and verb."""
    spec = model_of(SPEC)
    found: dict[str, tuple[CodeSample, ...]] = {}
    for operation in spec.operations:
        found[f"POST {operation.name}"] = post_samples(spec, operation)
        found[f"GET {operation.name}"] = get_samples(spec, operation)
    return {name: each for name, each in found.items() if each}


def programs(language: str, address: str) -> dict[str, str]:
    """Those in a language, made to call a sandbox."""
    shown: dict[str, str] = {}
    for name, each in samples().items():
        (sample,) = [one for one in each if one.lang == language]
        is_by_client = "turbosms_client" in sample.source
        assert is_by_client or sample.source.count(SERVICE) == 1, sample
        shown[name] = sample.source.replace(SERVICE, address)
    return shown


@pytest.fixture
def fresh(control: Control) -> Control:
    control.reset()
    control.reply("380678998668", "Where is my order?", sender="TurboSMS")
    return control


def first_examples() -> Iterator[tuple[str, str, Any]]:
    for path, item in SPEC["paths"].items():
        body = resolved(item["post"]["requestBody"])
        for media_type, content in body["content"].items():
            yield path, media_type, next(iter(content["examples"].values()))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(path, example["value"], id=path)
        for path, media_type, example in first_examples()
        if media_type == "application/json"
    ],
)
def test_the_first_example_of_a_request_succeeds(control: Control, path: str, value: Any) -> None:
    control.reset()
    operation = path.removeprefix("/").removesuffix(".json")
    if operation in CHAT:
        assert control.call(operation, value)["response_code"] in (107, 424)
        control.reply("380678998668", "Where is my order?", sender="TurboSMS")
    answer = control.call(operation, value)
    assert answer["response_code"] in SUCCESS, answer
    if operation == "message/sendmulti":
        for inner in answer["response_result"].values():
            assert inner["response_code"] in SUCCESS, answer


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(path, example["value"], id=path)
        for path, media_type, example in first_examples()
        if media_type != "application/json"
    ],
)
def test_the_first_example_of_a_form_succeeds(fresh: Control, path: str, value: Any) -> None:
    content = urlencode(list(bracketed(value))).encode()
    with urlopen(Request(fresh.url + path, content)) as response:
        answer = json.load(response)
    assert answer["response_code"] in SUCCESS, answer


def test_what_a_new_sandbox_lacks_is_said_of_the_example(control: Control) -> None:
    said: set[str] = set()
    lacking: set[str] = set()
    for path, media_type, example in first_examples():
        if media_type == "application/json":
            control.reset()
            operation = path.removeprefix("/").removesuffix(".json")
            answer = control.call(operation, example["value"])
            if not {*_codes(answer)} <= {*SUCCESS}:
                lacking.add(operation)
            if "sandbox" in example.get("description", ""):
                said.add(operation)
    assert said == lacking == {*CHAT, "message/status", "message/details"}


def _codes(answer: dict[str, Any]) -> Iterator[int]:
    """The code of an answer, and those of its rows."""
    yield answer["response_code"]
    result = answer["response_result"]
    if not isinstance(result, list):
        return
    for row in result:
        if "response_code" in row:
            yield row["response_code"]


def _check(fresh: Control, told: dict[str, str]) -> None:
    """Each printed its result, and the sandbox was asked by that verb and succeeded."""
    assert {*told} == {*samples()}
    asked = {f"{call['verb']} {call['operation']}" for call in fresh.calls()}
    assert asked == {*samples()}
    assert all(call["code"] in SUCCESS for call in fresh.calls())


def test_curl(fresh: Control, tmp_path: Path) -> None:
    find("curl")
    own = {"TURBOSMS_TOKEN": "sandbox", "PATH": "/usr/bin:/bin"}
    told: dict[str, str] = {}
    for name, line in programs("Shell", fresh.url).items():
        _let_repeat(fresh)
        told[name] = output("bash", "-c", line, env=own, cwd=tmp_path)
        assert json.loads(told[name])["response_code"] in SUCCESS, (name, told)
    _check(fresh, told)


def test_python(fresh: Control, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURBOSMS_TOKEN", "sandbox")
    monkeypatch.setenv("TURBOSMS_BASE_URL", fresh.url)
    told: dict[str, str] = {}
    for name, program in programs("Python", fresh.url).items():
        _let_repeat(fresh)
        printed: list[Any] = []
        exec(compile(program, name, "exec"), {"print": printed.append})
        assert len(printed) == 1
        told[name] = repr(printed)
    assert sum("turbosms_client" in each for each in programs("Python", "").values()) == 12
    _check(fresh, told)


@pytest.mark.thorough_only
def test_php(fresh: Control, tmp_path: Path) -> None:
    provide({"php": "php-cli", "/var/lib/dpkg/info/php-curl.list": "php-curl"})
    told: dict[str, str] = {}
    for name, program in programs("PHP", fresh.url).items():
        _let_repeat(fresh)
        file = tmp_path / "sample.php"
        file.write_text(program, "utf-8")
        own = {"TURBOSMS_TOKEN": "sandbox", "PATH": "/usr/bin:/bin"}
        told[name] = output("php", file, env=own)
        assert int(told[name].split()[0]) in SUCCESS, (name, told)
    _check(fresh, told)


def test_typescript(fresh: Control, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one start of Node, which takes longer than all of them."""
    monkeypatch.setenv("TURBOSMS_TOKEN", "sandbox")
    names = programs("TypeScript", fresh.url)
    lines: list[str] = []
    for number, (name, program) in enumerate(names.items()):
        (tmp_path / f"{number}.mts").write_text(program, "utf-8")
        lines += [f"console.log({json.dumps(name)});", f"await import('./{number}.mts');"]
        advance = json.dumps({"advance": 91})
        lines.append(
            f"await fetch('{fresh.url}/sandbox/clock', "
            f"{{ method: 'POST', body: JSON.stringify({advance}) }});"
        )
    (tmp_path / "all.mts").write_text("\n".join(lines), "utf-8")
    done = PACKAGES.node(tmp_path / "all.mts")
    assert done.returncode == 0, done.stderr
    _check(fresh, dict.fromkeys(names, done.stdout))


def _let_repeat(fresh: Control) -> None:
    """After 90 seconds the same message may be sent again, as POST and GET do here."""
    fresh.advance(91)
