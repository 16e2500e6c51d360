"""Changes of what OpenAPI says get the right verdict."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from generator.versioning import comparison
from tests.generator.versioning.planted_changes import (
    MAJOR,
    MINOR,
    PATCH,
    SCHEMA,
    check,
    edited,
    parts,
)
from tests.openapi import SPEC

if TYPE_CHECKING:
    from generator.versioning.changes import Change, Impact
    from tests.generator.versioning.planted_changes import Edit

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

BALANCE: Final = "paths/~1user~1balance.json"
DETAILS: Final = "paths/~1file~1details.json"
PARAMETERS: Final = f"{DETAILS}/get/parameters"
JSON: Final = "paths/~1message~1send.json/post/requestBody/content/application~1json"
FORM: Final = (
    "paths/~1message~1send.json/post/requestBody/content/application~1x-www-form-urlencoded"
)
NEW: Final = {"type": "string", "description": "Something new."}
NULLABLE: Final = {"type": ["integer", "null"]}
QUERY: Final = {
    "name": "more",
    "in": "query",
    "description": "Something new.",
    "schema": {"type": "string"},
}


def rename(data: dict[str, Any], old: str, new: str) -> None:
    text = json.dumps(data).replace(f'#/components/schemas/{old}"', f'#/components/schemas/{new}"')
    data.update(json.loads(text))
    data["components"]["schemas"][new] = data["components"]["schemas"].pop(old)


#: What has to be there already, so that the breaking changes can change it.
DEFAULT: Final[tuple[str, Edit]] = (f"{SCHEMA}/SmsText", lambda at: at.update(default="Hi"))
#: What OpenAPI can say, by what happens at one place: what it means, and the rule that says so. All
#: that mean the same are planted in one revision, so they must not get in one another's way.
ON_THE_WIRE: Final[dict[str, tuple[Impact, str, str, Edit]]] = {
    "a path is removed": (MAJOR, "path-removed", "paths", lambda at: at.pop("/chat/ping.json")),
    "an operation is removed": (MAJOR, "operation-removed", BALANCE, lambda at: at.pop("get")),
    "an operation is called otherwise": (
        MAJOR, "operation-id-changed", f"{BALANCE}/post",
        lambda at: at.update(operationId="balance"),
    ),
    "an operation has another tag": (
        MAJOR, "operation-modified", f"{DETAILS}/post", lambda at: at.update(tags=["user"])
    ),
    "a parameter becomes required": (
        MAJOR, "parameter-became-required", PARAMETERS,
        lambda at: at.append({**QUERY, "required": True}),
    ),
    "a field of a request becomes required": (
        MAJOR, "required-properties-added", f"{SCHEMA}/SendRequest",
        lambda at: at["required"].append("sms"),
    ),
    "a field of a request is removed": (
        MAJOR, "schema-removed", f"{SCHEMA}/SendRequest/properties", lambda at: at.pop("is_flash")
    ),
    "a field of an answer is removed": (
        MAJOR, "property-removed", f"{SCHEMA}/SmsDetails/properties", lambda at: at.pop("ttl")
    ),
    "a webhook is removed": (
        MAJOR, "path-removed", "webhooks", lambda at: at.pop("VIBER_BUTTON_CLICK")
    ),
    "a field of a webhook is removed": (
        MAJOR, "property-removed", f"{SCHEMA}/WebhookReport/properties",
        lambda at: at.pop("dlr_date"),
    ),
    "a field of a webhook may be missing": (
        MAJOR, "required-properties-removed", f"{SCHEMA}/WebhookSessionReport",
        lambda at: at["required"].remove("status"),
    ),
    "a field of an answer may be missing": (
        MAJOR, "required-properties-removed", f"{SCHEMA}/Balance",
        lambda at: at["required"].remove("balance"),
    ),
    "a field of an answer may be null": (
        MAJOR, "schema-type-changed", f"{SCHEMA}/StoredFile/properties/id",
        lambda at: at.update(NULLABLE),
    ),
    "a limit is narrower": (
        MAJOR, "schema-constraint-changed", f"{SCHEMA}/Caption", lambda at: at.update(maxLength=29)
    ),
    "a value is no longer taken": (
        MAJOR, "enum-values-removed", f"{SCHEMA}/Flag", lambda at: at.update(enum=[1])
    ),
    "a form is written otherwise": (
        MAJOR, "encoding-modified", f"{FORM}/encoding/sms", lambda at: at.update(style="form")
    ),
    "a type has another name": (
        MAJOR, "schema-removed", "", lambda at: rename(at, "ChatSession", "Session")
    ),
    # Of a base that has one, see DEFAULT.
    "a default in a schema is another": (
        MAJOR, "schema-modified", f"{SCHEMA}/SmsText", lambda at: at.update(default="Hello")
    ),
    "the token has one place less": (
        MAJOR, "security-requirement-changed", "", lambda at: at["security"].pop()
    ),
    "an operation is added": (
        MINOR, "pathitem-added", "paths",
        lambda at: at.update({"/user/more.json": at["/user/ping.json"]}),
    ),
    "a parameter is added": (MINOR, "parameter-added", PARAMETERS, lambda at: at.append(QUERY)),
    "a field of a request is added": (
        MINOR, "schema-added", f"{SCHEMA}/SendRequest/properties", lambda at: at.update(more=NEW)
    ),
    "a field of an answer is added": (
        MINOR, "schema-added", f"{SCHEMA}/Balance/properties", lambda at: at.update(more=NEW)
    ),
    "a field of a request may be missing": (
        MINOR, "schema-modified", f"{SCHEMA}/ChatSendRequest", lambda at: at.pop("required")
    ),
    "a field of an answer is always there": (
        MINOR, "schema-modified", f"{SCHEMA}/StatusRow", lambda at: at["required"].append("status")
    ),
    "a default is set": (
        MINOR, "schema-modified", f"{SCHEMA}/SmsText", lambda at: at.update(default="Hi")
    ),
    "a limit is wider": (
        MINOR, "schema-modified", f"{SCHEMA}/Caption", lambda at: at.update(maxLength=31)
    ),
    "a value more is taken": (
        MINOR, "schema-modified", f"{SCHEMA}/Flag", lambda at: at.update(enum=[0, 1, 2])
    ),
    "a condition is dropped": (
        MINOR, "schema-removed", f"{SCHEMA}/IndexedMessageIds", lambda at: at.pop("propertyNames")
    ),
    "a description is another": (
        PATCH, "schema-modified", f"{SCHEMA}/Balance", lambda at: at.update(description="Money.")
    ),
    "a summary is another": (
        PATCH, "operation-modified", f"{BALANCE}/post", lambda at: at.update(summary="Money.")
    ),
    "an example is added": (
        PATCH, "example-added", f"{JSON}/examples",
        lambda at: at.update(more={**at["sms"], "summary": "More"}),
    ),
    "an example is removed": (
        PATCH, "example-removed", f"{FORM}/examples", lambda at: at.pop("hybrid")
    ),
    "the introduction is another": (
        PATCH, "info-modified", "info", lambda at: at.update(description="An API.")
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def on_the_wire() -> dict[Impact, set[Change]]:
    """The changes of all cases that mean the same, together: that is one start of Redocly each."""
    planted: dict[Impact, list[tuple[str, Edit]]] = {MAJOR: [], MINOR: [], PATCH: []}
    for impact, _, place, edit in ON_THE_WIRE.values():
        planted[impact].append((place, edit))
    bases = {MAJOR: edited(DEFAULT), MINOR: SPEC, PATCH: SPEC}
    return {
        impact: comparison.all_changes(bases[impact], edited(*edits))
        for impact, edits in planted.items()
    }


@pytest.mark.parametrize("case", ON_THE_WIRE)
def test_changes_on_the_wire(case: str, on_the_wire: dict[Impact, set[Change]]) -> None:
    impact, rule, place, _ = ON_THE_WIRE[case]
    where = tuple(parts(place))
    found = {
        change
        for change in on_the_wire[impact]
        if change.rule == rule and change.location[: len(where)] == where
    }
    check(impact, rule, found)


def test_a_list_is_told_by_what_it_gained(on_the_wire: dict[Impact, set[Change]]) -> None:
    messages = {change.message.partition(" (")[0] for change in on_the_wire[MINOR]}
    assert "components/schemas/StatusRow/required gained status" in messages


@pytest.mark.parametrize("impact", [MINOR, PATCH])
def test_nothing_is_taken_for_more_than_it_is(
    impact: Impact, on_the_wire: dict[Impact, set[Change]]
) -> None:
    assert {change for change in on_the_wire[impact] if change.impact > impact} == set()
