"""llms.txt: the interface in brief, for language models and people in a hurry.

See https://llmstxt.org.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.publishing.docs.operations import modules
from generator.publishing.markdown import code, line, markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.publishing.artefacts import Artefact
    from generator.publishing.docs.examples import Example
    from generator.publishing.docs.fields import Field
    from generator.publishing.docs.operations import Operation

_RESULT: Final = "response_result"


def guide(spec: dict[str, Any], files: Iterable[Artefact]) -> str:
    """The text, in Markdown."""
    return "\n".join(
        [*_introduction(spec), *_methods(spec), *_tables(spec), *_codes(spec), *_links(files), ""]
    )


def _introduction(spec: dict[str, Any]) -> Iterator[str]:
    info = spec["info"]
    first, _, others = info.get("description", "").partition("\n\n")
    yield f"# {line(info['title'])} {line(info['version'])}\n"
    yield f"> {line(info.get('summary', info['title']))}. {line(first)}\n"
    yield f"Base URL: {spec['servers'][0]['url']}\n"
    yield markdown(others.strip())


def _methods(spec: dict[str, Any]) -> Iterator[str]:
    yield "\n## Methods\n"
    yield "Whether a call may be repeated:\n"
    yield from (f"- {name}: {line(meaning)}" for name, meaning in spec["x-retry-classes"].items())
    told: set[str] = set()
    for module in modules(spec):
        for operation in module.operations:
            yield from _method(operation, told)


def _method(operation: Operation, told: set[str]) -> Iterator[str]:
    yield f"\n### {operation.name}: {line(operation.summary)} ({operation.retry})\n"
    yield f"`POST {operation.path}`. {line(operation.description)}"
    if operation.body and operation.takes_data:
        yield "\nRequest:\n"
        yield from _fields(operation.body.fields, told)
        told.add(operation.body.schema or "")
    yield from _example(operation.requests)
    result = [field for field in operation.answer.fields if field.name == _RESULT]
    if any(field.nested for field in result):
        yield "\nAnswer:\n"
        yield from _fields(result, told)
        yield from _example(operation.answers)


def _example(examples: Sequence[Example]) -> Iterator[str]:
    """The first one, if there is any."""
    for example in examples[:1]:
        yield f"\nFor example: {code(example.value)}"


def _fields(fields: Iterable[Field], told: set[str], indent: str = "") -> Iterator[str]:
    """A line for each field, and below it those inside it.

    What was `told` before, of a field or a schema, is short.
    """
    for field in fields:
        kind = " ".join(part.text for part in field.type if part.schema is None)
        notes = [kind, *["required"] * field.required, *field.limits, *field.notes]
        schemas = {part.schema for part in field.type if part.schema}
        known = f"`{field.name}`: {line(field.description)}"
        about = "as above" if known in told and not field.nested else line(field.description)
        inside = field.nested
        if inside and schemas and schemas <= told:
            about, inside = f"{about} Its fields are above.", ()
        told |= {known, *schemas}
        said = line("; ".join(note for note in notes if note))
        yield f"{indent}- `{field.name}` ({said}): {about}"
        yield from _fields(inside, told, f"{indent}  ")


def _tables(spec: dict[str, Any]) -> Iterator[str]:
    yield "\n## Delivery statuses\n"
    for row in spec["x-delivery-statuses"]:
        final = "final" if row["final"] else "not final"
        yield f"- {row['name']} ({final}): {line(row['meaning'])}"
    yield "\nWhy Viber did not take a message (`rejected_status`):\n"
    yield from (f"- {row['name']}: {line(row['meaning'])}" for row in spec["x-rejection-reasons"])
    yield "\n## Kinds of Viber message\n"
    yield "A message is of the first kind that fits.\n"
    for row in spec["x-viber-kinds"]:
        needed = ", ".join(row["required"])
        yield f"- {row['kind']} (needs {needed}; {row['rate']} rate): {line(row['meaning'])}"


def _codes(spec: dict[str, Any]) -> Iterator[str]:
    yield "\n## Result codes\n"
    for row in spec["x-result-codes"]:
        yield f"- {row['code']} {row['name']} ({row['outcome']}): {line(row['meaning'])}"


def _links(files: Iterable[Artefact]) -> Iterator[str]:
    yield "\n## Files\n"
    yield from (f"- [{file.title}]({file.path}): {file.about}" for file in files)
