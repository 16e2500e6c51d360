"""A collection for Bruno: a directory with a file for each request."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from generator.editions.serialization import to_json
from generator.publishing.collections.requests import (
    ABOUT,
    SANDBOX_TOKEN,
    TOKEN,
    body_text,
    calls_by_module,
    success_codes,
)
from generator.publishing.markdown import line, markdown

if TYPE_CHECKING:
    from generator.samples.calls import Call
    from generator.spec.model.spec import Spec

_STEP: Final = "  "


def bruno_collection(spec: Spec) -> dict[str, bytes]:
    """The files of the directory by their paths in it."""
    files = {
        "bruno.json": to_json(
            {"version": "1", "name": line(spec.info.title), "type": "collection", "ignore": []}
        ),
        "collection.bru": _file(
            _block("auth", "mode: bearer"),
            _block("auth:bearer", f"token: {TOKEN}"),
            _block("tests", _test(spec)),
            _block("docs", ABOUT),
        ),
        "environments/sandbox.bru": _file(
            _block("vars", f"baseUrl: {spec.servers[-1].url}\ntoken: {SANDBOX_TOKEN}")
        ),
        "environments/service.bru": _file(
            _block("vars", f"baseUrl: {spec.servers[0].url}"), "vars:secret [\n  token\n]\n"
        ),
    }
    for number, (module, calls) in enumerate(calls_by_module(spec), start=1):
        about = _block("docs", markdown(module.description))
        files[f"{module.name}/folder.bru"] = _file(_meta(module.name, number), about)
        for place, call in enumerate(calls, start=1):
            files[f"{module.name}/{call.operation.method}.bru"] = _request(call, place)
    return files


def _request(call: Call, place: int) -> bytes:
    operation = call.operation
    return _file(
        _meta(operation.name, place, "type: http"),
        _block("post", f"url: {call.url}\nbody: json\nauth: inherit"),
        _block("body:json", body_text(call.body)),
        _block("docs", markdown(operation.description)),
    )


def _test(spec: Spec) -> str:
    """The test of the collection, which runs after each request."""
    return (
        f"const success = {success_codes(spec)};\n"
        'test("the result code means success", () => {\n'
        "  expect(res.body.response_code).to.be.oneOf(success);\n"
        "});"
    )


def _meta(name: str, place: int, *more: str) -> str:
    return _block("meta", "\n".join([f"name: {name}", *more, f"seq: {place}"]))


def _block(name: str, content: str) -> str:
    """A block, which ends with the first brace at the beginning of a line: no content has one."""
    inner = textwrap.indent(content.strip(), _STEP, lambda text: bool(text.strip()))
    return f"{name} {{\n{inner}\n}}\n"


def _file(*blocks: str) -> bytes:
    return "\n".join(blocks).encode()
