from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2

from ... import errors
from ...answers import read_answer
from ...models.send_request import SendRequest
from ...models.send_response import SendResponse
from ...types import Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client


def _get_kwargs(
    *,
    body: SendRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/message/send.json",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> SendResponse | None:
    if response.status_code == 200:
        response_200 = read_answer(SendResponse, response)

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> Response[SendResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: SendRequest,
) -> Response[SendResponse]:
    """Send an SMS, a Viber message, or a hybrid of both

     Creates one message for each recipient. The keys that are present choose the channels: `sms`,
    `viber`, or both
    for a hybrid, which goes by Viber first and by SMS if it is not delivered by Viber. A parameter at
    the top level holds for both
    channels; the same parameter inside `sms` or `viber` wins there.

    The overall code says how the campaign as a whole went, and each recipient has a row of its own:
    refused
    recipients have no `message_id` and a failure code. Without a start time and with at most 5
    recipients the
    messages are sent at once (801, 803), otherwise they are queued (800, 802).

    Set no read timeout: a request that arrived is carried out even if nobody waits for the answer, and
    a repeat
    without the same `sequence_id` would send again.

    Args:
        body (SendRequest): A message to up to 5000 recipients. `sms`, `viber` or both choose the
            channels (one of them is required); every
            other parameter holds for the channels that know it and do not set it themselves.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SendResponse]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: SendRequest,
) -> SendResponse | None:
    """Send an SMS, a Viber message, or a hybrid of both

     Creates one message for each recipient. The keys that are present choose the channels: `sms`,
    `viber`, or both
    for a hybrid, which goes by Viber first and by SMS if it is not delivered by Viber. A parameter at
    the top level holds for both
    channels; the same parameter inside `sms` or `viber` wins there.

    The overall code says how the campaign as a whole went, and each recipient has a row of its own:
    refused
    recipients have no `message_id` and a failure code. Without a start time and with at most 5
    recipients the
    messages are sent at once (801, 803), otherwise they are queued (800, 802).

    Set no read timeout: a request that arrived is carried out even if nobody waits for the answer, and
    a repeat
    without the same `sequence_id` would send again.

    Args:
        body (SendRequest): A message to up to 5000 recipients. `sms`, `viber` or both choose the
            channels (one of them is required); every
            other parameter holds for the channels that know it and do not set it themselves.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SendResponse
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: SendRequest,
) -> Response[SendResponse]:
    """Send an SMS, a Viber message, or a hybrid of both

     Creates one message for each recipient. The keys that are present choose the channels: `sms`,
    `viber`, or both
    for a hybrid, which goes by Viber first and by SMS if it is not delivered by Viber. A parameter at
    the top level holds for both
    channels; the same parameter inside `sms` or `viber` wins there.

    The overall code says how the campaign as a whole went, and each recipient has a row of its own:
    refused
    recipients have no `message_id` and a failure code. Without a start time and with at most 5
    recipients the
    messages are sent at once (801, 803), otherwise they are queued (800, 802).

    Set no read timeout: a request that arrived is carried out even if nobody waits for the answer, and
    a repeat
    without the same `sequence_id` would send again.

    Args:
        body (SendRequest): A message to up to 5000 recipients. `sms`, `viber` or both choose the
            channels (one of them is required); every
            other parameter holds for the channels that know it and do not set it themselves.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SendResponse]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: SendRequest,
) -> SendResponse | None:
    """Send an SMS, a Viber message, or a hybrid of both

     Creates one message for each recipient. The keys that are present choose the channels: `sms`,
    `viber`, or both
    for a hybrid, which goes by Viber first and by SMS if it is not delivered by Viber. A parameter at
    the top level holds for both
    channels; the same parameter inside `sms` or `viber` wins there.

    The overall code says how the campaign as a whole went, and each recipient has a row of its own:
    refused
    recipients have no `message_id` and a failure code. Without a start time and with at most 5
    recipients the
    messages are sent at once (801, 803), otherwise they are queued (800, 802).

    Set no read timeout: a request that arrived is carried out even if nobody waits for the answer, and
    a repeat
    without the same `sequence_id` would send again.

    Args:
        body (SendRequest): A message to up to 5000 recipients. `sms`, `viber` or both choose the
            channels (one of them is required); every
            other parameter holds for the channels that know it and do not set it themselves.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SendResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
