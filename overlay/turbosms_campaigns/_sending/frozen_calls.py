"""The call of a chunk as it is stored before it is made, and made again unchanged."""

import json
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, Literal

_FORMAT: Final = 1
_QUICKLY: Final = 1
"""How hard to compress: more takes longer than it saves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenCall:
    """One call of the client, complete but for its `sequence_id`, which stands in the chunk."""

    method: Literal["send", "send_multi"]
    sends: dict[str, dict[str, Any]]
    """By key: `recipients`, `viber`, `sms`, as plain types. One alone for `send`."""

    def to_bytes(self) -> bytes:
        """For the column `body`: compressed JSON."""
        content = {"format": _FORMAT, "method": self.method, "sends": self.sends}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return zlib.compress(text.encode("utf-8", "surrogatepass"), _QUICKLY)

    @classmethod
    def from_bytes(cls, body: bytes) -> "FrozenCall":
        """What `to_bytes` wrote, by any version."""
        content = json.loads(zlib.decompress(body).decode("utf-8", "surrogatepass"))
        return cls(method=content["method"], sends=content["sends"])

    def only_for(self, phones: Collection[str]) -> "FrozenCall":
        """The same call without the sends in which nobody has one of these numbers.

        It goes out under the same `sequence_id`, and each send under its own, which follows from
        its key.
        """
        wanted = set(phones)
        sends = {
            key: send
            for key, send in self.sends.items()
            if not wanted.isdisjoint(send["recipients"])
        }
        return FrozenCall(method=self.method, sends=sends)

    def phones(self) -> list[str]:
        """All of its recipients."""
        return [phone for send in self.sends.values() for phone in send["recipients"]]
