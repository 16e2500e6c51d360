"""The parameters of message/send: for which channel, of what type, within which limits. Documentation: message/send."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Parameter(NamedTuple):
    """A parameter. It may stand in its channels, and at the top level for all of them."""

    name: str
    channels: tuple[str, ...]
    """The channels that know it, `sms` and `viber`; none for a parameter of the request as a whole."""
    type: str
    """Its JSON type; `flag` for a number that is 1 for yes, where anything else means no."""
    minimum: int | None
    maximum: int | None
    max_length: Mapping[str, int]
    """The most characters by channel, or under `request` for a parameter of the request as a whole."""
    missing_code: int | None
    """The result code where it is required and missing."""
    type_code: int | None
    """The result code for a value of another type or form."""
    limit_code: int | None
    """The result code for a value outside the limits."""


SEND_PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType(
    {
        "sender": Parameter(
            name="sender",
            channels=("sms", "viber"),
            type="string",
            minimum=None,
            maximum=None,
            max_length=MappingProxyType({"sms": 20, "viber": 20}),
            missing_code=200,
            type_code=302,
            limit_code=302,
        ),
        "text": Parameter(
            name="text",
            channels=("sms", "viber"),
            type="string",
            minimum=None,
            maximum=None,
            max_length=MappingProxyType({"sms": 1521, "viber": 1000}),
            missing_code=201,
            type_code=304,
            limit_code=413,
        ),
        "start_time": Parameter(
            name="start_time",
            channels=("sms", "viber"),
            type="string",
            minimum=None,
            maximum=None,
            max_length=MappingProxyType({}),
            missing_code=None,
            type_code=303,
            limit_code=403,
        ),
        "start_date": Parameter(
            name="start_date",
            channels=("sms", "viber"),
            type="string",
            minimum=None,
            maximum=None,
            max_length=MappingProxyType({}),
            missing_code=None,
            type_code=303,
            limit_code=403,
        ),
        "is_flash": Parameter(
            name="is_flash",
            channels=("sms",),
            type="flag",
            minimum=None,
            maximum=None,
            max_length=MappingProxyType({}),
            missing_code=None,
            type_code=None,
            limit_code=None,
        ),
        "ttl": Parameter(
            name="ttl",
            channels=("viber",),
            type="integer",
            minimum=60,
            maximum=86400,
            max_length=MappingProxyType({}),
            missing_code=None,
            type_code=306,
            limit_code=409,
        ),
        "image_url": Parameter(
            name="image_url",
            channels=("viber",),
            type="string",
            minimum=None,
            maximum=None,
            max_length=MappingProxyType({}),
            missing_code=None,
            type_code=402,
            limit_code=402,
        ),
        "caption": Parameter(
            name="caption",
            channels=("viber",),
            type="string",
            minimum=None,
            maximum=None,
            max_length=MappingProxyType({"viber": 30}),
            missing_code=205,
            type_code=411,
            limit_code=408,
        ),
        "action": Parameter(
            name="action",
            channels=("viber",),
            type="string",
            minimum=None,
            maximum=None,
            max_length=MappingProxyType({}),
            missing_code=206,
            type_code=411,
            limit_code=411,
        ),
        "file_id": Parameter(
            name="file_id",
            channels=("viber",),
            type="integer",
            minimum=0,
            maximum=None,
            max_length=MappingProxyType({}),
            missing_code=None,
            type_code=411,
            limit_code=417,
        ),
        "count_clicks": Parameter(
            name="count_clicks",
            channels=("viber",),
            type="flag",
            minimum=None,
            maximum=None,
            max_length=MappingProxyType({}),
            missing_code=None,
            type_code=None,
            limit_code=None,
        ),
        "is_transactional": Parameter(
            name="is_transactional",
            channels=("viber",),
            type="flag",
            minimum=None,
            maximum=None,
            max_length=MappingProxyType({}),
            missing_code=None,
            type_code=None,
            limit_code=None,
        ),
        "recipients": Parameter(
            name="recipients",
            channels=(),
            type="array",
            minimum=None,
            maximum=None,
            max_length=MappingProxyType({}),
            missing_code=202,
            type_code=300,
            limit_code=405,
        ),
        "sequence_id": Parameter(
            name="sequence_id",
            channels=(),
            type="string",
            minimum=None,
            maximum=None,
            max_length=MappingProxyType({"request": 32}),
            missing_code=None,
            type_code=300,
            limit_code=300,
        ),
    }
)
"""The parameters by name."""
