"""Where client and sandbox do not say the same of a send.

By design, with the reason, or because one of them errs.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tests.agreement.bodies import FLAGS
from tests.agreement.draws import HALF, KYIV, MORE_FORMS, PDF, PHONE, PNG

if TYPE_CHECKING:
    from collections.abc import Callable

ACCOUNT: Final = {
    "sms": {"TurboSMS": True, "Mobibon": True, "Frozen": False},
    "viber": {"TurboSMS": True, "Mobibon": True, "Viber TurboSMS": True, "Frozen": False},
}
"""The senders of the account by channel, and whether they are active."""
CHANNEL: Final = {
    "sms": ("sender", "text", "start_time", "is_flash"),
    "viber": (
        "sender",
        "text",
        "start_time",
        "ttl",
        "image_url",
        "caption",
        "action",
        "file_id",
        "count_clicks",
        "is_transactional",
    ),
}


def merged(case: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What holds for each channel of a case."""
    named = [name for name in ("viber", "sms") if case[name] is not None]
    found: dict[str, dict[str, Any]] = {}
    for name in named or [name for name in ("viber", "sms") if case[f"{name}_sender"]]:
        own = case[name] if isinstance(case[name], dict) else {}
        given = {"sender": case[f"{name}_sender"], **_there(case["common"]), **_there(own)}
        found[name] = {key: value for key, value in _there(given).items() if key in CHANNEL[name]}
    return found


