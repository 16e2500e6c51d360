"""What is fine by itself, but not beside another part of the spec, is refused with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.generator.spec.breaks import ROW_OF_202, TEXT_PROPERTY, Break

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.checkout, pytest.mark.one_case_in(3)]

DISAGREEMENTS: Final = {
    "code twice": Break(
        ROW_OF_202,
        ROW_OF_202.replace("202", "201"),
        0,
        "code 201 stands here a second time; first on line",
    ),
    "name twice": Break(
        "name: REQUIRED_MESSAGE_TEXT,",
        "name: REQUIRED_MESSAGE_SENDER,",
        0,
        "name REQUIRED_MESSAGE_SENDER stands here a second time; first on line",
    ),
    "codes out of order": Break(
        "  - {code: 0, name: OK",
        "  - {code: 2, name: OK",
        1,
        "code 1 stands after 2",
    ),
    "unknown code of an operation": Break(
        "creates: false, codes: [1]}",
        "creates: false, codes: [1, 7]}",
        0,
        "code 7 is",
    ),
    "unknown common code": Break(
        "x-common-codes: [0, 103, 999]",
        "x-common-codes: [0, 103, 998]",
        0,
        "code 998 is not in",
    ),
    "unknown code of a parameter": Break(
        TEXT_PROPERTY,
        TEXT_PROPERTY.replace("201", "299"),
        0,
        "code 299 is not in x-result-codes",
    ),
    "unknown code of a limit": Break(
        "unit: characters, code: 408",
        "unit: characters, code: 498",
        0,
        "code 498 is not in",
    ),
    "unknown code of a kind": Break(
        "    file_code: 419",
        "    file_code: 418",
        0,
        "code 418 is not in x-result-codes",
    ),
    "unknown missing code": Break(
        "caption: 205,",
        "caption: 207,",
        0,
        "code 207 is not in x-result-codes",
    ),
    "common code listed again": Break(
        "codes: [200, 201",
        "codes: [0, 201",
        0,
        "code 0 is in x-common-codes already",
    ),
    "unknown retry class": Break(
        "retry: keyed",
        "retry: once",
        0,
        "retry once is not in x-retry-classes",
    ),
    "unknown timeout class": Break(
        "timeout: send",
        "timeout: never",
        0,
        "timeout never is not in x-timeout-classes",
    ),
    "operation under another path": Break("method: balance", "method: money", 0, "not those of"),
    "no json": Break(
        "application/json:\n            schema: {$ref: '#/components/schemas/EmptyRequest'}",
        "text/plain:\n            schema: {$ref: '#/components/schemas/EmptyRequest'}",
        -3,
        "post of /user/balance.json takes no application/json",
    ),
    "limit that points nowhere": Break(
        "Recipients/maxItems'",
        "Recipients/maximum'",
        0,
        "/maximum points nowhere",
    ),
    "limit that is no number": Break(
        "Recipients/maxItems'",
        "Recipients/type'",
        0,
        "is not a whole number but 'array'",
    ),
    "limit twice": Break(
        "name: session_hours",
        "name: button_caption_characters",
        0,
        "stands here a second time",
    ),
    "status twice": Break(
        "{name: Delivered,",
        "{name: Queued,",
        0,
        "name Queued stands here a second time",
    ),
    "delivered but not final": Break(
        "final: true, delivered: true",
        "final: false, delivered: true",
        0,
        "but not final",
    ),
    "file type twice": Break(
        "{extension: png",
        "{extension: pdf",
        0,
        "extension pdf stands here a second time",
    ),
    "kind twice": Break(
        "  - kind: text", "  - kind: file", 0, "kind file stands here a second time"
    ),
    "kind of an unknown parameter": Break(
        "required: [text]",
        "required: [txt]",
        0,
        "ViberParameters has no property txt",
    ),
    "caption limit of no limit": Break(
        "caption_limit: button_caption",
        "caption_limit: title",
        0,
        "starts with title_",
    ),
    "file without a code": Break(
        "    file_code: 419",
        "    file_code: null",
        0,
        "file document and file_code do not agree",
    ),
    "allowed with a code": Break(
        "allowed: true, code: null",
        "allowed: true, code: 410",
        0,
        "a code stands exactly where",
    ),
    "parameter of two types": Break(
        "        text: {type: string, maxLength: 1000",
        "        text: {type: integer",
        None,
        "type of text differs between SmsParameters, ViberParameters, SendRequest",
    ),
    "one of nothing": Break(
        "    Recipients:\n",
        "    Recipients:\n      x-any-of: [sms]\n",
        1,
        "there is no property sms",
    ),
    "success with nothing": Break(
        "    SendRow:\n",
        "    SendRow:\n      x-on-success: [id]\n",
        1,
        "there is no property id",
    ),
    "null with nothing": Break(
        "    SendRow:\n",
        "    SendRow:\n      x-null-on-failure: [id]\n",
        1,
        "there is no property id",
    ),
    "either of nothing": Break(
        "    SendRow:\n",
        "    SendRow:\n      x-either: [[response_code], [id]]\n",
        1,
        "there is no property id",
    ),
    "only with nothing": Break(
        "x-synonym: start}",
        "x-synonym: start, x-only-if: {begin: now}}",
        0,
        "there is no begin beside start_date",
    ),
    "form of nothing": Break(
        "x-synonym: start}",
        "x-synonym: start, x-form: Nothing}",
        0,
        "there is no schema Nothing",
    ),
    "alphabet without characters": Break(
        "characters: abc, blocks: ['0041-005A']",
        "characters: '', blocks: []",
        0,
        "latin has no characters",
    ),
    "block that ends before it begins": Break(
        "blocks: ['0041-005A']",
        "blocks: ['005A-0041']",
        0,
        "latin has a block that ends before it begins",
    ),
    "alphabet of a taken name": Break(
        "{name: latin, meaning: Letters.",
        "{name: alphabets, meaning: Letters.",
        0,
        "alphabets cannot be the name of a constant",
    ),
    "alphabet twice": Break(
        "x-results:\n",
        "  - {name: latin, meaning: Others., characters: d, blocks: [], units: 1}\nx-results:\n",
        0,
        "name latin stands here a second time",
    ),
    "overall code that the operation does not have": Break(
        "codes: [",
        "overall_codes: [555], codes: [",
        0,
        "code 555 is not among the codes of the operation",
    ),
    "synonym of nothing": Break(
        "x-synonym: start}",
        "x-synonym: begin}",
        0,
        "there is no begin beside start_date",
    ),
    "result twice": Break(
        "  - name: Row", "  - name: Money", 0, "name Money stands here a second time"
    ),
    "result of no module": Break(
        "{name: Money, module: message",
        "{name: Money, module: cash",
        0,
        "no path is of the mod",
    ),
    "result of no schema": Break(
        "schemas: [SendRow]",
        "schemas: [SendRows]",
        0,
        "no schema SendRows with properties",
    ),
    "result of another's schema": Break(
        "schemas: [SendRow]",
        "schemas: [SendRow, Balance]",
        0,
        "Balance belongs to Money",
    ),
    "result without a meaning": Break(
        "    meaning: A row.\n",
        "",
        None,
        "Row has no meaning, and SendRow has no",
    ),
    "unknown key of a result": Break(
        "keys: [response_code]",
        "keys: [code]",
        0,
        "none of SendRow has code",
    ),
    "unknown first field": Break(
        "first: [status,", "first: [state,", 0, "none of SendRow has state"
    ),
    "field of two properties": Break(
        "{response_code: code}",
        "{response_code: phone}",
        None,
        "phone cannot be the name of",
    ),
    "field of ours": Break(
        "{response_code: code}",
        "{response_code: extra}",
        None,
        "extra cannot be the name of a field",
    ),
    "field by a keyword": Break(
        "{response_code: code}",
        "{response_code: class}",
        None,
        "class cannot be the name of a",
    ),
    "field that nothing reads": Break(
        "file_id: {type: integer, x-",
        "file_id: {type: boolean, x-",
        0,
        "type of file_id",
    ),
    "field of another module": Break(
        "{name: Money, module: message",
        "{name: Money, module: user",
        None,
        "type of details",
    ),
    "key that is a time": Break(
        "keys: [response_code]",
        "keys: [sent]",
        None,
        "sent is no text or number, and so no key",
    ),
    "unknown format": Break(
        "x-format: time}", "x-format: tme}", 0, "x-format: 'tme' is not one of"
    ),
    "parameter with two codes": Break(
        TEXT_PROPERTY,
        TEXT_PROPERTY.replace("304", "306"),
        None,
        "x-codes of text differs between SmsParameters",
    ),
}


@pytest.mark.parametrize("planted", DISAGREEMENTS.values(), ids=DISAGREEMENTS)
def test_a_broken_spec_is_refused_with_its_line(small_spec: Path, planted: Break) -> None:
    planted.check(small_spec)
