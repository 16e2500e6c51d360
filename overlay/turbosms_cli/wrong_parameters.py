"""What is wrong with a parameter, in the words of the command line: its options, not arguments of
Python. It is made from what the error knows, never from its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from turbosms_cli.example_times import example_time, now_in_kyiv
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
"""Options whose names are not those of the parameters that they give."""
_BUTTON: Final = "This kind of Viber message needs a button: --button CAPTION URL."
_SENTENCES: Final = {
    ResultCode.INVALID_START_TIME: "That is no time. Write it as '{time}', by the time of Kyiv.",
    ResultCode.NOT_ALLOWED_START_TIME: (
        "That is in the past, or more than {limit} days ahead: in Kyiv it is {now}. "
        "Leave it out to send now."
    ),
    ResultCode.REQUIRED_MESSAGE_TEXT: "The message has no text: pass {option}.",
    ResultCode.REQUIRED_MESSAGE_BUTTON: _BUTTON,
    ResultCode.REQUIRED_MESSAGE_BUTTON_CAPTION: _BUTTON,
    ResultCode.REQUIRED_MESSAGE_BUTTON_ACTION: _BUTTON,
    ResultCode.NOT_ALLOWED_FILE_TYPE: (
        "The extension of its name tells the type of a file. These are taken: {allowed}."
    ),
}
"""Where the text of the error speaks to whoever calls a method."""
_WITHOUT_CODE: Final = {
    "prices": (
        "A price is a number of at least 0 for one of the rates sms, promotional and "
        "transactional, such as sms=0.34."
    ),
}


def option_of(error: InvalidParameterError) -> str | None:
    """What the command that runs calls the parameter that is wrong."""
    context = click.get_current_context(silent=True)
    name = _OPTIONS.get(error.parameter, error.parameter)
    if error.code == ResultCode.REQUIRED_MESSAGE_BUTTON:
        name = "button"
    parameters = [] if context is None else context.command.params
    found = [parameter for parameter in parameters if parameter.name == name]
    return next((one.opts[0] for one in found if isinstance(one, click.Option)), None)


def sentence_of(error: InvalidParameterError) -> str:
    """What is wrong, with the option in front if the command has it."""
    option = option_of(error)
    sentence = _WITHOUT_CODE.get(error.parameter)
    if error.code is not None:
        sentence = _SENTENCES.get(error.code)
    if sentence is None or (error.code == ResultCode.NOT_ALLOWED_FILE_TYPE and not error.allowed):
        said = str(error)
    else:
        said = sentence.format(
            time=example_time(),
            now=now_in_kyiv(),
            limit=error.limit,
            option=option or "--text",
            allowed=", ".join(map(str, error.allowed)),
        )
    return said if option is None else f"{option}: {said}"
