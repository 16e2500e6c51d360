"""`turbosms codes`: what the result codes of the service mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from turbosms_cli.options.numbers import whole_number_of
from turbosms_cli.options.output_options import output_options
from turbosms_cli.options.usage import Command
from turbosms_cli.options.value_completion import code_names
from turbosms_languages import _, _c, spoken

if TYPE_CHECKING:
    from turbosms_api.tables.result_codes import ResultCode
    from turbosms_cli.printing.output import Output

_LARGEST_CODE: Final = 999_999_999
_OUTCOMES: Final = {
    "success": _c("outcome", "success"),
    "partial": _c("outcome", "partial"),
    "replay": _c("outcome", "replay"),
    "failure": _c("outcome", "failure"),
    "unknown": _c("outcome", "unknown"),
}
_SCOPES: Final = {
    "request": _("a request"),
    "recipient": _("a recipient"),
    "both": _("a request or a recipient"),
}


@click.command(cls=Command)
@click.argument("query", required=False, metavar="[CODE|NAME|TEXT]", shell_complete=code_names)
@output_options
def codes(query: str | None, as_json: bool | None) -> None:
    """Explain the result codes of the service.

    Prints all of them, one by its number or name, or those whose name or meaning contains a text;
    for a single one, also what to do about it. The service is not called. The output is a table,
    even into a pipe; with --json, it is JSON lines.

    \b
    Examples:
      turbosms codes
      turbosms codes 414
      turbosms codes NOT_ALLOWED_MESSAGE_ID
      turbosms codes balance
      turbosms codes | less
    """
    from turbosms_api.tables.result_codes import ResultCode  # noqa: PLC0415
    from turbosms_cli.calling.error_messages import FailedError, reporting_errors  # noqa: PLC0415
    from turbosms_cli.printing.output import Output  # noqa: PLC0415
    from turbosms_languages.code_meanings import meaning_of  # noqa: PLC0415

    found = [code for code in ResultCode if query is None or code.name == query.upper()]
    found = found or [code for code in ResultCode if query is not None and _matches(code, query)]
    if not found:
        raise FailedError(
            _("No result code matches {query!r}: turbosms codes lists all.", query=query)
        )
    output = Output(as_json is True)
    with reporting_errors(output):
        if output.as_json:
            for code in found:
                output.row(_row(code))
        elif len(found) == 1:
            _explain(output, found[0])
        else:
            heads = [_("code"), _("name"), _("outcome"), _("meaning")]
            output.table(
                heads,
                ([code, code.name, _OUTCOMES[code.outcome], meaning_of(code)] for code in found),
            )


def _row(code: ResultCode) -> dict[str, Any]:
    facts = {
        fact: getattr(code, fact)
        for fact in ("meaning", "outcome", "scope", "actor", "repeat", "since")
    }
    return {"code": code, "name": code.name, **facts, "help_url": code.help_url}


def _explain(output: Output, code: ResultCode) -> None:
    from turbosms_api.tables.result_codes import HELP_IS_HOSTED  # noqa: PLC0415
    from turbosms_cli.calling.advice import advice  # noqa: PLC0415
    from turbosms_languages.code_meanings import meaning_of  # noqa: PLC0415

    facts: list[list[Any]] = [
        [_("meaning"), meaning_of(code)],
        [
            _("outcome"),
            _(
                "{outcome} of {scope}",
                outcome=_OUTCOMES[code.outcome],
                scope=_SCOPES[code.scope],
            ),
        ],
        [_("to do"), advice(code)],
        [_("since"), code.since],
    ]
    if HELP_IS_HOSTED:
        facts.append([_("more"), code.help_url])
    output.facts([str(code), code.name], facts)


def _matches(code: ResultCode, query: str) -> bool:
    if query.isascii() and query.isdecimal():
        return code == whole_number_of(query, most=_LARGEST_CODE)
    from turbosms_languages.code_meanings import meaning_of  # noqa: PLC0415

    text = query.casefold()
    meanings = (code.meaning, spoken(meaning_of(code)))
    return any(text in words.casefold() for words in (code.name, *meanings))
