"""The methods file/add and file/details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from turbosms_api.tables.result_codes import ResultCode
from turbosms_sandbox.calls.answers import Refusal, ServiceAnswer
from turbosms_sandbox.calls.php_values import read_integer
from turbosms_sandbox.files.content import content_of, url_to_fetch

if TYPE_CHECKING:
    from turbosms_sandbox.calls.commands import Command
    from turbosms_sandbox.files.file_store import FileStore


def add(files: FileStore, command: Command) -> ServiceAnswer:
    """Store a file from a data URI, or from a URL whose host was allowed on the command line.

    Documentation: file/add.
    """
    content = content_of(command, data_name="data", url_name="url")
    file = files.add(content, command.now)
    return ServiceAnswer(ResultCode.OK, file.describe(command.base_url), created=True)


def url_of_add(command: Command) -> str | None:
    """The URL that a file/add wants fetched first."""
    return url_to_fetch(command, data_name="data", url_name="url")


def details(files: FileStore, command: Command) -> ServiceAnswer:
    """Describe a file; 308 if `id` is not the number of one (A-84), 417 if there is none."""
    parameters = command.parameters
    file_id = read_integer(parameters.get("id"), typed=parameters.typed)
    if file_id is None or file_id < 1:
        raise Refusal(ResultCode.INVALID_FILE_ID)
    file = files.find(file_id)
    if file is None:
        raise Refusal(ResultCode.NOT_ALLOWED_FILE_ID)
    return ServiceAnswer(ResultCode.OK, file.describe(command.base_url))
