"""The checks that a run adds to schemathesis' own.

What an envelope with HTTP status 200 must and must not say.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.contract.harness import sent_request
from tests.contract.harness.published_contract import contract
from tests.contract.harness.verdict import Verdict, from_text, judge, judge_send, sends_of
from tests.kit.json_values import objects_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemathesis import Case, CheckContext, Response

    Answer = dict[str, Any]
    Checked = bool | None
    Check = Callable[[CheckContext, Response, Case[Any]], Checked]

SKIPPED = True
"""What a check answers if the answer gives it nothing to check.

The checks of the answer's form see to that.
"""


def envelope_of(response: Response) -> dict[str, Any] | None:
    """The answer, if it can be read as an envelope."""
    answer = sent_request.json_or_none(response.content)
    is_envelope = isinstance(answer, dict) and isinstance(answer.get("response_code"), int)
    return answer if is_envelope else None


def name_results(response: Response) -> None:
    """Give the results of sends that came as a list, which are a list too (A-43), their names.

    A list as the body of another method means nothing, and its answer has nothing to be named.
    """
    path = urlsplit(str(response.request.url)).path
    is_sendmulti = path.removesuffix(".json") == "/message/sendmulti"
    if not is_sendmulti or not isinstance(sent_request.json_or_none(body_of(response)), list):
        return
    answer = sent_request.json_or_none(response.content)
    if isinstance(answer, dict) and isinstance(answer.get("response_result"), list):
        answer["response_result"] = sent_request.named(answer["response_result"])
        response.content = json.dumps(answer).encode()
        response.content_size = len(response.content)


def sent_by(response: Response) -> sent_request.Sent:
    """The request behind `response`, read back from its bytes."""
    request = response.request
    headers = {name: str(value) for name, value in request.headers.items()}
    return sent_request.read(str(request.method), str(request.url), headers, body_of(response))


def body_of(response: Response) -> bytes:
    """The body of the request behind `response`."""
    body = response.request.body
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes):
        return body
    return b""


def coded(answer: object) -> Iterator[dict[str, Any]]:
    """Every object with a code: the envelope, envelopes within it, rows."""
    return (each for each in objects_in(answer) if "response_code" in each)


def envelopes(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The envelope and those within it (message/sendmulti)."""
    yield answer
    result = answer.get("response_result")
    if isinstance(result, dict):
        for value in result.values():
            if isinstance(value, dict) and "response_result" in value:
                yield value


