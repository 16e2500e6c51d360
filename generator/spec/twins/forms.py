"""Makes the form fields of a POST of its JSON.

A form in a request body that has no schema, at most examples, gets one: `SendForm` is what
`SendRequest` is, with numbered objects for lists, and with the token among its fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.spec.twins.draft import (
    FORM,
    JSON,
    SCHEMAS,
    as_object,
    insert_before,
    reference,
    referred,
)
from generator.spec.twins.properties import DEEP_OBJECT, drop_hints, properties_of, twin_of

if TYPE_CHECKING:
    from generator.spec.document import JsonObject, Location
    from generator.spec.twins.draft import Draft

#: On the schema of a request in JSON: the description of that of its form.
FORM_DESCRIPTION: Final = "x-form-description"

_BODIES: Final = ("components", "requestBodies")
_BODY_POINTER: Final = "#/components/requestBodies/"
_OF_JSON: Final = "Request"
_OF_FORM: Final = "Form"
#: The field of every form that the token may stand in, and its schema.
_FIELD: Final = "token"
_SCHEMA_OF_FIELD: Final = "Token"
#: The one extension of a schema of a request that holds for its form, too.
_ANY_OF: Final = "x-any-of"


def request_of_form(draft: Draft, body: Any) -> str | None:
    """The name of the schema in JSON that the form of a request body is to be made of, if any."""
    pointer = as_object(body).get("$ref")
    if isinstance(pointer, str) and pointer.startswith(_BODY_POINTER):
        body = draft.object(*_BODIES, pointer.removeprefix(_BODY_POINTER))
    content = as_object(as_object(body).get("content"))
    if not _lacks_schema(content.get(FORM)):
        return None
    name = referred(as_object(content.get(JSON)).get("schema"))
    if name is None or not isinstance(draft.schemas().get(name), dict):
        return None
    return name


def make_forms(draft: Draft) -> None:
    """Fill in the forms of all request bodies, and add their schemas."""
    requests: set[str] = set()
    for location, body in _bodies(draft):
        form = as_object(body.get("content")).get(FORM)
        if form is None or not _lacks_schema(form):
            continue
        request = request_of_form(draft, body)
        if request is not None and request.endswith(_OF_JSON):
            requests.add(request)
            _fill_in(draft, request, form)
        else:
            message = f"a form without a schema needs {JSON} beside it with one called …{_OF_JSON}"
            draft.complain((*location, "content", FORM), message)
    in_order = [name for name in draft.schemas() if name in requests]
    if in_order:
        _add_schemas(draft, in_order)


def _lacks_schema(form: Any) -> bool:
    return isinstance(form, dict) and "schema" not in form


def _bodies(draft: Draft) -> list[tuple[Location, JsonObject]]:
    """The request bodies that stand in the document, with their locations."""
    bodies: list[tuple[Location, JsonObject]] = []
    for path, item in draft.object("paths").items():
        body = as_object(as_object(item).get("post")).get("requestBody")
        bodies.append((("paths", path, "post", "requestBody"), as_object(body)))
    for name, body in draft.object(*_BODIES).items():
        bodies.append(((*_BODIES, name), as_object(body)))
    return bodies


def _fill_in(draft: Draft, request: str, form: JsonObject) -> None:
    """Put the schema of a form, and which fields have brackets, in front of its examples."""
    examples = dict(form)
    form.clear()
    form["schema"] = reference(_form_name(request))
    encoding: JsonObject = {}
    for each in properties_of(draft, request):
        if twin_of(draft, each).is_in_brackets:
            encoding[each.name] = dict(DEEP_OBJECT)
    if encoding:
        form["encoding"] = encoding
    form.update(examples)


def _add_schemas(draft: Draft, requests: list[str]) -> None:
    """Add the schemas of the forms, behind the last one of those that only forms have."""
    schemas = draft.schemas()
    if _SCHEMA_OF_FIELD not in schemas:
        message = f"there is no schema {_SCHEMA_OF_FIELD}, for the field of forms"
        draft.complain(SCHEMAS, message)
    only_of_forms = {_SCHEMA_OF_FIELD, *draft.lists.values()}
    following = ""
    for name in reversed(schemas):
        if name in only_of_forms:
            break
        following = name
    for request in requests:
        name = _form_name(request)
        if name in schemas:
            message = f"{name} is made of {request}: leave out the one or rename the other"
            draft.complain((*SCHEMAS, name), message)
            continue
        insert_before(schemas, following, name, _schema_of_form(draft, request))
        draft.origins[*SCHEMAS, name] = (*SCHEMAS, request)
    for request in requests:
        schemas[request].pop(FORM_DESCRIPTION, None)
        drop_hints(draft, request)


def _schema_of_form(draft: Draft, request: str) -> JsonObject:
    schema: JsonObject = draft.schemas()[request]
    form: JsonObject = {}
    for key, value in schema.items():
        is_said_here = key == _ANY_OF or not key.startswith("x-")
        if is_said_here and key not in ("description", "properties"):
            form[key] = draft.copied(value)
    form["description"] = schema.get(FORM_DESCRIPTION, f"As `{request}`.")
    form["properties"] = {_FIELD: reference(_SCHEMA_OF_FIELD)}
    for each in properties_of(draft, request):
        form["properties"][each.name] = twin_of(draft, each).schema
    return form


def _form_name(request: str) -> str:
    return request.removesuffix(_OF_JSON) + _OF_FORM
