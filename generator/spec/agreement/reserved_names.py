"""Names that the code of generated classes needs for itself."""

from __future__ import annotations

from typing import Final

#: What a class of the results has besides the fields of its schemas, and the names that its code
#: needs: a field of such a name would stand for it.
OF_RESULT_CLASSES: Final = frozenset(
    "extra final delivered from_row columns cls self row rows rest found known dt field dataclass "  # noqa: SIM905
    "property classmethod staticmethod str int bool list tuple dict map".split()
)

#: The same for a class of events.
OF_EVENT_CLASSES: Final = frozenset(
    "type channel raw raw_status final delivered from_data cls self data webhook_type dt field "  # noqa: SIM905
    "dataclass property classmethod str int bool".split()
)
