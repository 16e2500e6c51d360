"""The tables of the page.

Result codes with who answers them, limits with their numbers, kinds of Viber message.
"""

from __future__ import annotations

from typing import Any, Final

from generator.publishing.docs.fields import assumptions
from generator.publishing.docs.operations import resolve

Row = dict[str, Any]

#: How the columns of the table of result codes are to be read; every value of the spec has to be
#: here.
LEGEND: Final = {
    "outcome": {
        "success": "carried out",
        "partial": "carried out, except for the recipients whose rows carry a failure code",
        "replay": "not carried out again; the result of an earlier request follows",
        "failure": "not carried out",
        "unknown": "says nothing about what was carried out",
    },
    "scope": {
        "request": "over a whole request",
        "recipient": "in the row of a recipient or message",
        "both": "in either place",
    },
    "actor": {
        "caller": "whoever wrote the request",
        "account-owner": "the owner of the account",
        "support": "the support of the service",
        "nobody": "nothing has to be done",
    },
}


def codes(spec: Row) -> list[Row]:
    """The result codes; `methods` are those that can answer it, None if all can."""
    common = spec["x-common-codes"]
    operations = [item["x-operation"] for item in spec["paths"].values()]
    return [
        {
            **row,
            "methods": None
            if row["code"] in common
            else [
                f"{each['module']}/{each['method']}"
                for each in operations
                if row["code"] in each["codes"]
            ],
            "notes": assumptions(row),
        }
        for row in spec["x-result-codes"]
    ]


def values(spec: Row, column: str) -> list[tuple[str, str]]:
    """The values that a column of that table has, with what they mean.

    KeyError for one without a meaning.
    """
    used = {row[column] for row in spec["x-result-codes"]}
    missing = used - set(LEGEND[column])
    if missing:
        raise KeyError(f"{column} of result codes: say in LEGEND what {sorted(missing)} means")
    return [(value, meaning) for value, meaning in LEGEND[column].items() if value in used]


def statuses(spec: Row) -> list[Row]:
    """The statuses of delivery."""
    return [{**row, "notes": assumptions(row)} for row in spec["x-delivery-statuses"]]


def limits(spec: Row) -> list[Row]:
    """The limits, with the number that a pointer leads to."""
    return [
        {
            **row,
            "value": _at(spec, row["at"]) if "at" in row else row["value"],
            "notes": assumptions(row),
        }
        for row in spec["x-limits"]
    ]


def viber_kinds(spec: Row) -> list[Row]:
    """The kinds of Viber message, with the names of the limits of `caption`."""
    return [
        {
            **row,
            "limits": [
                limit["name"]
                for limit in spec["x-limits"]
                if row["caption_limit"] and limit["name"].startswith(f"{row['caption_limit']}_")
            ],
            "notes": assumptions(row),
        }
        for row in spec["x-viber-kinds"]
    ]


def retry_classes(spec: Row) -> list[tuple[str, str, list[str]]]:
    """Name, meaning and methods of each class of repeats."""
    return _classes(spec, "x-retry-classes", "retry")


def timeout_classes(spec: Row) -> list[tuple[str, str, list[str]]]:
    """Name, meaning and methods of each class of time limits."""
    return _classes(spec, "x-timeout-classes", "timeout")


def answers(spec: Row) -> list[tuple[Row, list[str]]]:
    """The schemas of the answers, with the methods that answer so."""
    found: dict[str, tuple[Row, list[str]]] = {}
    for item in spec["paths"].values():
        answer = resolve(spec, item["post"]["responses"]["200"])
        schema = answer["content"]["application/json"]["schema"]
        method = f"{item['x-operation']['module']}/{item['x-operation']['method']}"
        found.setdefault(str(schema), (schema, []))[1].append(method)
    return list(found.values())


def _classes(spec: Row, table: str, key: str) -> list[tuple[str, str, list[str]]]:
    rows = [item["x-operation"] for item in spec["paths"].values()]
    return [
        (name, meaning, [f"{row['module']}/{row['method']}" for row in rows if row[key] == name])
        for name, meaning in spec[table].items()
    ]


def _at(spec: Row, pointer: str) -> Any:
    value: Any = spec
    for part in pointer.removeprefix("#/").split("/"):
        value = value[part]
    return value
