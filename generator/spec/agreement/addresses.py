"""Addresses: of the service, of our pages, and of pages elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import Location
    from generator.spec.model.spec import Spec
    from generator.spec.problems import Problem

_SERVER: Final = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*", re.ASCII)
_HELP: Final = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~-]+)*/", re.ASCII)


def problems(spec: Spec) -> Iterator[Problem]:
    """Every address that is not a plain one."""
    for index, server in enumerate(spec.servers):
        yield from _address(spec, ("servers", index, "url"), server.url, _SERVER)
    yield from _address(spec, ("x-help-url",), spec.help_url, _HELP)
    for location, value in spec.document.walk():
        is_page = location[-1:] == ("url",) and location[:1] in (("info",), ("externalDocs",))
        if is_page and urlsplit(str(value)).scheme not in ("http", "https"):
            yield spec.document.problem(location, f"{value!r} is no address of a page")


def _address(
    spec: Spec, location: Location, address: str, allowed: re.Pattern[str]
) -> Iterator[Problem]:
    if not allowed.fullmatch(address):
        message = f"{address!r} cannot be an address: it has to match {allowed.pattern}"
        yield spec.document.problem(location, message)
