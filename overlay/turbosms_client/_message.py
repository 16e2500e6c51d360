"""The module `message`: sending, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias, Unpack

from turbosms_api.parameters import SendOptions, SendParameters

from . import _checks
from ._flow import Flow
from ._method import ClientKind, Pages, method, pages, plain_method
from ._multi import MultiSend
from ._multi_report import MultiReport
from ._parameters import prepare, prepare_multi
from ._preview import Preview, make_preview
from ._questions import ServiceModule
from ._report import SendReport
from ._results import MessageDetails, MessageStatus
from ._sending import OnReport, logical_send
from ._statuses import look_up
from ._watching import Watching

Messages: TypeAlias = SendReport | str | Iterable[str]


class Message(ServiceModule[ClientKind]):
    """The module `message`: sending, and what became of it."""

    @method
    def send(
        self,
        recipients: Iterable[str],
        *,
        deadline: float | None = None,
        on_report: OnReport | None = None,
        **options: Unpack[SendOptions],
    ) -> Flow[SendReport]:
        """Send an SMS, a Viber message, or both: Viber first, then SMS to those it did not reach.

        `sms=Sms(...)` and `viber=Viber(...)` choose the channels. As soon as one is given, only
        what is given goes out; with neither, the channels do for which the client has a sender.
        Values given here hold for every channel that knows them and does not say otherwise itself;
        `Sms` and `Viber` tell what they mean. Nothing is sent twice: a lost answer is asked for
        again under the same `sequence_id`. Documentation: "message/send".

        Args:
            recipients: phone numbers, at least one. `+38 (050) 123-45-67`, `050 123 45 67` and the
                like are written as `380501234567`; anything that is not a phone number is sent
                unchanged, and the service rejects only that recipient (code 305). More than 5000
                go out in several requests: as the set of the distinct numbers, in sorted order.
            sms, viber: what is different for one channel.
            sequence_id: a name of your own for this call, 32 characters at most: within 14 days, a
                second call with it and the same recipients returns the first one's result.
            deadline: seconds after which to stop waiting. Without it there is no read timeout: the
                service carries out a request even if nobody waits for the answer. `TurboSMS` looks
                at the clock after each part of the answer's body: connecting, writing and each part
                of the head may take as long anew.
            on_report: called with the report of each request when it is there: once, or for more
                than 5000 recipients once a part. What it raises ends the send like an interruption.

        Returns:
            What became of each recipient. At least one was accepted.

        Raises:
            InvalidParameterError: the service would refuse this; nothing was sent.
            APIError: the service refused; nobody was sent anything.
            RequestNotSentError: no connection came about; nobody was sent anything.
            OutcomeUnknownError: it may have been sent; `resume()` finds out.
        """
        prepared = prepare(recipients, options, self._runtime.senders)
        deadline = _checks.check_deadline(deadline)
        _checks.check_on_report(on_report)
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
        """Make many sends in one request, each independent of the others.

        Documentation: "message/sendmulti".

        Args:
            messages: the parameters of `send` by keys of your choice: `{"a": {"recipients": [...],
                "text": "..."}}`.
            sequence_id: a name of your own for the whole call; each send without one of its own
                gets one from it.
            deadline: as for `send`.

        Returns:
            By key, the report that `send` would have returned, or the `APIError` or
            `OutcomeUnknownError` that it would have raised: a failure of one does not concern the
            others. `raise_for_failed()` raises the first.

        Raises:
            InvalidParameterError: the service would refuse one of them; nothing was sent.
            APIError, RequestNotSentError, OutcomeUnknownError: the request failed as a whole.
        """
        batch = prepare_multi(messages, sequence_id, self._runtime.senders)
        call = MultiSend(self._runtime, batch, _checks.check_deadline(deadline))
        return (yield from call.run())

    @plain_method
    def preview(
        self,
        recipients: Iterable[str],
        *,
        prices: Mapping[str, Decimal | int | str] | None = None,
        **options: Unpack[SendOptions],
    ) -> Preview:
        """What a send would be: order of channels, texts, segments, cost. Nothing is sent.

        Not to be awaited, on either client. Documentation: "message/send"; the cost is an estimate
        of ours.

        Args:
            recipients: as for `send`.
            prices: your prices in UAH by rate: `sms` for a segment; `promotional` and
                `transactional` for Viber.
            options: those of `send`.

        Raises:
            InvalidParameterError: `send` would raise it too.
        """
        prepared = prepare(recipients, options, self._runtime.senders)
        return make_preview(prepared, prices)

    @method
    def status(self, messages: Messages) -> Flow[dict[str, MessageStatus]]:
        """Where messages are. Documentation: "message/status".

        A status for each id of a report or a list, or a single id, in the order given. An id that
        is not the account's has the code 414; one without a readable status is left out.

        Raises:
            InvalidParameterError: there is no id.
            APIError, TransportError, ProtocolError: the service refused, did not answer, or
                something else did.
        """
        return (yield from look_up(self._runtime, MessageStatus, _ids(messages)))

    @method
    def details(self, messages: Messages) -> Flow[dict[str, MessageDetails]]:
        """What was sent, on each channel, with times, prices and segments.

        Documentation: "message/details".

        Details for each id of a report or a list, or a single id, in the order given. An id that is
        not the account's has the code 414; one without readable details is left out.

        Raises:
            InvalidParameterError: there is no id.
            APIError, TransportError, ProtocolError: the service refused, did not answer, or
                something else did.
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
        """Ask again and again until every message is final.

        Delivered is enough, read is not waited for. Returns the last status of each, in the order
        given. A hybrid is not final while its Viber message has failed and its SMS is on the way. A
        question that gets no usable answer is asked again after the interval.
        Documentation: "message/status", "message/details".

        Args:
            messages: the report of a send, message ids, or a single one.
            timeout: seconds to wait in all; the last question gets one second at least.
            interval: seconds between two questions.
            hybrid: whether an SMS follows where Viber fails. A report knows; ids alone cannot tell,
                and without it a failed Viber message without an SMS counts as final.

        Raises:
            WaitTimeoutError: some are not final in time; its `statuses` are what is known by then,
                its `__cause__` the last question that failed, if any.
            InvalidParameterError: there is no id.
            APIError, ProtocolError: the service refused for good, or something else answered.
        """
        limit = _checks.check_seconds("timeout", timeout, zero=True)
        watching = self._watching(messages, limit, interval, hybrid)
        for change in watching.changes():
            yield from change
        return watching.statuses()

    @pages
    def watch(
        self,
        messages: Messages,
        *,
        timeout: float | None = None,
        interval: float = 2.0,
        hybrid: bool | None = None,
    ) -> Pages[MessageStatus]:
        """Iterate over the changes of messages, until every message is final.

        Gives the status of each message when it is first known and whenever it is another one.
        Otherwise as `wait`. Documentation: "message/status", "message/details".

        Args:
            messages: the report of a send, message ids, or a single one.
            timeout: seconds to watch in all; without it, until everything is final.
            interval: seconds between two questions.
            hybrid: as for `wait`.

        Raises:
            WaitTimeoutError: some are not final in time.
            InvalidParameterError: there is no id.
            APIError, ProtocolError: the service refused for good, or something else answered.
        """
        limit = None
        if timeout is not None:
            limit = _checks.check_seconds("timeout", timeout, zero=True)
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
            hybrid=_checks.check_hybrid(hybrid),
            timeout=timeout,
            interval=_checks.check_seconds("interval", interval),
        )


def _ids(messages: Any) -> list[str]:
    """The ids of a report, a list or a single one; each once."""
    message_ids: list[Any] = []
    if isinstance(messages, SendReport):
        message_ids = messages.message_ids
    elif isinstance(messages, str):
        message_ids = [messages]
    elif isinstance(messages, Iterable) and not isinstance(messages, Mapping):
        message_ids = list(messages)
    if not message_ids or not all(map(_is_id, message_ids)):
        raise _checks.wrong(
            "messages", "messages must be a report, a message id or a list of ids, and not empty."
        )
    return list(dict.fromkeys(message_ids))


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and value != "" and _checks.is_whole(value)
