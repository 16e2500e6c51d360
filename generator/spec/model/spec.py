"""The model of the spec: everything that it says, typed, read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.spec.model.alphabets import read_alphabets
from generator.spec.model.delivery import read_rejection_reasons, read_statuses
from generator.spec.model.limits import read_file_types, read_limits
from generator.spec.model.operations import read_operations
from generator.spec.model.parameters import read_other_parameters, read_send_parameters
from generator.spec.model.result_codes import read_result_codes
from generator.spec.model.results import read_results
from generator.spec.model.schemas import read_schemas
from generator.spec.model.service import (
    read_info,
    read_modules,
    read_security,
    read_servers,
    read_token_field,
)
from generator.spec.model.viber_kinds import read_viber_kinds
from generator.spec.model.webhooks import read_webhooks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.spec.document import Document
    from generator.spec.model.alphabets import Alphabet
    from generator.spec.model.delivery import DeliveryStatus, RejectionReason
    from generator.spec.model.limits import FileType, Limit
    from generator.spec.model.operations import Operation
    from generator.spec.model.parameters import Parameter
    from generator.spec.model.result_codes import ResultCode
    from generator.spec.model.results import ResultClass
    from generator.spec.model.schemas import Schemas
    from generator.spec.model.service import Info, Module, SecurityScheme, Server
    from generator.spec.model.viber_kinds import ViberKind
    from generator.spec.model.webhooks import Webhooks


@dataclass(frozen=True, kw_only=True)
class Spec:
    """The spec. What stands at a location has a line in the document."""

    document: Document
    info: Info
    help_url: str
    """Where the pages of docs/ are published."""
    help_is_hosted: bool
    """Whether they can be read there yet."""
    servers: tuple[Server, ...]
    """The first is the service itself."""
    modules: tuple[Module, ...]
    security: tuple[SecurityScheme, ...]
    token_field: str | None
    """The name of the form field that the token may stand in."""
    operations: tuple[Operation, ...]
    retry_classes: Mapping[str, str]
    timeout_classes: Mapping[str, str]
    codes: tuple[ResultCode, ...]
    common_codes: tuple[int, ...]
    """The codes that every operation can answer."""
    missing_codes: Mapping[str, int]
    """The codes for required parameters that are missing."""
    statuses: tuple[DeliveryStatus, ...]
    rejection_reasons: tuple[RejectionReason, ...]
    kinds: tuple[ViberKind, ...]
    limits: tuple[Limit, ...]
    alphabets: tuple[Alphabet, ...]
    file_types: tuple[FileType, ...]
    schemas: Schemas
    parameters: tuple[Parameter, ...]
    """Those of message/send."""
    other_parameters: Mapping[str, tuple[Parameter, ...]]
    """Those of chats and files, by the name of the operation."""
    results: tuple[ResultClass, ...]
    webhooks: Webhooks


def read_model(document: Document) -> Spec:
    """The model of a document that the checks have passed."""
    data = document.data
    schemas = read_schemas(document)
    operations = read_operations(document)
    return Spec(
        document=document,
        info=read_info(document),
        help_url=data["x-help-url"],
        help_is_hosted=data.get("x-help-hosted", False),
        servers=read_servers(document),
        modules=read_modules(document),
        security=read_security(document),
        token_field=read_token_field(document),
        operations=operations,
        retry_classes=data["x-retry-classes"],
        timeout_classes=data["x-timeout-classes"],
        codes=read_result_codes(document),
        common_codes=tuple(data["x-common-codes"]),
        missing_codes=data["x-missing-codes"],
        statuses=read_statuses(document),
        rejection_reasons=read_rejection_reasons(document),
        kinds=read_viber_kinds(document),
        limits=read_limits(document),
        alphabets=read_alphabets(document),
        file_types=read_file_types(document),
        schemas=schemas,
        parameters=read_send_parameters(schemas),
        other_parameters=read_other_parameters(schemas, operations),
        results=read_results(document, schemas),
        webhooks=read_webhooks(document, schemas),
    )
