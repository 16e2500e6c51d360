from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2

from ... import errors
from ...answers import read_answer
from ...models.chat_messages_request import ChatMessagesRequest
from ...models.chat_messages_response import ChatMessagesResponse
from ...types import Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client


def _get_kwargs(
    *,
    body: ChatMessagesRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/chat/messages.json",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> ChatMessagesResponse | None:
    if response.status_code == 200:
        response_200 = read_answer(ChatMessagesResponse, response)

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx2.Response
) -> Response[ChatMessagesResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ChatMessagesRequest,
) -> Response[ChatMessagesResponse]:
    """The messages of a chat

     Answers messages, newest first and page by page; with `last_message_id` those after that message,
    oldest first;
    with `new_only` all unread ones, without pages. Unread messages that an answer contains are marked
    as read by
    it, so an answer that gets lost takes that mark with it.

    Args:
        body (ChatMessagesRequest): Which messages to list. Without `chat_id`, those of all chats.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChatMessagesResponse]
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
    body: ChatMessagesRequest,
) -> ChatMessagesResponse | None:
    """The messages of a chat

     Answers messages, newest first and page by page; with `last_message_id` those after that message,
    oldest first;
    with `new_only` all unread ones, without pages. Unread messages that an answer contains are marked
    as read by
    it, so an answer that gets lost takes that mark with it.

    Args:
        body (ChatMessagesRequest): Which messages to list. Without `chat_id`, those of all chats.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChatMessagesResponse
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ChatMessagesRequest,
) -> Response[ChatMessagesResponse]:
    """The messages of a chat

     Answers messages, newest first and page by page; with `last_message_id` those after that message,
    oldest first;
    with `new_only` all unread ones, without pages. Unread messages that an answer contains are marked
    as read by
    it, so an answer that gets lost takes that mark with it.

    Args:
        body (ChatMessagesRequest): Which messages to list. Without `chat_id`, those of all chats.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChatMessagesResponse]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: ChatMessagesRequest,
) -> ChatMessagesResponse | None:
    """The messages of a chat

     Answers messages, newest first and page by page; with `last_message_id` those after that message,
    oldest first;
    with `new_only` all unread ones, without pages. Unread messages that an answer contains are marked
    as read by
    it, so an answer that gets lost takes that mark with it.

    Args:
        body (ChatMessagesRequest): Which messages to list. Without `chat_id`, those of all chats.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChatMessagesResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
