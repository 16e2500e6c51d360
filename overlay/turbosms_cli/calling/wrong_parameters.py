"""Explains a wrong parameter in terms of the command line: options rather than Python arguments.
The explanation is made from the error's attributes, never from its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from turbosms_cli.calling.variables import BASE_URL, variable
from turbosms_cli.options.example_times import example_time, now_in_kyiv
from turbosms_client import ResultCode
from turbosms_languages import Text, _, client_errors, joined, otherwise

if TYPE_CHECKING:
    from turbosms_client import InvalidParameterError

_OPTIONS: Final = {
    "action": "button",
    "image_url": "image",
    "file_id": "attached",
    "is_flash": "flash",
    "is_transactional": "transactional",
}
"""Parameters whose options have a different name."""
_BUTTON: Final = _("This kind of Viber message needs a button: --button CAPTION URL.")
PRICE: Final = _(
    "A price is a number of at least 0 for one of the rates sms, promotional and transactional, "
    "such as sms=0.34."
)
_ADDRESS: Final = _(
    "An address has http:// or https://, a host, and perhaps a port and a path, but no "
    "password, query or method: https://api.turbosms.ua."
)


def option_of_error(error: InvalidParameterError) -> str | None:
    """The current command's option for the wrong parameter; or the variable that it came from."""
    context = click.get_current_context(silent=True)
    name = _OPTIONS.get(error.parameter, error.parameter)
    if error.code == ResultCode.REQUIRED_MESSAGE_BUTTON:
        name = "button"
    if name == "base_url" and _comes_from_variable(context):
        return BASE_URL
    parameters = [] if context is None else context.command.params
    found = [parameter for parameter in parameters if parameter.name == name]
    return next((one.opts[0] for one in found if isinstance(one, click.Option)), None)


def _comes_from_variable(context: click.Context | None) -> bool:
    """Whether it is the variable that has the address."""
    is_given = context is not None and context.params.get("base_url") is not None
    return not is_given and variable(BASE_URL) is not None


def sentence_of(error: InvalidParameterError) -> Text:
    """Say what is wrong, beginning with the option, if the command has one."""
    option = option_of_error(error)
    sentence = _own_sentence(error, option or "--text")
    if sentence is None:
        sentence = client_errors.sentence_of(error)
    return sentence if option is None else joined(": ", (option, sentence))


def _without_code(error: InvalidParameterError) -> Text | None:
    if error.parameter == "prices":
        return PRICE
    if error.parameter == "base_url":
        # The client says what is wrong with it, in English.
        return otherwise(str(error), _ADDRESS)
    return None


def _own_sentence(error: InvalidParameterError, option: str) -> Text | None:
    """A replacement for an error whose text is meant for callers of a method; None without one."""
    if error.code is None:
        return _without_code(error)
    if error.code == ResultCode.NOT_ALLOWED_FILE_TYPE and not error.allowed:
        return None
    sentences = {
        ResultCode.INVALID_START_TIME: _(
            "This is not a time. Write it as '{time}', in Kyiv time.", time=example_time()
        ),
        ResultCode.NOT_ALLOWED_START_TIME: _(
            "This is in the past, or more than {limit} days ahead: in Kyiv it is {now}. "
            "Leave it out to send now.",
            limit=error.limit,
            now=now_in_kyiv(),
        ),
        ResultCode.REQUIRED_MESSAGE_TEXT: _(
            "The message has no text: pass {option}.", option=option
        ),
        ResultCode.REQUIRED_MESSAGE_BUTTON: _BUTTON,
        ResultCode.REQUIRED_MESSAGE_BUTTON_CAPTION: _BUTTON,
        ResultCode.REQUIRED_MESSAGE_BUTTON_ACTION: _BUTTON,
        ResultCode.NOT_ALLOWED_FILE_TYPE: _(
            "The type of a file is determined by its extension, which must be one of: {allowed}.",
            allowed=", ".join(map(str, error.allowed)),
        ),
    }
    return sentences.get(error.code)
