"""Checks whom a caller wants to leave out."""

import os
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from turbosms_languages import _
from turbosms_spreadsheets.columns import folded

from .._model.errors import invalid_option
from .._model.options import AudienceOptions
from .._model.settings import AudienceRules
from .requested_numbers import number_of
from .storable_texts import is_storable

EARLIER_CAMPAIGN: Final = "campaign:"
"""Begins an exclusion that is no file."""
_LARGEST_HOLDOUT: Final = 90


def rules_of(options: AudienceOptions) -> AudienceRules:
    """The rules of a new campaign; other keys are passed over.

    Raises:
        InvalidCampaignError: a value is wrong.
    """
    return AudienceRules(
        phone_column=_column("column", options.get("column")),
        consent_column=_column("consent", options.get("consent")),
        exclude=_exclusions(options.get("exclude", ())),
        holdout=_holdout(options.get("holdout", 0)),
        keep=_columns_to_keep(options.get("keep", ())),
    )


def _column(parameter: str, value: Any) -> str | None:
    if value is None:
        return None
    is_name = isinstance(value, str) and is_storable(value) and folded(value) != ""
    if not is_name:
        raise invalid_option(
            parameter, _("{parameter} must be the name of a column.", parameter=parameter)
        )
    name: str = value
    return name


def _columns_to_keep(value: Any) -> tuple[str, ...]:
    columns = _listed("keep", value, _("column names"))
    for column in columns:
        _column("keep", column)
    return tuple(dict.fromkeys(columns))


def _exclusions(value: Any) -> tuple[str, ...]:
    found: list[str] = []
    for exclusion in _listed("exclude", value, _("files and campaign:NAME")):
        if not isinstance(exclusion, (str, os.PathLike)):
            raise invalid_option(
                "exclude",
                _(
                    "exclude must have paths and campaign:NAME, not {kind}.",
                    kind=type(exclusion).__name__,
                ),
            )
        path = os.fspath(exclusion)
        if not isinstance(path, str) or not path.removeprefix(EARLIER_CAMPAIGN).strip():
            raise invalid_option(
                "exclude", _("exclude has {path!r}, which is no file and no campaign.", path=path)
            )
        found.append(path)
    return tuple(dict.fromkeys(found))


def _listed(parameter: str, value: Any, content: str) -> list[Any]:
    is_single = isinstance(value, (str, bytes, os.PathLike))
    if is_single or not isinstance(value, Iterable):
        raise invalid_option(
            parameter,
            _("{parameter} must be a list of {content}.", parameter=parameter, content=content),
        )
    return list(value)


def _holdout(value: Any) -> Decimal:
    share = number_of(value)
    if not share.is_finite() or not 0 <= share <= _LARGEST_HOLDOUT:
        raise invalid_option(
            "holdout",
            _(
                "holdout is a share in per cent, 0 to {largest_holdout}.",
                largest_holdout=_LARGEST_HOLDOUT,
            ),
        )
    return share
