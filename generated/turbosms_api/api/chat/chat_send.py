from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2

from ... import errors
from ...answers import read_answer
from ...models.chat_send_request import ChatSendRequest
from ...models.chat_send_response import ChatSendResponse
from ...types import Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client


def _get_kwargs(
    *,
    body: ChatSendRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/chat/send.json",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> ChatSendResponse | None:
    if response.status_code == 200:
        response_200 = read_answer(ChatSendResponse, response)

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> Response[ChatSendResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ChatSendRequest,
) -> Response[ChatSendResponse]:
    """Answer in a chat

     Sends a session message: a text, or a file passed as a data URI or as a URL to fetch. It needs an
    open session,
    and at most five may go unanswered in a row. Set no read timeout, as with `message/send`.

    Args:
        body (ChatSendRequest): A text (`message`) or a file (`file_data`, or `file_url` instead
            of it).

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChatSendResponse]
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
    body: ChatSendRequest,
) -> ChatSendResponse | None:
    """Answer in a chat

     Sends a session message: a text, or a file passed as a data URI or as a URL to fetch. It needs an
    open session,
    and at most five may go unanswered in a row. Set no read timeout, as with `message/send`.

    Args:
        body (ChatSendRequest): A text (`message`) or a file (`file_data`, or `file_url` instead
            of it).

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChatSendResponse
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ChatSendRequest,
) -> Response[ChatSendResponse]:
    """Answer in a chat

     Sends a session message: a text, or a file passed as a data URI or as a URL to fetch. It needs an
    open session,
    and at most five may go unanswered in a row. Set no read timeout, as with `message/send`.

    Args:
        body (ChatSendRequest): A text (`message`) or a file (`file_data`, or `file_url` instead
            of it).

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ChatSendResponse]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: ChatSendRequest,
) -> ChatSendResponse | None:
    """Answer in a chat

     Sends a session message: a text, or a file passed as a data URI or as a URL to fetch. It needs an
    open session,
    and at most five may go unanswered in a row. Set no read timeout, as with `message/send`.

    Args:
        body (ChatSendRequest): A text (`message`) or a file (`file_data`, or `file_url` instead
            of it).

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ChatSendResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
