"""PHP itself, as the judge of how a query string reads: one process that answers many."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from tests.kit.debian import find
from tests.kit.processes import Process

if TYPE_CHECKING:
    from collections.abc import Sequence

# Keys and values travel in base64, since they may be any bytes; an array is a list of pairs, in its
# order.
SCRIPT = r"""
function pairs(array $array): array {
    $pairs = [];
    foreach ($array as $key => $value) {
        $value = is_array($value) ? pairs($value) : base64_encode($value);
        $pairs[] = [base64_encode((string) $key), $value];
    }
    return $pairs;
}
while (($line = fgets(STDIN)) !== false) {
    $answers = [];
    foreach (json_decode($line) as $query) {
        parse_str(base64_decode($query), $values);
        $answers[] = pairs($values);
    }
    echo json_encode($answers, 0, 1000), "\n";
}
"""
OPTIONS = (
    "display_errors=0",
    "max_input_vars=1000000",
    "max_input_nesting_level=64",
    "arg_separator.input=&",
)


class Php(Process):
    """A running php."""

    def __init__(self) -> None:
        options = [word for option in OPTIONS for word in ("-d", option)]
        command = [find("php", "php-cli"), "-n", *options, "-r", SCRIPT]
        super().__init__(*command)

    def parse(self, queries: Sequence[bytes]) -> list[Any]:
        """How PHP reads each query: an array is a list of pairs of a key and what is in it."""
        line = json.dumps([base64.b64encode(query).decode() for query in queries])
        self.type(line + "\n")
        return [_read(pairs) for pairs in json.loads(self.line())]


def _read(pairs: list[Any]) -> list[Any]:
    read: list[Any] = []
    for key, value in pairs:
        inner = _read(value) if isinstance(value, list) else base64.b64decode(value)
        read.append((base64.b64decode(key), inner))
    return read
