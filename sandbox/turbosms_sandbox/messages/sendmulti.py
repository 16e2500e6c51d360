"""message/sendmulti: several sends in one call."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal, ServiceAnswer, encode_json
from turbosms_sandbox.calls.parameters import Parameters
from turbosms_sandbox.calls.php_values import read_object
from turbosms_sandbox.calls.sequence_ids import read_sequence_id
from turbosms_sandbox.messages.sending import send

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbosms_sandbox.calls.commands import Command
    from turbosms_sandbox.calls.sequence_ids import ExecutedRequests
    from turbosms_sandbox.messages.outbox import Outbox

MAX_SENDS: Final = 5_000
"""Most sends of one sendmulti (A-131)."""
ONE_SEND: Final = "one of message/sendmulti"
"""What the `sequence_id` inside a send belongs to.

A-148: the one beside the sends belongs to the method, so the two may be the same text.
"""


def send_multi(
    outbox: Outbox, executed: ExecutedRequests, command: Command, draw: Callable[[int], str]
) -> ServiceAnswer:
    """Every send under its key, one after the other; no answer depends on another (A-36).

    Documentation: message/sendmulti. A-79: without any send the whole call is 300, and so it is
    with too many (A-131). The call has created something if one of its sends has (A-50).
    """
    sends = {
        key: value
        for key, value in command.parameters.values.items()
        if key not in ("token", "sequence_id")
    }
    if not 0 < len(sends) <= MAX_SENDS:
        raise Refusal(ResultCode.INVALID_REQUEST)
    envelopes: list[str] = []
    created = False
    for key, value in sends.items():
        answer = _send_one(outbox, executed, command, value, draw)
        envelopes.append(f"{encode_json(key)}:{answer.envelope_json()}")
        created = created or answer.created
    result_json = f"{{{','.join(envelopes)}}}"
    return ServiceAnswer(ResultCode.OK, result_json=result_json, created=created)


def _send_one(
    outbox: Outbox,
    executed: ExecutedRequests,
    command: Command,
    value: object,
    draw: Callable[[int], str],
) -> ServiceAnswer:
    typed = command.parameters.typed
    values = read_object(value, typed=typed)
    if values is None:
        return ServiceAnswer(ResultCode.INVALID_REQUEST)
    parameters = Parameters(values, typed=typed)
    try:
        sequence_id = read_sequence_id(parameters)
        send_it = partial(send, outbox, parameters, command.now, draw)
        return executed.once(command.now, ONE_SEND, sequence_id, send_it)
    except Refusal as refusal:
        return ServiceAnswer(refusal.code)
