"""The call of a chunk as it is stored before it is made, and made again unchanged."""

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenCall:
    """One call of the client, complete but for its `sequence_id`, which stands in the chunk."""

    method: Literal["send", "send_multi"]
    sends: dict[str, dict[str, Any]]
    """By key: `recipients`, `viber`, `sms`, as plain types. One alone for `send`."""

    def to_bytes(self) -> bytes:
        """For the column `body`: compressed JSON."""
        raise NotImplementedError

    @classmethod
    def from_bytes(cls, body: bytes) -> "FrozenCall":
        """What `to_bytes` wrote, by any version."""
        raise NotImplementedError
