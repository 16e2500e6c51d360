from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2

from ... import errors
from ...answers import read_answer
from ...models.chat_sessions_request import ChatSessionsRequest
from ...models.chat_sessions_response import ChatSessionsResponse
from ...types import Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client


def _get_kwargs(
    *,
    body: ChatSessionsRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/chat/sessions.json",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> ChatSessionsResponse | None:
    if response.status_code == 200:
        response_200 = read_answer(ChatSessionsResponse, response)

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx2.Response
) -> Response[ChatSessionsResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ChatSessionsRequest,
) -> Response[ChatSessionsResponse]:
    """The sessions of a chat

     Answers the sessions of one chat, the newest first, or one session by its id. A session lasts 24
    hours; one
    without `ended` is still open, and session messages can be sent in it. (The description of code 311
    calls this method `chat/session`; the call is `chat/sessions`.)

    Args:
        body (ChatSessionsRequest): Which sessions to list. One of `chat_id` and `session_id` is
            required.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChatSessionsResponse]
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
    body: ChatSessionsRequest,
) -> ChatSessionsResponse | None:
    """The sessions of a chat

     Answers the sessions of one chat, the newest first, or one session by its id. A session lasts 24
    hours; one
    without `ended` is still open, and session messages can be sent in it. (The description of code 311
    calls this method `chat/session`; the call is `chat/sessions`.)

    Args:
        body (ChatSessionsRequest): Which sessions to list. One of `chat_id` and `session_id` is
            required.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChatSessionsResponse
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ChatSessionsRequest,
) -> Response[ChatSessionsResponse]:
    """The sessions of a chat

     Answers the sessions of one chat, the newest first, or one session by its id. A session lasts 24
    hours; one
    without `ended` is still open, and session messages can be sent in it. (The description of code 311
    calls this method `chat/session`; the call is `chat/sessions`.)

    Args:
        body (ChatSessionsRequest): Which sessions to list. One of `chat_id` and `session_id` is
            required.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChatSessionsResponse]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: ChatSessionsRequest,
) -> ChatSessionsResponse | None:
    """The sessions of a chat

     Answers the sessions of one chat, the newest first, or one session by its id. A session lasts 24
    hours; one
    without `ended` is still open, and session messages can be sent in it. (The description of code 311
    calls this method `chat/session`; the call is `chat/sessions`.)

    Args:
        body (ChatSessionsRequest): Which sessions to list. One of `chat_id` and `session_id` is
            required.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChatSessionsResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
