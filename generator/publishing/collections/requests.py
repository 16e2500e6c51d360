"""What a collection consists of: the first example of every method, in its module."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from generator.samples.calls import first_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.samples.calls import Call
    from generator.spec.model.service import Module
    from generator.spec.model.spec import Spec

BASE_URL: Final = "{{baseUrl}}"
"""The variable for the address of the service or of a sandbox."""
TOKEN: Final = "{{token}}"  # noqa: S105 - the name of a variable
SANDBOX_TOKEN: Final = "sandbox"  # noqa: S105 - that of every sandbox
ABOUT: Final = (
    "The first example of every method, with a test that its result code means success. In a "
    "fresh sandbox (token `sandbox`) all of them do; those of the chat 1234 once somebody has "
    "written in it, which `POST /sandbox/replies` of the sandbox makes happen."
)


def calls_by_module(spec: Spec) -> Iterator[tuple[Module, list[Call]]]:
    """The calls of each module, in the order of the spec."""
    for module in spec.modules:
        calls: list[Call] = []
        for operation in spec.operations:
            call = first_call(operation, BASE_URL + operation.path)
            if call is not None and operation.module == module.name:
                calls.append(call)
        if calls:
            yield module, calls


def body_text(body: Any) -> str:
    """JSON for people, in which nothing is a variable of the collection."""
    text = json.dumps(body, ensure_ascii=False, indent=2)
    printable = "".join(_printable(character) for character in text)
    # Two braces begin a variable. In JSON they stand in a text alone.
    return printable.replace("{{", "{\\u007b")


def success_codes(spec: Spec) -> list[int]:
    """The result codes after which there is nothing left to do."""
    outcomes = ("success", "partial", "replay")
    return [code.code for code in spec.codes if code.outcome in outcomes]


def _printable(character: str) -> str:
    if character.isprintable() or character == "\n":
        return character
    quoted = json.dumps(character)
    return quoted[1:-1]
