from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.sms_details import SmsDetails
    from ..models.viber_details import ViberDetails


T = TypeVar("T", bound="DetailsRow")


@_attrs_define
class DetailsRow:
    """What was sent under one id."""

    message_id: str
    """ The id that was asked for. """
    sms: None | SmsDetails
    """ The SMS, or null if none was created. """
    viber: None | ViberDetails
    """ The Viber message, or null if none was created. """
    response_code: int
    """ The result in a number. `x-result-codes` of the whole spec lists the known ones, and the published JSON
    Schemas take no other; a new one may appear at any time. """
    response_status: str
    """ The name that belongs to the result code. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.sms_details import SmsDetails  # noqa: PLC0415
        from ..models.viber_details import ViberDetails  # noqa: PLC0415

        message_id = self.message_id

        sms: dict[str, Any] | None
        if isinstance(self.sms, SmsDetails):
            sms = self.sms.to_dict()
        else:
            sms = self.sms

        viber: dict[str, Any] | None
        if isinstance(self.viber, ViberDetails):
            viber = self.viber.to_dict()
        else:
            viber = self.viber

        response_code = self.response_code

        response_status = self.response_status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "message_id": message_id,
                "sms": sms,
                "viber": viber,
                "response_code": response_code,
                "response_status": response_status,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.sms_details import SmsDetails  # noqa: PLC0415
        from ..models.viber_details import ViberDetails  # noqa: PLC0415

        d = dict(src_dict)
        message_id = d.pop("message_id")

        def _parse_sms(data: object) -> None | SmsDetails:
            if data is None:
                return data
            if isinstance(data, dict):
                sms_type_0 = SmsDetails.from_dict(data)

                return sms_type_0
            raise TypeError(f"sms cannot be {type(data).__name__}")

        sms = _parse_sms(d.pop("sms"))

        def _parse_viber(data: object) -> None | ViberDetails:
            if data is None:
                return data
            if isinstance(data, dict):
                viber_type_0 = ViberDetails.from_dict(data)

                return viber_type_0
            raise TypeError(f"viber cannot be {type(data).__name__}")

        viber = _parse_viber(d.pop("viber"))

        response_code = d.pop("response_code")

        response_status = d.pop("response_status")

        details_row = cls(message_id, sms, viber, response_code, response_status)

        details_row.additional_properties = d
        return details_row

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
