"""message/send: from parameters to created messages, checked in the order of the service (A-25)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from turbosms_api.tables import limits
from turbosms_api.tables.parameters import SEND_PARAMETERS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account.quirks import BALANCE_IN_ROWS, CODE_438
from turbosms_sandbox.account.senders import CHANNELS
from turbosms_sandbox.calls.answers import Refusal, UnlistedCode
from turbosms_sandbox.calls.message_ids import new_message_ids
from turbosms_sandbox.calls.php_values import read_list
from turbosms_sandbox.delivery.sends import ExecutedSend, StoredMessage, highest_price
from turbosms_sandbox.messages.admission import Admission, admit, checks_for
from turbosms_sandbox.messages.channel_parameters import ChannelParameters, refusal_with
from turbosms_sandbox.messages.charging import charge
from turbosms_sandbox.messages.repeats import likeness_of
from turbosms_sandbox.messages.send_answer import answer_to_send, answer_without_accepted
from turbosms_sandbox.messages.sms import read_sms
from turbosms_sandbox.messages.viber import read_viber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from turbosms_sandbox.calls.answers import ServiceAnswer
    from turbosms_sandbox.calls.parameters import Parameters
    from turbosms_sandbox.delivery.sends import SmsContent, ViberContent
    from turbosms_sandbox.messages.outbox import Outbox

MINUTE: Final = 60
"""Seconds after a send in which, with a quirk, another one is refused with 438 (A-124)."""


def send(
    outbox: Outbox, parameters: Parameters, now: float, draw: Callable[[int], str]
) -> ServiceAnswer:
    """Create a message for every recipient that is accepted; nothing if all of it is refused.

    `draw` returns so many random bytes in hexadecimal.
    """
    account = outbox.account
    channels: dict[str, ChannelParameters] = {}
    for channel in CHANNELS:
        if parameters.values.get(channel) is not None:
            channels[channel] = ChannelParameters(parameters, channel)
    if not channels:
        raise Refusal(ResultCode.INVALID_REQUEST)
    recipients = _read_recipients(channels.values())
    viber, sms = _read_contents(channels, outbox, now)
    _refuse_within_a_minute(outbox, now)
    likenesses = [likeness_of(content) for content in (viber, sms) if content is not None]
    recent = outbox.recent.recipients_of(likenesses, now)
    admissions = admit(recipients, checks_for(account, viber, sms, recent))
    if BALANCE_IN_ROWS in account.quirks:
        admissions = _refuse_unpaid(admissions, viber, sms, account.wallet.balance(now))
    phones = [admission.phone for admission in admissions if admission.phone is not None]
    if not phones:
        return answer_without_accepted(account.quirks, admissions)
    is_immediate = len(phones) <= limits.IMMEDIATE_RECIPIENTS.value
    executed = ExecutedSend(now, is_immediate, viber, sms)
    charge(account, executed, outbox.behaviours.count(phones))
    messages = _create(outbox, executed, phones, draw)
    outbox.recent.add(likenesses, phones, now)
    return answer_to_send(account.quirks, executed, admissions, messages)


def _read_recipients(channels: Iterable[ChannelParameters]) -> list[Any]:
    """The list of recipients.

    202 if it is missing or empty, 300 if it is no list, 405 if it is too long. Documentation:
    message/send. A-30: it may stand inside a channel. A-48: a hybrid takes the first list that is
    not empty, that of Viber before that of SMS.
    """
    rule = SEND_PARAMETERS["recipients"]
    for parameters in channels:
        value = parameters.get("recipients")
        if value is None or value == "":
            continue
        recipients = read_list(value, typed=parameters.typed)
        if recipients is None:
            raise refusal_with(rule.type_code)
        if len(recipients) > limits.RECIPIENTS_PER_REQUEST.value:
            raise refusal_with(rule.limit_code)
        if recipients:
            return recipients
    raise refusal_with(rule.missing_code)


def _read_contents(
    channels: Mapping[str, ChannelParameters], outbox: Outbox, now: float
) -> tuple[ViberContent | None, SmsContent | None]:
    """What is sent by Viber and by SMS; 400 if the account is full, and a sender new to it."""
    viber = sms = None
    if "viber" in channels:
        viber = read_viber(channels["viber"], outbox.account, outbox.files, now)
    if "sms" in channels:
        sms = read_sms(channels["sms"], outbox.account, now)
    names = [content.sender for content in (viber, sms) if content is not None]
    if not outbox.account.has_room_for(names):
        raise Refusal(ResultCode.NOT_ALLOWED_MESSAGE_SENDER)
    return viber, sms


def _refuse_within_a_minute(outbox: Outbox, now: float) -> None:
    last = outbox.last_send
    if CODE_438 in outbox.account.quirks and last is not None and now < last + MINUTE:
        raise Refusal(UnlistedCode.UNKNOWN_438)


def _refuse_unpaid(
    admissions: list[Admission], viber: ViberContent | None, sms: SmsContent | None, balance: int
) -> list[Admission]:
    """Refuse, each in its row, the recipients for whom the balance does not suffice: a quirk."""
    price = highest_price(viber, sms)
    paid: list[Admission] = []
    for admission in admissions:
        if admission.phone is None:
            paid.append(admission)
        elif price > balance:
            paid.append(Admission(admission.recipient, None, ResultCode.REQUIRED_BALANCE))
        else:
            balance -= price
            paid.append(admission)
    return paid


def _create(
    outbox: Outbox, executed: ExecutedSend, phones: Sequence[str], draw: Callable[[int], str]
) -> list[StoredMessage]:
    """Create a message for each number, and let the chats expect those by Viber."""
    behaviour_of = outbox.behaviours.of
    ids = new_message_ids(draw(16 * len(phones)))
    messages = [
        StoredMessage(message_id, phone, executed, behaviour_of(phone))
        for message_id, phone in zip(ids, phones, strict=True)
    ]
    outbox.sent.add(messages)
    outbox.last_send = executed.created
    if executed.viber is not None:
        account = outbox.account
        sender = account.senders[executed.viber.sender]
        if sender.test_limit is not None:
            account.test_messages[sender.name] += len(phones)
        outbox.chats.expect(sender, executed, messages)
    return messages
