"""Every answer ends in a defined result or in a named error.

Through the generated client, from a real server.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import envelope, ok
from tests.kit.facts import documented_answer
from tests.kit.service import Act
from turbosms_api import AuthenticatedClient
from turbosms_api.api.file import file_details
from turbosms_api.api.message import (
    message_details,
    message_ping,
    message_send,
    message_send_multi,
    message_status,
)
from turbosms_api.errors import UnexpectedStatus, UnreadableAnswer
from turbosms_api.models import (
    Balance,
    FileDetailsRequest,
    MessageIdsRequest,
    SendMultiRequest,
    SendRequest,
    SendResponse,
    SendRow,
    SmsDetails,
    StatusRow,
)
from turbosms_api.types import UNSET, Response
from turbosms_testing.sandbox import NO_CERTIFICATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.kit.service import Service

HTML = b"<html>Bad gateway</html>"
REQUEST = SendRequest(recipients=["380678998668"])
IDS = MessageIdsRequest(messages=["f83f8868-5e46-c6cf-e4fb-615e5a293754"])
SENT = {
    "phone": "380678998668",
    "response_code": 0,
    "message_id": "f83f8868",
    "response_status": "OK",
}

#: Rows that the documentation does not promise, beside which a good row must stay what it is.
ODD_ROWS = {
    "unknown code": {**SENT, "response_code": 4242, "response_status": "BRAND_NEW"},
    "extra field": {**SENT, "operator": {"name": "Kyivstar"}},
    "null for an id": {**SENT, "response_code": 406, "message_id": None},
    "number for an id": {**SENT, "message_id": 17},
    "string for a code": {**SENT, "response_code": "0"},
    "number for a phone": {**SENT, "phone": 380678998668},
    "null for a name": {**SENT, "response_status": None},
}


def with_result(result: Any) -> bytes:
    answer = {"response_code": 0, "response_status": "OK", "response_result": result}
    return json.dumps(answer).encode()


UNREADABLE = {
    "html": b"<!DOCTYPE html><html><body>Just a moment...</body></html>",
    "nothing": b"",
    "half an answer": b'{"response_code": 0, "response_st',
    "not utf-8": b'{"response_status": "\xff\xfe"}',
    "nested beyond reason": b"[" * 100_000,
    "a list": b"[]",
    "a string": b'"OK"',
    "a number": b"0",
    "null": b"null",
    "another object": b'{"error": "maintenance"}',
    "no code": b'{"response_status": "OK", "response_result": null}',
    "a result of another type": with_result("yes"),
    "rows of another type": with_result(["yes"]),
    "a null row": with_result([None]),
}


@pytest.fixture
def client(service: Service) -> Iterator[AuthenticatedClient]:
    with AuthenticatedClient(service.url, token="sandbox", verify_ssl=NO_CERTIFICATES) as client:
        yield client


@pytest.mark.parametrize("odd", ODD_ROWS.values(), ids=ODD_ROWS)
def test_one_odd_row_leaves_the_list_a_list_of_models(
    service: Service, client: AuthenticatedClient, odd: dict[str, Any]
) -> None:
    service.answers(envelope(802, [SENT, odd, SENT], "SUCCESS_MESSAGE_PARTIAL_ACCEPTED"))
    answer = message_send.sync(client=client, body=REQUEST)
    assert answer is not None
    rows = answer.response_result
    assert rows is not None
    assert [type(row) for row in rows] == [SendRow] * 3
    assert [row.to_dict() for row in rows] == [SENT, odd, SENT]


def test_unknown_codes_and_names_are_kept(service: Service, client: AuthenticatedClient) -> None:
    service.answers(envelope(777, None, "BRAND_NEW"))
    answer = message_send.sync(client=client, body=REQUEST)
    assert answer is not None
    assert (answer.response_code, answer.response_status, answer.response_result) == (
        777,
        "BRAND_NEW",
        None,
    )


def test_extra_fields_are_kept(service: Service, client: AuthenticatedClient) -> None:
    service.answers({**ok([{**SENT, "operator": "Kyivstar"}]), "trace": "abc"})
    answer = message_send.sync(client=client, body=REQUEST)
    assert answer is not None
    assert answer["trace"] == "abc"
    assert answer.response_result is not None
    assert answer.response_result[0].additional_properties == {"operator": "Kyivstar"}


def test_missing_optional_fields_are_unset(service: Service, client: AuthenticatedClient) -> None:
    unknown = {
        "message_id": "2d80c1c0",
        "response_code": 414,
        "response_status": "NOT_ALLOWED_MESSAGE_ID",
    }
    service.answers(ok([unknown, {**unknown, "status": "Teleported", "sent": None}]))
    answer = message_status.sync(client=client, body=IDS)
    assert answer is not None
    assert answer.response_result is not None
    absent, given = answer.response_result
    assert isinstance(absent, StatusRow)
    assert absent.status is UNSET
    assert absent.sent is UNSET
    # An unknown status is a string like the others, and null is not the same as absent.
    assert given.status == "Teleported"
    assert given.sent is None
    assert absent.to_dict() == unknown


def test_null_results_are_none(service: Service, client: AuthenticatedClient) -> None:
    service.answers(envelope(417, None, "NOT_ALLOWED_FILE_ID"))
    for answer in (
        message_send.sync(client=client, body=REQUEST),
        message_send_multi.sync(client=client, body=SendMultiRequest()),
        message_details.sync(client=client, body=IDS),
        file_details.sync(client=client, body=FileDetailsRequest(id=1)),
        message_ping.sync(client=client),
    ):
        assert answer is not None
        assert answer.response_result is None


def test_nullable_objects_are_models_or_none(service: Service, client: AuthenticatedClient) -> None:
    _, row, _ = documented_answer("message/details")["response_result"]
    row["viber"] = None
    service.answers(ok([row]))
    answer = message_details.sync(client=client, body=IDS)
    assert answer is not None
    assert answer.response_result is not None
    (parsed,) = answer.response_result
    assert isinstance(parsed.sms, SmsDetails)
    assert parsed.viber is None
    assert parsed.to_dict() == row


def test_a_map_of_answers_is_a_map_of_models(service: Service, client: AuthenticatedClient) -> None:
    refused = envelope(403, None, "NOT_ALLOWED_START_TIME")
    service.answers(ok({"one": ok([SENT]), "two": refused}))
    answer = message_send_multi.sync(client=client, body=SendMultiRequest())
    assert answer is not None
    assert answer.response_result is not None
    assert isinstance(answer.response_result["one"], SendResponse)
    assert answer.response_result["two"].to_dict() == refused


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_answer_is_a_named_error(
    service: Service, client: AuthenticatedClient, body: bytes
) -> None:
    service.answers(body)
    with pytest.raises(UnreadableAnswer) as caught:
        message_send.sync(client=client, body=REQUEST)
    assert (caught.value.status_code, caught.value.content) == (200, body)
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize("status", [204, 302, 404, 502, 520, 599])
def test_an_undocumented_status_is_none(
    service: Service, client: AuthenticatedClient, status: int
) -> None:
    service.answers(Act(b"" if status == 204 else HTML, status))
    response = message_send.sync_detailed(client=client, body=REQUEST)
    assert isinstance(response, Response)
    assert (response.status_code, response.parsed) == (status, None)
    assert message_send.sync(client=client, body=REQUEST) is None


@pytest.mark.parametrize("status", [502, 520])
def test_an_undocumented_status_is_an_error_on_demand(service: Service, status: int) -> None:
    service.answers(Act(HTML, status))
    with (
        AuthenticatedClient(
            service.url, token="sandbox", raise_on_unexpected_status=True
        ) as client,
        pytest.raises(UnexpectedStatus) as caught,
    ):
        message_send.sync(client=client, body=REQUEST)
    assert (caught.value.status_code, caught.value.content) == (status, HTML)


@pytest.mark.anyio
async def test_the_asynchronous_functions_do_the_same(service: Service) -> None:
    async with AuthenticatedClient(
        service.url, token="sandbox", verify_ssl=NO_CERTIFICATES
    ) as client:
        service.answers(envelope(801, [SENT, ODD_ROWS["extra field"]], "SUCCESS_MESSAGE_SENT"))
        answer = await message_send.asyncio(client=client, body=REQUEST)
        assert answer is not None
        assert answer.response_result is not None
        assert [type(row) for row in answer.response_result] == [SendRow] * 2
        service.answers(Act(b"", 520))
        response = await message_send.asyncio_detailed(client=client, body=REQUEST)
        assert (response.status_code, response.parsed) == (520, None)
        service.answers(UNREADABLE["html"])
        with pytest.raises(UnreadableAnswer):
            await message_send.asyncio(client=client, body=REQUEST)


def test_parsing_survives_a_round_trip() -> None:
    data = ok({"balance": 12345.67})
    assert Balance.from_dict(data["response_result"]).to_dict() == data["response_result"]
    assert SendResponse.from_dict(json.loads(json.dumps(ok([SENT])))).to_dict() == ok([SENT])
