"""Explains a wrong parameter in terms of the command line: options rather than Python arguments.
The explanation is made from the error's attributes, never from its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from turbosms_cli.options.example_times import example_time, now_in_kyiv
from turbosms_client import ResultCode

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
_BUTTON: Final = "This kind of Viber message needs a button: --button CAPTION URL."
_SENTENCES: Final = {
    ResultCode.INVALID_START_TIME: "This is not a time. Write it as '{time}', in Kyiv time.",
    ResultCode.NOT_ALLOWED_START_TIME: (
        "This is in the past, or more than {limit} days ahead: in Kyiv it is {now}. "
        "Leave it out to send now."
    ),
    ResultCode.REQUIRED_MESSAGE_TEXT: "The message has no text: pass {option}.",
    ResultCode.REQUIRED_MESSAGE_BUTTON: _BUTTON,
    ResultCode.REQUIRED_MESSAGE_BUTTON_CAPTION: _BUTTON,
    ResultCode.REQUIRED_MESSAGE_BUTTON_ACTION: _BUTTON,
    ResultCode.NOT_ALLOWED_FILE_TYPE: (
        "The type of a file is determined by its extension, which must be one of: {allowed}."
    ),
}
"""Replacements for errors whose text is meant for callers of a method."""
_WITHOUT_CODE: Final = {
    "prices": (
        "A price is a number of at least 0 for one of the rates sms, promotional and "
        "transactional, such as sms=0.34."
    ),
}


def option_of(error: InvalidParameterError) -> str | None:
    """The current command's option for the wrong parameter."""
    context = click.get_current_context(silent=True)
    name = _OPTIONS.get(error.parameter, error.parameter)
    if error.code == ResultCode.REQUIRED_MESSAGE_BUTTON:
        name = "button"
    parameters = [] if context is None else context.command.params
    found = [parameter for parameter in parameters if parameter.name == name]
    return next((one.opts[0] for one in found if isinstance(one, click.Option)), None)


def sentence_of(error: InvalidParameterError) -> str:
    """Say what is wrong, beginning with the option, if the command has one."""
    option = option_of(error)
    sentence = _WITHOUT_CODE.get(error.parameter)
    if error.code is not None:
        sentence = _SENTENCES.get(error.code)
    if sentence is None or (error.code == ResultCode.NOT_ALLOWED_FILE_TYPE and not error.allowed):
        message = str(error)
    else:
        message = sentence.format(
            time=example_time(),
            now=now_in_kyiv(),
            limit=error.limit,
            option=option or "--text",
            allowed=", ".join(map(str, error.allowed)),
        )
    return message if option is None else f"{option}: {message}"
