"""Many sends in one request."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import TypeAlias

from . import _wire
from ._attempts import Attempts, exchange, is_proof
from ._errors import APIError, OutcomeUnknownError, ProtocolError, api_error
from ._flow import Flow, Sleep
from ._logical_call import LogicalCall
from ._multi_report import MultiReport
from ._outcome import is_success
from ._parameters import PreparedBatch, PreparedSend
from ._policy import AttemptFailure
from ._report import SendReport
from ._runtime import Runtime
from ._sending import read_send
from ._wire import Answer

OneOutcome: TypeAlias = SendReport | APIError | OutcomeUnknownError
_OPERATION = "message/sendmulti"


class MultiSend(LogicalCall[MultiReport]):
    """Makes all sends in one request, and again those about which its answer says nothing."""

    def __init__(self, runtime: Runtime, batch: PreparedBatch, deadline: float | None) -> None:
        super().__init__(runtime, _OPERATION, batch.sequence_id, deadline)
        self._batch = batch
        self._outcomes: dict[str, OneOutcome] = {}

    def copy(self) -> MultiSend:
        """The call as it is now."""
        same = copy(self)
        same._outcomes = {**self._outcomes}
        return same

    def run(self) -> Flow[MultiReport]:
        """Ask for the sends that are not settled, until all are or the attempts are used up."""
        attempts = Attempts(self.runtime.retry, self.until())
        while True:
            prepared_sends = self._unsettled()
            bodies = {key: prepared.body for key, prepared in prepared_sends.items()}
            request = _wire.request(_OPERATION, bodies)
            try:
                yield from exchange(request, self._read, attempts, self)
            except OutcomeUnknownError:
                if not self._has_answered_all():
                    raise
                break  # each of those in doubt has an error of its own by now
            doubt = self._first_doubt()
            if doubt is None:
                break
            failure = AttemptFailure("code", doubt)
            pause = attempts.pause_after(failure, "keyed")
            if pause is None:
                break
            attempts.announce(failure, pause)
            self.may_have_been_executed = True
            yield Sleep(pause)
        return MultiReport({key: self._outcomes[key] for key in self._batch.prepared_sends})

    def _unsettled(self) -> dict[str, PreparedSend]:
        prepared_sends: dict[str, PreparedSend] = {}
        for key, prepared in self._batch.prepared_sends.items():
            outcome = self._outcomes.get(key)
            if outcome is None or isinstance(outcome, OutcomeUnknownError):
                prepared_sends[key] = prepared
        return prepared_sends

    def _has_answered_all(self) -> bool:
        return self._outcomes.keys() >= self._batch.prepared_sends.keys()

    def _first_doubt(self) -> OutcomeUnknownError | None:
        for outcome in self._outcomes.values():
            if isinstance(outcome, OutcomeUnknownError):
                return outcome
        return None

    def _read(self, answer: Answer) -> None:
        prepared_sends = self._unsettled()
        answers = _wire.multi_answers(answer.result, prepared_sends)
        if not answers.keys() & prepared_sends.keys():
            raise _says_nothing(answer)
        for key, prepared in prepared_sends.items():
            self._outcomes[key] = self._outcome_of(key, prepared, answers, answer)

    def _outcome_of(
        self, key: str, prepared: PreparedSend, answers: Mapping[str, Answer], envelope: Answer
    ) -> OneOutcome:
        try:
            return _read_one(key, prepared, answers, envelope, self.may_have_been_executed)
        except (APIError, ProtocolError) as error:
            if isinstance(error, APIError) and is_proof(error, self.may_have_been_executed):
                return error
            send = OneOfMany(self.runtime, key, prepared)
            send.may_have_been_executed = True
            send.began = self.began
            return send.unknown_outcome(error)


class OneOfMany(LogicalCall[SendReport]):
    """One of many sends, as a call of its own: what resumes it when its outcome is unknown."""

    may_be_made_again_as = "the same send, in send_multi,"

    def __init__(self, runtime: Runtime, key: str, prepared: PreparedSend) -> None:
        super().__init__(runtime, _OPERATION, prepared.sequence_id, deadline=None)
        self._key = key
        self._prepared = prepared

    def run(self) -> Flow[SendReport]:
        """Make the send, alone in its request."""
        request = _wire.request(_OPERATION, {self._key: self._prepared.body})
        attempts = Attempts(self.runtime.retry, None)
        return (yield from exchange(request, self._read, attempts, self))

    def _read(self, answer: Answer) -> SendReport:
        answers = _wire.multi_answers(answer.result, [self._key])
        return _read_one(self._key, self._prepared, answers, answer, self.may_have_been_executed)


def _read_one(
    key: str,
    prepared: PreparedSend,
    answers: Mapping[str, Answer],
    envelope: Answer,
    may_have_been_executed: bool,
) -> SendReport:
    if key not in answers:
        raise _says_nothing(envelope)
    return read_send(prepared, answers[key], may_have_been_executed)


def _says_nothing(answer: Answer) -> APIError | ProtocolError:
    """The error for an answer that says nothing of a send."""
    if not is_success(answer.code):
        return api_error(answer.code, answer.name, operation=_OPERATION)
    problem = f"{answer.code:d} claims success, but answers no such send."
    return ProtocolError(problem, operation=_OPERATION)
