"""The collections for Postman and Bruno: complete, harmless, and run by the programs themselves."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from generator.lint.npm import Packages
from generator.publishing.collections.bruno import bruno_collection
from generator.publishing.collections.postman import postman_collection
from generator.publishing.collections.requests import body_text
from tests.kit.control import Control
from tests.kit.processes import SandboxProcess
from tests.openapi import ROOT, SPEC, resolved
from tests.unchecked_models import model_of

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.checkout

PACKAGES: Final = Packages(Path(__file__).parent / "collections", ROOT / "dist" / "collections")
METHODS: Final = [path.removeprefix("/").removesuffix(".json") for path in SPEC["paths"]]
SUCCESS: Final = [
    row["code"]
    for row in SPEC["x-result-codes"]
    if row["outcome"] in ("success", "partial", "replay")
]
HOSTILE: Final = ["{{token}}", "{{{{token}}}}", "}\n}\n", "\u202etxt", "a\r\nb", "'\"\\", "{"]


def first_example(method: str) -> Any:
    body = resolved(SPEC["paths"][f"/{method}.json"]["post"]["requestBody"])
    examples = body["content"]["application/json"]["examples"]
    return next(iter(examples.values()))["value"]


def blocks(file: bytes) -> dict[str, str]:
    """What a file of Bruno says: a block ends with a brace at the beginning of a line."""
    found = re.findall(r"^([a-z:]+) [{\[]\n(.*?)\n[}\]]$", file.decode(), re.MULTILINE | re.DOTALL)
    return {name: re.sub(r"^  ", "", text, flags=re.MULTILINE) for name, text in found}


def test_postman_has_the_first_example_of_every_method() -> None:
    made = json.loads(postman_collection(model_of(SPEC)))
    assert made["info"]["schema"].endswith("/v2.1.0/collection.json")
    assert made["auth"]["bearer"][0]["value"] == "{{token}}"
    variables = {each["key"]: each["value"] for each in made["variable"]}
    assert variables == {"baseUrl": SPEC["servers"][1]["url"], "token": "sandbox"}
    items = [(folder["name"], item) for folder in made["item"] for item in folder["item"]]
    assert [item["name"] for _, item in items] == METHODS
    for folder, item in items:
        request = item["request"]
        assert item["name"].startswith(f"{folder}/")
        assert request["method"] == "POST"
        assert request["url"]["raw"] == f"{{{{baseUrl}}}}/{item['name']}.json"
        assert "/".join(request["url"]["path"]) == f"{item['name']}.json"
        assert json.loads(request["body"]["raw"]) == first_example(item["name"])
    (event,) = made["event"]
    assert f"const success = {SUCCESS};" in event["script"]["exec"]


def test_bruno_has_the_first_example_of_every_method() -> None:
    files = bruno_collection(model_of(SPEC))
    modules = {method.partition("/")[0] for method in METHODS}
    assert {*files} == {
        *("bruno.json", "collection.bru", "environments/sandbox.bru", "environments/service.bru"),
        *(f"{module}/folder.bru" for module in modules),
        *(f"{method}.bru" for method in METHODS),
    }
    for method in METHODS:
        request = blocks(files[f"{method}.bru"])
        assert f"name: {method}\n" in request["meta"]
        assert f"url: {{{{baseUrl}}}}/{method}.json\n" in request["post"]
        assert json.loads(request["body:json"]) == first_example(method)
        assert request["docs"]
    shared = blocks(files["collection.bru"])
    assert shared["auth:bearer"] == "token: {{token}}"
    assert f"const success = {SUCCESS};" in shared["tests"]
    places = {name: blocks(files[f"environments/{name}.bru"]) for name in ("sandbox", "service")}
    assert places["sandbox"]["vars"] == f"baseUrl: {SPEC['servers'][1]['url']}\ntoken: sandbox"
    # Nobody writes the token of an account into a file that is shared.
    assert places["service"] == {
        "vars": f"baseUrl: {SPEC['servers'][0]['url']}",
        "vars:secret": "token",
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_an_example_is_a_variable_or_ends_its_block(text: str) -> None:
    shown = body_text({"text": text, text: [text]})
    assert json.loads(shown) == {"text": text, text: [text]}
    assert "{{" not in shown
    assert all(line.isprintable() for line in shown.split("\n"))


@pytest.fixture
def published(tmp_path: Path) -> Path:
    (tmp_path / "postman.json").write_bytes(postman_collection(model_of(SPEC)))
    for name, content in bruno_collection(model_of(SPEC)).items():
        (tmp_path / "bruno" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "bruno" / name).write_bytes(content)
    return tmp_path


@pytest.fixture
def sandbox_with_a_chat() -> Iterator[Control]:
    with SandboxProcess() as process, Control(process.url) as control:
        control.reply("380678998668", "Where is my order?", sender="TurboSMS")
        yield control


def _assert_called(control: Control) -> None:
    """Every method was called, and with success."""
    calls = control.calls()
    assert sorted(call["operation"] for call in calls) == sorted(METHODS)
    assert all(call["code"] in SUCCESS for call in calls)


@pytest.mark.thorough_only
def test_newman_runs_the_collection(published: Path, sandbox_with_a_chat: Control) -> None:
    control = sandbox_with_a_chat
    address = f"baseUrl={control.url}"
    report = published / "report.json"
    options = ("--env-var", address, "--reporters", "json", "--reporter-json-export", report)
    done = PACKAGES.run("newman", "newman", ["run", published / "postman.json", *options])
    assert done.returncode == 0, done.stdout + done.stderr
    stats = json.loads(report.read_bytes())["run"]["stats"]
    assert stats["assertions"] == {"total": len(METHODS), "pending": 0, "failed": 0}
    _assert_called(control)


@pytest.mark.thorough_only
def test_bruno_runs_the_collection(
    published: Path, sandbox_with_a_chat: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    control = sandbox_with_a_chat
    report = published / "report.json"
    monkeypatch.chdir(published / "bruno")
    options = ("--env", "sandbox", "--env-var", f"baseUrl={control.url}", "--noproxy")
    done = PACKAGES.run("@usebruno/cli", "bru", ["run", "-r", *options, "--reporter-json", report])
    assert done.returncode == 0, done.stdout + done.stderr
    (run,) = json.loads(report.read_bytes())
    assert run["summary"]["passedTests"] == len(METHODS)
    assert run["summary"]["failedTests"] == 0
    _assert_called(control)
