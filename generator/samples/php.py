"""Calls in PHP, with its extension curl, which sets no limit to how long an answer may take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.samples.literals import PHP, literal

if TYPE_CHECKING:
    from generator.samples.calls import Call, QueryCall

_BEARER: Final = "'Authorization: Bearer ' . getenv('TURBOSMS_TOKEN')"
_END: Final = """\
    CURLOPT_RETURNTRANSFER => true,
]);
$answer = json_decode(curl_exec($call), true);
echo $answer['response_code'], ' ', $answer['response_status'], "\\n";
"""


def post(call: Call) -> str:
    """A POST with a JSON body."""
    start = "    CURLOPT_POSTFIELDS => json_encode("
    body = literal(call.body, PHP, indent="    ", before=len(start))
    return (
        "<?php\n\n"
        f"$call = curl_init({literal(call.url, PHP)});\n"
        "curl_setopt_array($call, [\n"
        "    CURLOPT_HTTPHEADER => [\n"
        f"        {_BEARER},\n"
        "        'Content-Type: application/json',\n"
        "    ],\n"
        f"{start}{body}),\n"
        f"{_END}"
    )


def get(call: QueryCall) -> str:
    """A GET with query parameters."""
    url = literal(call.url, PHP)
    if call.fields:
        with_mark = literal(f"{call.url}?", PHP)
        url = f"{with_mark} . http_build_query({literal(call.fields, PHP, before=len(with_mark))})"
    return (
        "<?php\n\n"
        f"$call = curl_init({url});\n"
        "curl_setopt_array($call, [\n"
        f"    CURLOPT_HTTPHEADER => [{_BEARER}],\n"
        f"{_END}"
    )
