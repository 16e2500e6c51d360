"""What the generated client sends, and what it never shows."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest

from turbosms_api import AuthenticatedClient, Client
from turbosms_api.api.chat import chat_senders
from turbosms_api.api.message import message_send
from turbosms_api.api.user import user_balance
from turbosms_api.errors import UnexpectedStatus, UnreadableAnswer
from turbosms_api.models import EmptyRequest, Flag, SendRequest, SmsParameters, ViberParameters
from turbosms_testing.sandbox import NO_CERTIFICATES

if TYPE_CHECKING:
    from tests.kit.service import Service

BALANCE = {"response_code": 0, "response_status": "OK", "response_result": {"balance": 12345.67}}
SECRET = "a-secret-token"


def test_a_request_goes_out_as_documented(service: Service) -> None:
    service.answers(
        {"response_code": 203, "response_status": "REQUIRED_BALANCE", "response_result": None}
    )
    request = SendRequest(
        recipients=["380678998668"],
        sms=SmsParameters(sender="TurboSMS", text="Вітаємо!", is_flash=Flag.YES),
        viber=ViberParameters(sender="TurboSMS", ttl=600, count_clicks=Flag.NO),
    )
    with AuthenticatedClient(service.url, token=SECRET, verify_ssl=NO_CERTIFICATES) as client:
        message_send.sync(client=client, body=request)
    (sent,) = service.requests
    assert sent.path == "/message/send.json"
    assert sent.headers["authorization"] == f"Bearer {SECRET}"
    assert sent.headers["content-type"] == "application/json"
    # What was not given is not sent.
    assert sent.json == {
        "recipients": ["380678998668"],
        "sms": {"sender": "TurboSMS", "text": "Вітаємо!", "is_flash": 1},
        "viber": {"sender": "TurboSMS", "ttl": 600, "count_clicks": 0},
    }


def test_the_other_way_to_pass_the_token(service: Service) -> None:
    service.answers(BALANCE)
    with AuthenticatedClient(
        service.url, token=SECRET, verify_ssl=NO_CERTIFICATES, prefix="Basic"
    ) as client:
        user_balance.sync(client=client)
    assert service.requests[0].headers["authorization"] == f"Basic {SECRET}"


def test_a_request_without_a_body_does_not_claim_to_be_json(service: Service) -> None:
    service.answers(BALANCE)
    with AuthenticatedClient(service.url, token=SECRET, verify_ssl=NO_CERTIFICATES) as client:
        user_balance.sync(client=client)
        user_balance.sync(client=client, body=EmptyRequest())
    without, with_body = service.requests
    assert without.body == b""
    assert "content-type" not in without.headers
    assert with_body.body == b"{}"
    assert with_body.headers["content-type"] == "application/json"


def test_no_repr_shows_the_token(service: Service) -> None:
    service.answers(BALANCE)
    client = AuthenticatedClient(
        service.url,
        token=SECRET,
        headers={"X-Token": SECRET},
        cookies={"token": SECRET},
        httpx_args={"params": {"token": SECRET}},
    )
    assert SECRET not in repr(client)
    with client:
        user_balance.sync(client=client)
        assert SECRET not in repr(client)
    anonymous = Client(service.url, headers={"Authorization": f"Bearer {SECRET}"})
    assert SECRET not in repr(anonymous)


def test_the_token_is_not_left_in_the_headers_of_the_caller(service: Service) -> None:
    service.answers(BALANCE)
    headers = {"X-Shop": "one"}
    with AuthenticatedClient(
        service.url, token=SECRET, verify_ssl=NO_CERTIFICATES, headers=headers
    ) as client:
        user_balance.sync(client=client)
    assert service.requests[0].headers["x-shop"] == "one"
    assert headers == {"X-Shop": "one"}


def test_a_key_that_is_no_identifier_has_a_readable_name(service: Service) -> None:
    sender: dict[str, Any] = {
        "id": 1,
        "name": "TurboSMS",
        "status": "OK",
        "logo_url": "",
        "start_date": "2020-01-01",
        "reserve": 8400,
    }
    sender |= {
        "spent": 1234.56,
        "balance": 7165.44,
        "paid_date": "2023-12-01",
        "2way": 1,
        "recipients": 34567,
    }
    sender |= {"unread_messages": 7, "last_message_date": "2022-10-01 15:34:18"}
    service.answers({"response_code": 0, "response_status": "OK", "response_result": [sender]})
    with AuthenticatedClient(service.url, token=SECRET, verify_ssl=NO_CERTIFICATES) as client:
        answer = chat_senders.sync(client=client)
    assert answer is not None
    assert answer.response_result is not None
    (row,) = answer.response_result
    assert row.is_2way == 1
    assert row.to_dict() == sender


@pytest.mark.parametrize(
    "error",
    [
        UnexpectedStatus(502, b"<html>" * 1000),
        UnreadableAnswer(200, b"<html>" * 1000, "is not JSON"),
    ],
)
def test_errors_are_short_and_survive_another_process(
    error: UnexpectedStatus | UnreadableAnswer,
) -> None:
    assert len(str(error)) < 100
    assert "html" not in repr(error)
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), copy.status_code, copy.content) == (
        type(error),
        str(error),
        error.status_code,
        error.content,
    )
