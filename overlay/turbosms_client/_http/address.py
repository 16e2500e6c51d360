"""The address of the service."""

from __future__ import annotations

import os
import re
from typing import Any, Final

import httpx2

from turbosms_api.tables.operations import OPERATIONS, SERVER

from .._results.errors import invalid_parameter

VARIABLE: Final = "TURBOSMS_BASE_URL"
_USER: Final = re.compile(r"^([^/@]*//)?.*@", re.DOTALL)
_AFTER_PATH: Final = re.compile(r"([?#]).*", re.DOTALL)


def service_url(base_url: str | None) -> httpx2.URL:
    """The address of the service, without a trailing slash.

    Raises:
        InvalidParameterError: it is not a URL, or has more than scheme, host, port and path prefix.
    """
    if base_url is not None:
        return _address("base_url", base_url)
    of_environment = os.environ.get(VARIABLE)
    if of_environment is not None:
        return _address(VARIABLE, of_environment)
    return httpx2.URL(SERVER)


def origin(url: httpx2.URL) -> str:
    """Scheme, host and port of a URL, without a user name and password."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _address(source: str, text: Any) -> httpx2.URL:
    if not isinstance(text, str):
        raise invalid_parameter(
            "base_url", f"{source} must be a string, not {type(text).__name__}.", None
        )
    problem = _problem(text)
    if problem is None:
        return httpx2.URL(text.rstrip("/"))
    message = f"{source} {problem}; it must be a URL such as {SERVER}{_shown(text)}."
    raise invalid_parameter("base_url", message, None)


def _problem(text: str) -> str | None:
    """What is wrong with an address, or None."""
    if not text:
        return "is empty"
    # The plain space is the only white space that counts as printable.
    if " " in text or not text.isprintable():
        return "has white space or a line break"
    try:
        url = httpx2.URL(text.rstrip("/"))
    except httpx2.InvalidURL:
        return "is not a URL"
    if url.scheme not in ("http", "https"):
        return "does not begin with http:// or https://"
    if not url.host:
        return "has no host"
    return _problem_of_url(text, url)


def _problem_of_url(text: str, url: httpx2.URL) -> str | None:
    if url.userinfo:
        return "has a user name or password, but the service accepts only the token"
    if "?" in text:
        return "has a query"
    if "#" in text:
        return "has a fragment"
    if _ends_with_a_method(url.path):
        return "has the path of a method, which the client adds itself"
    return None


def _ends_with_a_method(path: str) -> bool:
    without_format = path.rstrip("/").removesuffix(".json")
    return any(without_format.endswith(f"/{operation}") for operation in OPERATIONS)


def _shown(text: str) -> str:
    """The address for a message, without a password, and without a query, which may hold the token.

    Something that does not look like an address may be the token itself, in the wrong place.
    """
    looks_like_an_address = any(mark in text for mark in ".:/")
    if not looks_like_an_address:
        return ""
    without_user = _USER.sub(r"\1", text)
    without_query = _AFTER_PATH.sub(r"\1…", without_user)
    return f", not {without_query!r}"


def site_of(url: httpx2.URL) -> str:
    """Where the paths lead that the service gives for pictures."""
    # "Our domain" in the documentation is where the links in its samples lead, which is not the
    # API's host.
    host = url.netloc.decode()
    if url.host == "api.turbosms.ua":
        host = host.removeprefix("api.")
    return f"{url.scheme}://{host}"
