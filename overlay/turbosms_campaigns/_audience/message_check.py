"""Checks what is the same for everybody, before a table is read."""

from dataclasses import replace
from typing import Final

from turbosms_client import InvalidParameterError, TurboSMS
from turbosms_languages import joined
from turbosms_languages.client_errors import sentence_of

from .._model.errors import InvalidCampaignError
from .._model.settings import Message
from .._texts.rendering import MessageTemplate
from .._texts.sizes import ANY_PHONE, problem_with

_ANY_TEXT: Final = "a"
_ANY_LINK: Final = "https://a.ua"
_LINKS: Final = ("viber.action", "viber.image_url")


def check_message(client: TurboSMS, template: MessageTemplate) -> Message:
    """The message, with the rate at which its Viber message is charged.

    Texts that differ between rows are not looked at.

    Raises:
        InvalidCampaignError: the service would refuse it, whatever stands in the rows; or a price
            is for no rate.
    """
    texts: dict[str, str] = {}
    for parameter, text in template.templates.items():
        if not text.fields:
            texts[parameter] = text.literals
        else:
            texts[parameter] = _ANY_LINK if parameter in _LINKS else _ANY_TEXT
    example = template.with_texts(texts)
    problem = problem_with(client, example)
    if problem is not None:
        parameter, sentence = problem
        raise InvalidCampaignError(joined(": ", (parameter, sentence)), parameter=parameter)
    message = template.message
    try:
        preview = client.message.preview(
            [ANY_PHONE], viber=example.viber, sms=example.sms, prices=message.prices
        )
    except InvalidParameterError as error:
        raise InvalidCampaignError(sentence_of(error), parameter=error.parameter) from error
    rates = {channel.channel: channel.rate for channel in preview.channels}
    return replace(message, viber_rate=rates.get("viber"))
