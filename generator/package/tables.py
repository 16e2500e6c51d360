"""Writes the tables of the package: one template a table, its entries as data."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from openapi_python_client.strings import snake_case

from generator.package.rendering import TEMPLATES, render

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.model.alphabets import Alphabet
    from generator.spec.model.delivery import DeliveryStatus, RejectionReason
    from generator.spec.model.limits import FileType, Limit
    from generator.spec.model.operations import Operation
    from generator.spec.model.parameters import Parameter
    from generator.spec.model.spec import Spec
    from generator.spec.model.viber_kinds import ViberKind
    from generator.spec.model.webhooks import WebhookType

    _Row = DeliveryStatus | RejectionReason | Limit | Alphabet | FileType | WebhookType | Parameter

_NOT_IN_ROWS: Final = ("location", "assumptions", "properties", "name_uk", "meaning_uk")
"""What a row of the model has beside what it says of the service, and the texts of texts_uk."""
#: The arguments of a call that makes an entry of a table.
Arguments: TypeAlias = dict[str, Any]


def write_tables(spec: Spec, directory: Path) -> None:
    """Write every table into the directory, which must not exist.

    Line breaks are left to the formatter.
    """
    directory.mkdir()
    values = _values(spec)
    for template in sorted(TEMPLATES.glob("tables/*.py.jinja")):
        render(f"tables/{template.name}", directory / template.name.removesuffix(".jinja"), values)


def _values(spec: Spec) -> dict[str, Any]:
    other_parameters: dict[str, list[Arguments]] = {}
    for operation, parameters in spec.other_parameters.items():
        other_parameters[operation] = [_entry(each) for each in parameters]
    return {
        "help_url": spec.help_url,
        "codes": spec.codes,
        "retry_classes": spec.retry_classes,
        "timeout_classes": spec.timeout_classes,
        "server": spec.servers[0].url,
        "operations": {each.name: _operation(each, spec) for each in spec.operations},
        "statuses": [_entry(each) for each in spec.statuses],
        "reasons": [_entry(each) for each in spec.rejection_reasons],
        "kinds": [_viber_kind(each) for each in spec.kinds],
        "missing_codes": spec.missing_codes,
        "limits": [_entry(each) for each in spec.limits],
        "alphabets": [_entry(each) for each in spec.alphabets],
        "parameters": [_entry(each) for each in spec.parameters],
        "other_parameters": other_parameters,
        "file_types": [_entry(each) for each in spec.file_types],
        "webhook_types": [_entry(each) for each in spec.webhooks.types],
        "webhook_statuses": {each.word: each.status for each in spec.webhooks.statuses},
        "webhook_repeats": spec.webhooks.repeats,
        "ukrainian": _ukrainian(spec),
    }


def _ukrainian(spec: Spec) -> dict[str, dict[Any, str]]:
    """The Ukrainian of each kind of text, by the key of its row."""
    return {
        "result_code": {each.code: each.meaning_uk for each in spec.codes},
        "status_name": {each.name: each.name_uk for each in spec.statuses},
        "status": {each.name: each.meaning_uk for each in spec.statuses},
        "rejection_reason": {each.name: each.meaning_uk for each in spec.rejection_reasons},
        "viber_kind": {each.kind: each.meaning_uk for each in spec.kinds},
        "webhook_type": {each.name: each.meaning_uk for each in spec.webhooks.types},
    }


def _operation(operation: Operation, spec: Spec) -> Arguments:
    return {
        "module": operation.module,
        "method": operation.method,
        "path": operation.path,
        "endpoint": f"{operation.module}.{snake_case(operation.id)}",
        "request": operation.request_schema,
        "retry": operation.retry_class,
        "timeout": operation.timeout_class,
        "takes_data": operation.takes_data,
        "creates": operation.creates,
        "codes": frozenset([*operation.codes, *spec.common_codes]),
    }


def _viber_kind(kind: ViberKind) -> Arguments:
    return {
        "kind": kind.kind,
        "meaning": kind.meaning,
        "all": kind.when.all,
        "any": kind.when.any,
        "none": kind.when.none,
        "required": kind.required,
        "together": kind.together,
        "ignored": kind.ignored,
        "file": kind.file,
        "file_code": kind.file_code,
        "caption_limit": kind.caption_limit,
        "rate": kind.rate,
        "transactional_allowed": kind.transactional_allowed,
        "transactional_code": kind.transactional_code,
    }


def _entry(row: _Row) -> Arguments:
    """All that a row says, except what is about the spec itself."""
    arguments: Arguments = {}
    for field in dataclasses.fields(row):
        if field.name not in _NOT_IN_ROWS:
            arguments[field.name] = getattr(row, field.name)
    return arguments
