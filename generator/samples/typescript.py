"""Calls in TypeScript, with the `fetch` of Node and browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.samples.literals import TYPESCRIPT, literal

if TYPE_CHECKING:
    from generator.samples.calls import Call, QueryCall

_BEARER: Final = "Authorization: `Bearer ${process.env.TURBOSMS_TOKEN}`"
_END: Final = """\
});
const answer = await response.json();
console.log(answer.response_code, answer.response_status, answer.response_result);
"""


def post(call: Call) -> str:
    """A POST with a JSON body."""
    start = "  body: JSON.stringify("
    body = literal(call.body, TYPESCRIPT, indent="  ", before=len(start))
    return (
        f"const response = await fetch({literal(call.url, TYPESCRIPT)}, {{\n"
        '  method: "POST",\n'
        f'  headers: {{ {_BEARER}, "Content-Type": "application/json" }},\n'
        f"{start}{body}),\n"
        f"{_END}"
    )


def get(call: QueryCall) -> str:
    """A GET with query parameters."""
    query = ""
    url = literal(call.url, TYPESCRIPT)
    if call.fields:
        fields = literal(call.fields, TYPESCRIPT, before=36)
        query = f"const query = new URLSearchParams({fields});\n"
        url = f"{literal(f'{call.url}?', TYPESCRIPT)} + query"
    return f"{query}const response = await fetch({url}, {{\n  headers: {{ {_BEARER} }},\n{_END}"
