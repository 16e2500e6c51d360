"""What no reader of YAML or OpenAPI can take is refused with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.generator.spec.breaks import ROW_OF_202, Break

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.checkout, pytest.mark.one_case_in(3)]

IN_YAML: Final = {
    "yaml syntax": Break(
        "x-common-codes: [0, 103, 999]",
        "x-common-codes: [0, 103, 999",
        1,
        "is not YAML: ",
    ),
    "tab": Break("x-limits:", "x-limits:\n\t- {}", 1, "is not YAML: "),
    "duplicate key": Break(
        "    Recipients:\n",
        "    Flag: {}\n    Recipients:\n",
        0,
        "the key 'Flag' stands here a second time; first on line",
    ),
    "number as a key": Break(
        "responses: {'200': {$ref: ",
        "responses: {200: {$ref: ",
        0,
        "'200' is not a string; quote it",
    ),
    "date without quotes": Break(
        ROW_OF_202,
        ROW_OF_202.replace("'", ""),
        0,
        "is no value of JSON (date); quote it",
    ),
    "anchor": Break(
        "  title: Small", "  title: &title Small", 0, "the anchor &title: not every reader"
    ),
    "alias of itself": Break(
        "  title: Small",
        "  title: &title [*title]",
        0,
        "the anchor &title: not every reader",
    ),
    "merge key": Break("    Flag:\n", "    Flag:\n      <<: {type: integer}\n", 1, "'<<' "),
}
PATHS: Final = {
    "brace without its partner": Break(
        "  /message/send.json:", "  '/message/{send.json':", 0, "is no path: a brace"
    ),
    "partner without its brace": Break(
        "  /message/send.json:", "  '/message/}send.json':", 0, "is no path: a brace"
    ),
}
REFERENCES: Final = {
    "dangling reference": Break(
        "schema: {$ref: '#/components/schemas/SendForm'}",
        "schema: {$ref: '#/components/schemas/Form'}",
        0,
        "$ref '#/components/schemas/Form' points nowhere",
    ),
    "reference into an array": Break(
        "schema: {$ref: '#/components/schemas/SendForm'}",
        "schema: {$ref: '#/x-limits/first'}",
        0,
        "$ref '#/x-limits/first' points nowhere",
    ),
    "reference to elsewhere": Break(
        "schema: {$ref: '#/components/schemas/SendForm'}",
        "schema: {$ref: 'http://127.0.0.1:1/form.json'}",
        0,
        "$ref 'http://127.0.0.1:1/form.json' does not point into this file (#/…)",
    ),
}
IN_OPENAPI: Final = {
    "another version": Break("openapi: 3.1.0", "openapi: 3.0.3", 0, "openapi: must be 3.1.x"),
    "unknown place of a parameter": Break(
        "          in: query",
        "          in: qury",
        0,
        '"qury" is not one of',
    ),
    "unknown type": Break("ttl: {type: integer", "ttl: {type: integr", 0, "'integr' is not valid"),
    "keyword of another type": Break(
        "      minItems: 1",
        "      minItems: one",
        0,
        "'one' is not of type 'integer'",
    ),
    "no responses": Break(
        "      responses: {'200': {$ref: '#/components/responses/Ping'}}\n    get:",
        "      responses: {}\n    get:",
        0,
        "{} has less than 1 property",
    ),
    "operation id taken": Break(
        "operationId: userBalance\n",
        "operationId: messageSend\n",
        0,
        "operationId messageSend is taken; first on line",
    ),
    "link to no operation": Break(
        "operationId: messagePingGet}",
        "operationId: nothing}",
        0,
        "no operation is called",
    ),
    "no answer": Break(
        "responses: {'200': {$ref: '#/components/responses/Ping'}}\n    get:",
        "responses: {'201': {$ref: '#/components/responses/Ping'}}\n    get:",
        0,
        "post of /message/ping.json has no answer 200 in application/json",
    ),
    "no servers": Break("servers:\n  - url: http://127.0.0.1:1\n", "", None, "there is no server"),
    "an empty list of servers": Break(
        "servers:\n  - url: http://127.0.0.1:1\n", "servers: []\n", 0, "there is no server"
    ),
}
BROKEN: Final = {**IN_YAML, **PATHS, **REFERENCES, **IN_OPENAPI}


@pytest.mark.parametrize("planted", BROKEN.values(), ids=BROKEN)
def test_a_broken_spec_is_refused_with_its_line(small_spec: Path, planted: Break) -> None:
    planted.check(small_spec)
