"""Makes the call of a chunk."""

from typing import Any

from turbosms_client import Sms, TurboSMS, Viber

from .frozen_calls import FrozenCall
from .verdicts import Outcome


def make_call(client: TurboSMS, call: FrozenCall, sequence_id: str) -> dict[str, Outcome]:
    """Make it, and wait for the answer, however long that takes: the outcome of each send.

    What the client raises is an outcome, too; an exception that is not its own says nothing about
    whether the request has left.
    """
    sends = {key: _parameters(send) for key, send in call.sends.items()}
    try:
        if call.method == "send":
            ((key, parameters),) = sends.items()
            return {key: client.message.send(sequence_id=sequence_id, **parameters)}
        report = client.message.send_multi(sends, sequence_id=sequence_id)  # type: ignore[arg-type]
    except Exception as error:
        return dict.fromkeys(sends, error)
    return dict(report)


def _parameters(send: dict[str, Any]) -> dict[str, Any]:
    parameters: dict[str, Any] = {"recipients": send["recipients"]}
    if send.get("viber") is not None:
        parameters["viber"] = Viber(**send["viber"])
    if send.get("sms") is not None:
        parameters["sms"] = Sms(**send["sms"])
    return parameters
