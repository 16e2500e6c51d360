from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.send_multi_result import SendMultiResult


T = TypeVar("T", bound="SendMultiResponse")


@_attrs_define
class SendMultiResponse:
    """The answer of `message/sendmulti`."""

    response_code: int
    """ The result in a number. `x-result-codes` of the whole spec lists the known ones, and the published JSON
    Schemas take no other; a new one may appear at any time. """
    response_status: str
    """ The name that belongs to the result code. """
    response_result: None | SendMultiResult
    """ The answer of each send under its key, or null if the request was refused as a whole. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.send_multi_result import SendMultiResult  # noqa: PLC0415

        response_code = self.response_code

        response_status = self.response_status

        response_result: dict[str, Any] | None
        if isinstance(self.response_result, SendMultiResult):
            response_result = self.response_result.to_dict()
        else:
            response_result = self.response_result

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "response_code": response_code,
                "response_status": response_status,
                "response_result": response_result,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.send_multi_result import SendMultiResult  # noqa: PLC0415

        d = dict(src_dict)
        response_code = d.pop("response_code")

        response_status = d.pop("response_status")

        def _parse_response_result(data: object) -> None | SendMultiResult:
            if data is None:
                return data
            if isinstance(data, dict):
                response_result_type_0 = SendMultiResult.from_dict(data)

                return response_result_type_0
            raise TypeError(f"response_result cannot be {type(data).__name__}")

        response_result = _parse_response_result(d.pop("response_result"))

        send_multi_response = cls(response_code, response_status, response_result)

        send_multi_response.additional_properties = d
        return send_multi_response

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
