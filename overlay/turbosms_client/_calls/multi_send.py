"""Many sends in one request."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any, TypeAlias

from turbosms_api.tables.operations import OPERATIONS
from turbosms_api.tables.result_codes import ResultCode

from .._answers.envelopes import Answer, multi_answers
from .._answers.send_answers import read_send
from .._flows.instructions import Flow
from .._flows.runtime import Runtime
from .._parameters.prepared_sends import PreparedMulti, PreparedSend
from .._requests.building import build_request
from .._requests.policy import AttemptFailure
from .._results.code_meaning import is_success
from .._results.errors import OutcomeUnknownError, ProtocolError
from .._results.multi_report import MultiReport
from .._results.reports_and_refusals import APIError, SendReport, api_error
from .logical_call import LogicalCall, proves_nothing_was_done
from .request_with_retries import make_request, wait_or_give_up

OneOutcome: TypeAlias = SendReport | APIError | OutcomeUnknownError
_OPERATION = "message/sendmulti"


class MultiSend(LogicalCall[MultiReport]):
    """Makes all sends in one request, and retries those about which the answer says nothing."""

    def __init__(self, runtime: Runtime, prepared: PreparedMulti, deadline: float | None) -> None:
        super().__init__(runtime, _OPERATION, prepared.sequence_id, deadline)
        self._prepared = prepared
        self._outcomes: dict[str, OneOutcome] = {}

    def copy(self) -> MultiSend:
        """Copy the call in its current state."""
        same = copy(self)
        same._outcomes = {**self._outcomes}
        return same

    def run(self) -> Flow[MultiReport]:
        """Request the unsettled sends until all are settled or the attempts are used up."""
        attempts = self.attempts()
        while True:
            prepared_sends = self._unsettled()
            if not prepared_sends:
                break
            request = build_request(_OPERATION, self._body(prepared_sends))
            try:
                yield from make_request(request, self._read, attempts, call=self)
            except OutcomeUnknownError:
                if not self._has_answered_all():
                    raise
                break  # by now, each send in doubt has an error of its own
            doubtful = self._first_doubtful()
            if doubtful is None:
                break
            # Before the pause, which may be interrupted.
            self.may_have_been_executed = True
            failure = AttemptFailure("code", doubtful)
            goes_on = yield from wait_or_give_up(attempts, failure, OPERATIONS[_OPERATION].retry)
            if not goes_on:
                break
        return MultiReport({key: self._outcomes[key] for key in self._prepared.prepared_sends})

    def _body(self, prepared_sends: Mapping[str, PreparedSend]) -> dict[str, Any]:
        """The body for these sends.

        The `sequence_id` of the call stands beside all of them until there is an answer. What is
        asked for again after that has its own alone, since the other would bring that answer back.
        """
        body: dict[str, Any] = {}
        if not self._outcomes:
            body["sequence_id"] = self.sequence_id
        for key, prepared in prepared_sends.items():
            body[key] = prepared.body
        return body

    def _unsettled(self) -> dict[str, PreparedSend]:
        prepared_sends: dict[str, PreparedSend] = {}
        for key, prepared in self._prepared.prepared_sends.items():
            outcome = self._outcomes.get(key)
            if outcome is None or isinstance(outcome, OutcomeUnknownError):
                prepared_sends[key] = prepared
        return prepared_sends

    def _has_answered_all(self) -> bool:
        return self._outcomes.keys() >= self._prepared.prepared_sends.keys()

    def _first_doubtful(self) -> OutcomeUnknownError | None:
        for outcome in self._outcomes.values():
            if isinstance(outcome, OutcomeUnknownError):
                return outcome
        return None

    def _read(self, envelope: Answer) -> MultiReport:
        """Record what the answer says of each send that was asked for, and return that."""
        prepared_sends = self._unsettled()
        answers = multi_answers(envelope.result, prepared_sends)
        # A replay that says nothing would do so again: each send is asked for by its own number.
        if not _is_replay(envelope) and not answers.keys() & prepared_sends.keys():
            raise _says_nothing(envelope)
        in_doubt = self.may_have_been_executed and not _is_replay(envelope)
        for key, prepared in prepared_sends.items():
            try:
                outcome: OneOutcome = _read_one(prepared, answers.get(key), envelope, in_doubt)
            except (APIError, ProtocolError) as error:
                outcome = self._error_of_one(key, prepared, error, in_doubt)
            self._outcomes[key] = outcome
        return MultiReport({key: self._outcomes[key] for key in prepared_sends})

    def _error_of_one(
        self, key: str, prepared: PreparedSend, error: APIError | ProtocolError, in_doubt: bool
    ) -> APIError | OutcomeUnknownError:
        proves = proves_nothing_was_done(error, in_doubt)
        if isinstance(error, APIError) and proves:
            return error
        send = OneOfMany(self.runtime, key, prepared)
        send.may_have_been_executed = True
        send.started = self.started
        return send.unknown_outcome(error)


class OneOfMany(LogicalCall[SendReport]):
    """One of the sends as a call of its own, to resume it if its outcome is unknown."""

    _same_call = "the same send, in send_multi,"

    def __init__(self, runtime: Runtime, key: str, prepared: PreparedSend) -> None:
        super().__init__(runtime, _OPERATION, prepared.sequence_id, deadline=None)
        self._key = key
        self._prepared = prepared

    def run(self) -> Flow[SendReport]:
        """Make this send alone in a request."""
        request = build_request(_OPERATION, {self._key: self._prepared.body})
        return (yield from make_request(request, self._read, self.attempts(), call=self))

    def _read(self, envelope: Answer) -> SendReport:
        answers = multi_answers(envelope.result, [self._key])
        answer = answers.get(self._key)
        return _read_one(self._prepared, answer, envelope, self.may_have_been_executed)


def _read_one(
    prepared: PreparedSend, answer: Answer | None, envelope: Answer, may_have_been_executed: bool
) -> SendReport:
    """Read the report of one send, for which the `envelope` of all may have no answer.

    If the call as a whole is answered with its first result, so is each of its sends.
    """
    if answer is None:
        raise _says_nothing(envelope)
    if _is_replay(envelope) and is_success(answer.code):
        answer = Answer(envelope.code, envelope.name, answer.result)
    return read_send(prepared, answer, may_have_been_executed)


def _is_replay(envelope: Answer) -> bool:
    return envelope.code == ResultCode.FAILED_DUPLICATE_REQUEST


def _says_nothing(envelope: Answer) -> APIError | ProtocolError:
    """The error for an answer that does not mention a send."""
    if not is_success(envelope.code):
        return api_error(envelope.code, envelope.name, operation=_OPERATION)
    problem = f"{envelope.code:d} claims success, but has no result for this send."
    return ProtocolError(problem, operation=_OPERATION)
