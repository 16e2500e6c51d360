from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2

from ... import errors
from ...answers import read_answer
from ...models.details_response import DetailsResponse
from ...models.message_ids_request import MessageIdsRequest
from ...types import Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client


def _get_kwargs(
    *,
    body: MessageIdsRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/message/details.json",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> DetailsResponse | None:
    if response.status_code == 200:
        response_200 = read_answer(DetailsResponse, response)

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> Response[DetailsResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: MessageIdsRequest,
) -> Response[DetailsResponse]:
    """What was sent, on which channel, at what price

     Answers a row for each id with what was sent by SMS and by Viber, with `null` for a channel that was
    not used.
    An unknown id has a row with code 414; the overall code is 0 all the same.

    Args:
        body (MessageIdsRequest): The messages to report on.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DetailsResponse]
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
    body: MessageIdsRequest,
) -> DetailsResponse | None:
    """What was sent, on which channel, at what price

     Answers a row for each id with what was sent by SMS and by Viber, with `null` for a channel that was
    not used.
    An unknown id has a row with code 414; the overall code is 0 all the same.

    Args:
        body (MessageIdsRequest): The messages to report on.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DetailsResponse
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: MessageIdsRequest,
) -> Response[DetailsResponse]:
    """What was sent, on which channel, at what price

     Answers a row for each id with what was sent by SMS and by Viber, with `null` for a channel that was
    not used.
    An unknown id has a row with code 414; the overall code is 0 all the same.

    Args:
        body (MessageIdsRequest): The messages to report on.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[DetailsResponse]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: MessageIdsRequest,
) -> DetailsResponse | None:
    """What was sent, on which channel, at what price

     Answers a row for each id with what was sent by SMS and by Viber, with `null` for a channel that was
    not used.
    An unknown id has a row with code 414; the overall code is 0 all the same.

    Args:
        body (MessageIdsRequest): The messages to report on.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        DetailsResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
