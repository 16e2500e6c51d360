"""Which recipients of a send are accepted, and why the others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls import phones
from turbosms_sandbox.delivery.behaviours import REFUSED

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from turbosms_sandbox.account.account import Account
    from turbosms_sandbox.delivery.campaigns import SmsContent, ViberContent

Check: TypeAlias = "Callable[[str], ResultCode | None]"
"""Takes a number in digits; answers why it is refused, or None."""


class Admitted(NamedTuple):
    """One recipient of the request: what was passed, and the number it stands for if accepted."""

    given: object
    number: str | None
    code: ResultCode


def admit(given: Iterable[object], checks: list[Check]) -> list[Admitted]:
    """Judge every recipient, in their order.

    A number that was accepted before is a duplicate (407).

    A-71: a number that was refused before is refused again with its own code, as it is not in the
    list.
    """
    accepted: set[str] = set()
    admitted: list[Admitted] = []
    for recipient in given:
        number = phones.normalise(recipient)
        code = ResultCode.INVALID_PHONE if number is None else _refusal(number, accepted, checks)
        if number is None or code is not None:
            admitted.append(Admitted(recipient, None, code or ResultCode.INVALID_PHONE))
        else:
            accepted.add(number)
            admitted.append(Admitted(recipient, number, ResultCode.OK))
    return admitted


def _refusal(number: str, accepted: set[str], checks: list[Check]) -> ResultCode | None:
    if number in accepted:
        return ResultCode.NOT_ALLOWED_RECIPIENT_DUPLICATE
    for check in checks:
        code = check(number)
        if code is not None:
            return code
    return None


def checks_of(
    account: Account,
    viber: ViberContent | None,
    sms: SmsContent | None,
    repeated: Iterable[Container[str]],
) -> list[Check]:
    """The checks that this send needs, in their order; those that can refuse nobody are left out.

    `repeated` are the recipients who got the same just now, for each channel.

    A-72: a hybrid is refused to a recipient if either of its channels is, since one row has one
    code.
    """
    checks: list[Check] = [REFUSED.get, _country_check(account.countries)]
    closed = (account.stop_list if sms else frozenset()) | (
        account.ignore_list if viber else frozenset()
    )
    if closed:
        checks.append(
            lambda number: ResultCode.NOT_ALLOWED_NUMBER_STOPLIST if number in closed else None
        )
    last: list[Check] = []
    if viber is not None:
        first, last = _test_sender_checks(account, viber)
        checks += first
        if viber.is_transactional and not any(
            template.fits(viber.text) for template in account.templates
        ):
            checks.append(_refuse_ukrainian)
    return [*checks, *map(_repeat_check, repeated), *last]


def _country_check(countries: frozenset[str]) -> Check:
    def check(number: str) -> ResultCode | None:
        return (
            None
            if phones.country(number) in countries
            else ResultCode.NOT_ALLOWED_RECIPIENT_COUNTRY
        )

    return check


def _refuse_ukrainian(number: str) -> ResultCode | None:
    """A-55: no template fits, and Ukrainian numbers need one."""
    return (
        ResultCode.NOT_ALLOWED_MESSAGE_TRANSACTION_PATTERN
        if phones.country(number) == "UA"
        else None
    )


def _test_sender_checks(account: Account, viber: ViberContent) -> tuple[list[Check], list[Check]]:
    """The checks of a test sender, first and last.

    It writes to one number (425), and only so many times (426).

    A-73: the limit never renews itself. Its check counts whom it lets pass, so no other may come
    after it.
    """
    sender = account.sender(viber.sender)
    if sender is None:
        raise KeyError(viber.sender)
    first: list[Check] = []
    last: list[Check] = []
    if sender.test_number is not None:
        linked = sender.test_number
        first.append(
            lambda number: None if number == linked else ResultCode.NOT_ALLOWED_TEST_NUMBER
        )
    if sender.test_limit is not None:
        left = iter(range(sender.test_limit - account.test_messages[sender.name]))
        last.append(
            lambda _: (
                ResultCode.NOT_ALLOWED_TEST_MESSAGES_LIMIT if next(left, None) is None else None
            )
        )
    return first, last


def _repeat_check(recent: Container[str]) -> Check:
    return lambda number: ResultCode.NOT_ALLOWED_MESSAGE_DUPLICATE if number in recent else None