def _there(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def of(channel: str) -> Callable[[dict[str, Any], str], Any]:
    return lambda case, name: merged(case).get(channel, {}).get(name)


viber: Final = of("viber")


def iso(moment: dt.datetime) -> dt.datetime:
    return moment


def to_the_minute(moment: dt.datetime) -> str:
    return f"{moment.astimezone(KYIV):%Y-%m-%d %H:%M}"


def ahead_of(case: dict[str, Any]) -> list[float]:
    """How many seconds ahead the start times of a case are."""
    found = []
    for values in merged(case).values():
        at = values.get("start_time")
        try:
            at = dt.datetime.fromisoformat(at) if isinstance(at, str) else at
            at = at if at is None or at.tzinfo else at.replace(tzinfo=KYIV)
            found += [] if at is None else [at.timestamp() - case["now"]]
        except (AttributeError, ValueError, OverflowError):  # no time at all
            continue
    return found


def before_the_minute(moment: dt.datetime) -> str:
    """Half a second before the minute of that moment began."""
    return f"{moment.astimezone(KYIV) - dt.timedelta(minutes=1):%Y-%m-%dT%H:%M:59.5}"


def senders_are(case: dict[str, Any], *, active: bool | None) -> bool:
    """Whether a channel has a sender that is active or not, or that is none (None)."""
    for channel, values in merged(case).items():
        sender = values.get("sender")
        if isinstance(sender, str) and ACCOUNT[channel].get(sender) is active:
            return True
    return False


def has_another_form_of_a_time(case: dict[str, Any]) -> bool:
    starts = [values.get("start_time") for values in merged(case).values()]
    return any(isinstance(start, str) and start in MORE_FORMS for start in starts)


def has_a_flag_that_is_neither(case: dict[str, Any]) -> bool:
    """Whether a flag is neither yes nor no."""
    for values in merged(case).values():
        if any(name in values and values[name] not in (0, 1) for name in FLAGS):
            return True
    return False


def listed(case: dict[str, Any]) -> list[Any]:
    return list(case["recipients"]) if isinstance(case["recipients"], (list, dict)) else []


class Difference(NamedTuple):
    """If `when` holds, the client says `ours` or the sandbox `theirs`, whatever the other says."""

    name: str
    reason: str
    when: Callable[[dict[str, Any]], bool]
    example: dict[str, Any]
    """A case that shows it, but for what `EXAMPLE` says."""
    ours: int | None = None
    theirs: frozenset[int] = frozenset()
    whatever: bool = False
    """Both may say anything."""

    def explains(self, case: dict[str, Any], ours: int | None, theirs: int) -> bool:
        return (self.whatever or ours == self.ours or theirs in self.theirs) and self.when(case)


EXAMPLE: Final[dict[str, Any]] = {
    "recipients": [PHONE],
    "common": {},
    "sms": None,
    "viber": None,
    "sms_sender": None,
    "viber_sender": None,
    "sequence_id": None,
    "fraction": 0.0,
    "multi": False,
}
TEXT: Final = {"sender": "TurboSMS", "text": "Hello"}
FORTNIGHT: Final = 14 * 86_400

DIFFERENCES: Final = [
    Difference(
        "sender",
        "Which senders there are, the account knows.",
        lambda case: senders_are(case, active=None),
        {"sms": {**TEXT, "sender": "Shop"}},
        theirs=frozenset({400}),
    ),
    Difference(
        "inactive sender",
        "Which senders are active, the account knows.",
        lambda case: senders_are(case, active=False),
        {"sms": {**TEXT, "sender": "Frozen"}},
        theirs=frozenset({401}),
    ),
    Difference(
        "shared sender",
        "Which senders are shared, the account knows.",
        lambda case: (
            viber(case, "sender") == "Mobibon" and viber(case, "is_transactional") in (1, "1")
        ),
        {"viber": {**TEXT, "sender": "Mobibon", "is_transactional": True}},
        theirs=frozenset({415}),
    ),
    Difference(
        "file",
        "Which files there are, the account knows.",
        lambda case: (
            isinstance(viber(case, "file_id"), int) and viber(case, "file_id") not in (0, PDF, PNG)
        ),
        {"viber": {"sender": "TurboSMS", "file_id": 99_999, "caption": "a.pdf"}},
        theirs=frozenset({417}),
    ),
    Difference(
        "kind of file",
        (
            "What a file is, the account knows: "
            "a document with nothing but its number, or an image as a document."
        ),
        lambda case: viber(case, "file_id") in (PDF, PNG),
        {"viber": {"sender": "TurboSMS", "file_id": PDF}},
        theirs=frozenset({402, 419}),
    ),
    Difference(
        "image address",
        (
            "The documentation lets no form of an address stand for a type; "
            "the sandbox looks at it all the same (A-02)."
        ),
        lambda case: (
            isinstance(viber(case, "image_url"), str) and viber(case, "image_url").endswith(".bmp")
        ),
        {"viber": {"sender": "TurboSMS", "image_url": "https://example.com/a.bmp"}},
        theirs=frozenset({402}),
    ),
    Difference(
        "fractions of a second",
        "The client sends whole seconds, none earlier than said: what is less than one before the "
        "running minute, or not quite 14 days ahead, may be the second after it.",
        lambda case: any(
            -1 <= ahead + case["now"] % 60 <= 0 or FORTNIGHT - 1 <= ahead <= FORTNIGHT
            for ahead in ahead_of(case)
        ),
        {"sms": {**TEXT, "start_time": (0.0, before_the_minute)}},
        ours=403,
        theirs=frozenset({403}),
    ),
    Difference(
        "past, under a number of its own",
        "A call with a `sequence_id` may be a repeat, which is in time if the first one was. "
        "The service alone knows.",
        lambda case: (
            isinstance(case["sequence_id"], str) and any(ahead < 0 for ahead in ahead_of(case))
        ),
        {"sms": {**TEXT, "start_time": (-86_400.0, iso)}, "sequence_id": "own"},
        theirs=frozenset({403}),
    ),
    Difference(
        "forms of a time",
        "The client reads more forms than the service takes for sure (A-44), and sends its own.",
        has_another_form_of_a_time,
        {"sms": {**TEXT, "start_time": "2026-03-25T10:00+02"}},
        theirs=frozenset({303}),
    ),
    Difference(
        "flags",
        (
            "To the service all but 1 is no; "
            "in Python `is_flash='yes'` is a mistake, and no silent no."
        ),
        has_a_flag_that_is_neither,
        {"sms": {**TEXT, "is_flash": "yes"}},
        ours=300,
    ),
    Difference(
        "numbers as recipients",
        (
            "The sandbox takes a JSON number (A-69), and refuses the rest in their rows; "
            "the documentation shows texts."
        ),
        lambda case: not all(isinstance(recipient, str) for recipient in listed(case)),
        {"recipients": [380678998668], "sms": TEXT},
        ours=300,
    ),
    Difference(
        "half a character",
        (
            "The sandbox refuses it in its row (305); "
            "the client, which cannot write it in UTF-8, refuses the call."
        ),
        lambda case: any(
            isinstance(recipient, str) and HALF in recipient for recipient in listed(case)
        ),
        {"recipients": [PHONE, HALF], "sms": TEXT},
        ours=305,
    ),
    Difference(
        "an empty text as a file",
        (
            "To the sandbox an empty value is no file, as in a form; "
            "in Python a number that is a text is a mistake."
        ),
        lambda case: viber(case, "file_id") == "",
        {"viber": {**TEXT, "file_id": ""}},
        ours=411,
    ),
    Difference(
        "an empty array for a channel",
        (
            "PHP cannot tell it from an empty object (A-43); "
            "Python can, and a channel is Sms(...) or Viber(...)."
        ),
        lambda case: [] in (case["sms"], case["viber"]),
        {"common": TEXT, "sms": []},
        ours=300,
    ),
]
SAME: Final[list[dict[str, Any]]] = [
    {"recipients": {"0": PHONE}, "sms": TEXT},
    {"recipients": None, "sms": TEXT},
    {"recipients": []},
    {"viber": {"sender": "TurboSMS", "file_id": PNG, "image_url": 5}},
    {"viber": {**TEXT, "file_id": False}},
    {"viber": {"sender": "TurboSMS", "file_id": PDF, "caption": "\ua64b" * 13}},
    {"sms": {**TEXT, "start_time": (-0.5, iso)}, "fraction": 0.5},
    {"sms": {**TEXT, "start_time": (0.0, to_the_minute)}},
    {"sms": {**TEXT, "start_time": (14 * 86_400, iso)}, "fraction": 0.5},
    # In UTC these are in no year that Python knows.
    {"sms": {**TEXT, "start_time": "0001-01-01"}},
    {"sms": {**TEXT, "start_time": "9999-12-31T23:59:59-12:00"}},
]
"""What is easily read in two ways, and must be read in one."""

SAID: Final[list[tuple[int, dict[str, Any]]]] = [
    (0, {"sms": TEXT}),
    (200, {"sms": {}}),
    (201, {"sms": {"sender": "TurboSMS"}}),
    (202, {"recipients": "", "sms": TEXT}),
    (204, {"viber": {**TEXT, "file_id": HALF}}),
    (205, {"viber": {**TEXT, "file_id": PNG, "action": "https://example.com"}}),
    (206, {"viber": {**TEXT, "caption": "Open"}}),
    (300, {}),
    (302, {"sms": {**TEXT, "sender": 5}}),
    (303, {"sms": {**TEXT, "start_time": {}}}),
    (304, {"sms": {**TEXT, "text": 5}}),
    (306, {"viber": {**TEXT, "ttl": "soon"}}),
    (402, {"viber": {"sender": "TurboSMS", "image_url": 0}}),
    (402, {"viber": {"sender": "TurboSMS", "image_url": "ftp://example.com/a.png"}}),
    (403, {"sms": {**TEXT, "start_time": (-60.0, iso)}}),
    (408, {"viber": {**TEXT, "caption": "\ua64b" * 60, "action": "https://example.com"}}),
    (409, {"viber": {**TEXT, "ttl": 59}}),
    (410, {"viber": {"sender": "TurboSMS", "file_id": PNG, "is_transactional": 1}}),
    (411, {"viber": {**TEXT, "caption": []}}),
    (411, {"viber": {**TEXT, "caption": "Open", "action": "viber://chat"}}),
    (413, {"sms": {**TEXT, "text": "a" * 2000}}),
    (417, {"viber": {"sender": "TurboSMS", "file_id": -1}}),
    (423, {"viber": {"sender": "TurboSMS", "file_id": PDF, "caption": "ж" * 13}}),
]
"""A case for each verdict that both can come to, since chance may miss some."""


def explanation(case: dict[str, Any], ours: int | None, theirs: int) -> Difference | None:
    return next((row for row in DIFFERENCES if row.explains(case, ours, theirs)), None)
