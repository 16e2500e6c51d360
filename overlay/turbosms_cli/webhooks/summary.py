"""What became of the calls, in sentences: at the end, and once for each new kind of problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from turbosms_cli.webhooks.database_place import DatabasePlace

PROBLEMS: Final = {
    "malformed": "the body is neither a JSON object nor a form, or is too large",
    "no_id": "the body has no id",
    "no_signature": "the body has no signature",
    "bad_signature": "the signature was made with another secret, or for another id",
    "basic_auth": "login and password are missing or wrong",
    "other_data": "the id is that of an earlier call with other data",
    "not_stored": "it could not be stored",
    "hung_up": "the caller went away before the end",
}
"""Why a call is not accepted, by its name among the counts of an inbox."""
_NEXT_STEPS: Final = {
    "bad_signature": (
        "turbosms webhook check says what is wrong with a signature; --keep-refused keeps the "
        "bodies for it."
    ),
    "not_stored": "Whoever sent it repeats it. Is there room on the disk?",
}


def describe_problem(name: str) -> str:
    """A sentence or two about a kind of call that was not accepted, for its first occurrence."""
    sentence = f"A call was refused: {PROBLEMS[name]} ({name}). Others like it are only counted."
    return " ".join(filter(None, (sentence, _NEXT_STEPS.get(name))))


def summary(counts: Mapping[str, int], waiting: int, place: DatabasePlace) -> str:
    """The sentences for the end."""
    return "\n".join(_sentences(counts, waiting, place))


def counted(number: int, what: str) -> str:
    """A number of things, such as `1 call` and `2 calls`."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _sentences(counts: Mapping[str, int], waiting: int, place: DatabasePlace) -> Iterator[str]:
    refused = {name: counts[name] for name in PROBLEMS if counts[name]}
    received = counts["accepted"] + counts["repeated"] + sum(refused.values())
    parts = [f"{counts['accepted']:,} new"]
    if counts["repeated"]:
        parts.append(f"{counts['repeated']:,} repeated")
    if refused:
        reasons = ", ".join(f"{name} {number:,}" for name, number in refused.items())
        parts.append(f"{sum(refused.values()):,} refused ({reasons})")
    yield f"Received {counted(received, 'call')}: {', '.join(parts)}."
    handled = f"Handled {counted(counts['handled'], 'event')}"
    if counts["late"]:
        handled += f"; {counted(counts['late'], 'late report')} left out"
    if counts["failed"]:
        handled += f"; {counted(counts['failed'], 'failure')}"
    yield f"{handled}."
    if waiting and place.is_temporary:
        yield f"{counted(waiting, 'event')} not handled, and lost: --database FILE would keep them."
    elif waiting:
        yield f"{counted(waiting, 'event')} not handled; they are kept for the next start in:"
        yield f"  {place.path}"