def rows_of(envelope: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of an envelope that speak of one recipient or message each."""
    result = envelope.get("response_result")
    rows = result if isinstance(result, list) else []
    return [
        row for row in rows if isinstance(row, dict) and isinstance(row.get("response_code"), int)
    ]


def of_envelopes(check: Callable[[Answer, Response, Case[Any]], Checked]) -> Check:
    """A check of the answers that can be read as an envelope."""

    def checked(_ctx: CheckContext, response: Response, case: Case[Any]) -> Checked:
        answer = envelope_of(response)
        return SKIPPED if answer is None else check(answer, response, case)

    checked.__name__ = check.__name__
    checked.__doc__ = check.__doc__
    return checked


@of_envelopes
def code_is_in_the_table(answer: Answer, response: Response, case: Case[Any]) -> Checked:
    """Every code is one of `x-result-codes`."""
    for item in coded(answer):
        assert item["response_code"] in contract().names, (
            f"{item['response_code']!r} is no result code"
        )
    return None


@of_envelopes
def code_and_name_are_a_pair(answer: Answer, response: Response, case: Case[Any]) -> Checked:
    """`response_status` is the name of `response_code`, in the envelope and in every row."""
    for item in coded(answer):
        name = contract().names.get(item["response_code"])
        if name is not None and "response_status" in item:
            assert item["response_status"] == name, (
                f"{item['response_code']} is {name}, not {item['response_status']!r}"
            )
    return None


@of_envelopes
def code_belongs_to_the_operation(
    answer: Answer, response: Response, case: Case[Any]
) -> bool | None:
    """The operation lists the code, and the code may stand where it stands.

    In an envelope or in a row.
    """
    published = contract()
    operation = published.operations[case.operation.path]
    for item in coded(answer):
        code = item["response_code"]
        assert code in operation.codes or code not in published.names, (
            f"{operation.key} does not list {code}"
        )
    for envelope in envelopes(answer):
        assert published.scopes.get(envelope["response_code"]) != "recipient", (
            f"{envelope['response_code']} is for rows"
        )
        for row in rows_of(envelope):
            assert published.scopes.get(row["response_code"]) != "request", (
                f"{row['response_code']} is not for rows"
            )
    return None


@of_envelopes
def no_success_on_invalid_input(answer: Answer, response: Response, case: Case[Any]) -> Checked:
    """What violates the contract is not carried out, nor a row for an impossible item."""
    published = contract()
    sent = sent_by(response)
    if judge(sent) is Verdict.INVALID:
        assert not published.succeeded(answer["response_code"]), (
            f"{answer['response_code']} for an invalid request"
        )
    for request, inner in inner_sends(sent, answer):
        if request is Verdict.INVALID:
            assert not published.succeeded(inner["response_code"]), (
                f"{inner['response_code']} for an invalid send"
            )
    for envelope in envelopes(answer):
        for row in rows_of(envelope):
            if published.succeeded(row["response_code"]):
                _assert_possible_item(row)
    return None


def _assert_possible_item(row: dict[str, Any]) -> None:
    for key, schema in (("phone", "Phone"), ("message_id", "MessageId")):
        if row.get(key) is not None:
            reference = {"$ref": f"#/components/schemas/{schema}"}
            assert contract().accepts(reference, row[key]), (
                f"{row['response_code']} for {key} {row[key]!r}"
            )


@of_envelopes
def valid_input_is_not_malformed(
    answer: Answer, response: Response, case: Case[Any]
) -> bool | None:
    """What satisfies the contract may be refused for what it asks, not for how it is written."""
    sent = sent_by(response)
    verdicts = [(judge(sent), answer), *inner_sends(sent, answer)]
    for verdict, envelope in verdicts:
        if verdict is Verdict.VALID:
            code = envelope["response_code"]
            assert code not in contract().malformed_codes, f"{code} for a valid request"
    return None


@of_envelopes
def rows_agree_with_the_envelope(
    answer: Answer, response: Response, case: Case[Any]
) -> bool | None:
    """A created message has an id, a refused one none.

    «partial» means some of each, success means no refusal.
    """
    published = contract()
    operation = published.operations[case.operation.path].key
    if operation not in ("message/send", "message/sendmulti"):
        return SKIPPED
    for envelope in envelopes(answer):
        rows = rows_of(envelope)
        accepted = [row for row in rows if published.succeeded(row["response_code"])]
        for row in rows:
            assert (row.get("message_id") is not None) == (row in accepted), (
                f"message_id and code of {row} disagree"
            )
        outcome = published.outcomes.get(envelope["response_code"])
        found = f"{envelope['response_code']} with {len(accepted)} of {len(rows)} rows"
        if outcome == "partial":
            assert 0 < len(accepted) < len(rows), found
        elif outcome == "success" and rows:
            assert len(accepted) == len(rows), found
        elif outcome == "failure":
            assert not accepted, found
    return None


@of_envelopes
def every_item_has_its_row(answer: Answer, response: Response, case: Case[Any]) -> Checked:
    """A success has a row for each recipient or message id of the request, and no other."""
    lists = list(items_with_rows(sent_by(response), answer))
    for items, rows in lists:
        assert len(rows) == len(items), f"{len(rows)} rows for {len(items)} recipients or ids"
    return None if lists else SKIPPED


def items_with_rows(
    sent: sent_request.Sent, answer: dict[str, Any]
) -> Iterator[tuple[list[Any] | dict[str, Any], list[Any]]]:
    """The lists of recipients or ids, each with the rows that answer it, and no earlier request."""
    key = contract().operations[sent.path].key
    result = answer.get("response_result")
    pairs: list[tuple[Any, Any]] = (
        [(sent.data, answer)] if sent.certain and key.startswith("message/") else []
    )
    if key == "message/sendmulti" and isinstance(sent.data, dict) and isinstance(result, dict):
        is_first = contract().outcomes.get(answer["response_code"]) != "replay"
        sends = sends_of(sent.data) if is_first else {}
        pairs = [(request, result.get(name)) for name, request in sends.items()]
    for request, envelope in pairs:
        items = (
            request.get("recipients", request.get("messages"))
            if isinstance(request, dict)
            else None
        )
        is_answer = (
            isinstance(envelope, dict)
            and contract().outcomes.get(envelope["response_code"]) != "replay"
        )
        rows = envelope.get("response_result") if is_answer else None
        if isinstance(items, (list, dict)) and isinstance(rows, list):
            yield items, rows


def other_methods_are_refused(
    _ctx: CheckContext, response: Response, _case: Case[Any]
) -> bool | None:
    """A verb other than GET and POST carries nothing out.

    INVALID_REQUEST, or an HTTP error without an envelope.
    """
    if response.request.method in ("GET", "POST"):
        return SKIPPED
    answer = envelope_of(response)
    code = None if answer is None else answer["response_code"]
    assert code == 300 or (answer is None and response.status_code in (404, 405)), (
        f"{code}, HTTP {response.status_code}"
    )
    return None


def inner_sends(
    sent: sent_request.Sent, answer: dict[str, Any]
) -> list[tuple[Verdict, dict[str, Any]]]:
    """The sends of a message/sendmulti, judged, each with its own envelope."""
    published = contract()
    result = answer.get("response_result")
    is_multi = published.operations[sent.path].key == "message/sendmulti"
    if not (is_multi and sent.certain and isinstance(sent.data, dict) and isinstance(result, dict)):
        return []
    if published.outcomes.get(answer["response_code"]) == "replay":
        return []
    schema = {"$ref": "#/components/schemas/SendRequest"}
    found = []
    for key, request in sends_of(sent.data).items():
        inner = result.get(key)
        if isinstance(inner, dict) and isinstance(inner.get("response_code"), int):
            given = from_text(schema, request) if sent.textual else request
            found.append((judge_send(schema, given, textual=sent.textual), inner))
    return found


CHECKS: tuple[Check, ...] = (
    code_is_in_the_table,
    code_and_name_are_a_pair,
    code_belongs_to_the_operation,
    no_success_on_invalid_input,
    valid_input_is_not_malformed,
    rows_agree_with_the_envelope,
    every_item_has_its_row,
    other_methods_are_refused,
)
BUILT_IN = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
