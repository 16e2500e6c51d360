"""The check of tokens, in place of schemathesis' `ignored_auth`, which knows only statuses."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from tests.contract.harness.account import TOKEN
from tests.contract.harness.envelope_checks import SKIPPED, body_of
from tests.contract.harness.sent_request import FORM, json_or_none
from tests.kit.control import http_client

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx2
    from schemathesis import Case, CheckContext, Response

MISSING = 103
UNKNOWN = 105
ABOUT_THE_TOKEN = frozenset({MISSING, UNKNOWN, 301})
SOMEBODY_ELSES = "0123456789abcdef0123456789abcdef01234567"


@dataclass(frozen=True)
class Request:
    """A request without any token, to which one can be added in any place."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def is_form(self) -> bool:
        """Whether the token can be a form field."""
        return self.headers.get("content-type", "").startswith(FORM)

    def with_header(self, scheme: str, token: str) -> Request:
        return replace(self, headers={**self.headers, "authorization": f"{scheme} {token}"})

    def with_query(self, token: str) -> Request:
        return replace(self, url=self.url + ("&" if "?" in self.url else "?") + f"token={token}")

    def with_field(self, token: str) -> Request:
        return replace(
            self, body=self.body + (b"&" if self.body else b"") + f"token={token}".encode()
        )

    def places(self, token: str) -> Iterator[tuple[str, Request]]:
        """The request with `token` in each place that it has, with the name of the place."""
        yield "Bearer", self.with_header("Bearer", token)
        yield "Basic", self.with_header("Basic", token)
        yield "query", self.with_query(token)
        if self.is_form:
            yield "form", self.with_field(token)


def bare(response: Response) -> Request:
    """The request behind `response`, without its tokens."""
    prepared = response.request
    kept = {"content-type", "accept"}
    headers = {
        name.lower(): str(value) for name, value in prepared.headers.items() if name.lower() in kept
    }
    parts = urlsplit(str(prepared.url))
    url = urlunsplit(parts._replace(query=_without_token(parts.query)))
    request = Request(str(prepared.method), url, headers, body_of(response))
    if request.is_form:
        request = replace(
            request, body=_without_token(request.body.decode("ascii")).encode("ascii")
        )
    return request


def _without_token(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode([(name, value) for name, value in pairs if name != "token"])


@dataclass
class token_is_enforced:  # noqa: N801 - named like the other checks, in whose reports it stands
    """Without a token 103, with somebody else's 105, with the right one neither.

    That holds in every place that a token can have.

    One request of each operation and transport is sent again in these ways.
    """

    done: set[tuple[str, str | None]] = field(default_factory=set)

    def after_response(
        self, _ctx: CheckContext, response: Response, case: Case[Any]
    ) -> bool | None:
        """Called by schemathesis after each answer."""
        about = (case.operation.label, case.media_type)
        if about in self.done or response.request.method != case.operation.method.upper():
            return SKIPPED
        request = bare(response)
        if len(request.with_query(SOMEBODY_ELSES).url) >= 2000:
            return SKIPPED
        self.done.add(about)
        with http_client() as http:
            assert _code(http, request) == MISSING, "not 103 without a token"
            for place, probe in request.places(SOMEBODY_ELSES):
                code = _code(http, probe)
                assert code == UNKNOWN, f"{code} with an unknown token ({place})"
            for place, probe in request.places(TOKEN):
                code = _code(http, probe)
                assert code not in ABOUT_THE_TOKEN, f"{code} with the right token ({place})"
        return None


def _code(http: httpx2.Client, request: Request) -> object:
    answer = http.request(
        request.method, request.url, headers=request.headers, content=request.body
    )
    envelope = json_or_none(answer.content)
    if isinstance(envelope, dict):
        return envelope.get("response_code")
    return f"HTTP {answer.status_code} without an envelope"
