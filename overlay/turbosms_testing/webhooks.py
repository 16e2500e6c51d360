"""The webhooks of a sandbox, as a test sets them, and what they were told."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from turbosms_testing.wsgi import WsgiApp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping, Sequence

SECRET: Final = "sandbox-secret"  # noqa: S105 - the usual one of tests
"""Signs the events of webhooks that were set without a secret of their own."""


@dataclass(frozen=True, slots=True)
class WebhookCall:
    """An attempt to tell a webhook about an event."""

    id: str
    """The id of the event: the same in every attempt."""
    type: str
    """Such as `DLR_SMS_API`."""
    data: Any
    """What it was told: an object, or a list of objects if the webhook was set with `array`."""
    attempt: int
    """1 for the first."""
    status: int | None
    """The HTTP status of the answer; None if there was none, as `failure` says. Only 200 counts."""
    failure: str | None
    next_attempt: str | None
    """When it is repeated, in Kyiv time; None if it is not."""
    fields: Mapping[str, Any] = field(repr=False)
    """Everything from the control plane, such as `url`, `message_ids` and `fault`."""

    @classmethod
    def read(cls, fields: Mapping[str, Any]) -> WebhookCall:
        """Read a call from `GET /sandbox/webhooks/calls`."""
        return cls(
            fields["id"],
            fields["type"],
            fields["data"],
            fields["try"],
            fields["status"],
            fields["failure"],
            fields["next_attempt"],
            fields,
        )


class Webhooks:
    """Sets the webhooks of one sandbox. `Sandbox.advance` returns when all that is due was told."""

    def __init__(
        self, control: Callable[..., Any], apps: MutableMapping[str, Any] | None = None
    ) -> None:
        self._control = control
        self._apps = apps

    def set(
        self,
        url: str,
        *,
        secret: str = SECRET,
        events: Sequence[str] | None = None,
        format: str = "json",  # noqa: A002 - its name in the control plane
        array: bool = False,
        **login: str,
    ) -> None:
        """Set a webhook, in place of all others.

        `url`: on this machine. `events`: such as `["DLR_SMS_API"]`; all by default. `format`:
        `json` or `form`. `array`: whether `data` is an array of what happens at the same moment to
        the messages of a send. `login=` and `password=`: for HTTP Basic.
        """
        webhook: dict[str, Any] = {"url": url, "secret": secret, "format": format, "array": array}
        webhook.update(login)
        if events is not None:
            webhook["events"] = list(events)
        self._control("PUT", "webhooks", {"webhooks": [webhook]})

    def deliver(self, app: Any, path: str = "/", **options: Any) -> None:
        """Tell an ASGI or WSGI application in this process, at `path`, in place of all others.

        `options` are those of `set`. ValueError for a sandbox that runs in another process.
        """
        if self._apps is None:
            raise ValueError(
                "This sandbox runs in a process of its own, which cannot call an application here: "
                "serve the application, and set the webhook with its URL."
            )
        url = f"http://localhost{path}"
        self._apps.clear()
        self._apps[url] = app if _is_asgi(app) else WsgiApp(app)
        self.set(url, **options)

    def calls(self, *, limit: int = 1000) -> list[WebhookCall]:
        """The attempts to tell webhooks about events, newest first."""
        answer = self._control("GET", "webhooks/calls", query={"limit": limit})
        return [WebhookCall.read(fields) for fields in answer["calls"]]

    def resend(self, event: WebhookCall | str) -> list[WebhookCall]:
        """Tell about an event once more, passed as a call or by id; returns what came of it."""
        event_id = event if isinstance(event, str) else event.id
        answer = self._control("POST", "webhooks/resend", {"id": event_id})
        return [WebhookCall.read(fields) for fields in answer["calls"]]


def _is_asgi(app: Any) -> bool:
    """Whether an application is called as ASGI demands, and not as WSGI."""
    return any(map(inspect.iscoroutinefunction, (app, getattr(app, "__call__", None))))  # noqa: B004
