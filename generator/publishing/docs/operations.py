"""The methods, grouped by module, with everything that their sections show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.publishing.docs.examples import ShownExample, answers, requests
from generator.publishing.docs.fields import Field, Fields
from generator.samples.code_samples import post_samples

if TYPE_CHECKING:
    from generator.samples.code_samples import CodeSample
    from generator.spec.model.messages import Answer, Query, Request
    from generator.spec.model.operations import Operation
    from generator.spec.model.result_codes import ResultCode
    from generator.spec.model.spec import Spec


class MessageSection(NamedTuple):
    """A request or an answer: its schema by name, and its fields."""

    schema: str | None
    description: str
    fields: tuple[Field, ...]


class OperationSection(NamedTuple):
    """A method.

    `form` has only what is not the same as in `body`, `codes` only what not every method can
    answer.
    """

    anchor: str
    name: str
    path: str
    summary: str
    description: str
    retry: str
    timeout: str
    creates: bool
    takes_data: bool
    body: MessageSection | None
    form: MessageSection | None
    query: MessageSection | None
    answer: MessageSection
    codes: tuple[ResultCode, ...]
    requests: tuple[ShownExample, ...]
    answers: tuple[ShownExample, ...]
    programs: tuple[CodeSample, ...]
    """The first example in languages other than that of shells, which every request shows."""


class ModuleSection(NamedTuple):
    """The methods of a module."""

    name: str
    description: str
    operations: tuple[OperationSection, ...]


def module_sections(spec: Spec) -> tuple[ModuleSection, ...]:
    """All modules in the order of the spec."""
    sections: list[ModuleSection] = []
    for module in spec.modules:
        operations = [each for each in spec.operations if each.module == module.name]
        of_module = tuple(_operation(spec, each) for each in operations)
        sections.append(ModuleSection(module.name, module.description, of_module))
    return tuple(sections)


def _operation(spec: Spec, operation: Operation) -> OperationSection:
    anchor = f"{operation.module}-{operation.method}"
    example_anchor = f"{anchor}-example"
    fields = Fields(spec.schemas)
    request = operation.request
    query = operation.query
    url = spec.servers[0].url + operation.path
    return OperationSection(
        anchor=anchor,
        name=operation.name,
        path=operation.path,
        summary=operation.summary or operation.name,
        description=operation.description,
        retry=operation.retry_class,
        timeout=operation.timeout_class,
        creates=operation.creates,
        takes_data=operation.takes_data,
        body=_request(spec, fields, request, f"{anchor}-request"),
        form=_form(spec, fields, request, f"{anchor}-form"),
        query=_query(fields, query, f"{anchor}-query"),
        answer=_answer(spec, fields, operation.answer, f"{anchor}-answer"),
        codes=tuple(code for code in spec.codes if code.code in operation.codes),
        requests=requests(operation, url, example_anchor, spec.token_field),
        answers=answers(operation.answer, example_anchor),
        programs=tuple(each for each in post_samples(spec, operation) if each.lang != "Shell"),
    )


def _request(
    spec: Spec, fields: Fields, request: Request | None, anchor: str
) -> MessageSection | None:
    if request is None or request.json is None:
        return None
    schema = request.json.schema
    description = spec.schemas.resolve(schema).description or ""
    return MessageSection(schema.reference, description, fields.of_any_key(schema, anchor))


def _form(
    spec: Spec, fields: Fields, request: Request | None, anchor: str
) -> MessageSection | None:
    if request is None or request.form is None:
        return None
    schema = request.form.schema
    in_json = request.json.schema if request.json is not None else None
    description = spec.schemas.resolve(schema).description or ""
    only_in_form = fields.only_in(schema, in_json, anchor)
    return MessageSection(schema.reference, description, only_in_form)


def _query(fields: Fields, query: Query | None, anchor: str) -> MessageSection | None:
    if query is None:
        return None
    return MessageSection(None, query.description, fields.of_query(query.parameters, anchor))


def _answer(spec: Spec, fields: Fields, answer: Answer, anchor: str) -> MessageSection:
    schema = answer.json.schema
    description = answer.description or spec.schemas.resolve(schema).description or ""
    return MessageSection(schema.reference, description, fields.of_any_key(schema, anchor))
