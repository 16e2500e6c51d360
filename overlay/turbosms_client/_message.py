"""The module `message`: sending messages, and their delivery status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias, Unpack

from turbosms_api.parameters import SendOptions, SendParameters

from ._calls.multi_send import MultiSend
from ._calls.sending import OnReport, logical_send
from ._calls.service_module import ServiceModule
from ._calls.statuses import look_up
from ._calls.watching import Watching
from ._flows.instructions import Flow
from ._flows.method import ClientKind, FlowsOfItems, iterating_method, method, plain_method
from ._parameters import checks
from ._parameters.prepared_sends import prepare, prepare_multi
from ._parameters.preview import Preview, make_preview
from ._results.delivery_status import MessageDetails, MessageStatus
from ._results.errors import invalid_parameter
from ._results.multi_report import MultiReport
from ._results.reports_and_refusals import SendReport

Messages: TypeAlias = SendReport | str | Iterable[str]


class Message(ServiceModule[ClientKind]):
    """The module `message`: sending messages, and their delivery status."""

    @method
    def send(
        self,
        recipients: Iterable[str],
        *,
        deadline: float | None = None,
        on_report: OnReport | None = None,
        **options: Unpack[SendOptions],
    ) -> Flow[SendReport]:
        """Send an SMS, a Viber message, or both: Viber first, with SMS as the fallback.

        `sms=Sms(...)` and `viber=Viber(...)` choose the channels. If you pass one of them, only
        that channel is used; if you pass neither, all channels for which the client has a sender.
        The other parameters apply to every channel that has them and does not override them; see
        `Sms` and `Viber` for their meaning. Nothing is sent twice: if a response is lost, the
        request is retried under the same `sequence_id`. Documentation: "message/send".

        Args:
            recipients: phone numbers, at least one. `+38 (050) 123-45-67`, `050 123 45 67` and the
                like are sent as `380501234567`. Anything that is not a phone number is sent
                unchanged, and the service refuses only that recipient (code 305). More than 5000
                recipients go out in batches: the set of the distinct numbers, in sorted order.
            sms, viber: parameters for one channel only.
            sequence_id: your idempotency key for this call, at most 32 characters: within 14 days,
                a second call with it and the same recipients returns the result of the first.
            deadline: seconds after which to stop waiting. Without it, there is no read timeout: the
                service executes a request even if nobody waits for the response. `TurboSMS` checks
                the time after each piece of the response body; connecting, writing and each piece
                of the head may each take as long again.
            on_report: called with the report of each request as it arrives: once, or for more than
                5000 recipients once per batch. If it raises, the send ends as if interrupted.

        Returns:
            A report with the result for each recipient. At least one was accepted.

        Raises:
            InvalidParameterError: the service would refuse a parameter; nothing was sent.
            APIError: the service refused; nothing was sent to anyone.
            RequestNotSentError: no connection was made; nothing was sent to anyone.
            OutcomeUnknownError: the outcome is unknown; `resume()` finds out.
        """
        prepared = prepare(recipients, options, self._runtime.senders)
        deadline = checks.check_deadline(deadline)
        checks.check_on_report(on_report)
        call = logical_send(self._runtime, prepared, deadline, on_report)
        return (yield from call.run())

    @method
    def send_multi(
        self,
        messages: Mapping[str, SendParameters],
        *,
        sequence_id: str | None = None,
        deadline: float | None = None,
    ) -> Flow[MultiReport]:
        """Make many independent sends in one request.

        Documentation: "message/sendmulti".

        Args:
            messages: the parameters of each `send`, under keys of your choice:
                `{"a": {"recipients": [...], "text": "..."}}`.
            sequence_id: your idempotency key for the whole call: within 14 days, a second call with
                it returns the results of the first, those of refused sends too. Each send without
                one of its own also gets one derived from it.
            deadline: as for `send`.

        Returns:
            By key, the report that `send` would have returned, or the `APIError` or
            `OutcomeUnknownError` that it would have raised: if one send fails, the others are not
            affected. `raise_for_failed()` raises the first error.

        Raises:
            InvalidParameterError: the service would refuse one of the sends; nothing was sent.
            APIError, RequestNotSentError, OutcomeUnknownError: the request failed as a whole.
        """
        prepared = prepare_multi(messages, sequence_id, self._runtime.senders)
        call = MultiSend(self._runtime, prepared, checks.check_deadline(deadline))
        return (yield from call.run())

    @plain_method
    def preview(
        self,
        recipients: Iterable[str],
        *,
        prices: Mapping[str, Decimal | int | str] | None = None,
        **options: Unpack[SendOptions],
    ) -> Preview:
        """Preview a send: order of channels, texts, segments, cost. Nothing is sent.

        Never awaited, even with `AsyncTurboSMS`. Documentation: "message/send"; the cost is our own
        estimate.

        Args:
            recipients: as for `send`.
            prices: your prices in UAH by rate: `sms` for one segment; `promotional` and
                `transactional` for Viber.
            options: as for `send`.

        Raises:
            InvalidParameterError: as `send` would.
        """
        prepared = prepare(recipients, options, self._runtime.senders)
        return make_preview(prepared, prices)

    @method
    def status(self, messages: Messages) -> Flow[dict[str, MessageStatus]]:
        """Get the delivery status of messages. Documentation: "message/status".

        Accepts a report, a list of ids or a single id, and returns a status for each id, in order.
        An id that does not belong to the account has the code 414; one without a readable status is
        left out.

        Raises:
            InvalidParameterError: there are no ids.
            APIError, TransportError, ProtocolError: the service refused, there was no response, or
                it was not from the service.
        """
        return (yield from look_up(self._runtime, MessageStatus, _ids(messages)))

    @method
    def details(self, messages: Messages) -> Flow[dict[str, MessageDetails]]:
        """Get what was sent on each channel, with times, prices and segments.

        Documentation: "message/details".

        Accepts a report, a list of ids or a single id, and returns details for each id, in order.
        An id that does not belong to the account has the code 414; one without readable details is
        left out.

        Raises:
            InvalidParameterError: there are no ids.
            APIError, TransportError, ProtocolError: the service refused, there was no response, or
                it was not from the service.
        """
        return (yield from look_up(self._runtime, MessageDetails, _ids(messages)))

    @method
    def wait(
        self,
        messages: Messages,
        *,
        timeout: float = 300.0,
        interval: float = 2.0,
        hybrid: bool | None = None,
    ) -> Flow[dict[str, MessageStatus]]:
        """Wait until every message is final, and return the last status of each, in order.

        `Delivered` is final here: this does not wait for `Read`. A hybrid whose Viber message has
        failed is not final while its SMS is on the way. A request that gets no usable response is
        repeated after the interval. Documentation: "message/status", "message/details".

        Args:
            messages: the report of a send, message ids, or a single id.
            timeout: seconds to wait in all; the last request gets at least one second.
            interval: seconds between two requests.
            hybrid: whether an SMS follows if Viber fails. A report knows this; ids do not. If you
                pass ids and leave it out, a failed Viber message without an SMS counts as final.

        Raises:
            WaitTimeoutError: some messages were not final in time; its `statuses` are what is known
                so far, its `__cause__` is the error of the last request, if it failed.
            InvalidParameterError: there are no ids.
            APIError, ProtocolError: the service refused for good, or the response was not from it.
        """
        limit = checks.check_seconds("timeout", timeout, zero=True)
        watching = self._watching(messages, limit, interval, hybrid)
        for change in watching.changes():
            yield from change
        return watching.statuses()

    @iterating_method
    def watch(
        self,
        messages: Messages,
        *,
        timeout: float | None = None,
        interval: float = 2.0,
        hybrid: bool | None = None,
    ) -> FlowsOfItems[MessageStatus]:
        """Iterate over the status changes of messages, until every message is final.

        Yields the status of each message when it is first known, and whenever it changes. In all
        other respects like `wait`. Documentation: "message/status", "message/details".

        Args:
            messages: the report of a send, message ids, or a single id.
            timeout: seconds to watch in all; without it, until every message is final.
            interval: seconds between two requests.
            hybrid: as for `wait`.

        Raises:
            WaitTimeoutError: some messages were not final in time.
            InvalidParameterError: there are no ids.
            APIError, ProtocolError: the service refused for good, or the response was not from it.
        """
        limit = None
        if timeout is not None:
            limit = checks.check_seconds("timeout", timeout, zero=True)
        return self._watching(messages, limit, interval, hybrid).changes()

    def _watching(
        self, messages: Messages, timeout: float | None, interval: float, hybrid: bool | None
    ) -> Watching:
        message_ids = _ids(messages)
        if hybrid is None and isinstance(messages, SendReport):
            hybrid = messages.hybrid
        return Watching(
            self._runtime,
            message_ids,
            hybrid=checks.check_hybrid(hybrid),
            timeout=timeout,
            interval=checks.check_seconds("interval", interval),
        )


def _ids(messages: Any) -> list[str]:
    """The distinct ids of a report or a list, or a single id."""
    message_ids: list[Any] = []
    if isinstance(messages, SendReport):
        message_ids = messages.message_ids
    elif isinstance(messages, str):
        message_ids = [messages]
    elif isinstance(messages, Iterable) and not isinstance(messages, Mapping):
        message_ids = list(messages)
    if not message_ids or not all(map(_is_id, message_ids)):
        raise invalid_parameter(
            "messages", "messages must be a report, a message id or a non-empty list of ids."
        )
    return list(dict.fromkeys(message_ids))


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and value != "" and checks.is_whole(value)
