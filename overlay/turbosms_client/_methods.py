"""What the methods of `message` and `user` do: written, typed and documented once, as flows."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from . import _checks, _wire
from ._calls import Pinged, ask, raise_for_code
from ._errors import ProtocolError, TurboSMSError, WaitTimeoutError
from ._facade import K, method
from ._flow import Flow, Sleep
from ._multi_report import MultiReport
from ._parameters import prepare, prepare_multi, prepare_one
from ._preview import Preview, preview
from ._report import SendReport
from ._results import MessageDetails, MessageStatus
from ._sending import send, send_multi

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from decimal import Decimal

    from typing_extensions import Unpack

    from turbosms_api.parameters import SendOptions, SendParameters, Sms, Viber

    from ._wire import Answer, Course

Messages: TypeAlias = SendReport | str | Iterable[str]
_AT_ONCE: Final = 5_000  # ids in a question: no answer is as long as a list of all messages
_LAST_QUESTION: Final = 1.0  # seconds for a look-up that is asked when the time is as good as over


class Message(Pinged[K]):
    """The module `message`: sending, and what became of it."""

    @method
    def send(
        self,
        recipients: Iterable[str],
        *,
        text: str | None = None,
        sender: str | None = None,
        start_time: dt.datetime | str | None = None,
        is_flash: bool | None = None,
        ttl: int | None = None,
        image_url: str | None = None,
        caption: str | None = None,
        action: str | None = None,
        file_id: int | None = None,
        count_clicks: bool | None = None,
        is_transactional: bool | None = None,
        sms: Sms | None = None,
        viber: Viber | None = None,
        sequence_id: str | None = None,
        deadline: float | None = None,
    ) -> Flow[SendReport]:
        """Send an SMS, a Viber message, or both: Viber first, and the SMS to those whom Viber did
        not reach.

        `sms=Sms(...)` and `viber=Viber(...)` choose the channels; with neither, those for which the
        client has a sender. Values given here hold for every channel that knows them and does not
        say otherwise itself; `Sms` and `Viber` tell what they mean. Nothing is sent twice: a lost
        answer is asked for again under the same `sequence_id`. Documentation: "message/send".

        Args:
            recipients: phone numbers, at least one; more than 5000 go out in several requests. `+38
                (050) 123-45-67`, `050 123 45 67` and the like are written as `380501234567`; what
                is no number is sent as it is, and refused for itself alone (code 305).
            sms, viber: what is different for one channel.
            sequence_id: a name of your own for this call, 32 characters at most: within 14 days, a
                second call with it returns the first one's result.
            deadline: seconds after which to stop waiting. Without it a send waits as long as it
                takes, as the service asks for: it carries out a request whether or not anybody
                waits. `TurboSMS` looks at the clock after each part of the answer's body:
                connecting, writing and each part of the head may take as long anew.

        Returns:
            What became of each recipient. At least one was accepted.

        Raises:
            InvalidParameterError: the service would refuse this; nothing was sent.
            APIError: the service refused; nobody was sent anything.
            RequestNotSentError: no connection came about; nobody was sent anything.
            OutcomeUnknownError: it may have been sent; `resume()` finds out.
        """
        draft = prepare(recipients, locals(), self._senders)
        limit = None if deadline is None else _checks.seconds("deadline", deadline)
        return (yield from send(self, draft, limit))

    @method
    def send_multi(
        self,
        messages: Mapping[str, SendParameters],
        *,
        sequence_id: str | None = None,
        deadline: float | None = None,
    ) -> Flow[MultiReport]:
        """Make many sends in one request, each independent of the others. Documentation:
        "message/sendmulti".

        Args:
            messages: the parameters of `send` by keys of your choice: `{"a": {"recipients": [...],
                "text": "..."}}`.
            sequence_id: a name of your own for the whole call; each send without one of its own
                gets one from it.
            deadline: as for `send`.

        Returns:
            By key, the report that `send` would have returned, or the `APIError` or
            `OutcomeUnknownError` that it would
            have raised: a failure of one does not concern the others. `raise_for_failed()` raises
                the first.

        Raises:
            InvalidParameterError: the service would refuse one of them; nothing was sent.
            APIError, RequestNotSentError, OutcomeUnknownError: the request failed as a whole.
        """
        batch = prepare_multi(messages, sequence_id, self._senders)
        limit = None if deadline is None else _checks.seconds("deadline", deadline)
        return (yield from send_multi(self, batch, limit))

    def preview(
        self,
        recipients: Iterable[str],
        *,
        prices: Mapping[str, Decimal | int | str] | None = None,
        **parameters: Unpack[SendOptions],
    ) -> Preview:
        """What a send with these parameters would be: order of channels, texts, segments, cost.
        Nothing is sent.

        Not to be awaited, on either client. Documentation: "message/send"; the cost is an estimate
        of ours.

        Args:
            recipients: as for `send`.
            prices: your prices in UAH by rate: `sms` for a segment; `promotional` and
                `transactional` for Viber.
            parameters: those of `send`, but for `deadline`.

        Raises:
            InvalidParameterError: `send` would raise it too.
        """
        return preview(prepare_one({**parameters, "recipients": recipients}, self._senders), prices)

    @method
    def status(self, messages: Messages) -> Flow[dict[str, MessageStatus]]:
        """Where messages are. Documentation: "message/status".

        A status for each id of a report or a list, or a single id, in the order given. An id that
        is not the account's has the code 414; one about which the answer says nothing readable is
        left out.

        Raises:
            InvalidParameterError: there is no id.
            APIError, TransportError, ProtocolError: the service refused, did not answer, or
                something else did.
        """
        return (yield from self._look_up(MessageStatus, _ids(messages)))

    @method
    def details(self, messages: Messages) -> Flow[dict[str, MessageDetails]]:
        """What was sent, on each channel, with times, prices and segments. Documentation:
        "message/details".

        Details for each id of a report or a list, or a single id, in the order given. An id that is
        not the account's has the code 414; one about which the answer says nothing readable is left
        out.

        Raises:
            InvalidParameterError: there is no id.
            APIError, TransportError, ProtocolError: the service refused, did not answer, or
                something else did.
        """
        return (yield from self._look_up(MessageDetails, _ids(messages)))

    @method
    def wait(
        self,
        messages: Messages,
        *,
        timeout: float = 300.0,
        interval: float = 2.0,
        hybrid: bool | None = None,
    ) -> Flow[dict[str, MessageStatus]]:
        """Ask again and again until every message is final; delivered is enough, read is not waited
        for.

        Returns the last status of each, in the order given. A hybrid is not final while its Viber
        message has failed and its SMS is on the way. A question that gets no usable answer is asked
        again after the interval. Documentation: "message/status", "message/details".

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
        until = time.monotonic() + _checks.seconds("timeout", timeout, zero=True)
        pause = _checks.seconds("interval", interval)
        pending = [*(ids := _ids(messages))]
        if hybrid is None and isinstance(messages, SendReport):
            hybrid = messages.hybrid
        kind: Any = MessageStatus if hybrid is False else MessageDetails
        known: dict[str, MessageStatus] = {}
        trouble: TurboSMSError | None = None
        while True:
            limit = max(until - time.monotonic(), _LAST_QUESTION)
            try:
                rows: dict[str, Any] = yield from self._look_up(kind, pending, limit)
                for number, row in rows.items():
                    known[number] = row if hybrid is False else row.as_status()
                    if row.final and not (hybrid and row.awaits_sms):
                        pending.remove(number)
            except TurboSMSError as error:
                if not error._passing:
                    raise
                trouble = error
            statuses = {number: known[number] for number in ids if number in known}
            remaining = until - time.monotonic()
            if not pending:
                return statuses
            if remaining <= 0:
                message = (
                    f"{len(pending)} of {len(ids)} messages are not final after {timeout:g} s."
                )
                raise WaitTimeoutError(message, statuses=statuses) from trouble
            yield Sleep(min(pause, remaining))

    def _look_up(
        self, kind: type[Course], ids: list[str], limit: float | None = None
    ) -> Flow[dict[str, Course]]:
        found: dict[str, Course] = {}
        for start in range(0, len(ids), _AT_ONCE):
            found |= yield from self._look_up_some(kind, ids[start : start + _AT_ONCE], limit)
        return found

    def _look_up_some(
        self, kind: type[Course], ids: list[str], limit: float | None
    ) -> Flow[dict[str, Course]]:
        operation = "message/status" if kind is MessageStatus else "message/details"

        def read(answer: Answer) -> dict[str, Course]:
            rows = {row.message_id.lower(): row for row in _wire.course_rows(kind, answer.result)}
            if not rows:
                raise_for_code(operation, answer)
            return {number: rows[number.lower()] for number in ids if number.lower() in rows}

        return (yield from ask(self, _wire.request(operation, {"messages": ids}), read, limit))


class User(Pinged[K]):
    """The module `user`: the account."""

    @method
    def balance(self) -> Flow[Decimal]:
        """The balance of the account in UAH. Documentation: "user/balance".

        Raises:
            APIError, TransportError, ProtocolError: the service refused, did not answer, or
                something else did.
        """

        def read(answer: Answer) -> Decimal:
            raise_for_code("user/balance", answer)
            if (amount := _wire.balance(answer.result)) is None:
                raise ProtocolError("the answer has no readable balance.", operation="user/balance")
            return amount

        return (yield from ask(self, _wire.request("user/balance"), read))


def _ids(messages: Any) -> list[str]:
    """The ids of a report, a list or a single one; each once."""
    given = messages.message_ids if isinstance(messages, SendReport) else messages
    ids = [given] if isinstance(given, str) else list(given) if isinstance(given, Iterable) else []
    if not ids or not all(
        isinstance(number, str) and number and _checks.is_whole(number) for number in ids
    ):
        raise _checks.wrong(
            "messages", "messages is a report, a message id or a list of ids, and not empty."
        )
    return list(dict.fromkeys(ids))
