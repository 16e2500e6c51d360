from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2

from ... import errors
from ...answers import read_answer
from ...models.file_add_request import FileAddRequest
from ...models.file_response import FileResponse
from ...types import Response

if TYPE_CHECKING:
    from ...client import AuthenticatedClient, Client


def _get_kwargs(
    *,
    body: FileAddRequest,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/file/add.json",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> FileResponse | None:
    if response.status_code == 200:
        response_200 = read_answer(FileResponse, response)

        return response_200

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> Response[FileResponse]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: FileAddRequest,
) -> Response[FileResponse]:
    """Upload a file

     Stores a file for Viber messages, either from the request (`data`, a data URI after RFC 2397) or
    from a `url`
    that the service fetches. A file that the account already has is not stored again: the answer
    describes the
    existing one. Which types are taken stands in `x-file-types` of the whole spec; a file has 3 MB at
    most.

    Args:
        body (FileAddRequest): A file, in one of two forms.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FileResponse]
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
    body: FileAddRequest,
) -> FileResponse | None:
    """Upload a file

     Stores a file for Viber messages, either from the request (`data`, a data URI after RFC 2397) or
    from a `url`
    that the service fetches. A file that the account already has is not stored again: the answer
    describes the
    existing one. Which types are taken stands in `x-file-types` of the whole spec; a file has 3 MB at
    most.

    Args:
        body (FileAddRequest): A file, in one of two forms.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FileResponse
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: FileAddRequest,
) -> Response[FileResponse]:
    """Upload a file

     Stores a file for Viber messages, either from the request (`data`, a data URI after RFC 2397) or
    from a `url`
    that the service fetches. A file that the account already has is not stored again: the answer
    describes the
    existing one. Which types are taken stands in `x-file-types` of the whole spec; a file has 3 MB at
    most.

    Args:
        body (FileAddRequest): A file, in one of two forms.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FileResponse]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: FileAddRequest,
) -> FileResponse | None:
    """Upload a file

     Stores a file for Viber messages, either from the request (`data`, a data URI after RFC 2397) or
    from a `url`
    that the service fetches. A file that the account already has is not stored again: the answer
    describes the
    existing one. Which types are taken stands in `x-file-types` of the whole spec; a file has 3 MB at
    most.

    Args:
        body (FileAddRequest): A file, in one of two forms.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        errors.UnreadableAnswer: If the answer is not JSON of the documented shape.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FileResponse
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
