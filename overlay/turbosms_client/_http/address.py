"""Where the service is."""

from __future__ import annotations

import os

import httpx2

from turbosms_api.tables.operations import SERVER

from .._checks import wrong


def service_url(base_url: str | None) -> httpx2.URL:
    """The address of the service, without a slash at its end.

    Raises:
        InvalidParameterError: it is not an address, or one with a query.
    """
    try:
        url = httpx2.URL((base_url or os.environ.get("TURBOSMS_BASE_URL") or SERVER).rstrip("/"))
    except (httpx2.InvalidURL, TypeError, AttributeError):
        url = httpx2.URL()
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
        raise wrong("base_url", f"base_url is an address such as {SERVER}, without a query.", None)
    return url


def origin(url: httpx2.URL) -> str:
    """Scheme, host and port, without the name and password that an address may have."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
