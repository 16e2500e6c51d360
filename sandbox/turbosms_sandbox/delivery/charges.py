"""What a message costs in the end: Viber that fails costs nothing, nor does a cancelled SMS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbosms_sandbox.delivery.courses import FAILED_VIBER, plan

if TYPE_CHECKING:
    from turbosms_sandbox.delivery.behaviours import RecipientBehaviour
    from turbosms_sandbox.delivery.courses import Course
    from turbosms_sandbox.delivery.sends import ExecutedSend, SmsContent, ViberContent

_CANCELLED = frozenset({"Cancelled"})


def viber_charge(content: ViberContent, status: str) -> int:
    return 0 if status in FAILED_VIBER else content.price


def sms_charge(content: SmsContent, status: str) -> int:
    return 0 if status == "Cancelled" else content.price


def refunds(send: ExecutedSend, behaviour: RecipientBehaviour) -> list[tuple[float, int]]:
    """The refunds of the send's highest price for one recipient: when, and kopecks (A-59)."""
    has_no_refund = send.viber is None and behaviour.sms != "Cancelled"
    if has_no_refund:
        return []  # by far the most sends
    delivery = plan(send, behaviour)
    planned: list[tuple[float, int]] = []
    held = send.price
    if delivery.viber is not None:
        settled, due = _viber_settlement(send, delivery.viber)
        planned.append((settled, held - due))
        held = due
    if delivery.sms is not None:
        cancelled = delivery.sms.end_in(_CANCELLED)
        if cancelled is not None:
            planned.append((cancelled, held))
    return [(at, amount) for at, amount in planned if amount]


def _viber_settlement(send: ExecutedSend, course: Course) -> tuple[float, int]:
    """When it is known whether Viber succeeds, and what the message costs from then on."""
    failed = course.end_in(FAILED_VIBER)
    if failed is not None:
        return failed, 0 if send.sms is None else send.sms.price
    delivered = next(timed.at for timed in course.statuses if timed.status == "Delivered")
    return delivered, 0 if send.viber is None else send.viber.price
