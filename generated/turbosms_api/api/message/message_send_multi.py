from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2

from ... import errors
from ...answers import read_answer
from ...models.send_multi_request import SendMultiRequest
from ...models.send_multi_response import SendMultiResponse
from ...types import Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client


def _get_kwargs(
    *,
    body: SendMultiRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/message/sendmulti.json",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> SendMultiResponse | None:
    if response.status_code == 200:
        response_200 = read_answer(SendMultiResponse, response)

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> Response[SendMultiResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: SendMultiRequest,
) -> Response[SendMultiResponse]:
    """Carry out many sends in one call

     Takes any number of `message/send` requests under keys of the caller's choice, which is quicker than
    as many calls,
    and answers each under its key, in the structure of `message/send`. The overall code speaks of the
    call, not of the
    sends. Set no read timeout, as with `message/send`.

    A `sequence_id` beside the sends names the call: a second call with it is not executed and answers
    507 with the
    result of the first. One inside a send names that send alone, so that it can be repeated in another
    call.

    As form fields or query parameters the sends nest three levels deep (`key[sms][text]=…`), which
    OpenAPI cannot
    express; so only the JSON form is described.

    Args:
        body (SendMultiRequest): `message/send` requests under keys of the caller's choice, except
            `token`, which is none, and `sequence_id`, which
            names the call.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SendMultiResponse]
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
    body: SendMultiRequest,
) -> SendMultiResponse | None:
    """Carry out many sends in one call

     Takes any number of `message/send` requests under keys of the caller's choice, which is quicker than
    as many calls,
    and answers each under its key, in the structure of `message/send`. The overall code speaks of the
    call, not of the
    sends. Set no read timeout, as with `message/send`.

    A `sequence_id` beside the sends names the call: a second call with it is not executed and answers
    507 with the
    result of the first. One inside a send names that send alone, so that it can be repeated in another
    call.

    As form fields or query parameters the sends nest three levels deep (`key[sms][text]=…`), which
    OpenAPI cannot
    express; so only the JSON form is described.

    Args:
        body (SendMultiRequest): `message/send` requests under keys of the caller's choice, except
            `token`, which is none, and `sequence_id`, which
            names the call.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SendMultiResponse
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: SendMultiRequest,
) -> Response[SendMultiResponse]:
    """Carry out many sends in one call

     Takes any number of `message/send` requests under keys of the caller's choice, which is quicker than
    as many calls,
    and answers each under its key, in the structure of `message/send`. The overall code speaks of the
    call, not of the
    sends. Set no read timeout, as with `message/send`.

    A `sequence_id` beside the sends names the call: a second call with it is not executed and answers
    507 with the
    result of the first. One inside a send names that send alone, so that it can be repeated in another
    call.

    As form fields or query parameters the sends nest three levels deep (`key[sms][text]=…`), which
    OpenAPI cannot
    express; so only the JSON form is described.

    Args:
        body (SendMultiRequest): `message/send` requests under keys of the caller's choice, except
            `token`, which is none, and `sequence_id`, which
            names the call.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[SendMultiResponse]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: SendMultiRequest,
) -> SendMultiResponse | None:
    """Carry out many sends in one call

     Takes any number of `message/send` requests under keys of the caller's choice, which is quicker than
    as many calls,
    and answers each under its key, in the structure of `message/send`. The overall code speaks of the
    call, not of the
    sends. Set no read timeout, as with `message/send`.

    A `sequence_id` beside the sends names the call: a second call with it is not executed and answers
    507 with the
    result of the first. One inside a send names that send alone, so that it can be repeated in another
    call.

    As form fields or query parameters the sends nest three levels deep (`key[sms][text]=…`), which
    OpenAPI cannot
    express; so only the JSON form is described.

    Args:
        body (SendMultiRequest): `message/send` requests under keys of the caller's choice, except
            `token`, which is none, and `sequence_id`, which
            names the call.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        SendMultiResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
