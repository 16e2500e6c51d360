"""Sets a webhook at a sandbox, whose control plane needs neither a token nor a client."""

from __future__ import annotations

import http.client
import json
from contextlib import closing
from typing import Any, Final
from urllib.parse import urlsplit

import click

from turbosms_languages import _, reason_of

_PATH: Final = "/sandbox/webhooks"
_SECONDS: Final = 30.0
_LARGEST_ANSWER: Final = 1024 * 1024


class SandboxError(Exception):
    """There is no sandbox, or it refuses; the text says why."""


def sandbox_address(url: str) -> str:
    """The host and port in the address of a sandbox; `click.BadParameter` if it is none."""
    problem = click.BadParameter(_("this is not the address of a sandbox: http://HOST:PORT."))
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise problem from None
    is_printable = url.isascii() and url.isprintable() and " " not in url
    is_only_address = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    if parts.scheme != "http" or not host or not is_printable or not is_only_address:
        raise problem
    return f"[{host}]:{port or 80}" if ":" in host else f"{host}:{port or 80}"


class SandboxWebhook:
    """The webhook of one listener at a sandbox."""

    def __init__(self, sandbox: str, webhook: dict[str, Any]) -> None:
        """Prepare it.

        Args:
            sandbox: host and port.
            webhook: `url`, `secret`, and perhaps `login` and `password`.
        """
        self._sandbox = sandbox
        self._webhook = webhook

    def set(self) -> None:
        """Have it called from now on, besides the webhooks that are set already.

        Raises:
            SandboxError: there is no sandbox, or it refuses.
        """
        self._put([*self._others(), self._webhook])

    def remove(self) -> None:
        """Have it not called any more.

        Raises:
            SandboxError: there is no sandbox, or it refuses.
        """
        self._put(self._others())

    def _others(self) -> list[Any]:
        """The webhooks with another address."""
        webhooks = self._ask("GET", None).get("webhooks")
        if not isinstance(webhooks, list) or not all(isinstance(each, dict) for each in webhooks):
            raise SandboxError(
                _("What answers at http://{sandbox} is no sandbox.", sandbox=self._sandbox)
            )
        return [each for each in webhooks if each.get("url") != self._webhook["url"]]

    def _put(self, webhooks: list[Any]) -> None:
        self._ask("PUT", {"webhooks": webhooks})

    def _ask(self, method: str, values: Any) -> dict[str, Any]:
        body = None if values is None else json.dumps(values)
        try:
            connection = http.client.HTTPConnection(self._sandbox, timeout=_SECONDS)
            with closing(connection):
                connection.request(method, _PATH, body, {"Content-Type": "application/json"})
                response = connection.getresponse()
                content = response.read(_LARGEST_ANSWER)
        except (OSError, http.client.HTTPException, ValueError) as error:
            is_of_system = isinstance(error, OSError) and error.strerror is not None
            why = reason_of(error) if is_of_system else _("it does not answer as a sandbox does")
            raise SandboxError(
                _(
                    "There is no sandbox at http://{sandbox}: {why}. Start it with turbosms "
                    "sandbox.",
                    sandbox=self._sandbox,
                    why=why,
                )
            ) from None
        return self._read(response.status, content)

    def _read(self, status: int, content: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(content)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise SandboxError(
                _("What answers at http://{sandbox} is no sandbox.", sandbox=self._sandbox)
            )
        if status != http.client.OK:
            raise SandboxError(
                _(
                    "The sandbox at http://{sandbox} refuses: {why}.",
                    sandbox=self._sandbox,
                    why=_why(answer),
                )
            )
        return answer


def _why(answer: dict[str, Any]) -> str:
    """The reason that an answer names."""
    error = answer.get("error")
    return error if isinstance(error, str) else _("it gives no reason")
