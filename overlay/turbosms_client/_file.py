"""The module `file`: the files of the account."""

from __future__ import annotations

from typing import Any

from turbosms_api.tables.result_codes import ResultCode

from ._answers.envelopes import Answer
from ._answers.single_answers import read_one
from ._calls.creating import Creation
from ._calls.read_only_calls import ask
from ._calls.service_module import ServiceModule
from ._flows.instructions import Flow
from ._flows.method import ClientKind, method
from ._parameters import checks
from ._parameters.chat_and_file_bodies import check_exactly_one, required_integer
from ._parameters.files import Content, data_uri
from ._parameters.sequence_ids import identify
from ._requests.building import build_request
from ._results import chat_and_file_results
from ._results.errors import invalid_parameter


class File(ServiceModule[ClientKind]):
    """The module `file`: files for Viber messages."""

    @method
    def add(
        self,
        file: Content = None,
        *,
        url: str | None = None,
        name: str | None = None,
        sequence_id: str | None = None,
    ) -> Flow[chat_and_file_results.FileDetails]:
        """Upload a file. If the account already has it, it is not stored again.

        Documentation: "file/add".

        Args:
            file: a path, the content, or a binary stream, read from its current position; at most
                3 MB. `AsyncTurboSMS` reads it synchronously, too: if that takes long, read it
                elsewhere and pass the content.
            url: instead of `file`, the URL from which the service fetches the file.
            name: a name whose extension determines the type, for a `file` without a name.
            sequence_id: as for `message.send`.

        Raises:
            InvalidParameterError: there is no such file, or it is empty, too large or of an
                unsupported type.
            APIError, RequestNotSentError, OutcomeUnknownError: as for `message.send`.
        """
        body = {"sequence_id": identify(sequence_id)}
        check_exactly_one(ResultCode.NOT_ALLOWED_FILE_EMPTY, file=file, url=url)
        if url is None:
            body["data"] = data_uri(file, name)
        else:
            _check_url(url)
            if name is not None:
                message = "name= goes with file=: the file at url= has its own type."
                raise invalid_parameter("name", message, None)
            body["url"] = url
        call = Creation(self._runtime, "file/add", chat_and_file_results.FileDetails.from_row, body)
        return (yield from call.run())

    @method
    def details(self, file_id: int) -> Flow[chat_and_file_results.FileDetails]:
        """Get the details of a file. Documentation: "file/details".

        Raises:
            InvalidParameterError: this cannot be the id of a file.
            APIError, TransportError, ProtocolError: the service refused, there was no response, or
                it was not from the service.
        """
        request = build_request(
            "file/details", required_integer("file/details", "file_id", file_id)
        )
        return (yield from ask(self._runtime, request, _read_details))


def _read_details(answer: Answer) -> chat_and_file_results.FileDetails:
    return read_one("file/details", chat_and_file_results.FileDetails.from_row, answer)


def _check_url(url: Any) -> None:
    """Raise unless the service could fetch a file from this URL."""
    code = ResultCode.NOT_ALLOWED_FILE_EMPTY
    if not isinstance(url, str):
        raise invalid_parameter("url", f"url must be a string, not {type(url).__name__}.", code)
    if not url:
        raise invalid_parameter("url", "url is empty.", code)
    if not checks.is_link(url):
        raise checks.no_link("url", code)
