"""Judge recorded traffic with openapi-core: `python judge.py EDITION < exchanges > verdicts`.

An exchange is a line of JSON, and so is its verdict: null, or what openapi-core has against it.
It runs in an environment of its own, since openapi-core needs other versions of packages that the
project uses.
"""

from __future__ import annotations

import json
import pathlib
import sys
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict


class RecordedRequest:
    """A request as it was sent, in the form that openapi-core asks for."""

    def __init__(self, sent: dict[str, Any]) -> None:
        parts = urlsplit(sent["url"])
        headers = Headers(list(sent["headers"].items()))
        query = ImmutableMultiDict(parse_qsl(parts.query, keep_blank_values=True))
        self.host_url = f"{parts.scheme}://{parts.netloc}"
        self.path = parts.path
        self.method = sent["method"].lower()
        self.body = sent["body"].encode() or None
        self.content_type = headers.get("Content-Type", "")
        self.parameters = RequestParameters(query=query, header=headers)


class RecordedResponse(NamedTuple):
    """A response as it was received."""

    status_code: int
    content_type: str
    headers: Headers
    data: bytes


def reason(error: BaseException) -> str:
    """What is wrong, with its causes."""
    causes = [error]
    while (cause := causes[-1].__cause__) is not None:
        causes.append(cause)
    errors = [*causes, *getattr(causes[-1], "schema_errors", ())]
    return ": ".join(f"{type(each).__name__} {each}" for each in errors)


def verdict(api: OpenAPI, exchange: dict[str, Any]) -> str | None:
    """None if the request, and the response if there is one, are as the edition says."""
    request = RecordedRequest(exchange["request"])
    received = exchange["response"]
    try:
        api.validate_request(request)
        if received is not None:
            headers = Headers(list(received["headers"].items()))
            content_type = headers.get("Content-Type", "")
            body = received["body"].encode()
            response = RecordedResponse(received["status"], content_type, headers, body)
            api.validate_response(request, response)
    except Exception as error:
        return reason(error)
    return None


def main() -> None:
    """Read the edition, then judge each exchange."""
    with pathlib.Path(sys.argv[1]).open(encoding="utf-8") as file:
        data = json.load(file)
    api = OpenAPI.from_dict(data)
    for line in sys.stdin:
        print(json.dumps(verdict(api, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
