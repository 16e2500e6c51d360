from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2

from ... import errors
from ...answers import read_answer
from ...models.chat_recipients_request import ChatRecipientsRequest
from ...models.chat_recipients_response import ChatRecipientsResponse
from ...types import Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client


def _get_kwargs(
    *,
    body: ChatRecipientsRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/chat/recipients.json",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx2.Response
) -> ChatRecipientsResponse | None:
    if response.status_code == 200:
        response_200 = read_answer(ChatRecipientsResponse, response)

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx2.Response
) -> Response[ChatRecipientsResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ChatRecipientsRequest,
) -> Response[ChatRecipientsResponse]:
    """Who a sender has a chat with

     Answers the recipients of one sender, page by page. With `new_only` only those with unread messages,
    at most 30.
    The sender is named by `sender_id` or by `sender`.

    Args:
        body (ChatRecipientsRequest): Whose recipients to list. One of `sender_id` and `sender` is
            required.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChatRecipientsResponse]
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
    body: ChatRecipientsRequest,
) -> ChatRecipientsResponse | None:
    """Who a sender has a chat with

     Answers the recipients of one sender, page by page. With `new_only` only those with unread messages,
    at most 30.
    The sender is named by `sender_id` or by `sender`.

    Args:
        body (ChatRecipientsRequest): Whose recipients to list. One of `sender_id` and `sender` is
            required.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChatRecipientsResponse
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ChatRecipientsRequest,
) -> Response[ChatRecipientsResponse]:
    """Who a sender has a chat with

     Answers the recipients of one sender, page by page. With `new_only` only those with unread messages,
    at most 30.
    The sender is named by `sender_id` or by `sender`.

    Args:
        body (ChatRecipientsRequest): Whose recipients to list. One of `sender_id` and `sender` is
            required.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChatRecipientsResponse]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: ChatRecipientsRequest,
) -> ChatRecipientsResponse | None:
    """Who a sender has a chat with

     Answers the recipients of one sender, page by page. With `new_only` only those with unread messages,
    at most 30.
    The sender is named by `sender_id` or by `sender`.

    Args:
        body (ChatRecipientsRequest): Whose recipients to list. One of `sender_id` and `sender` is
            required.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChatRecipientsResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
