"""What became of the calls, in sentences: at the end, and once for each new kind of problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from turbosms_languages import Text, _, _n, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from turbosms_cli.webhooks.database_place import DatabasePlace

PROBLEMS: Final = {
    "malformed": _("the body is neither a JSON object nor a form, or is too large"),
    "no_id": _("the body has no id"),
    "no_signature": _("the body has no signature"),
    "bad_signature": _("the signature was made with another secret, or for another id"),
    "basic_auth": _("login and password are missing or wrong"),
    "other_data": _("the id is that of an earlier call with other data"),
    "not_stored": _("it could not be stored"),
    "hung_up": _("the caller went away before the end"),
}
"""Why a call is not accepted, by its name among the counts of an inbox."""
_NEXT_STEPS: Final = {
    "bad_signature": _(
        "turbosms webhook check says what is wrong with a signature; --keep-refused keeps the "
        "bodies for it."
    ),
    "not_stored": _("Whoever sent it repeats it. Is there room on the disk?"),
}


def describe_problem(name: str) -> Text:
    """A sentence or two about a kind of call that was not accepted, for its first occurrence."""
    sentence = _(
        "A call was refused: {problem} ({name}). Others like it are only counted.",
        problem=PROBLEMS[name],
        name=name,
    )
    return joined(" ", filter(None, (sentence, _NEXT_STEPS.get(name))))


def summary(counts: Mapping[str, int], waiting: int, place: DatabasePlace) -> Text:
    """The sentences for the end."""
    return joined("\n", _sentences(counts, waiting, place))


def _sentences(counts: Mapping[str, int], waiting: int, place: DatabasePlace) -> Iterator[str]:
    yield _calls_in_words(counts)
    yield _events_in_words(counts)
    if waiting and place.is_temporary:
        yield _n(
            "{count:,} event not handled, and lost: --database FILE would keep them.",
            "{count:,} events not handled, and lost: --database FILE would keep them.",
            waiting,
        )
    elif waiting:
        yield _n(
            "{count:,} event not handled; they are kept for the next start in:",
            "{count:,} events not handled; they are kept for the next start in:",
            waiting,
        )
        yield f"  {place.path}"


def _calls_in_words(counts: Mapping[str, int]) -> Text:
    refused = {name: counts[name] for name in PROBLEMS if counts[name]}
    received = counts["accepted"] + counts["repeated"] + sum(refused.values())
    parts = [_("{accepted:,} new", accepted=counts["accepted"])]
    if counts["repeated"]:
        parts.append(_("{repeated:,} repeated", repeated=counts["repeated"]))
    if refused:
        reasons = joined(
            ", ",
            (_("{name} {number:,}", name=name, number=number) for name, number in refused.items()),
        )
        parts.append(
            _("{refused:,} refused ({reasons})", refused=sum(refused.values()), reasons=reasons)
        )
    return _n(
        "Received {count:,} call: {parts}.",
        "Received {count:,} calls: {parts}.",
        received,
        parts=joined(", ", parts),
    )


def _events_in_words(counts: Mapping[str, int]) -> Text:
    parts = [_n("Handled {count:,} event", "Handled {count:,} events", counts["handled"])]
    if counts["late"]:
        late = _n(
            "{count:,} late report left out", "{count:,} late reports left out", counts["late"]
        )
        parts.append(late)
    if counts["failed"]:
        parts.append(_n("{count:,} failure", "{count:,} failures", counts["failed"]))
    return joined("", (joined("; ", parts), "."))
