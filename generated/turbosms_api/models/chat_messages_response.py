from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.chat_message import ChatMessage


T = TypeVar("T", bound="ChatMessagesResponse")


@_attrs_define
class ChatMessagesResponse:
    """The answer of `chat/messages`."""

    response_code: int
    """ The result in a number. `x-result-codes` of the whole spec lists the known ones, and the published JSON
    Schemas take no other; a new one may appear at any time. """
    response_status: str
    """ The name that belongs to the result code. """
    response_result: list[ChatMessage] | None
    """ The messages, or null if the request was refused. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        response_code = self.response_code

        response_status = self.response_status

        response_result: list[dict[str, Any]] | None
        if isinstance(self.response_result, list):
            response_result = []
            for response_result_type_0_item_data in self.response_result:
                response_result_type_0_item = response_result_type_0_item_data.to_dict()
                response_result.append(response_result_type_0_item)

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
        from ..models.chat_message import ChatMessage  # noqa: PLC0415

        d = dict(src_dict)
        response_code = d.pop("response_code")

        response_status = d.pop("response_status")

        def _parse_response_result(data: object) -> list[ChatMessage] | None:
            if data is None:
                return data
            if isinstance(data, list):
                response_result_type_0 = []
                _response_result_type_0 = data
                for response_result_type_0_item_data in _response_result_type_0:
                    response_result_type_0_item = ChatMessage.from_dict(response_result_type_0_item_data)

                    response_result_type_0.append(response_result_type_0_item)

                return response_result_type_0
            raise TypeError(f"response_result cannot be {type(data).__name__}")

        response_result = _parse_response_result(d.pop("response_result"))

        chat_messages_response = cls(response_code, response_status, response_result)

        chat_messages_response.additional_properties = d
        return chat_messages_response

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
