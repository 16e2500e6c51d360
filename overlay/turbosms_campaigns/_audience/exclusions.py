"""Whom a campaign leaves out: files of numbers, and whom earlier campaigns have reached."""

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

import sqlalchemy as sa

from turbosms_client import normalize_phone
from turbosms_languages import _, joined

from .._model.errors import AudienceError, CampaignNotFoundError, InvalidCampaignError
from .._model.settings import AudienceRules
from .._model.states import LEFT
from .._storage.campaign_rows import find_campaign
from .._storage.context import CampaignKey
from .._storage.database import Database
from .._storage.many_rows import insert_rows, is_any_of
from .._storage.tables import CAMPAIGN, EXCLUSION, RECIPIENT, SUPPRESSION
from .requested_rules import EARLIER_CAMPAIGN
from .table_columns import WantedColumns
from .table_files import file_name, read_file

_ROWS_AT_ONCE: Final = 10_000


class Exclusions(NamedTuple):
    """Where numbers are looked up that a campaign leaves out."""

    audience_id: int
    earlier: tuple[CampaignKey, ...]
    has_files: bool


def earlier_campaigns(database: Database, rules: AudienceRules) -> tuple[CampaignKey, ...]:
    """The campaigns that the rules name.

    Raises:
        InvalidCampaignError: there is no such campaign.
    """
    keys: list[CampaignKey] = []
    for exclusion in rules.exclude:
        if exclusion.startswith(EARLIER_CAMPAIGN):
            name = exclusion.removeprefix(EARLIER_CAMPAIGN)
            try:
                keys.append(find_campaign(database, name))
            except CampaignNotFoundError as error:
                raise InvalidCampaignError(
                    joined(": ", ("exclude", str(error))), parameter="exclude"
                ) from error
    return tuple(keys)


def check_still_there(connection: sa.Connection, earlier: Sequence[CampaignKey]) -> None:
    """Raise unless these campaigns were there, with all of their rows, until now.

    Raises:
        AudienceError: one was deleted.
    """
    for key in earlier:
        found = connection.execute(sa.select(CAMPAIGN.c.id).where(CAMPAIGN.c.id == key.id))
        if found.first() is None:
            raise AudienceError(
                _("Campaign {name!r} was deleted while the table was read.", name=key.name)
            )


def store_exclusions(
    database: Database, audience_id: int, rules: AudienceRules, earlier: tuple[CampaignKey, ...]
) -> Exclusions:
    """Read the files that the rules name, in bounded memory.

    Raises:
        AudienceError: one cannot be read, or has no phone number at all.
    """
    files = [path for path in rules.exclude if not path.startswith(EARLIER_CAMPAIGN)]
    for path in files:
        _store_file(database, audience_id, path, rules.phone_column)
    return Exclusions(audience_id, earlier, bool(files))


def reasons_to_suppress(connection: sa.Connection, phones: Sequence[str]) -> dict[str, str]:
    """Those of the numbers that are on the suppression list, with the reason."""
    is_empty = connection.execute(sa.select(SUPPRESSION.c.phone).limit(1)).first() is None
    if is_empty:
        return {}
    rows = connection.execute(
        sa.select(SUPPRESSION.c.phone, SUPPRESSION.c.reason).where(
            is_any_of(connection, SUPPRESSION.c.phone, phones)
        )
    )
    return {row.phone: row.reason for row in rows}


def reasons_to_exclude(
    connection: sa.Connection, exclusions: Exclusions, phones: Sequence[str]
) -> dict[str, str]:
    """Those of the numbers that are excluded, with the first reason: files before campaigns."""
    reasons: dict[str, str] = {}
    for campaign in reversed(exclusions.earlier):
        reached = connection.scalars(
            sa.select(RECIPIENT.c.phone).where(
                RECIPIENT.c.campaign_id == campaign.id,
                is_any_of(connection, RECIPIENT.c.phone, phones),
                RECIPIENT.c.state.in_(sorted(LEFT)),
            )
        )
        reasons.update(dict.fromkeys(reached, EARLIER_CAMPAIGN + campaign.name))
    if exclusions.has_files:
        rows = connection.execute(
            sa.select(EXCLUSION.c.phone, EXCLUSION.c.reason).where(
                EXCLUSION.c.campaign_id == exclusions.audience_id,
                is_any_of(connection, EXCLUSION.c.phone, phones),
            )
        )
        reasons.update({row.phone: row.reason for row in rows})
    return reasons


def _store_file(
    database: Database, audience_id: int, path: str | os.PathLike[str], column: str | None
) -> None:
    name = file_name(path)
    columns = (EXCLUSION.c.campaign_id, EXCLUSION.c.phone, EXCLUSION.c.reason)
    phones = _phones_in(path, column)
    has_any = False
    while some := list(islice(phones, _ROWS_AT_ONCE)):
        has_any = True
        rows = [(audience_id, phone, f"file:{name}") for phone in some]
        with database.writing() as connection:
            insert_rows(connection, columns, rows, unless_there=columns[:2])
    if not has_any:
        raise AudienceError(
            _("{name} has no phone numbers to exclude: it may be another file.", name=name)
        )


def _phones_in(path: str | os.PathLike[str], column: str | None) -> Iterator[str]:
    """The numbers in a file; rows without one exclude nobody.

    A number without `+` counts as well, as the service and our reports write foreign ones: who
    might be meant is rather left out.
    """
    wanted = WantedColumns(column, phone_may_be_elsewhere=True)
    for text, _row in read_file(path, wanted):
        phone = normalize_phone(text) or normalize_phone(f"+{text}")
        if phone is not None:
            yield phone
