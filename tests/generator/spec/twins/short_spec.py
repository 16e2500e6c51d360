"""A short spec as it is written by hand, and what it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.spec.twins.whole_document import read_whole_document

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.document import Document

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
BRACKETS: Final = {"style": "deepObject", "explode": True}
#: A request with a field of each kind that is not in components already.
SMALL: Final = """\
openapi: 3.1.0
info: {title: Small, version: 1.0.0}
security: [{query: []}]
x-help-url: https://example.com/
paths:
  /user/limits.json:
    post:
      operationId: userLimits
      tags: [user]
      summary: Limits
      description: Answers the limits.
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/LimitsRequest'}
          application/x-www-form-urlencoded:
            examples: {one: {value: {names: {'0': a}}}}
      responses: {'200': {description: Limits.}}
  /user/others.json:
    post:
      operationId: userOthers
      x-get-description: In the query.
      requestBody: {$ref: '#/components/requestBodies/Limits'}
      responses: {'200': {description: Others.}}
components:
  parameters:
    Page: {name: page, in: query, description: The page., schema: {type: integer}}
  requestBodies:
    Limits:
      content:
        application/json:
          schema: {$ref: '#/components/schemas/LimitsRequest'}
        application/x-www-form-urlencoded: {}
  schemas:
    LimitsRequest:
      type: object
      x-any-of: [names, page]
      description: Whose limits.
      x-form-description: As JSON.
      required: [names]
      properties:
        sequence_id: {type: string, description: Its number.}
        names:
          $ref: '#/components/schemas/Names'
          x-query-description: In brackets.
          x-query-example: {'0': a}
        page: {type: integer, description: The page., x-assumption: A-01}
        where: {type: object, description: Where., x-query-first: true}
        size: {type: integer, default: 3, description: How large., x-codes: {type: 300}}
      x-assumption: A-01
    Names:
      type: array
      minItems: 1
      maxItems: 9
      items: {type: string, maxLength: 5}
    Token: {type: string}
    NumberedNames: {type: object, x-list: '#/components/schemas/Names', description: By number.}
    Shared:
      type: object
      required: [code]
      description: What answers share.
      x-part: true
      properties:
        code: {type: integer}
    Answer:
      allOf: [{$ref: '#/components/schemas/Shared'}]
      description: An answer.
      required: [result]
      properties:
        result: {type: string}
"""


def whole(text: str, directory: Path) -> Document:
    """The document that a hand-written text stands for."""
    file = directory / "short.yaml"
    file.write_text(text, "utf-8")
    return read_whole_document(file, "short.yaml")
