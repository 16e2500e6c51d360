"""Files for Viber messages."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from turbosms_cli.calling.sequence_ids import DAYS, derived, own_or_new, sequence_id_option
from turbosms_cli.calling.session import Session, service_command
from turbosms_cli.options.usage import Group
from turbosms_cli.printing import exit_codes
from turbosms_languages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbosms_client import FileDetails, TurboSMSError

_COLUMNS = {
    "id": "id",
    "name": _("name"),
    "size": _("size"),
    "type": _("type"),
    "link": _("link"),
}
_STDIN = "-"


@click.group(cls=Group)
def file() -> None:
    """Upload files for Viber messages, or show their details.

    \b
    Examples:
      turbosms file add invoice.pdf
      turbosms file details 12345
    """


@file.command()
@click.argument(
    "paths",
    nargs=-1,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    metavar="[PATH]...",
)
@click.option(
    "--url",
    metavar="URL",
    help="Instead of a path, the URL from which the service fetches the file.",
)
@click.option(
    "--name",
    metavar="NAME",
    help="A name whose extension gives the type, for a path without one, or stdin.",
)
@sequence_id_option(
    _("Idempotency key: a second call with it within {days} days uploads nothing.", days=DAYS)
)
@service_command
def add(
    session: Session,
    /,
    *,
    paths: tuple[str, ...],
    url: str | None,
    name: str | None,
    sequence_id: str | None,
) -> None:
    """Upload files to the service, and print their ids.

    The ids are for --file of turbosms send. A file may have at most 3 MB; - is stdin, with --name.
    A file that the account already has is not stored again. Of several files, those that the
    service does not accept are left out. If the outcome is unknown, or on Ctrl-C, the command that
    completes the upload is printed: the same with --sequence-id.

    \b
    Exit codes:
      0  all were uploaded
      1  none was uploaded
      2  wrong usage
      3  some were uploaded
      4  unknown outcome: run the printed command

    \b
    Examples:
      turbosms file add invoice.pdf
      turbosms file add *.png
      turbosms file add - --name invoice.pdf < invoice.pdf
      turbosms file add --url URL
    """
    from turbosms_cli.calling.unknown_outcomes import creating  # noqa: PLC0415
    from turbosms_cli.printing.result_rows import listed  # noqa: PLC0415

    if bool(paths) == (url is not None):
        raise click.UsageError(_("Which file? Pass paths, or --url URL."))
    if len(paths) > 1 and (name is not None or _STDIN in paths):
        raise click.UsageError(_("--name and - are for a single file."))
    if paths == (_STDIN,) and name is None:
        raise click.UsageError(
            _("Input from stdin has no name: pass --name, whose extension gives the type.")
        )
    if url is not None and name is not None:
        raise click.UsageError(
            _("--name is not for --url: the service determines the type of a file that it fetches.")
        )
    content = sys.stdin.buffer.read(_enough()) if paths == (_STDIN,) else None
    sequence_id = own_or_new(sequence_id)
    with creating(session, sequence_id):
        if len(paths) > 1:
            status = _Several(session, paths, sequence_id).run()
        else:
            upload: Any = content if content is not None else next(iter(paths), None)
            found = session.client.file.add(upload, url=url, name=name, sequence_id=sequence_id)
            listed(session.output, _COLUMNS, [_row(found, name or url or paths[0])])
            status = exit_codes.FINE
    raise SystemExit(status)


@file.command()
@click.argument("file_ids", nargs=-1, required=True, type=int, metavar="ID...")
@service_command
def details(session: Session, /, *, file_ids: tuple[int, ...]) -> None:
    """Print the details of files.

    \b
    Example:
      turbosms file details 12345 23456
    """
    from turbosms_cli.printing.result_rows import listed  # noqa: PLC0415

    found = map(session.client.file.details, file_ids)
    listed(session.output, _COLUMNS, (_row(one, one.link or "") for one in found))


class _Several:
    """Uploads several files, each under a derived `sequence_id`, which a retry uses again."""

    def __init__(self, session: Session, paths: tuple[str, ...], sequence_id: str) -> None:
        self._session, self._paths, self._id = session, paths, sequence_id
        self._stored = 0
        self._problems: list[tuple[str, TurboSMSError]] = []

    def run(self) -> int:
        """Upload them, and return the exit code. Prints the uploaded files, whatever happens."""
        from turbosms_cli.printing.result_rows import listed  # noqa: PLC0415

        try:
            listed(self._session.output, _COLUMNS, self._rows())
        finally:
            self._report_problems()
        if self._stored == len(self._paths):
            return exit_codes.FINE
        return exit_codes.PARTIAL if self._stored else exit_codes.FAILED

    def _rows(self) -> Iterator[dict[str, Any]]:
        from turbosms_cli.printing.progress import bar  # noqa: PLC0415
        from turbosms_client import (  # noqa: PLC0415
            InvalidParameterError,
            NotAllowedError,
            OutcomeUnknownError,
            TurboSMSError,
        )

        with bar(self._session.output, len(self._paths)) as advance:
            for path in self._paths:
                # By its path, not its position, so that a shorter list does not mix files up.
                sequence_id = derived(self._id, path)
                try:
                    found = self._session.client.file.add(path, sequence_id=sequence_id)
                except (InvalidParameterError, NotAllowedError) as error:  # only this file is wrong
                    self._problems.append((path, error))
                except OutcomeUnknownError:
                    raise
                except TurboSMSError as error:  # it would be the same with the next one
                    self._problems.append((path, error))
                    return
                else:
                    self._stored += 1
                    yield _row(found, path)
                advance(1)

    def _report_problems(self) -> None:
        from turbosms_cli.calling.error_messages import report_error  # noqa: PLC0415
        from turbosms_cli.printing.values import shown  # noqa: PLC0415

        for path, error in self._problems:
            self._session.output.note(_("{path} was not uploaded:", path=shown(path)))
            report_error(self._session.output, error, path=path)
        self._session.output.note(
            _(
                "{stored} of {count} files were uploaded.",
                stored=self._stored,
                count=len(self._paths),
            )
        )


def _enough() -> int:
    """One byte more than a file may have, so that longer input need not be read to its end."""
    from turbosms_api.tables.limits import FILE_BYTES  # noqa: PLC0415

    return int(FILE_BYTES.value) + 1


def _row(found: FileDetails, name: str) -> dict[str, Any]:
    """What is printed for a file.

    The service returns neither name nor type, so they are taken from the path or link.
    """
    from pathlib import PurePosixPath  # noqa: PLC0415
    from urllib.parse import urlsplit  # noqa: PLC0415

    from turbosms_api.tables.file_types import FILE_TYPES  # noqa: PLC0415
    from turbosms_cli.printing.result_rows import fields  # noqa: PLC0415

    link = PurePosixPath(urlsplit(found.link or "").path)
    own = PurePosixPath(urlsplit(name).path if "://" in name else name)
    endings = [path.suffix[1:].lower() for path in (link, own)]
    kind = next((FILE_TYPES[ending].media_type for ending in endings if ending in FILE_TYPES), None)
    return {**fields(found), "name": own.name or None, "type": kind}
