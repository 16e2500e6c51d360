"""The samples of an operation in all languages, as `x-codeSamples` has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.samples import curl, php, python, typescript
from generator.samples.calls import first_call, query_call

if TYPE_CHECKING:
    from generator.spec.model.operations import Operation
    from generator.spec.model.spec import Spec


class CodeSample(NamedTuple):
    """A call of an operation, as a program or a line for a shell."""

    lang: str
    """As tools that highlight code know the language."""
    label: str
    source: str


def post_samples(spec: Spec, operation: Operation) -> tuple[CodeSample, ...]:
    """The first example by POST; nothing if the operation has no example in JSON."""
    call = first_call(operation, spec.servers[0].url + operation.path)
    if call is None:
        return ()
    return (
        CodeSample("Shell", "curl", curl.json_line(call.url, call.body) + "\n"),
        CodeSample("Python", "Python", python.post(call, spec.file_types)),
        CodeSample("PHP", "PHP", php.post(call)),
        CodeSample("TypeScript", "TypeScript", typescript.post(call)),
    )


def get_samples(spec: Spec, operation: Operation) -> tuple[CodeSample, ...]:
    """The same by GET; nothing if the operation has none."""
    call = query_call(operation, spec.servers[0].url + operation.path)
    if call is None:
        return ()
    return (
        CodeSample("Shell", "curl", curl.query_line(call.url, call.values) + "\n"),
        CodeSample("Python", "Python", python.get(call)),
        CodeSample("PHP", "PHP", php.get(call)),
        CodeSample("TypeScript", "TypeScript", typescript.get(call)),
    )
