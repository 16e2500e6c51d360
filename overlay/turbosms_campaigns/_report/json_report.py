"""One line of JSON for each row of the audience."""

import dataclasses
import json
from collections.abc import Iterable
from typing import Any, TextIO

from .._model.results import RecipientResult
from .plain_values import plain
from .visible_texts import escaped_in_json

_FIELDS = tuple(field.name for field in dataclasses.fields(RecipientResult))


def write_jsonl(stream: TextIO, recipients: Iterable[RecipientResult]) -> int:
    """Write all recipients; how many there are."""
    count = 0
    for recipient in recipients:
        line = json.dumps(_plain_result(recipient), ensure_ascii=False)
        stream.write(escaped_in_json(line) + "\n")
        count += 1
    return count


def _plain_result(recipient: RecipientResult) -> dict[str, Any]:
    return {field: plain(getattr(recipient, field)) for field in _FIELDS}
