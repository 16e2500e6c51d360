"""What `x-operation` says of a path, and the names of operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.model.operations import Operation
    from generator.spec.model.spec import Spec
    from generator.spec.problems import Problem


def problems(spec: Spec) -> Iterator[Problem]:
    """Operations that do not fit their path, or name a class or a code that is not as it says."""
    for operation in spec.operations:
        yield from _operation(spec, operation)


def _operation(spec: Spec, operation: Operation) -> Iterator[Problem]:
    document = spec.document
    location = operation.location
    if operation.path != f"/{operation.name}.json":
        message = (
            f"module {operation.module} and method {operation.method} "
            f"are not those of {operation.path}"
        )
        yield document.problem(location, message)
    if operation.retry_class not in spec.retry_classes:
        message = f"retry {operation.retry_class} is not in x-retry-classes"
        yield document.problem((*location, "retry"), message)
    if operation.timeout_class not in spec.timeout_classes:
        message = f"timeout {operation.timeout_class} is not in x-timeout-classes"
        yield document.problem((*location, "timeout"), message)
    for index, code in enumerate(operation.codes):
        if code in spec.common_codes:
            message = f"code {code} is in x-common-codes already"
            yield document.problem((*location, "codes", index), message)
    for index, code in enumerate(operation.overall_codes):
        if code not in operation.codes:
            message = f"code {code} is not among the codes of the operation"
            yield document.problem((*location, "overall_codes", index), message)
