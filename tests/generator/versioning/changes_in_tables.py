"""Planted changes of what only the tables say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.generator.versioning.planted_changes import MAJOR, MINOR, PATCH, SCHEMA, row

if TYPE_CHECKING:
    from generator.versioning.changes import Impact
    from tests.generator.versioning.planted_changes import Edit

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
    "the text of a class is another": (
        PATCH, "x-retry-classes", "x-retry-classes", lambda at: at.update(safe="Any time.")
    ),
    "an assumption is named": (
        PATCH, "x-limits", "x-limits/1", lambda at: at.update({"x-assumption": "A-01"})
    ),
}  # fmt: skip
