"""A broken spec is refused with the file, the line and the problem; nothing is generated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.kit.generating import generator_here

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = [pytest.mark.checkout, pytest.mark.one_case_in(3)]

SMS = "description: What to say., x-codes: {missing: 201, type: 304, limit: 413}}"
CODE_202 = (
    "  - {code: 202, name: REQUIRED_MESSAGE_RECIPIENT, meaning: Nobody., since: '2020-02-25', "
)

#: A piece of the small spec, what it is replaced by, how many lines below it the problem stands,
#: and the problem.
BROKEN = {
    # YAML
    "yaml syntax": (
        "x-common-codes: [0, 103, 999]",
        "x-common-codes: [0, 103, 999",
        1,
        "is not YAML: ",
    ),
    "tab": ("x-limits:", "x-limits:\n\t- {}", 1, "is not YAML: "),
    "duplicate key": (
        "    Recipients:\n",
        "    Flag: {}\n    Recipients:\n",
        0,
        "the key 'Flag' stands here a second time; first on line",
    ),
    "number as a key": (
        "responses: {'200': {$ref: ",
        "responses: {200: {$ref: ",
        0,
        "'200' is not a string; quote it",
    ),
    "date without quotes": (
        CODE_202,
        CODE_202.replace("'", ""),
        0,
        "is no value of JSON (date); quote it",
    ),
    "anchor": ("  title: Small", "  title: &title Small", 0, "the anchor &title: not every reader"),
    "alias of itself": (
        "  title: Small",
        "  title: &title [*title]",
        0,
        "the anchor &title: not every reader",
    ),
    "merge key": ("    Flag:\n", "    Flag:\n      <<: {type: integer}\n", 1, "'<<' "),
    # References
    "dangling reference": (
        "schema: {$ref: '#/components/schemas/SendForm'}",
        "schema: {$ref: '#/components/schemas/Form'}",
        0,
        "$ref '#/components/schemas/Form' points nowhere",
    ),
    "reference into an array": (
        "schema: {$ref: '#/components/schemas/SendForm'}",
        "schema: {$ref: '#/x-limits/first'}",
        0,
        "$ref '#/x-limits/first' points nowhere",
    ),
    "reference to elsewhere": (
        "schema: {$ref: '#/components/schemas/SendForm'}",
        "schema: {$ref: 'http://127.0.0.1:1/form.json'}",
        0,
        "$ref 'http://127.0.0.1:1/form.json' does not point into this file (#/…)",
    ),
    # OpenAPI
    "another version": ("openapi: 3.1.0", "openapi: 3.0.3", 0, "openapi: must be 3.1.x"),
    "unknown place of a parameter": (
        "          in: query",
        "          in: qury",
        0,
        '"qury" is not one of',
    ),
    "unknown type": ("ttl: {type: integer", "ttl: {type: integr", 0, "'integr' is not valid"),
    "keyword of another type": (
        "      minItems: 1",
        "      minItems: one",
        0,
        "'one' is not of type 'integer'",
    ),
    "no responses": (
        "      responses: {'200': {$ref: '#/components/responses/Ping'}}\n    get:",
        "      responses: {}\n    get:",
        0,
        "{} has less than 1 property",
    ),
    "operation id taken": (
        "operationId: userBalance\n",
        "operationId: messageSend\n",
        0,
        "operationId messageSend is taken; first on line",
    ),
    "link to no operation": (
        "operationId: messagePingGet}",
        "operationId: nothing}",
        0,
        "no operation is called",
    ),
    "no answer": (
        "responses: {'200': {$ref: '#/components/responses/Ping'}}\n    get:",
        "responses: {'201': {$ref: '#/components/responses/Ping'}}\n    get:",
        0,
        "post of /message/ping.json has no answer 200 in application/json",
    ),
    # The schema of the extensions
    "table missing": (
        "x-common-codes: [0, 103, 999]\n",
        "",
        None,
        "'x-common-codes' is a required property",
    ),
    "unknown table": ("x-common-codes:", "x-comon-codes:", 0, "x-comon-codes: unknown extension"),
    "unknown extension": (
        SMS,
        SMS.replace("x-codes", "x-code"),
        0,
        "text.x-code: unknown extension",
    ),
    "no x-operation": (
        "    x-operation: {module: user",
        "    x-op: {module: user",
        0,
        "x-op: unknown extension",
    ),
    "unknown key in a row": (
        "value: 30",
        "values: 30",
        0,
        "x-limits.1: Additional properties are not",
    ),
    "value and pointer": (
        "value: 30",
        "value: 30, at: '#/info'",
        0,
        "x-limits.1: must have either value or at",
    ),
    "neither value nor pointer": ("value: 30, ", "", 0, "x-limits.1: must have either value or at"),
    "wrong scalar": (
        "support, repeat: true",
        "support, repeat: maybe",
        0,
        "x-result-codes.19.repeat: 'maybe' is not",
    ),
    "unknown outcome": (
        "outcome: unknown",
        "outcome: perhaps",
        0,
        "x-result-codes.19.outcome: 'perhaps' is not",
    ),
    "no such day": (
        "'2021-01-22'",
        "'2021-02-30'",
        0,
        "x-result-codes.17.since: '2021-02-30' is not a 'date'",
    ),
    "address of the pages": (
        "example.com/docs/",
        "example.com/docs",
        0,
        "x-help-url: 'https://example.com/docs'",
    ),
    "name of a code": (
        "name: PONG",
        "name: Pong",
        0,
        "x-result-codes.1.name: 'Pong' does not match",
    ),
    # Parts that do not agree
    "code twice": (
        CODE_202,
        CODE_202.replace("202", "201"),
        0,
        "code 201 stands here a second time; first on line",
    ),
    "name twice": (
        "name: REQUIRED_MESSAGE_TEXT,",
        "name: REQUIRED_MESSAGE_SENDER,",
        0,
        "name REQUIRED_MESSAGE_SENDER stands here a second time; first on line",
    ),
    "codes out of order": (
        "  - {code: 0, name: OK",
        "  - {code: 2, name: OK",
        1,
        "code 1 stands after 2",
    ),
    "unknown code of an operation": (
        "creates: false, codes: [1]}",
        "creates: false, codes: [1, 7]}",
        0,
        "code 7 is",
    ),
    "unknown common code": (
        "x-common-codes: [0, 103, 999]",
        "x-common-codes: [0, 103, 998]",
        0,
        "code 998 is not in",
    ),
    "unknown code of a parameter": (
        SMS,
        SMS.replace("201", "299"),
        0,
        "code 299 is not in x-result-codes",
    ),
    "unknown code of a limit": (
        "unit: characters, code: 408",
        "unit: characters, code: 498",
        0,
        "code 498 is not in",
    ),
    "unknown code of a kind": (
        "    file_code: 419",
        "    file_code: 418",
        0,
        "code 418 is not in x-result-codes",
    ),
    "unknown missing code": (
        "caption: 205,",
        "caption: 207,",
        0,
        "code 207 is not in x-result-codes",
    ),
    "common code listed again": (
        "codes: [200, 201",
        "codes: [0, 201",
        0,
        "code 0 is in x-common-codes already",
    ),
    "unknown retry class": (
        "retry: keyed",
        "retry: once",
        0,
        "retry once is not in x-retry-classes",
    ),
    "unknown timeout class": (
        "timeout: send",
        "timeout: never",
        0,
        "timeout never is not in x-timeout-classes",
    ),
    "operation under another path": ("method: balance", "method: money", 0, "not those of"),
    "no json": (
        "application/json:\n            schema: {$ref: '#/components/schemas/EmptyRequest'}",
        "text/plain:\n            schema: {$ref: '#/components/schemas/EmptyRequest'}",
        -3,
        "post of /user/balance.json takes no application/json",
    ),
    "limit that points nowhere": (
        "Recipients/maxItems'",
        "Recipients/maximum'",
        0,
        "/maximum points nowhere",
    ),
    "limit that is no number": (
        "Recipients/maxItems'",
        "Recipients/type'",
        0,
        "is not a whole number but 'array'",
    ),
    "limit twice": (
        "name: session_hours",
        "name: button_caption_characters",
        0,
        "stands here a second time",
    ),
    "status twice": (
        "{name: Delivered,",
        "{name: Queued,",
        0,
        "name Queued stands here a second time",
    ),
    "delivered but not final": (
        "final: true, delivered: true",
        "final: false, delivered: true",
        0,
        "but not final",
    ),
    "file type twice": (
        "{extension: png",
        "{extension: pdf",
        0,
        "extension pdf stands here a second time",
    ),
    "kind twice": ("  - kind: text", "  - kind: file", 0, "kind file stands here a second time"),
    "kind of an unknown parameter": (
        "required: [text]",
        "required: [txt]",
        0,
        "ViberParameters has no property txt",
    ),
    "caption limit of no limit": (
        "caption_limit: button_caption",
        "caption_limit: title",
        0,
        "starts with title_",
    ),
    "file without a code": (
        "    file_code: 419",
        "    file_code: null",
        0,
        "file document and file_code do not agree",
    ),
    "allowed with a code": (
        "allowed: true, code: null",
        "allowed: true, code: 410",
        0,
        "a code stands exactly where",
    ),
    "parameter of two types": (
        "        text: {type: string, maxLength: 1000",
        "        text: {type: integer",
        None,
        "type of text differs between SmsParameters, ViberParameters, SendRequest",
    ),
    "one of nothing": (
        "    Recipients:\n",
        "    Recipients:\n      x-any-of: [sms]\n",
        1,
        "there is no property sms",
    ),
    "success with nothing": (
        "    SendRow:\n",
        "    SendRow:\n      x-on-success: [id]\n",
        1,
        "there is no property id",
    ),
    "null with nothing": (
        "    SendRow:\n",
        "    SendRow:\n      x-null-on-failure: [id]\n",
        1,
        "there is no property id",
    ),
    "either of nothing": (
        "    SendRow:\n",
        "    SendRow:\n      x-either: [[response_code], [id]]\n",
        1,
        "there is no property id",
    ),
    "only with nothing": (
        "x-synonym: start}",
        "x-synonym: start, x-only-if: {begin: now}}",
        0,
        "there is no begin beside start_date",
    ),
    "form of nothing": (
        "x-synonym: start}",
        "x-synonym: start, x-form: Nothing}",
        0,
        "there is no schema Nothing",
    ),
    "alphabet without characters": (
        "characters: abc, blocks: ['0041-005A']",
        "characters: '', blocks: []",
        0,
        "latin has no characters",
    ),
    "block that ends before it begins": (
        "blocks: ['0041-005A']",
        "blocks: ['005A-0041']",
        0,
        "latin has a block that ends before it begins",
    ),
    "alphabet of a taken name": (
        "{name: latin, meaning: Letters.",
        "{name: alphabets, meaning: Letters.",
        0,
        "alphabets cannot be the name of a constant",
    ),
    "alphabet twice": (
        "x-results:\n",
        "  - {name: latin, meaning: Others., characters: d, blocks: [], units: 1}\nx-results:\n",
        0,
        "name latin stands here a second time",
    ),
    "overall code that the operation does not have": (
        "codes: [",
        "overall_codes: [555], codes: [",
        0,
        "code 555 is not among the codes of the operation",
    ),
    "synonym of nothing": (
        "x-synonym: start}",
        "x-synonym: begin}",
        0,
        "there is no begin beside start_date",
    ),
    "result twice": ("  - name: Row", "  - name: Money", 0, "name Money stands here a second time"),
    "result of no module": (
        "{name: Money, module: message",
        "{name: Money, module: cash",
        0,
        "no path is of the mod",
    ),
    "result of no schema": (
        "schemas: [SendRow]",
        "schemas: [SendRows]",
        0,
        "no schema SendRows with properties",
    ),
    "result of another's schema": (
        "schemas: [SendRow]",
        "schemas: [SendRow, Balance]",
        0,
        "Balance belongs to Money",
    ),
    "result without a meaning": (
        "    meaning: A row.\n",
        "",
        None,
        "Row has no meaning, and SendRow has no",
    ),
    "unknown key of a result": (
        "keys: [response_code]",
        "keys: [code]",
        0,
        "none of SendRow has code",
    ),
    "unknown first field": ("first: [status,", "first: [state,", 0, "none of SendRow has state"),
    "field of two properties": (
        "{response_code: code}",
        "{response_code: phone}",
        None,
        "phone cannot be the name of",
    ),
    "field of ours": (
        "{response_code: code}",
        "{response_code: extra}",
        None,
        "extra cannot be the name of a field",
    ),
    "field by a keyword": (
        "{response_code: code}",
        "{response_code: class}",
        None,
        "class cannot be the name of a",
    ),
    "field that nothing reads": (
        "file_id: {type: integer, x-",
        "file_id: {type: boolean, x-",
        0,
        "type of file_id",
    ),
    "field of another module": (
        "{name: Money, module: message",
        "{name: Money, module: user",
        None,
        "type of details",
    ),
    "key that is a time": (
        "keys: [response_code]",
        "keys: [sent]",
        None,
        "sent is no text or number, and so no key",
    ),
    "unknown format": ("x-format: time}", "x-format: tme}", 0, "x-format: 'tme' is not one of"),
    "parameter with two codes": (
        SMS,
        SMS.replace("304", "306"),
        None,
        "x-codes of text differs between SmsParameters",
    ),
}


@pytest.mark.parametrize(("piece", "replacement", "offset", "problem"), BROKEN.values(), ids=BROKEN)
def test_a_broken_spec_is_refused_with_its_line(
    small_spec: Path, piece: str, replacement: str, offset: int | None, problem: str
) -> None:
    from generator.spec.problems import BrokenSpecError  # noqa: PLC0415
    from generator.spec.validation import read_spec  # noqa: PLC0415

    text = small_spec.read_text(encoding="utf-8")
    assert piece in text
    small_spec.write_text(text.replace(piece, replacement, 1), encoding="utf-8")
    with pytest.raises(BrokenSpecError) as caught:
        read_spec(small_spec, "small.yaml")
    found = [line for line in str(caught.value).splitlines() if problem in line]
    assert found, str(caught.value)
    assert found[0].startswith("small.yaml:")
    if offset is not None:
        line = text[: text.index(piece)].count("\n") + 1 + offset
        assert found[0].startswith(f"small.yaml:{line}: "), found[0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "small.yaml:1: is not a mapping"),
        (b"- openapi\n", "small.yaml:1: is not a mapping"),
        (b"openapi: 3.1.0\ninfo: \xff\n", "small.yaml:2: is not UTF-8: invalid start byte"),
        (b"openapi: 3.1.0\n---\nopenapi: 3.1.0\n", "small.yaml:2: is not YAML: "),
        (b"openapi: 3.1.0\n", "small.yaml:1: "),
        (b"{}\n", "small.yaml:1: openapi: must be 3.1.x"),
        (None, "small.yaml:1: cannot be read: No such file or directory"),
    ],
)
def test_what_is_no_spec_at_all_is_refused(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "small.yaml").write_bytes(content)
    for command in ("generate", "check"):
        done = generator_here(command, "--spec", "small.yaml", "--out", "out", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(message), done.stderr
        assert not (tmp_path / "out").exists()


def test_every_problem_of_a_kind_is_told_at_once_in_order(small_spec: Path) -> None:
    from generator.spec.problems import BrokenSpecError  # noqa: PLC0415
    from generator.spec.validation import read_spec  # noqa: PLC0415

    text = (
        small_spec.read_text(encoding="utf-8")
        .replace("302", "303")
        .replace("code: 303", "code: 302")
    )
    small_spec.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenSpecError) as caught:
        read_spec(small_spec, "small.yaml")
    lines = [problem.line for problem in caught.value.problems]
    assert len(lines) == 4
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    "arguments", [[], ["publsh"], ["generate", "--spex", "x"], ["generate", "more"]]
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    done = generator_here(*arguments)
    assert done.returncode == 2
    assert "Usage: python -m generator" in done.stdout + done.stderr


def test_a_spec_without_our_keys_is_told_so_once(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.yaml"
    foreign.write_text("openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n", "utf-8")
    done = generator_here("generate", "--spec", foreign, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert (
        "foreign.yaml:1: has none of the keys that the tables are made from (x-result-codes, "
        in done.stderr
    )
    assert "docs/spec-extensions.md" in done.stderr
