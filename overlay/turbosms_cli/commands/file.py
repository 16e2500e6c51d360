"""Files for Viber messages."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from turbosms_cli import exits
from turbosms_cli.session import Session, calling
from turbosms_cli.usage import Group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from turbosms_client import FileDetails, TurboSMSError

_COLUMNS = {name: name for name in ("id", "name", "size", "type", "link")}
_STDIN = "-"


@click.group(cls=Group)
def file() -> None:
    """Files for Viber messages: store them, and see what is stored.

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
    "--url", metavar="URL", help="In place of a path: where the service fetches the file."
)
@click.option(
    "--name",
    metavar="NAME",
    help="A name whose extension tells the type, for a path without one, or stdin.",
)
@click.option(
    "--sequence-id",
    metavar="ID",
    help="A name for this call: within 14 days a second one stores nothing.",
)
@calling
def add(
    session: Session,
    /,
    *,
    paths: tuple[str, ...],
    url: str | None,
    name: str | None,
    sequence_id: str | None,
) -> None:
    """Store files with the service, and print their ids.

    The ids are for --file of turbosms send. A file has 3 MB at most; - is stdin, with --name. One
    that the account has already is not stored again. Of several files, those that the service does
    not take are left out. If the outcome is unknown, or Ctrl-C comes in between, the command that
    finishes it is printed: the same with --sequence-id.

    \b
    Exit codes:
      0  all are stored
      1  none is
      2  used wrongly
      3  some are
      4  unknown: run the printed command

    \b
    Examples:
      turbosms file add invoice.pdf
      turbosms file add *.png
      turbosms file add - --name invoice.pdf < invoice.pdf
      turbosms file add --url URL
    """
    import secrets  # noqa: PLC0415

    from turbosms_cli.creating import creating  # noqa: PLC0415
    from turbosms_cli.rows import listed  # noqa: PLC0415

    if bool(paths) == (url is not None):
        raise click.UsageError("Which file? Pass paths, or --url URL.")
    if len(paths) > 1 and (name is not None or _STDIN in paths):
        raise click.UsageError("--name and - are for a single file.")
    if paths == (_STDIN,) and name is None:
        raise click.UsageError(
            "What comes from stdin has no name: pass --name, whose extension tells the type."
        )
    if url is not None and name is not None:
        raise click.UsageError(
            "--name is for files of yours: the type of a --url is for the service to find out."
        )
    content = sys.stdin.buffer.read(_enough()) if paths == (_STDIN,) else None
    number = secrets.token_hex(16) if sequence_id is None else sequence_id
    with creating(session, number):
        if len(paths) > 1:
            status = _Several(session, paths, number).run()
        else:
            given: Any = content if content is not None else next(iter(paths), None)
            found = session.client.file.add(given, url=url, name=name, sequence_id=number)
            listed(session.output, _COLUMNS, [_row(found, name or url or paths[0])])
            status = exits.FINE
    raise SystemExit(status)


@file.command()
@click.argument("file_ids", nargs=-1, required=True, type=int, metavar="ID...")
@calling
def details(session: Session, /, *, file_ids: tuple[int, ...]) -> None:
    """Print what is known of files.

    \b
    Example:
      turbosms file details 12345 23456
    """
    from turbosms_cli.rows import listed  # noqa: PLC0415

    found = map(session.client.file.details, file_ids)
    listed(session.output, _COLUMNS, (_row(one, one.link or "") for one in found))


class _Several:
    """Files one after the other, each under a number of its own, which a repeat finds again."""

    def __init__(self, session: Session, paths: tuple[str, ...], sequence_id: str) -> None:
        self._session, self._paths, self._id = session, paths, sequence_id
        self._stored = 0
        self._problems: list[tuple[str, TurboSMSError]] = []

    def run(self) -> int:
        """Store them; the exit code. What is stored is printed, whatever happens."""
        from turbosms_cli.rows import listed  # noqa: PLC0415

        try:
            listed(self._session.output, _COLUMNS, self._rows())
        finally:
            self._tell()
        if self._stored == len(self._paths):
            return exits.FINE
        return exits.PARTIAL if self._stored else exits.FAILED

    def _rows(self) -> Iterator[dict[str, Any]]:
        from turbosms_cli.progress import bar  # noqa: PLC0415
        from turbosms_client import (  # noqa: PLC0415
            InvalidParameterError,
            NotAllowedError,
            OutcomeUnknownError,
            TurboSMSError,
        )

        with bar(self._session.output, len(self._paths)) as advance:
            for path in self._paths:
                number = _derived(self._id, path)
                try:
                    found = self._session.client.file.add(path, sequence_id=number)
                except (
                    InvalidParameterError,
                    NotAllowedError,
                ) as error:  # it is this file that is wrong
                    self._problems.append((path, error))
                except OutcomeUnknownError:
                    raise
                except TurboSMSError as error:  # the next would fare no better
                    self._problems.append((path, error))
                    return
                else:
                    self._stored += 1
                    yield _row(found, path)
                advance(1)

    def _tell(self) -> None:
        from turbosms_cli.failures import tell  # noqa: PLC0415
        from turbosms_cli.output import shown  # noqa: PLC0415

        for path, error in self._problems:
            self._session.output.note(f"{shown(path)} is not stored:")
            tell(self._session.output, error, path=path)
        self._session.output.note(f"{self._stored} of {len(self._paths)} files are stored.")


def _enough() -> int:
    """More bytes than a file may have: what is longer need not be read to its end."""
    from turbosms_api.tables.limits import FILE_BYTES  # noqa: PLC0415

    return int(FILE_BYTES.value) + 1


def _derived(sequence_id: str, path: str) -> str:
    """The number of a file.

    Of its path, not of its place, so that a shorter list does not mix files up.
    """
    import hashlib  # noqa: PLC0415

    return hashlib.sha256(
        f"{sequence_id}/".encode() + path.encode(errors="surrogateescape")
    ).hexdigest()[:32]


def _row(found: FileDetails, name: str) -> dict[str, Any]:
    """What is printed of a file.

    The service tells neither name nor type: they are those of the path or link.
    """
    from pathlib import PurePosixPath  # noqa: PLC0415
    from urllib.parse import urlsplit  # noqa: PLC0415

    from turbosms_api.tables.file_types import FILE_TYPES  # noqa: PLC0415
    from turbosms_cli.rows import fields  # noqa: PLC0415

    link = PurePosixPath(urlsplit(found.link or "").path)
    own = PurePosixPath(urlsplit(name).path if "://" in name else name)
    endings = [path.suffix[1:].lower() for path in (link, own)]
    kind = next((FILE_TYPES[ending].media_type for ending in endings if ending in FILE_TYPES), None)
    return {**fields(found), "name": own.name or None, "type": kind}
