"""Changes of the tables and classes under x- keys, which no other tool knows.

What each column means for a program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from generator.spec.yaml_reader import split_pointer
from generator.versioning.changes import Change, Impact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from generator.spec.yaml_reader import Location

    #: What a change of a column means: always the same, or it depends on the old and the new value.
    Judge = Impact | Callable[[Any, Any], Impact]

MAJOR, MINOR, PATCH = Impact.MAJOR, Impact.MINOR, Impact.PATCH
_MISSING: Final = object()


def _permission(_old: Any, new: Any) -> Impact:
    return MINOR if new else MAJOR


def _demand(old: Any, new: Any) -> Impact:
    """A list of what must hold, or has no effect: one more breaks."""
    return MAJOR if set(new) - set(old) else MINOR if set(old) - set(new) else PATCH


def _offer(old: Any, new: Any) -> Impact:
    """A list of what can happen.

    One less breaks, since strict readers of the new version refuse what they took.
    """
    return MAJOR if set(old) - set(new) else MINOR if set(new) - set(old) else PATCH


def _transactional(old: Any, new: Any) -> Impact:
    allowed = [value.get("allowed") for value in (old, new)]
    return (
        MAJOR if allowed[0] == allowed[1] else _permission(*allowed)
    )  # the same: it is another code


def _most(old: Any, new: Any) -> Impact:
    return MAJOR if new < old else MINOR


def _least(old: Any, new: Any) -> Impact:
    return MAJOR if new > old else MINOR


def _limit_added(row: Mapping[str, Any]) -> Impact:
    return MINOR if row.get("code") is None else MAJOR


@dataclass(frozen=True)
class Table:
    """Rows that are known by a key. A column that is not named here breaks when it changes."""

    key: str
    columns: Mapping[str, Judge]
    added: Callable[[Mapping[str, Any]], Impact] = lambda _row: MINOR
    ordered: bool = False


_TEXT: Final[Mapping[str, Judge]] = {
    "meaning": PATCH,
    "source": PATCH,
    "since": PATCH,
    "x-assumption": PATCH,
}
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
        ordered=True,  # a message is of the first kind that fits
    ),
    "x-limits": Table("name", {**_TEXT, "maximum": _most, "minimum": _least}, added=_limit_added),
    "x-file-types": Table(
        "extension", {**_TEXT, "media_type": MINOR, "upload": _permission, "send": _permission}
    ),
}
#: Name → text, or name → code.
_MAPS: Final = {"x-retry-classes": PATCH, "x-timeout-classes": PATCH, "x-missing-codes": MAJOR}
_OPERATION: Final[Mapping[str, Judge]] = {"codes": _offer, "x-assumption": PATCH}


@dataclass(frozen=True)
class Key:
    """What it means for a program if a key of a schema changes, comes or goes."""

    changes: Judge = MAJOR
    comes: Impact = MINOR
    goes: Impact = MAJOR


#: What stands on schemas. `x-results` and `x-help-url` are not here: only this project's Python is
#: made from them.
_ON_SCHEMAS: Final[Mapping[str, Key]] = {
    # A demand: one name less refuses whoever gave that one alone.
    "x-any-of": Key(_offer, comes=MAJOR, goes=MINOR),
    "x-codes": Key(),
    # How a value is read that was read before, too.
    "x-empty": Key(comes=MAJOR),
    "x-format": Key(comes=MAJOR),
    "x-enum-varnames": Key(),
    "x-lenient": Key(),
    "x-on-success": Key(_offer),
    "x-private": Key(),
    "x-synonym": Key(),
}


def changes(base: Mapping[str, Any], revision: Mapping[str, Any]) -> Iterator[Change]:
    """Every change of an x- key that a program can notice, and of the texts of the tables."""
    for name, table in _TABLES.items():
        yield from _table(name, table, _rows(base, name), _rows(revision, name))
    for name, impact in _MAPS.items():
        yield from _columns((name,), base.get(name, {}), revision.get(name, {}), {}, impact)
    common = "x-common-codes"
    yield from _value((common,), base.get(common, []), revision.get(common, []), _offer)
    for path, item in revision["paths"].items():
        old = base["paths"].get(path, {}).get("x-operation")
        if old is not None:
            yield from _columns(
                ("paths", path, "x-operation"), old, item["x-operation"], _OPERATION
            )
    yield from _schemas((), base, revision)


def _rows(document: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = document.get(name, [])
    if name != "x-limits":
        return rows
    return [
        {**{key: row[key] for key in row if key not in ("value", "at")}, **_number(document, row)}
        for row in rows
    ]


def _number(document: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """The number of a limit, wherever it stands, under a name that says how it gets narrower."""
    name, value = row["name"], row.get("value", document)
    for part in split_pointer(row["at"]) if "at" in row else ():
        value = value[part]
    # Whoever relies on a default gets something else; during a window, repeats are refused.
    least = name.endswith(("_minimum", "_window_seconds"))
    return {"default" if name.endswith("_default") else "minimum" if least else "maximum": value}


def _table(
    name: str, table: Table, base: list[dict[str, Any]], revision: list[dict[str, Any]]
) -> Iterator[Change]:
    old, new = ({row[table.key]: row for row in rows} for rows in (base, revision))
    for key in old.keys() - new.keys():
        yield Change((name,), MAJOR, name, f"{table.key} {key} was removed")
    for index, row in enumerate(revision):
        key = row[table.key]
        if key not in old:
            # Before others it takes what was theirs.
            ahead = table.ordered and any(later[table.key] in old for later in revision[index:])
            yield Change(
                (name, index),
                MAJOR if ahead else table.added(row),
                name,
                f"{table.key} {key} was added",
            )
        else:
            for change in _columns((name, index), old[key], row, table.columns):
                yield change._replace(message=f"{table.key} {key}: {change.message}")
    if table.ordered and [key for key in new if key in old] != [key for key in old if key in new]:
        yield Change(
            (name,), MAJOR, name, "the rows are in another order, which is that of matching"
        )


def _columns(
    place: Location,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    judges: Mapping[str, Judge],
    default: Impact = MAJOR,
) -> Iterator[Change]:
    """What changed in one row."""
    for key in (*new, *(key for key in old if key not in new)):
        judge = judges.get(key, default)
        yield from _value((*place, key), old.get(key, _MISSING), new.get(key, _MISSING), judge)


def _value(place: Location, old: Any, new: Any, means: Judge | Key) -> Iterator[Change]:
    """What is new adds, what is gone breaks, but for text in tables and keys that say otherwise."""
    if old == new:
        return
    key = means if isinstance(means, Key) else Key(means)
    judge = key.changes
    rule = next(str(part) for part in place if str(part).startswith("x-"))
    what = str(place[-1]) if rule in _TABLES else "/".join(map(str, place))
    text = judge is PATCH and rule not in _MAPS
    if old is _MISSING:
        yield Change(place, PATCH if text else key.comes, rule, f"{what} was added")
    elif new is _MISSING:
        yield Change(place, PATCH if text else key.goes, rule, f"{what} was removed")
    else:
        impact = judge if isinstance(judge, Impact) else judge(old, new)
        yield Change(place, impact, rule, f"{what} {_difference(old, new)}")


def _difference(old: Any, new: Any) -> str:
    if not isinstance(old, list) or not isinstance(new, list):
        return f"changed from {old!r:.60} to {new!r:.60}"
    gone, come = (
        [item for item in old if item not in new],
        [item for item in new if item not in old],
    )
    parts = [f"lost {', '.join(map(str, gone))}"] * bool(gone) + [
        f"gained {', '.join(map(str, come))}"
    ] * bool(come)
    return " and ".join(parts) or "are in another order"


def _schemas(place: Location, old: Any, new: Any) -> Iterator[Change]:
    """The x- keys of schemas and fields that both versions have.

    The others came or went with their schema.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        for key, means in _ON_SCHEMAS.items():
            before, after = old.get(key, _MISSING), new.get(key, _MISSING)
            if isinstance(before, dict) and isinstance(after, dict):
                yield from _columns((*place, key), before, after, {})
            else:
                yield from _value((*place, key), before, after, means)
        for key in new:
            if key in old and key not in ("example", "examples") and not key.startswith("x-"):
                yield from _schemas((*place, key), old[key], new[key])
    elif isinstance(old, list) and isinstance(new, list):
        for index, (before, after) in enumerate(zip(old, new, strict=False)):
            yield from _schemas((*place, index), before, after)
