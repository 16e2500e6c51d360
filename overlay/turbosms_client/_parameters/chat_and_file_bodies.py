"""Makes the bodies of the methods of `chat` and `file`, and checks them."""

from __future__ import annotations

from typing import Any, Final

from turbosms_api.tables.parameters import PARAMETERS, Parameter

from .._results.errors import invalid_parameter
from . import checks

# The service's names for parameters to which our methods give another name.
_SERVICE_NAMES: Final = {"text": "message", "name": "file_name", "file_id": "id"}


def check_exactly_one(missing: int, both: int | None = None, **values: Any) -> None:
    """Raise unless exactly one of these was passed; an empty value counts as passed.

    `both` is None if the service would choose between two values instead of refusing them.
    """
    present = [name for name, value in values.items() if value is not None]
    if not present:
        raise invalid_parameter(next(iter(values)), f"Pass one of {' and '.join(values)}.", missing)
    if len(present) == 1:
        return
    for name in present:
        if isinstance(values[name], str) and not values[name]:
            raise checks.empty(name, None)
    raise invalid_parameter(present[0], f"Pass one of {' and '.join(values)}, not both.", both)


def build_body(operation: str, **values: Any) -> dict[str, Any]:
    """Check the parameters passed to a method of `chat` or `file`, and give them service names."""
    body: dict[str, Any] = {}
    for name, value in values.items():
        service_name = _SERVICE_NAMES.get(name, name)
        parameter = PARAMETERS[operation][service_name]
        is_passed = value is not None
        if parameter.type == "flag":
            checks.check_flag(name, value)
        elif parameter.type == "integer" and (is_passed or name == "rows"):
            checks.check_integer(name, parameter, value)
        elif parameter.type == "string" and is_passed:
            _check_filled(name, parameter, value)
        if value:
            body[service_name] = 1 if value is True else value
    return body


def required_integer(operation: str, name: str, value: Any) -> dict[str, int]:
    """Check the one required number of a method, and give it the service's name."""
    service_name = _SERVICE_NAMES.get(name, name)
    checks.check_integer(name, PARAMETERS[operation][service_name], value)
    return {service_name: value}


def _check_filled(name: str, parameter: Parameter, value: Any) -> None:
    """Raise for a text that is empty or too long."""
    checks.check_string(name, value, parameter.type_code)
    if not value:
        code = parameter.missing_code
        if code is None:
            code = parameter.type_code
        raise checks.empty(name, code)
    limit = parameter.max_length["request"]
    if len(value) > limit:
        message = f"{name} has {len(value)} characters, and {limit} fit: shorten it."
        raise invalid_parameter(name, message, parameter.limit_code, limit=limit)
