"""The tables of the page.

Result codes with who answers them, limits with their numbers, kinds of Viber message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from generator.publishing.docs.fields import assumption_notes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.spec.model.delivery import DeliveryStatus
    from generator.spec.model.limits import Limit
    from generator.spec.model.result_codes import ResultCode
    from generator.spec.model.schemas import Schema
    from generator.spec.model.spec import Spec
    from generator.spec.model.viber_kinds import ViberKind

#: What the columns of the table of result codes are called, here and in docs/codes.md.
TITLES: Final = {
    "outcome": "Outcome",
    "scope": "Applies to",
    "actor": "Who must act",
    "repeat": "Retry helps",
    "since": "Since",
}
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


class CodeEntry(NamedTuple):
    """A result code; `methods` are those that can answer it, None if all can."""

    code: ResultCode
    methods: list[str] | None
    notes: list[str]


class StatusEntry(NamedTuple):
    """A status of delivery."""

    status: DeliveryStatus
    notes: list[str]


class LimitEntry(NamedTuple):
    """A limit."""

    limit: Limit
    notes: list[str]


class KindEntry(NamedTuple):
    """A kind of Viber message, with the names of the limits of `caption`."""

    kind: ViberKind
    limits: list[str]


class ClassEntry(NamedTuple):
    """A class of repeats or of time limits, with the methods that are of it."""

    name: str
    meaning: str
    methods: list[str]


class AnswerEntry(NamedTuple):
    """A schema of answers, with the methods that answer so."""

    schema: Schema
    methods: list[str]


def codes(spec: Spec) -> list[CodeEntry]:
    """The result codes."""
    entries: list[CodeEntry] = []
    for code in spec.codes:
        methods: list[str] | None = None
        if code.code not in spec.common_codes:
            methods = [each.name for each in spec.operations if code.code in each.codes]
        entries.append(CodeEntry(code, methods, assumption_notes(code.assumptions)))
    return entries


def legend(spec: Spec) -> dict[str, list[tuple[str, str]]]:
    """By column of that table, the values that it has, with what they mean.

    KeyError for one without a meaning.
    """
    values_of_column = {
        "outcome": {code.outcome for code in spec.codes},
        "scope": {code.scope for code in spec.codes},
        "actor": {code.actor for code in spec.codes},
    }
    shown: dict[str, list[tuple[str, str]]] = {}
    for column, values in values_of_column.items():
        meanings = LEGEND[column]
        missing = sorted(values - set(meanings))
        if missing:
            raise KeyError(f"{column} of result codes: say in LEGEND what {missing} means")
        shown[column] = [pair for pair in meanings.items() if pair[0] in values]
    return shown


def statuses(spec: Spec) -> list[StatusEntry]:
    """The statuses of delivery."""
    return [StatusEntry(each, assumption_notes(each.assumptions)) for each in spec.statuses]


def limits(spec: Spec) -> list[LimitEntry]:
    """The limits."""
    return [LimitEntry(each, assumption_notes(each.assumptions)) for each in spec.limits]


def viber_kinds(spec: Spec) -> list[KindEntry]:
    """The kinds of Viber message."""
    entries: list[KindEntry] = []
    for kind in spec.kinds:
        of_caption = [limit.name for limit in spec.limits if kind.limits_caption(limit.name)]
        entries.append(KindEntry(kind, of_caption))
    return entries


def retry_classes(spec: Spec) -> list[ClassEntry]:
    """The classes of repeats."""
    class_of_method = {each.name: each.retry_class for each in spec.operations}
    return _classes(spec.retry_classes, class_of_method)


def timeout_classes(spec: Spec) -> list[ClassEntry]:
    """The classes of time limits."""
    class_of_method = {each.name: each.timeout_class for each in spec.operations}
    return _classes(spec.timeout_classes, class_of_method)


def _classes(meanings: Mapping[str, str], class_of_method: Mapping[str, str]) -> list[ClassEntry]:
    entries: list[ClassEntry] = []
    for name, meaning in meanings.items():
        methods = [method for method, its in class_of_method.items() if its == name]
        entries.append(ClassEntry(name, meaning, methods))
    return entries


def answers(spec: Spec) -> list[AnswerEntry]:
    """The schemas of the answers."""
    by_schema: dict[str, AnswerEntry] = {}
    for operation in spec.operations:
        schema = operation.answer.json.schema
        entry = by_schema.setdefault(str(schema.json), AnswerEntry(schema, []))
        entry.methods.append(operation.name)
    return list(by_schema.values())
