"""Makes the call of a chunk."""

from typing import Any

from turbosms_client import Sms, TurboSMS, Viber

from .frozen_calls import FrozenCall
from .verdicts import Outcome


def make_call(
    client: TurboSMS, call: FrozenCall, sequence_id: str, *, longest: float | None = None
) -> dict[str, Outcome]:
    """Make it, and wait for the answer: the outcome of each send.

    What the client raises is an outcome, too; an exception that is not its own says nothing about
    whether the request has left.

    Args:
        longest: seconds after which nobody waits for it any more, and its outcome is unknown. The
            service may be executing it even then.
    """
    sends = {key: _parameters(send) for key, send in call.sends.items()}
    try:
        if call.method == "send":
            ((key, parameters),) = sends.items()
            report = client.message.send(sequence_id=sequence_id, deadline=longest, **parameters)
            return {key: report}
        reports = client.message.send_multi(
            sends,  # type: ignore[arg-type]
            sequence_id=sequence_id,
            deadline=longest,
        )
    except Exception as error:
        return dict.fromkeys(sends, error)
    return dict(reports)


def _parameters(send: dict[str, Any]) -> dict[str, Any]:
    parameters: dict[str, Any] = {"recipients": send["recipients"]}
    if send.get("viber") is not None:
        parameters["viber"] = Viber(**send["viber"])
    if send.get("sms") is not None:
        parameters["sms"] = Sms(**send["sms"])
    return parameters
