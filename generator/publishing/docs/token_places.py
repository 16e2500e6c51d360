"""Where the token may stand.

The security schemes of the spec, and the form field for which OpenAPI has no scheme.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.samples.curl import form_line, header_line, token_line

if TYPE_CHECKING:
    from generator.spec.model.operations import Operation
    from generator.spec.model.schemas import Schema
    from generator.spec.model.service import SecurityScheme
    from generator.spec.model.spec import Spec

#: A header between backticks that names the token.
_HEADER: Final = re.compile(r"`([A-Za-z0-9-]+: (?:[A-Za-z0-9._~-]+ )?TOKEN)`", re.ASCII)
_BEARER: Final = "Authorization: Bearer TOKEN"


class TokenPlace(NamedTuple):
    """A place of the token, with a call that uses it."""

    anchor: str
    title: str
    description: str
    line: str


def token_places(spec: Spec) -> list[TokenPlace]:
    """All places, in the order of the spec."""
    without_data = next(each for each in spec.operations if not each.takes_data)
    url = spec.servers[0].url + without_data.path
    places = [_scheme(scheme, url) for scheme in spec.security]
    field = _field_of_forms(spec, url)
    if field is not None:
        places.append(field)
    return places


def _scheme(scheme: SecurityScheme, url: str) -> TokenPlace:
    """A place as the description of its scheme shows it: ``Authorization: Bearer TOKEN``."""
    anchor = f"token-{scheme.name}"
    description = scheme.description
    if scheme.query_parameter is not None:
        line = token_line(url, scheme.query_parameter)
        return TokenPlace(anchor, "Query parameter", description, line)
    shown = _HEADER.search(description)
    header = shown[1] if shown else _BEARER
    return TokenPlace(anchor, f"Header, {header.split()[1]}", description, header_line(url, header))


def _field_of_forms(spec: Spec, url: str) -> TokenPlace | None:
    """The field of the forms, if they have one for the token."""
    name = spec.token_field
    if name is None:
        return None
    for operation in spec.operations:
        fields = _form_fields(spec, operation)
        if name in fields:
            description = spec.schemas.resolve(fields[name]).description or ""
            line = form_line(url, {name: ""}, name)
            return TokenPlace("token-field", "Form field", description, line)
    return None


def _form_fields(spec: Spec, operation: Operation) -> dict[str, Schema]:
    request = operation.request
    if request is None or request.form is None:
        return {}
    return spec.schemas.all_properties(request.form.schema)
