"""message/send: from parameters to created messages, in the order the service judges (A-25)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turbosms_api.tables import limits
from turbosms_api.tables.parameters import SEND_PARAMETERS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.account.account import CHANNELS
from turbosms_sandbox.account.quirks import (
    BALANCE_IN_ROWS,
    CODE_438,
    MINUTE,
    OUTER_OK,
    overall_code,
    row_code,
)
from turbosms_sandbox.calls.answers import Answer, Refusal, UnlistedCode
from turbosms_sandbox.calls.message_ids import new_message_ids
from turbosms_sandbox.calls.php_values import read_list, shown
from turbosms_sandbox.delivery import courses
from turbosms_sandbox.delivery.campaigns import Campaign, Message, SmsContent, ViberContent
from turbosms_sandbox.messages.admission import Admitted, admit, checks_of
from turbosms_sandbox.messages.channel_parameters import Parameters, refuse
from turbosms_sandbox.messages.repeats import likenesses
from turbosms_sandbox.messages.sms import read_sms
from turbosms_sandbox.messages.viber import read_viber

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from turbosms_sandbox.account.account import Account, Sender
    from turbosms_sandbox.calls.commands import Context
    from turbosms_sandbox.delivery.behaviours import Script
    from turbosms_sandbox.engine.state import State
    from turbosms_sandbox.http.call_reading import Data
    from turbosms_sandbox.messages.repeats import Likeness


def send(context: Context, data: Data) -> Answer:
    """Create a message for every recipient that is accepted.

    Nothing is created if the whole is refused.
    """
    state = context.state
    channels = {
        name: Parameters(data, name) for name in CHANNELS if data.values.get(name) is not None
    }
    if not channels:
        raise Refusal(ResultCode.INVALID_REQUEST)
    given = _recipients(channels.values())
    viber, sms = _contents(channels, state, context.now)
    _refuse_within_a_minute(state, context.now)
    likes = likenesses((viber, sms))
    admitted = _admitted(given, viber, sms, likes, context)
    numbers = [recipient.number for recipient in admitted if recipient.number is not None]
    if not numbers:
        code = ResultCode.OK if OUTER_OK in state.account.quirks else admitted[0].code
        return Answer(code, _rows(admitted, (), ResultCode.OK))
    campaign = Campaign(context.now, len(numbers) <= limits.IMMEDIATE_RECIPIENTS.value, viber, sms)
    _charge(state.account, campaign, len(numbers), state.fates.count(numbers))
    messages = _create(context, campaign, numbers)
    state.repeats.add(likes, numbers, context.now)
    return _answer(state.account.quirks, campaign, admitted, messages)


def _answer(
    quirks: Collection[str],
    campaign: Campaign,
    admitted: Sequence[Admitted],
    messages: Sequence[Message],
) -> Answer:
    """What a send is answered that created these messages."""
    is_partial = len(messages) < len(admitted)
    documented = _overall_code(campaign, partial=is_partial)
    rows = _rows(admitted, messages, row_code(quirks, documented, len(admitted)))
    code = overall_code(quirks, documented, len(admitted), refused=is_partial)
    return Answer(code, rows, created=True)


def _refuse_within_a_minute(state: State, now: float) -> None:
    last = state.last_send
    if CODE_438 in state.account.quirks and last is not None and now < last + MINUTE:
        raise Refusal(UnlistedCode.UNKNOWN_438)


def _admitted(
    given: Iterable[object],
    viber: ViberContent | None,
    sms: SmsContent | None,
    likes: Iterable[Likeness],
    context: Context,
) -> list[Admitted]:
    """Every recipient, judged."""
    state, now = context.state, context.now
    repeated = [recent for like in likes if (recent := state.repeats.recipients_of(like, now))]
    admitted = admit(given, checks_of(state.account, viber, sms, repeated))
    if BALANCE_IN_ROWS not in state.account.quirks:
        return admitted
    price = Campaign(now, True, viber, sms).price
    return _as_far_as_paid(admitted, price, state.account.wallet.balance(now))


def _as_far_as_paid(admitted: list[Admitted], price: int, balance: int) -> list[Admitted]:
    """Those whom the balance is not enough for are refused in their rows, as a quirk wants it."""
    paid: list[Admitted] = []
    for recipient in admitted:
        if recipient.number is None:
            paid.append(recipient)
        elif price > balance:
            paid.append(Admitted(recipient.given, None, ResultCode.REQUIRED_BALANCE))
        else:
            balance -= price
            paid.append(recipient)
    return paid


def _contents(
    channels: Mapping[str, Parameters], state: State, now: float
) -> tuple[ViberContent | None, SmsContent | None]:
    """What is sent by Viber and by SMS."""
    viber = sms = None
    if "viber" in channels:
        viber = read_viber(channels["viber"], state.account, state.storage, now)
    if "sms" in channels:
        sms = read_sms(channels["sms"], state.account, now)
    return viber, sms


def _create(context: Context, campaign: Campaign, numbers: Sequence[str]) -> list[Message]:
    """Create a message of the campaign for each number, and let chats expect those by Viber."""
    state, fate = context.state, context.state.fates.of
    ids = new_message_ids(context.draw(16 * len(numbers)))
    messages = [
        Message(message_id, number, campaign, fate(number))
        for message_id, number in zip(ids, numbers, strict=True)
    ]
    state.storage.add_messages(messages)
    state.last_send = context.now
    if campaign.viber is not None:
        sender = state.account.senders[campaign.viber.sender]
        if sender.test_limit is not None:
            state.account.test_messages[campaign.viber.sender] += len(numbers)
        state.chats.expect(sender, campaign, messages)
    return messages


def _recipients(channels: Iterable[Parameters]) -> list[Any]:
    """The list of recipients.

    202 if it is missing or empty, 300 if it is no array, 405 if it is too long.

    Documentation: message/send. A-30: it may stand inside a channel. A-48: a hybrid takes the first
    list that holds anything, with those of Viber before those of SMS.
    """
    row = SEND_PARAMETERS["recipients"]
    for parameters in channels:
        if not parameters.present("recipients"):
            continue
        given = read_list(parameters.given("recipients"), typed=parameters.typed)
        if given is None:
            raise refuse(row.type_code)
        if len(given) > limits.RECIPIENTS_PER_REQUEST.value:
            raise refuse(row.limit_code)
        if given:
            return given
    raise refuse(row.missing_code)


def _charge(
    account: Account, campaign: Campaign, count: int, scripts: Mapping[Script, int]
) -> None:
    """Take the highest possible price of the accepted recipients, or refuse with 203.

    Plan what will come back.
    """
    cost = campaign.price * count
    if cost > account.wallet.balance(campaign.created):
        raise Refusal(ResultCode.REQUIRED_BALANCE)
    for content in (campaign.viber, campaign.sms):
        if content is not None:
            account.adopt(content.sender)
    account.wallet.take(cost)
    for script, recipients in scripts.items():
        for at, amount in courses.refunds(campaign, script):
            account.wallet.give_back(amount * recipients, at)
    if campaign.viber is not None:
        _count_as_spent(account.senders[campaign.viber.sender], campaign, scripts)


def _count_as_spent(sender: Sender, campaign: Campaign, scripts: Mapping[Script, int]) -> None:
    """Count the Viber messages as what their sender spends, until they fail."""
    for script, count in scripts.items():
        viber = courses.plan(campaign, script).viber
        if campaign.viber is not None and viber is not None:
            sender.spending.add(campaign.viber.price * count, campaign.created)
            failed = viber.ends(courses.FAILED_VIBER)
            if failed is not None:
                sender.spending.give_back(campaign.viber.price * count, campaign.created, failed)


def _overall_code(campaign: Campaign, *, partial: bool) -> ResultCode:
    """Sent at once or queued (A-57), to everybody or to some."""
    if campaign.immediate and not campaign.deferred:
        return (
            ResultCode.SUCCESS_MESSAGE_PARTIAL_SENT if partial else ResultCode.SUCCESS_MESSAGE_SENT
        )
    return (
        ResultCode.SUCCESS_MESSAGE_PARTIAL_ACCEPTED
        if partial
        else ResultCode.SUCCESS_MESSAGE_ACCEPTED
    )


def _rows(
    admitted: Sequence[Admitted], messages: Sequence[Message], accepted: ResultCode
) -> list[dict[str, Any]]:
    """A row for each recipient of the request, in its order, with the number as it was passed."""
    ids = iter(messages)
    accepted_code, accepted_name = int(accepted), accepted.name
    return [
        {
            "phone": shown(given),
            "response_code": accepted_code,
            "message_id": next(ids).id,
            "response_status": accepted_name,
        }
        if number is not None
        else {
            "phone": shown(given),
            "response_code": int(code),
            "message_id": None,
            "response_status": code.name,
        }
        for given, number, code in admitted
    ]
