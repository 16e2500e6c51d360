"""Which recipients of a send are accepted, and why the others are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.phones import country_of, read_phone
from turbosms_sandbox.delivery.behaviours import REFUSED

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from turbosms_sandbox.account.account import Account
    from turbosms_sandbox.account.senders import Sender
    from turbosms_sandbox.delivery.sends import SmsContent, ViberContent

Check: TypeAlias = "Callable[[str], ResultCode | None]"
"""Takes a number in digits; returns the code it is refused with, or None."""


class Admission(NamedTuple):
    """The decision about one recipient of the request."""

    recipient: object
    """As it was passed."""
    phone: str | None
    """The number in digits, or None if it is refused."""
    code: ResultCode


def admit(recipients: Iterable[object], checks: list[Check]) -> list[Admission]:
    """Decide about every recipient, in their order.

    A number that was accepted before is a duplicate (407). A-71: a number that was refused before
    is refused again with its own code, because it is not on the list.
    """
    accepted: set[str] = set()
    admissions: list[Admission] = []
    for recipient in recipients:
        phone = read_phone(recipient)
        if phone is None:
            admissions.append(Admission(recipient, None, ResultCode.INVALID_PHONE))
            continue
        code = _refusal_code(phone, accepted, checks)
        if code is not None:
            admissions.append(Admission(recipient, None, code))
        else:
            accepted.add(phone)
            admissions.append(Admission(recipient, phone, ResultCode.OK))
    return admissions


def _refusal_code(phone: str, accepted: set[str], checks: list[Check]) -> ResultCode | None:
    if phone in accepted:
        return ResultCode.NOT_ALLOWED_RECIPIENT_DUPLICATE
    for check in checks:
        code = check(phone)
        if code is not None:
            return code
    return None


def checks_for(
    account: Account,
    viber: ViberContent | None,
    sms: SmsContent | None,
    recent_recipients: Iterable[Container[str]],
) -> list[Check]:
    """The checks that this send needs, in their order, without those that can refuse nobody.

    `recent_recipients` are those who just got the same message, on each channel. A-72: a hybrid
    is refused to a recipient if either of its channels is, because a row has only one code.
    """
    checks: list[Check] = [REFUSED.get, _country_check(account.countries)]
    stop_listed = account.stop_list if sms else frozenset()
    ignored = account.ignore_list if viber else frozenset()
    if stop_listed or ignored:
        checks.append(_list_check(stop_listed | ignored))
    if viber is not None:
        checks += _test_number_checks(account, viber)
        if viber.is_transactional and not _has_template(account, viber.text):
            checks.append(_refuse_ukrainian)
    checks += map(_repeat_check, recent_recipients)
    if viber is not None:
        checks += _test_limit_checks(account, viber)
    return checks


def _country_check(countries: frozenset[str]) -> Check:
    def check(phone: str) -> ResultCode | None:
        if country_of(phone) in countries:
            return None
        return ResultCode.NOT_ALLOWED_RECIPIENT_COUNTRY

    return check


def _list_check(listed: frozenset[str]) -> Check:
    def check(phone: str) -> ResultCode | None:
        return ResultCode.NOT_ALLOWED_NUMBER_STOPLIST if phone in listed else None

    return check


def _repeat_check(recent_recipients: Container[str]) -> Check:
    def check(phone: str) -> ResultCode | None:
        return ResultCode.NOT_ALLOWED_MESSAGE_DUPLICATE if phone in recent_recipients else None

    return check


def _has_template(account: Account, text: str) -> bool:
    return any(template.matches(text) for template in account.templates)


def _refuse_ukrainian(phone: str) -> ResultCode | None:
    """A-55: no template matches the text, and Ukrainian numbers need one."""
    if country_of(phone) == "UA":
        return ResultCode.NOT_ALLOWED_MESSAGE_TRANSACTION_PATTERN
    return None


def _test_number_checks(account: Account, viber: ViberContent) -> list[Check]:
    """The check of a test sender that it writes to its one number (425)."""
    test_number = _sender_of(account, viber).test_number
    if test_number is None:
        return []

    def check(phone: str) -> ResultCode | None:
        return None if phone == test_number else ResultCode.NOT_ALLOWED_TEST_NUMBER

    return [check]


def _test_limit_checks(account: Account, viber: ViberContent) -> list[Check]:
    """The check of a test sender that it writes only so many times (426).

    A-73: the limit is never renewed. The check counts whom it lets pass, so it has to be the last.
    """
    sender = _sender_of(account, viber)
    if sender.test_limit is None:
        return []
    remaining = iter(range(sender.test_limit - account.test_messages[sender.name]))

    def check(_: str) -> ResultCode | None:
        is_used_up = next(remaining, None) is None
        return ResultCode.NOT_ALLOWED_TEST_MESSAGES_LIMIT if is_used_up else None

    return [check]


def _sender_of(account: Account, viber: ViberContent) -> Sender:
    sender = account.sender(viber.sender)
    if sender is None:
        raise KeyError(viber.sender)
    return sender
