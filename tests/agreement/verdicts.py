"""What each side says to a call: `FINE`, or the code with which it refuses the whole of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.agreement.bodies import send_body
from turbosms_client import APIError, InvalidParameterError, SendReport, Sms, Viber

if TYPE_CHECKING:
    from tests.agreement.conftest import World

FINE: Final = 0
OF_RECIPIENTS: Final = (305, 404, 406, 407, 416, 425, 426, 427, 503, 504)
"""What is said of recipients, in their rows: then the rules of the request were kept."""


def refusal(error: InvalidParameterError) -> int | None:
    return None if error.code is None else int(error.code)


def answered(envelope: dict[str, Any]) -> int:
    """The verdict in an answer. Rows tell of recipients, so the rules of the request were kept."""
    code, result = envelope["response_code"], envelope["response_result"]
    return FINE if code in (0, 507) or isinstance(result, list) else int(code)


def reported(outcome: object) -> int:
    if isinstance(outcome, SendReport):
        return FINE
    assert isinstance(outcome, APIError)
    return FINE if int(outcome.code) in OF_RECIPIENTS else int(outcome.code)


def client_verdict(world: World, case: dict[str, Any]) -> tuple[bool, int | None]:
    """Whether the client sent it, and what became of it.

    Its own refusal, or what the sandbox said to what it sent.
    """
    client = world.client(case["sms_sender"], case["viber_sender"])
    channels = {"sms": case["sms"], "viber": case["viber"]}
    if isinstance(case["sms"], dict):
        channels["sms"] = Sms(**case["sms"])
    if isinstance(case["viber"], dict):
        channels["viber"] = Viber(**case["viber"])
    given = {**case["common"], **channels, "sequence_id": case["sequence_id"]}
    try:
        if case["multi"]:
            inner: Any = {"recipients": case["recipients"], **given}
            return True, reported(client.message.send_multi({"k": inner})["k"])
        return True, reported(client.message.send(case["recipients"], **given))
    except InvalidParameterError as error:
        return False, refusal(error)
    except APIError as error:
        return True, reported(error)


def sandbox_verdict(world: World, case: dict[str, Any]) -> int:
    """What the sandbox says to the body that the case stands for."""
    if isinstance(case["sequence_id"], str) and case["sequence_id"].startswith("n"):
        case = {**case, "sequence_id": f"m{case['sequence_id'][1:]}"}  # a call of its own
    body = send_body(case)
    if case["multi"]:
        envelope = world.control.call("message/sendmulti", {"k": body})
        return answered(
            envelope["response_result"]["k"] if envelope["response_result"] else envelope
        )
    return answered(world.control.call("message/send", body))
