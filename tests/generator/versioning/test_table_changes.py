"""Changes that Redocly does not see, as those of our tables, get the right verdict."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from generator.versioning import comparison, extension_changes, wire_changes
from tests.generator.versioning.planted_changes import (
    MAJOR,
    MINOR,
    PATCH,
    SCHEMA,
    check,
    edited,
    row,
)
from tests.openapi import ROOT, SPEC

if TYPE_CHECKING:
    from generator.versioning.changes import Impact
    from tests.generator.versioning.planted_changes import Edit

pytestmark = [pytest.mark.checkout, pytest.mark.one_interpreter]

JSON: Final = "paths/~1message~1send.json/post/requestBody/content/application~1json"
CODE_414: Final = row("x-result-codes", "code", 414)
FILE: Final = row("x-viber-kinds", "kind", "file")
OF_SEND: Final = "paths/~1message~1send.json/x-operation"
MORE: Final = {
    "name": "more",
    "value": 1,
    "unit": "things",
    "code": 300,
    "meaning": "More.",
    "source": "message/send",
}

IN_TABLES: Final[dict[str, tuple[Impact, str, str, Edit]]] = {
    "a code is removed": (MAJOR, "x-result-codes", "x-result-codes", lambda at: at.pop(9)),
    "a code has another number": (
        MAJOR, "x-result-codes", CODE_414, lambda at: at.update(code=428)
    ),
    "a code has another name": (
        MAJOR, "x-result-codes", CODE_414, lambda at: at.update(name="UNKNOWN_ID")
    ),
    "a code has another outcome": (
        MAJOR, "x-result-codes", CODE_414, lambda at: at.update(outcome="unknown")
    ),
    "a code may be repeated": (
        MAJOR, "x-result-codes", CODE_414, lambda at: at.update(repeat=True)
    ),
    "a limit as data is narrower": (
        MAJOR, "x-limits", row("x-limits", "name", "sms_unicode_characters"),
        lambda at: at.update(value=660),
    ),
    "a limit in a schema is narrower": (
        MAJOR, "x-limits", f"{SCHEMA}/Ttl", lambda at: at.update(minimum=61)
    ),
    "repeats are refused for longer": (
        MAJOR, "x-limits", row("x-limits", "name", "repeat_window_seconds"),
        lambda at: at.update(value=91),
    ),
    "a default is another": (
        MAJOR, "x-limits", row("x-limits", "name", "ttl_default"),
        lambda at: (at.pop("at"), at.update(value=3601)),
    ),
    "a limit answers another code": (
        MAJOR, "x-limits", row("x-limits", "name", "start_time_days"),
        lambda at: at.update(code=300),
    ),
    "a limit that refuses is added": (MAJOR, "x-limits", "x-limits", lambda at: at.append(MORE)),
    "a status is final": (
        MAJOR, "x-delivery-statuses", "x-delivery-statuses/2", lambda at: at.update(final=True)
    ),
    "a kind of message needs more": (
        MAJOR, "x-viber-kinds", f"{FILE}/required", lambda at: at.append("text")
    ),
    "a kind of message costs another rate": (
        MAJOR, "x-viber-kinds", FILE, lambda at: at.update(rate="promotional")
    ),
    "kinds of message match in another order": (
        MAJOR, "x-viber-kinds", "x-viber-kinds", lambda at: at.reverse()
    ),
    "a file can no longer be sent": (
        MAJOR, "x-file-types", "x-file-types/0", lambda at: at.update(send=False)
    ),
    "a kind of message comes before others": (
        MAJOR, "x-viber-kinds", "x-viber-kinds", lambda at: at.insert(5, {**at[4], "kind": "video"})
    ),
    "an operation is repeated otherwise": (
        MAJOR, "x-operation", OF_SEND, lambda at: at.update(retry="safe")
    ),
    "an operation answers a code less": (
        MAJOR, "x-operation", f"{OF_SEND}/codes", lambda at: at.remove(405)
    ),
    "a parameter answers another code": (
        MAJOR, "x-codes", f"{SCHEMA}/Ttl/x-codes", lambda at: at.update(limit=411)
    ),
    "one of two is no longer enough": (
        MAJOR, "x-any-of", f"{SCHEMA}/SendRequest/x-any-of", lambda at: at.remove("sms")
    ),
    "one of two is needed": (
        MAJOR, "x-any-of", f"{SCHEMA}/ChatMessagesRequest",
        lambda at: at.update({"x-any-of": ["chat_id", "new_only"]}),
    ),
    "a value is empty": (
        MAJOR, "x-empty", f"{SCHEMA}/ChatSession/properties/id",
        lambda at: at.update({"x-empty": 0}),
    ),
    "a value is no longer private": (
        MAJOR, "x-private", f"{SCHEMA}/StatusRow/properties/recipient",
        lambda at: at.pop("x-private"),
    ),
    "a name is no other name any more": (
        MAJOR, "x-synonym", f"{SCHEMA}/SendRequest/properties/start_date",
        lambda at: at.pop("x-synonym"),
    ),
    "a key is no longer sure": (
        MAJOR, "x-on-success", f"{SCHEMA}/StatusRow/x-on-success", lambda at: at.remove("sent")
    ),
    "a text is measured otherwise": (
        MAJOR, "x-alphabets", "x-alphabets/0", lambda at: at.update(characters="abc")
    ),
    "both of two are forbidden otherwise": (
        MAJOR, "x-either", f"{SCHEMA}/ChatSendRequest/x-either",
        lambda at: at.append(["file_name"]),
    ),
    "a value of another form": (
        MAJOR, "x-form", f"{SCHEMA}/SendRow/properties/message_id",
        lambda at: at.update({"x-form": "SequenceId"}),
    ),
    "one known value more": (
        MAJOR, "x-known", f"{SCHEMA}/StatusRow/properties/type/x-known",
        lambda at: at.append("email"),
    ),
    "a null is no longer sure": (
        MAJOR, "x-null-on-failure", f"{SCHEMA}/DetailsRow/x-null-on-failure",
        lambda at: at.remove("sms"),
    ),
    "a key comes with another": (
        MAJOR, "x-only-if", f"{SCHEMA}/StatusRow/properties/click_time/x-only-if",
        lambda at: at.update(type="sms"),
    ),
    "the whole answers a code less": (
        MAJOR, "x-operation", "paths/~1message~1sendmulti.json/x-operation/overall_codes",
        lambda at: at.remove(104),
    ),
    "only other values are taken": (
        MAJOR, "x-lenient", f"{SCHEMA}/Flag", lambda at: at.pop("x-lenient")
    ),
    "a name of a value is another": (
        MAJOR, "x-enum-varnames", f"{SCHEMA}/Flag/x-enum-varnames", lambda at: at.reverse()
    ),
    "a value is read otherwise": (
        MAJOR, "x-format", f"{SCHEMA}/StartTime", lambda at: at.pop("x-format")
    ),
    "a class is removed": (MAJOR, "x-retry-classes", "x-retry-classes", lambda at: at.pop("keyed")),
    "a reason is removed": (
        MAJOR, "x-rejection-reasons", "x-rejection-reasons", lambda at: at.pop()
    ),
    "a missing parameter answers another code": (
        MAJOR, "x-missing-codes", "x-missing-codes", lambda at: at.update(text=300)
    ),
    "a timeout class is removed": (
        MAJOR, "x-timeout-classes", "x-timeout-classes", lambda at: at.pop("upload")
    ),
    "a type of webhook is removed": (
        MAJOR, "x-webhook-types", "x-webhook-types", lambda at: at.pop()
    ),
    "a type of webhook is another event": (
        MAJOR, "x-webhook-types", "x-webhook-types/0", lambda at: at.update(event="ButtonClick")
    ),
    "a word of webhooks means another status": (
        MAJOR, "x-webhook-statuses", "x-webhook-statuses/0", lambda at: at.update(status="Sent")
    ),
    "a word of webhooks is added": (
        MINOR, "x-webhook-statuses", "x-webhook-statuses",
        lambda at: at.append({"word": "ENROUTE", "status": "Sent"}),
    ),
    "webhooks are repeated otherwise": (
        MINOR, "x-webhook-repeats", "x-webhook-repeats", lambda at: at.pop()
    ),
    "a code is added": (
        MINOR, "x-result-codes", "x-result-codes",
        lambda at: at.append({**at[-1], "code": 998, "name": "NEWER"}),
    ),
    "a limit as data is wider": (
        MINOR, "x-limits", row("x-limits", "name", "sms_unicode_characters"),
        lambda at: at.update(value=662),
    ),
    "a limit that refuses nothing is added": (
        MINOR, "x-limits", "x-limits", lambda at: at.append({**MORE, "code": None})
    ),
    "a status is added": (
        MINOR, "x-delivery-statuses", "x-delivery-statuses",
        lambda at: at.append({**at[0], "name": "Seen"}),
    ),
    "a key more is sure": (
        MINOR, "x-on-success", f"{SCHEMA}/StatusRow/x-on-success",
        lambda at: at.append("click_time"),
    ),
    "a third is enough": (
        MINOR, "x-any-of", f"{SCHEMA}/SendRequest/x-any-of", lambda at: at.append("text")
    ),
    "none of two is needed": (
        MINOR, "x-any-of", f"{SCHEMA}/SendRequest", lambda at: at.pop("x-any-of")
    ),
    "a kind of message comes last": (
        MINOR, "x-viber-kinds", "x-viber-kinds", lambda at: at.append({**at[4], "kind": "video"})
    ),
    "a kind of message needs less": (
        MINOR, "x-viber-kinds", f"{FILE}/required", lambda at: at.remove("caption")
    ),
    "a kind of message may be transactional": (
        MINOR, "x-viber-kinds", FILE,
        lambda at: at.update(transactional={"allowed": True, "code": None}),
    ),
    "a file can be uploaded": (
        MINOR, "x-file-types", row("x-file-types", "extension", "info"),
        lambda at: at.update(upload=True),
    ),
    "an operation answers a code more": (
        MINOR, "x-operation", f"{OF_SEND}/codes", lambda at: at.append(308)
    ),
    "a common code is added": (
        MINOR, "x-common-codes", "x-common-codes", lambda at: at.append(104)
    ),
    "somebody else has to act": (
        MINOR, "x-result-codes", CODE_414, lambda at: at.update(actor="nobody")
    ),
    "a meaning is another": (
        PATCH, "x-result-codes", CODE_414, lambda at: at.update(meaning="No such message.")
    ),
    "a meaning is translated": (
        PATCH, "x-result-codes", CODE_414,
        lambda at: at.update(meaning_uk="Такого повідомлення немає."),
    ),
    "the name of a status is translated": (
        PATCH, "x-delivery-statuses", row("x-delivery-statuses", "name", "Sent"),
        lambda at: at.update(name_uk="Відправлено"),
    ),
    "the text of a class is another": (
        PATCH, "x-retry-classes", "x-retry-classes", lambda at: at.update(safe="Any time.")
    ),
    "an assumption is named": (
        PATCH, "x-limits", "x-limits/1", lambda at: at.update({"x-assumption": "A-01"})
    ),
}  # fmt: skip
#: What Redocly does not see, and what is no difference.
BESIDE_IT: Final[dict[str, tuple[Impact, str, str, Edit]]] = {
    "the token has another first place": (
        MAJOR,
        "token-place",
        "",
        lambda at: at["security"].reverse(),
    ),
    "the token has no place": (MAJOR, "token-place", "", lambda at: at.update(security=[])),
    "an example has another value": (
        PATCH,
        "other",
        f"{JSON}/examples/sms/value",
        lambda at: at.update(text="Hello"),
    ),
    "a class of ours is made otherwise": (
        PATCH,
        "other",
        "x-results/0",
        lambda at: at.update(many=False),
    ),
    "the order of keys is another": (
        PATCH,
        "other",
        SCHEMA,
        lambda at: at.update(Sender=at.pop("Sender")),
    ),
}
#: The one case of those beside it that changes what Redocly looks at, too.
SEEN_IN_PART: Final = "the token has no place"


def test_what_redocly_does_not_see() -> None:
    """What is beside it and in the tables, together.

    That is one start of Redocly, which has nothing to say of them.
    """
    beside = [
        (place, edit) for case, (_, _, place, edit) in BESIDE_IT.items() if case != SEEN_IN_PART
    ]
    in_tables = [
        (place, edit)
        for _, rule, place, edit in IN_TABLES.values()
        if rule in ("x-operation", "x-codes")
    ]
    code = (CODE_414, lambda at: at.update(name="UNKNOWN_ID"))
    found = wire_changes.changes_on_the_wire(SPEC, edited(*beside, *in_tables, code))
    assert [change.rule for change in found] == ["token-place"], "it is of ours"


@pytest.mark.parametrize("case", BESIDE_IT)
def test_changes_that_redocly_does_not_see(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if case != SEEN_IN_PART:
        # As it answers to each of them by the test above.
        monkeypatch.setattr(wire_changes, "_diff", lambda *_: {"changes": []})
    impact, rule, place, edit = BESIDE_IT[case]
    check(impact, rule, comparison.all_changes(SPEC, edited((place, edit))))


@pytest.mark.parametrize("case", IN_TABLES)
def test_changes_in_tables(case: str) -> None:
    impact, rule, place, edit = IN_TABLES[case]
    check(impact, rule, set(extension_changes.changes_of_extensions(SPEC, edited((place, edit)))))


def test_every_table_is_compared() -> None:
    # Nothing but this project's Python is made of the first four, and nothing at all of the last.
    ours = {"x-results", "x-webhook-events", "x-help-url", "x-help-hosted", "x-assumption"}
    assert {key for key in SPEC if key.startswith("x-")} - ours <= {
        rule for _, rule, _, _ in IN_TABLES.values()
    }


def test_every_key_of_a_schema_is_compared() -> None:
    schema = json.loads((ROOT / "generator/spec/checks/extensions.schema.json").read_text("utf-8"))
    keys = {*schema["$defs"]["anything"]["else"]["properties"]} - {"x-assumption"}  # a note
    assert keys <= {rule for _, rule, _, _ in IN_TABLES.values()}


def test_where_a_limit_stands_is_no_change() -> None:
    def written_out(limit: dict[str, Any]) -> None:
        del limit["at"]
        limit["value"] = SPEC["components"]["schemas"]["Ttl"]["maximum"]

    assert (
        list(
            extension_changes.changes_of_extensions(
                SPEC, edited((row("x-limits", "name", "ttl_maximum"), written_out))
            )
        )
        == []
    )
