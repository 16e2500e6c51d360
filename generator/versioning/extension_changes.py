"""Changes of the tables and classes under x- keys, which no other tool knows.

What each column means for a program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from generator.spec.document import split_pointer
from generator.versioning.changes import Change, Impact, list_difference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from generator.spec.document import JsonObject, Location

    #: What a change of a column means: always the same, or it depends on the old and the new value.
    Judge = Impact | Callable[[Any, Any], Impact]

MAJOR = Impact.MAJOR
MINOR = Impact.MINOR
PATCH = Impact.PATCH
_MISSING: Final = object()


def _permission(_old: Any, new: Any) -> Impact:
    return MINOR if new else MAJOR


def _demand(old: Any, new: Any) -> Impact:
    """A list of what must hold, or has no effect: one more breaks."""
    if set(new) - set(old):
        return MAJOR
    if set(old) - set(new):
        return MINOR
    return PATCH


def _offer(old: Any, new: Any) -> Impact:
    """A list of what can happen.

    One less breaks, since strict readers of the new version refuse what they took.
    """
    return _demand(new, old)


def _transactional(old: Any, new: Any) -> Impact:
    before = old.get("allowed")
    after = new.get("allowed")
    if before == after:  # it is another code
        return MAJOR
    return _permission(before, after)


def _most(old: Any, new: Any) -> Impact:
    return MAJOR if new < old else MINOR


def _least(old: Any, new: Any) -> Impact:
    return MAJOR if new > old else MINOR


def _limit_added(limit: JsonObject) -> Impact:
    return MINOR if limit.get("code") is None else MAJOR


def _entry_added(_entry: JsonObject) -> Impact:
    return MINOR


@dataclass(frozen=True)
class Table:
    """Entries that are known by a key. A column that is not named here breaks when it changes."""

    key: str
    columns: Mapping[str, Judge]
    added: Callable[[JsonObject], Impact] = _entry_added
    order_matters: bool = False


_TEXT: Final[Mapping[str, Judge]] = {
    "meaning": PATCH,
    "meaning_uk": PATCH,
    "name_uk": PATCH,
    "source": PATCH,
    "since": PATCH,
    "x-assumption": PATCH,
}
_LIMITS: Final = "x-limits"
_TABLES: Final[Mapping[str, Table]] = {
    # Programs decide by everything but the actor, who is told to people.
    "x-result-codes": Table("code", {**_TEXT, "actor": MINOR}),
    "x-delivery-statuses": Table("name", _TEXT),
    "x-rejection-reasons": Table("name", _TEXT),
    "x-viber-kinds": Table(
        "kind",
        {
            **_TEXT,
            "required": _demand,
            "together": _demand,
            "ignored": _demand,
            "transactional": _transactional,
        },
        order_matters=True,  # a message is of the first kind that fits
    ),
    _LIMITS: Table("name", {**_TEXT, "maximum": _most, "minimum": _least}, added=_limit_added),
    "x-webhook-types": Table("name", _TEXT),
    "x-webhook-statuses": Table("word", _TEXT),
    # A text is measured otherwise.
    "x-alphabets": Table("name", _TEXT),
    "x-file-types": Table(
        "extension", {**_TEXT, "media_type": MINOR, "upload": _permission, "send": _permission}
    ),
}
#: Name → text, or name → code.
_MAPS: Final = {"x-retry-classes": PATCH, "x-timeout-classes": PATCH, "x-missing-codes": MAJOR}
_COMMON_CODES: Final = "x-common-codes"
_REPEATS: Final = "x-webhook-repeats"
_OPERATION: Final = "x-operation"
_OPERATION_COLUMNS: Final[Mapping[str, Judge]] = {
    "codes": _offer,
    "overall_codes": _offer,
    "x-assumption": PATCH,
}


@dataclass(frozen=True)
class Key:
    """What it means for a program if a key of a schema changes, comes or goes."""

    changes: Judge = MAJOR
    comes: Impact = MINOR
    goes: Impact = MAJOR


#: What stands on schemas. `x-results`, `x-webhook-events`, `x-help-url` and `x-help-hosted` are not
#: here: only this project's Python is made from them.
_ON_SCHEMAS: Final[Mapping[str, Key]] = {
    "x-codes": Key(),
    "x-enum-varnames": Key(),
    "x-form": Key(),
    "x-known": Key(_demand, goes=MINOR),
    "x-lenient": Key(),
    "x-null-on-failure": Key(_offer),
    "x-on-success": Key(_offer),
    "x-only-if": Key(),
    "x-private": Key(),
    "x-synonym": Key(),
    # A demand: one name less refuses whoever gave that one alone.
    "x-any-of": Key(_offer, comes=MAJOR, goes=MINOR),
    # A demand as well, and one that the service had before it was written down.
    "x-either": Key(goes=MINOR),
    # Values that were read before are read differently.
    "x-empty": Key(comes=MAJOR),
    "x-format": Key(comes=MAJOR),
}


def changes_of_extensions(base: JsonObject, revision: JsonObject) -> Iterator[Change]:
    """Every change of an x- key that a program can notice, and of the texts of the tables."""
    for name, table in _TABLES.items():
        yield from _table(name, table, _entries(base, name), _entries(revision, name))
    for name, impact in _MAPS.items():
        yield from _columns((name,), base.get(name, {}), revision.get(name, {}), {}, impact)
    old_codes = base.get(_COMMON_CODES, [])
    new_codes = revision.get(_COMMON_CODES, [])
    yield from _value((_COMMON_CODES,), old_codes, new_codes, _offer)
    old_repeats = base.get(_REPEATS, [])
    yield from _value((_REPEATS,), old_repeats, revision.get(_REPEATS, []), MINOR)
    for path, item in revision["paths"].items():
        location = ("paths", path, _OPERATION)
        old = base["paths"].get(path, {}).get(_OPERATION)
        if old is not None:
            yield from _columns(location, old, item[_OPERATION], _OPERATION_COLUMNS)
    yield from _schemas((), base, revision)


def _entries(document: JsonObject, table: str) -> list[JsonObject]:
    entries: list[JsonObject] = document.get(table, [])
    if table != _LIMITS:
        return entries
    return [_with_number(document, limit) for limit in entries]


def _with_number(document: JsonObject, limit: JsonObject) -> JsonObject:
    """A limit with its number, wherever that stands, under a name that says how it narrows."""
    columns = {key: value for key, value in limit.items() if key not in ("value", "at")}
    value: Any = limit.get("value")
    if "at" in limit:
        value = document
        for part in split_pointer(limit["at"]):
            value = value[part]
    columns[_bound(limit["name"])] = value
    return columns


def _bound(limit: str) -> str:
    if limit.endswith("_default"):  # whoever relies on it gets something else
        return "default"
    if limit.endswith(("_minimum", "_window_seconds")):  # during a window, repeats are refused
        return "minimum"
    return "maximum"


def _table(
    name: str, table: Table, base: Sequence[JsonObject], revision: Sequence[JsonObject]
) -> Iterator[Change]:
    old = {entry[table.key]: entry for entry in base}
    new = {entry[table.key]: entry for entry in revision}
    for key in old.keys() - new.keys():
        yield Change((name,), MAJOR, name, f"{table.key} {key} was removed")
    for index, entry in enumerate(revision):
        key = entry[table.key]
        location = (name, index)
        if key in old:
            for change in _columns(location, old[key], entry, table.columns):
                yield change._replace(message=f"{table.key} {key}: {change.message}")
            continue
        is_before_others = any(later[table.key] in old for later in revision[index:])
        takes_what_was_theirs = table.order_matters and is_before_others
        impact = MAJOR if takes_what_was_theirs else table.added(entry)
        yield Change(location, impact, name, f"{table.key} {key} was added")
    old_order = [key for key in old if key in new]
    new_order = [key for key in new if key in old]
    if table.order_matters and new_order != old_order:
        message = "the rows are in another order, which is that of matching"
        yield Change((name,), MAJOR, name, message)


def _columns(
    location: Location,
    old: JsonObject,
    new: JsonObject,
    judges: Mapping[str, Judge],
    default: Impact = MAJOR,
) -> Iterator[Change]:
    """What changed in one entry."""
    for key in {**new, **old}:
        judge = judges.get(key, default)
        before = old.get(key, _MISSING)
        after = new.get(key, _MISSING)
        yield from _value((*location, key), before, after, judge)


def _value(location: Location, old: Any, new: Any, means: Judge | Key) -> Iterator[Change]:
    """What is new adds, what is gone breaks, but for text in tables and keys that say otherwise."""
    if old == new:
        return
    key = means if isinstance(means, Key) else Key(means)
    judge = key.changes
    rule = next(str(part) for part in location if str(part).startswith("x-"))
    subject = str(location[-1]) if rule in _TABLES else "/".join(map(str, location))
    is_text = judge is PATCH and rule not in _MAPS
    if old is _MISSING:
        yield Change(location, PATCH if is_text else key.comes, rule, f"{subject} was added")
    elif new is _MISSING:
        yield Change(location, PATCH if is_text else key.goes, rule, f"{subject} was removed")
    else:
        impact = judge if isinstance(judge, Impact) else judge(old, new)
        yield Change(location, impact, rule, f"{subject} {_difference(old, new)}")


def _difference(old: Any, new: Any) -> str:
    if not isinstance(old, list) or not isinstance(new, list):
        return f"changed from {old!r:.60} to {new!r:.60}"
    return list_difference(old, new)


def _schemas(location: Location, old: Any, new: Any) -> Iterator[Change]:
    """The x- keys of schemas and fields that both versions have.

    The others came or went with their schema.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _on_schema(location, old, new)
        for key in new:
            is_data = key in ("example", "examples") or key.startswith("x-")
            if key in old and not is_data:
                yield from _schemas((*location, key), old[key], new[key])
    elif isinstance(old, list) and isinstance(new, list):
        for index, (before, after) in enumerate(zip(old, new, strict=False)):
            yield from _schemas((*location, index), before, after)


def _on_schema(location: Location, old: JsonObject, new: JsonObject) -> Iterator[Change]:
    for key, means in _ON_SCHEMAS.items():
        before = old.get(key, _MISSING)
        after = new.get(key, _MISSING)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _columns((*location, key), before, after, {})
        else:
            yield from _value((*location, key), before, after, means)
