"""Where the token may stand.

The security schemes of the spec, and the form field for which OpenAPI has no scheme.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from generator.publishing.curl import form_line, header_line, token_line
from generator.publishing.docs.examples import FORM
from generator.publishing.docs.fields import Fields
from generator.publishing.docs.operations import resolve, token_field

#: A header between backticks that names the token.
_HEADER: Final = re.compile(r"`([A-Za-z0-9-]+: (?:[A-Za-z0-9._~-]+ )?TOKEN)`", re.ASCII)


class Place(NamedTuple):
    """A place of the token, with a call that uses it."""

    anchor: str
    title: str
    description: str
    line: str


def token_places(spec: dict[str, Any]) -> list[Place]:
    """All places, in the order of the spec."""
    path = next(
        path for path, item in spec["paths"].items() if not item["x-operation"]["takes_data"]
    )
    url = spec["servers"][0]["url"] + path
    schemes = spec["components"].get("securitySchemes", {})
    return [
        *(
            _scheme(f"token-{name}", schemes[name], url)
            for use in spec.get("security", ())
            for name in use
        ),
        *_field(spec, url),
    ]


def _scheme(anchor: str, scheme: dict[str, Any], url: str) -> Place:
    """A place as the description of its scheme shows it: ``Authorization: Bearer TOKEN``."""
    described = scheme.get("description", "")
    if scheme.get("in") == "query":
        return Place(anchor, "Query parameter", described, token_line(url, scheme["name"]))
    shown = _HEADER.search(described)
    header = shown[1] if shown else "Authorization: Bearer TOKEN"
    return Place(anchor, f"Header, {header.split()[1]}", described, header_line(url, header))


def _field(spec: dict[str, Any], url: str) -> list[Place]:
    """The field of the forms, if they have one for the token."""
    name = token_field(spec)
    fields = Fields(spec)
    for item in spec["paths"].values():
        form = resolve(spec, item["post"].get("requestBody", {})).get("content", {}).get(FORM)
        properties = fields.properties(form["schema"]) if form else {}
        if name in properties:
            described = fields.resolve(properties[name]).get("description", "")
            return [Place("token-field", "Form field", described, form_line(url, {name: ""}, name))]
    return []
