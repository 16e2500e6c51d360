"""What the published editions say besides the spec, for the readers of other tools.

The spec says each of these things once, where it belongs; tools of other people show them only
where they look: the result codes in the description of an answer, the values of a schema in
`x-enumDescriptions`, the calls of an operation in `x-codeSamples`.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from generator.samples.code_samples import get_samples, post_samples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.samples.code_samples import CodeSample
    from generator.spec.document import JsonObject
    from generator.spec.model.annotations import Annotations
    from generator.spec.model.operations import Operation
    from generator.spec.model.result_codes import ResultCode
    from generator.spec.model.spec import Spec

_SUCCESS_STATUS: Final = "200"
#: Extensions of others: ReDoc and other pages show them.
_CODE_SAMPLES: Final = "x-codeSamples"
_VALUE_DESCRIPTIONS: Final = "x-enumDescriptions"


def with_reading_aids(spec: Spec) -> JsonObject:
    """A copy of the whole spec with all of them."""
    data: JsonObject = copy.deepcopy(spec.document.data)
    _add_codes_to_answers(data, spec)
    _describe_values(data.get("components", {}).get("schemas", {}), spec)
    for operation in spec.operations:
        item = data["paths"][operation.path]
        _add_samples(item["post"], post_samples(spec, operation))
        if "get" in item:
            _add_samples(item["get"], get_samples(spec, operation))
    return data


def add_codes_to_view(view: JsonObject, spec: Spec) -> None:
    """Name the result codes at the answers of the JSON view.

    On one line: generators of code put descriptions into comments and cells of tables.
    """
    for operation in spec.operations:
        answer = view["paths"][operation.path]["post"]["responses"][_SUCCESS_STATUS]
        names = ", ".join(f"{code.code} {code.name}" for code in _codes(spec, operation))
        text = f"{answer.get('description', '').strip()} Result codes: {names}."
        answer["description"] = text.lstrip()


def _codes(spec: Spec, operation: Operation) -> list[ResultCode]:
    """The result codes of an operation, those that every operation has among them."""
    possible = {*operation.codes, *spec.common_codes}
    return [code for code in spec.codes if code.code in possible]


def _add_codes_to_answers(data: JsonObject, spec: Spec) -> None:
    """Answers that operations with other codes share become each operation's own."""
    answers = _Answers(data.get("components", {}).get("responses", {}))
    for operation in spec.operations:
        table = _table(_codes(spec, operation))
        for described in _operations_of(data["paths"][operation.path]):
            answers.add(described["responses"], table)
    answers.describe()


class _Answers:
    """The answers of all operations, each with the table of codes that belongs to it."""

    def __init__(self, shared: JsonObject) -> None:
        self._shared = shared
        self._users: dict[str, list[tuple[JsonObject, str]]] = {}
        self._own: list[tuple[JsonObject, str]] = []

    def add(self, responses: JsonObject, table: str) -> None:
        answer = responses.get(_SUCCESS_STATUS)
        if answer is None:
            return
        if "$ref" in answer:
            name = answer["$ref"].rpartition("/")[2]
            self._users.setdefault(name, []).append((responses, table))
        else:
            self._own.append((answer, table))

    def describe(self) -> None:
        for name, users in self._users.items():
            self._describe_shared(name, users)
        for answer, table in self._own:
            answer["description"] = _with_table(answer, table)

    def _describe_shared(self, name: str, users: list[tuple[JsonObject, str]]) -> None:
        tables = {table for _, table in users}
        if len(tables) == 1:
            self._own.append((self._shared[name], *tables))
            return
        shared = self._shared.pop(name)
        for responses, table in users:
            own = copy.deepcopy(shared)
            responses[_SUCCESS_STATUS] = own
            self._own.append((own, table))


def _operations_of(item: JsonObject) -> list[JsonObject]:
    return [item[verb] for verb in ("post", "get") if verb in item]


def _with_table(answer: JsonObject, table: str) -> str:
    return f"{answer.get('description', '').strip()}\n\n{table}".lstrip()


def _table(codes: Iterable[ResultCode]) -> str:
    """Markdown, for pages that show descriptions."""
    lines = ["| Code | Name | Meaning |", "| --- | --- | --- |"]
    for code in codes:
        meaning = " ".join(code.meaning.split()).replace("|", "\\|")
        lines.append(f"| {code.code} | {code.name} | {meaning} |")
    return "\n".join([*lines, ""])


def _describe_values(schemas: JsonObject, spec: Spec) -> None:
    """The values of the tables, at the schemas that stand for them, and those of every enum."""
    values_of_format = {
        "code": {str(code.code): f"{code.name}: {code.meaning}" for code in spec.codes},
        "status": {status.name: status.meaning for status in spec.statuses},
    }
    values_of_format["webhook_status"] = {
        **{each.word: each.status for each in spec.webhooks.statuses},
        **{status.name: status.meaning for status in spec.statuses},
    }
    values_of_schema = {
        "RejectionReason": {reason.name: reason.meaning for reason in spec.rejection_reasons}
    }
    for name, schema in schemas.items():
        annotations = spec.schemas.by_name[name].annotations
        values = _named_values(schema, annotations)
        values = values or values_of_format.get(annotations.format or "", {})
        values = values or values_of_schema.get(name, {})
        if values:
            schema[_VALUE_DESCRIPTIONS] = values


def _named_values(schema: JsonObject, annotations: Annotations) -> Mapping[str, str]:
    """The values of an enum by the names that the spec gives them: 1 is `yes`."""
    values: list[Any] = schema.get("enum", [])
    names = [name.lower().replace("_", " ") for name in annotations.names_of_values]
    return {str(value): name for value, name in zip(values, names, strict=False)}


def _add_samples(operation: JsonObject, samples: Iterable[CodeSample]) -> None:
    shown = [sample._asdict() for sample in samples]
    if shown:
        operation[_CODE_SAMPLES] = shown
