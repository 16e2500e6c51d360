"""What an answer says with its codes, as JSON Schema.

A code stands where the table and the operation have it: a refused request answers nothing, a
refused row has nothing, and an accepted one has what it is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.spec.document import JsonObject
    from generator.spec.model.operations import Operation
    from generator.spec.model.result_codes import ResultCode
    from generator.spec.model.schemas import Schema
    from generator.spec.model.spec import Spec

#: The schemas whose values are the names of a table.
STATUS: Final = "DeliveryStatus"
REASON: Final = "RejectionReason"

_CODE: Final = "response_code"
_NAME: Final = "response_status"
_RESULT: Final = "response_result"
_PARTIAL: Final = "PARTIAL_"


def has_code(schema: Schema) -> bool:
    """Whether a schema is that of an answer, or of a row with a code of its own."""
    return _CODE in schema.properties


class AnswerRules:
    """The rules for the answers of an operation, and the definitions that they refer to."""

    def __init__(self, spec: Spec, operation: Operation) -> None:
        self.definitions: dict[str, JsonObject] = {}
        self._spec = spec
        self._operation = operation

    def of(self, name: str, schema: Schema) -> list[JsonObject]:
        """The rules for a schema: those of an envelope, or of a row."""
        rules: list[JsonObject] = []
        if has_code(schema):
            codes = self._codes_of(name, schema)
            rules.append(self._define_codes(name, codes))
            if _RESULT in schema.properties:
                rules += self._of_result(schema, codes)
            else:
                rules += _of_row(schema, codes)
        rules += _conditional(schema)
        rules += self._reason(schema)
        rules += self._of_channel(name, schema)
        return rules

    def _codes_of(self, name: str, schema: Schema) -> list[ResultCode]:
        """The codes that can stand there: of the operation that answers so, and of this scope."""
        if _RESULT not in schema.properties:
            return self._in_table(self._operation.codes, "request")
        if name == self._operation.answer.json.schema.reference:
            return self._in_table(self._operation.overall_codes, "recipient")
        codes: set[int] = set()
        for each in self._spec.operations:
            if name == each.answer.json.schema.reference:
                codes.update(each.codes)
        return self._in_table(codes, "recipient")

    def _in_table(self, codes: Iterable[int], not_of: str) -> list[ResultCode]:
        possible = {*codes, *self._spec.common_codes}
        return [each for each in self._spec.codes if each.code in possible and each.scope != not_of]

    def _define_codes(self, name: str, codes: Sequence[ResultCode]) -> JsonObject:
        definition = f"{name}Code"
        self.definitions[definition] = {
            "description": f"The codes of a {name} of {self._operation.name}, with their names.",
            "properties": {
                _CODE: {"enum": [each.code for each in codes]},
                _NAME: {"enum": [each.name for each in codes]},
            },
            "anyOf": [_pair(each) for each in codes],
        }
        return {"$ref": f"#/$defs/{definition}"}

    def _of_result(self, schema: Schema, codes: Sequence[ResultCode]) -> list[JsonObject]:
        result = self._spec.schemas.resolve(schema.properties[_RESULT])
        if result.const is not None:
            return []
        row = self._spec.schemas.resolve(result.items) if result.items is not None else None
        has_rows = row is not None and has_code(row)
        some: JsonObject = {"not": {"type": "null"}}
        if has_rows:
            some["minItems"] = 1
        rules = [_with_code(_of_outcome(codes, "success", "partial"), {_RESULT: some})]
        refused = _of_outcome(codes, "failure")
        if has_rows:
            rules += self._of_rows(codes)
            # A request whose recipients are all refused answers the code of one of them.
            refused = [code for code in refused if code.scope == "request"]
        rules.append(_with_code(refused, {_RESULT: {"type": "null"}}))
        return [rule for rule in rules if rule]

    def _of_rows(self, codes: Sequence[ResultCode]) -> list[JsonObject]:
        """Which rows go with the codes that say something of all rows."""
        accepted, refused = self._row("success"), self._row("failure")
        of_all = [code for code in _of_outcome(codes, "failure") if code.scope == "both"]
        partial = _of_outcome(codes, "partial")
        # The code of a success for all is called as that of a partial one, but for this word.
        names = {each.name.replace(_PARTIAL, "") for each in partial}
        whole = [each for each in codes if each.name in names]
        some_of_each = {"allOf": [{"contains": accepted}, {"contains": refused}]}
        return [
            _with_code(whole, {_RESULT: {"items": accepted}}),
            _with_code(partial, {_RESULT: some_of_each}),
            _with_code(of_all, {_RESULT: {"items": refused}}),
        ]

    def _row(self, outcome: str) -> JsonObject:
        codes = self._in_table(self._operation.codes, "request")
        numbers = [each.code for each in _of_outcome(codes, outcome)]
        return {"properties": {_CODE: {"enum": numbers}}}

    def _of_channel(self, name: str, schema: Schema) -> list[JsonObject]:
        """Of schemas that are read as one class, none has what only another has."""
        others: set[str] = set()
        for each in self._spec.results:
            if name in each.schemas:
                for other in each.schemas:
                    others.update(self._spec.schemas.by_name[other].properties)
        foreign = sorted(others - schema.properties.keys())
        return [{"properties": dict.fromkeys(foreign, False)}] if foreign else []

    def _reason(self, schema: Schema) -> list[JsonObject]:
        """A reason for a rejection goes with a status that ended without delivery."""
        names = {each.reference: name for name, each in schema.properties.items()}
        if STATUS not in names or REASON not in names:
            return []
        failed = [each.name for each in self._spec.statuses if each.final and not each.delivered]
        reason = names[REASON]
        is_rejected = {"properties": {reason: {"not": {"const": ""}}}, "required": [reason]}
        return [{"if": is_rejected, "then": {"properties": {names[STATUS]: {"enum": failed}}}}]


def _of_row(schema: Schema, codes: Sequence[ResultCode]) -> list[JsonObject]:
    """What a row of success has, and one of failure has not."""
    accepted = _of_accepted(schema)
    refused = _of_refused(schema)
    if not accepted and not refused:
        return []
    numbers = [each.code for each in _of_outcome(codes, "success")]
    succeeded = {"properties": {_CODE: {"enum": numbers}}}
    return [{"if": succeeded, "then": accepted, "else": {"properties": refused}}]


def _of_accepted(schema: Schema) -> JsonObject:
    annotations = schema.annotations
    accepted: JsonObject = {}
    forms: dict[str, JsonObject] = {}
    for name, each in schema.properties.items():
        if each.annotations.form is not None:
            forms[name] = {"$ref": f"#/$defs/{each.annotations.form}"}
    if forms:
        accepted["properties"] = forms
    if annotations.on_success:
        accepted["required"] = list(annotations.on_success)
    if annotations.null_on_failure:
        accepted["anyOf"] = [_not_null(name) for name in annotations.null_on_failure]
    return accepted


def _of_refused(schema: Schema) -> dict[str, JsonObject | bool]:
    refused: dict[str, JsonObject | bool] = {}
    for name, each in schema.properties.items():
        if name in schema.annotations.on_success or each.annotations.only_if:
            refused[name] = False
    for name in schema.annotations.null_on_failure:
        refused[name] = {"type": "null"}
    return refused


def _not_null(name: str) -> JsonObject:
    return {"properties": {name: {"not": {"type": "null"}}}}


def _conditional(schema: Schema) -> list[JsonObject]:
    """The properties that are there exactly with values of others."""
    rules: list[JsonObject] = []
    for name, each in schema.properties.items():
        if each.annotations.only_if:
            values = {other: {"const": value} for other, value in each.annotations.only_if.items()}
            condition = {"properties": values, "required": list(values)}
            absent = {"properties": {name: False}}
            rules.append({"if": condition, "then": {"required": [name]}, "else": absent})
    return rules


def _with_code(codes: Sequence[ResultCode], properties: Mapping[str, JsonObject]) -> JsonObject:
    """A rule for the answers with one of these codes; empty without any."""
    if not codes:
        return {}
    numbers = [each.code for each in codes]
    condition = {"properties": {_CODE: {"enum": numbers}}}
    return {"if": condition, "then": {"properties": dict(properties)}}


def _of_outcome(codes: Sequence[ResultCode], *outcomes: str) -> list[ResultCode]:
    return [each for each in codes if each.outcome in outcomes]


def _pair(code: ResultCode) -> JsonObject:
    return {"properties": {_CODE: {"const": code.code}, _NAME: {"const": code.name}}}
