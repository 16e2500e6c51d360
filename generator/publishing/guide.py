"""llms.txt: the interface in brief, for language models and people in a hurry.

See https://llmstxt.org.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.publishing.docs.operations import module_sections
from generator.publishing.docs.webhooks import webhook_sections
from generator.publishing.markdown import code, line, markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.publishing.artefacts import Artefact
    from generator.publishing.docs.examples import ShownExample
    from generator.publishing.docs.fields import Field
    from generator.publishing.docs.operations import OperationSection
    from generator.spec.model.spec import Spec

_RESULT: Final = "response_result"


def guide(spec: Spec, files: Iterable[Artefact]) -> str:
    """The text, in Markdown."""
    lines = [
        *_introduction(spec),
        *_methods(spec),
        *_webhooks(spec),
        *_tables(spec),
        *_codes(spec),
        *_links(files),
        "",
    ]
    return "\n".join(lines)


def _introduction(spec: Spec) -> Iterator[str]:
    info = spec.info
    first, _, others = info.description.partition("\n\n")
    yield f"# {line(info.title)} {line(info.version)}\n"
    yield f"> {line(info.summary or info.title)}. {line(first)}\n"
    yield f"Base URL: {spec.servers[0].url}\n"
    yield markdown(others.strip())


def _methods(spec: Spec) -> Iterator[str]:
    yield "\n## Methods\n"
    yield "Whether a call may be repeated:\n"
    for name, meaning in spec.retry_classes.items():
        yield f"- {name}: {line(meaning)}"
    described: set[str] = set()
    for module in module_sections(spec):
        for operation in module.operations:
            yield from _method(operation, described)


def _method(operation: OperationSection, described: set[str]) -> Iterator[str]:
    yield f"\n### {operation.name}: {line(operation.summary)} ({operation.retry})\n"
    yield f"`POST {operation.path}`. {line(operation.description)}"
    if operation.body and operation.takes_data:
        yield "\nRequest:\n"
        yield from _fields(operation.body.fields, described)
        described.add(operation.body.schema or "")
    yield from _example(operation.requests)
    result = [field for field in operation.answer.fields if field.name == _RESULT]
    has_fields = any(field.nested for field in result)
    if has_fields:
        yield "\nAnswer:\n"
        yield from _fields(result, described)
        yield from _example(operation.answers)


def _example(examples: Sequence[ShownExample]) -> Iterator[str]:
    """The first one, if there is any."""
    for example in examples[:1]:
        yield f"\nFor example: {code(example.value)}"
        if example.description:
            yield f"\n{line(example.description)}"


def _fields(fields: Iterable[Field], described: set[str], indent: str = "") -> Iterator[str]:
    """A line for each field, and below it those inside it.

    What has been described before, a field or a schema, is short.
    """
    for field in fields:
        schemas = {part.schema for part in field.type if part.schema}
        description = line(field.description)
        key = f"`{field.name}`: {description}"
        is_repeated = key in described and not field.nested
        nested_is_above = bool(field.nested and schemas and schemas <= described)
        if is_repeated:
            description = "as above"
        if nested_is_above:
            description = f"{description} Its fields are above."
        described |= {key, *schemas}
        yield f"{indent}- `{field.name}` ({_notes(field)}): {description}"
        if not nested_is_above:
            yield from _fields(field.nested, described, f"{indent}  ")


def _notes(field: Field) -> str:
    kind = " ".join(part.text for part in field.type if part.schema is None)
    notes = [kind]
    if field.required:
        notes.append("required")
    notes += [*field.limits, *field.notes]
    return line("; ".join(note for note in notes if note))


def _webhooks(spec: Spec) -> Iterator[str]:
    sections = webhook_sections(spec)
    if not sections:
        return
    repeats = ", ".join(str(minutes) for minutes in spec.webhooks.repeats)
    yield "\n## Webhooks\n"
    yield "The service calls an address of yours by POST, in JSON or as form fields with brackets."
    yield f"Any answer but 200 is a failure; the call is repeated after {repeats} minutes."
    described: set[str] = set()
    for section in sections:
        yield f"\n### {section.name}: {line(section.summary)}\n"
        yield line(section.description)
        yield ""
        yield from _fields(section.fields, described)
        yield from _example(section.examples)
    yield "\nTypes of other interfaces:\n"
    for each in spec.webhooks.types:
        if each.event is None:
            yield f"- {each.name}: {line(each.meaning)}"
    yield "\nWords for statuses:\n"
    for word in spec.webhooks.statuses:
        yield f"- {line(word.word)}: {word.status}"


def _tables(spec: Spec) -> Iterator[str]:
    yield "\n## Delivery statuses\n"
    for status in spec.statuses:
        final = "final" if status.final else "not final"
        yield f"- {status.name} ({final}): {line(status.meaning)}"
    yield "\nWhy Viber did not take a message (`rejected_status`):\n"
    for reason in spec.rejection_reasons:
        yield f"- {reason.name}: {line(reason.meaning)}"
    yield "\n## Kinds of Viber message\n"
    yield "A message is of the first kind that fits.\n"
    for kind in spec.kinds:
        required = ", ".join(kind.required)
        yield f"- {kind.kind} (needs {required}; {kind.rate} rate): {line(kind.meaning)}"


def _codes(spec: Spec) -> Iterator[str]:
    yield "\n## Result codes\n"
    for each in spec.codes:
        yield f"- {each.code} {each.name} ({each.outcome}): {line(each.meaning)}"


def _links(files: Iterable[Artefact]) -> Iterator[str]:
    yield "\n## Files\n"
    for file in files:
        yield f"- [{file.title}]({file.path}): {file.about}"
