"""message/send: from parameters to created messages, in the order the service judges (A-25)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from turbosms_api.tables import limits
from turbosms_api.tables.parameters import SEND_PARAMETERS
from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox import lifecycle
from turbosms_sandbox.account import CHANNELS
from turbosms_sandbox.envelope import Answer, Refusal
from turbosms_sandbox.identifiers import new_message_ids
from turbosms_sandbox.messages.admission import Admitted, admit, checks_of
from turbosms_sandbox.messages.parameters import Parameters, refuse
from turbosms_sandbox.messages.records import Campaign, Message, SmsContent, ViberContent
from turbosms_sandbox.messages.repeats import likenesses
from turbosms_sandbox.messages.sms import read_sms
from turbosms_sandbox.messages.viber import read_viber
from turbosms_sandbox.values import read_list, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from turbosms_sandbox.account import Account, Sender
    from turbosms_sandbox.commands import Context
    from turbosms_sandbox.recipients import Script
    from turbosms_sandbox.state import State
    from turbosms_sandbox.transport import Data

_OK: Final = int(ResultCode.OK)
_OK_NAME: Final = ResultCode.OK.name


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
    likes = likenesses((viber, sms))
    repeated = [
        recent for like in likes if (recent := state.repeats.recipients_of(like, context.now))
    ]
    admitted = admit(given, checks_of(state.account, viber, sms, repeated))
    numbers = [recipient.number for recipient in admitted if recipient.number is not None]
    if not numbers:
        return Answer(admitted[0].code, _rows(admitted, ()))
    campaign = Campaign(context.now, len(numbers) <= limits.IMMEDIATE_RECIPIENTS.value, viber, sms)
    _charge(state.account, campaign, len(numbers), state.fates.count(numbers))
    messages = _create(context, campaign, numbers)
    state.repeats.add(likes, numbers, context.now)
    code = _overall_code(campaign, partial=len(numbers) < len(admitted))
    return Answer(code, _rows(admitted, messages), created=True)


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
    account.wallet.take(cost)
    for script, recipients in scripts.items():
        for at, amount in lifecycle.refunds(campaign, script):
            account.wallet.give_back(amount * recipients, at)
    if campaign.viber is not None:
        _count_as_spent(account.senders[campaign.viber.sender], campaign, scripts)


def _count_as_spent(sender: Sender, campaign: Campaign, scripts: Mapping[Script, int]) -> None:
    """Count the Viber messages as what their sender spends, until they fail."""
    for script, count in scripts.items():
        viber = lifecycle.plan(campaign, script).viber
        if campaign.viber is not None and viber is not None:
            sender.spending.add(campaign.viber.price * count, campaign.created)
            failed = viber.ends(lifecycle.FAILED_VIBER)
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


def _rows(admitted: Sequence[Admitted], messages: Sequence[Message]) -> list[dict[str, Any]]:
    """A row for each recipient of the request, in its order, with the number as it was passed."""
    ids = iter(messages)
    return [
        {
            "phone": shown(given),
            "response_code": _OK,
            "message_id": next(ids).id,
            "response_status": _OK_NAME,
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
