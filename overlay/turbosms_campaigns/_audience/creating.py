"""Makes a campaign of a table of people, in one pass and bounded memory."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, NamedTuple, TypeAlias

import sqlalchemy as sa

from turbosms_client import TurboSMS
from turbosms_languages import _
from turbosms_spreadsheets.columns import folded

from .._model.errors import AudienceError, InvalidCampaignError
from .._model.settings import AudienceRules, Limits, Message
from .._storage.campaign_rows import (
    NewRow,
    has_name,
    insert_campaign,
    is_name,
    name_is_taken,
)
from .._storage.context import CampaignKey, Context
from .._storage.database import Database
from .._storage.events import note
from .._storage.loose_audiences import (
    begin_audience,
    give_up_audience,
    keep_audience,
    remove_given_up,
    settle_audience,
)
from .._storage.stored_settings import rules_to_json
from .._storage.transitions import count_anew
from .._texts.audience_figures import AudienceFigures
from .._texts.message_meter import MessageMeter
from .._texts.rendering import MessageTemplate, parse_message
from .exclusions import check_still_there, earlier_campaigns, store_exclusions
from .message_check import check_message
from .people_passed import read_people
from .requested_limits import check_cost_limit
from .row_intake import ROWS_AT_ONCE, RowIntake, Selection, ValueColumns
from .suppression_list import suppress_audience
from .table_columns import WantedColumns
from .table_files import Person, file_name, read_file

Recipients: TypeAlias = str | os.PathLike[str] | Iterable[str | Mapping[str, Any]]


class NewCampaign(NamedTuple):
    """What a campaign is made of, besides its people."""

    name: str
    message: Message
    rules: AudienceRules
    limits: Limits


@dataclass(frozen=True, slots=True)
class _Draft:
    """A new campaign that is checked, and its table."""

    campaign: NewCampaign
    template: MessageTemplate
    columns: ValueColumns
    recipients: Recipients

    @property
    def source(self) -> str | None:
        """The name of its file."""
        if isinstance(self.recipients, (str, os.PathLike)):
            return file_name(self.recipients)
        return None


def create_campaign(context: Context, campaign: NewCampaign, recipients: Recipients) -> CampaignKey:
    """Read the rows, and store each with its state.

    Raises:
        CampaignExistsError, InvalidCampaignError, AudienceError: nothing was stored.
    """
    draft = _check(context.client, campaign, recipients)
    database = context.database
    earlier = earlier_campaigns(database, campaign.rules)
    with database.reading() as connection:
        if has_name(connection, campaign.name):
            raise name_is_taken(campaign.name)
    remove_given_up(database)
    audience_id = begin_audience(database)
    key = CampaignKey(audience_id, campaign.name)
    try:
        exclusions = store_exclusions(database, audience_id, campaign.rules, earlier)
        selection = Selection(
            rules=campaign.rules,
            columns=draft.columns,
            exclusions=exclusions,
            seed=campaign.name,
        )
        figures = _take_rows(context, draft, selection)
        _finish(database, key, draft, figures, earlier)
    except BaseException as error:
        _clean_up(database, audience_id, is_urgent=not isinstance(error, Exception))
        raise
    return key


def _check(client: TurboSMS, campaign: NewCampaign, recipients: Recipients) -> _Draft:
    """All that can be said without the table.

    Raises:
        InvalidCampaignError: a setting is wrong.
        AudienceError: there is no table.
    """
    if not is_name(campaign.name):
        raise InvalidCampaignError(
            _("A name has 1 to 100 characters: letters, digits, -, _ and dots."), parameter="name"
        )
    is_table = isinstance(recipients, (os.PathLike, Iterable))
    if not is_table or isinstance(recipients, (bytes, Mapping)):
        raise AudienceError(
            _(
                "recipients must be the path of a file, or an iterable of phone numbers or dicts, "
                "not {kind}.",
                kind=type(recipients).__name__,
            )
        )
    template = parse_message(campaign.message)
    message = check_message(client, template)
    check_cost_limit(campaign.limits, message)
    return _Draft(
        campaign._replace(message=message),
        replace(template, message=message),
        _value_columns(template, campaign.rules),
        recipients,
    )


def _value_columns(template: MessageTemplate, rules: AudienceRules) -> ValueColumns:
    texts = tuple(sorted(template.columns))
    names = {folded(column) for column in texts}
    kept: list[str] = []
    for column in rules.keep:
        if folded(column) not in names:
            names.add(folded(column))
            kept.append(column)
    return ValueColumns(texts, tuple(kept), rules.consent_column is not None)


def _take_rows(context: Context, draft: _Draft, selection: Selection) -> dict[str, Any]:
    """Store all rows; the figures of the check."""
    columns = draft.columns
    meter = MessageMeter(context.client, draft.template, columns.texts)
    figures = AudienceFigures(draft.campaign.message, meter, is_personal=draft.template.is_personal)
    intake = RowIntake(context.database, selection, meter, figures)
    people = _read(draft)
    while some := list(islice(people, ROWS_AT_ONCE)):
        intake.take(some)
    if intake.rows == 0:
        raise AudienceError(
            _("{source} has no people in it.", source=draft.source or _("The table"))
        )
    return figures.as_json(intake.rows)


def _read(draft: _Draft) -> Iterator[Person]:
    rules = draft.campaign.rules
    parameter_of = draft.template.parameter_of
    values = [(parameter_of(column), column) for column in draft.columns.texts]
    values.extend(("keep", column) for column in draft.columns.kept)
    if rules.consent_column is not None:
        values.append(("consent", rules.consent_column))
    wanted = WantedColumns(rules.phone_column, values=values)
    if isinstance(draft.recipients, (str, os.PathLike)):
        return read_file(draft.recipients, wanted)
    return read_people(draft.recipients, wanted)


def _finish(
    database: Database,
    key: CampaignKey,
    draft: _Draft,
    figures: dict[str, Any],
    earlier: Sequence[CampaignKey],
) -> None:
    """Make a campaign of the rows."""
    campaign = draft.campaign
    audience = {
        **rules_to_json(campaign.rules),
        "source": draft.source,
        "columns": [*draft.columns.texts, *draft.columns.kept],
        "seed": campaign.name,
    }
    with database.writing() as connection:
        if not keep_audience(database, connection, key.id):
            raise AudienceError(_("The table was not read any further for more than an hour."))
        check_still_there(connection, earlier)
        suppress_audience(connection, key.id)
        counts = count_anew(connection, key.id)
        row = NewRow(key, campaign.message, audience, campaign.limits, figures)
        insert_campaign(connection, row, counts)
        settle_audience(connection, key.id)
        found = {state.value: number for state, number in counts.items() if number > 0}
        note(connection, key.id, "created", rows=figures["rows"], counts=found)


def _clean_up(database: Database, audience_id: int, *, is_urgent: bool) -> None:
    """Leave nothing behind; what cannot be removed now, is removed later."""
    # The first error is the one to be told.
    with suppress(sa.exc.DBAPIError):
        with database.writing() as connection:
            give_up_audience(connection, audience_id)
        if not is_urgent:
            remove_given_up(database)
