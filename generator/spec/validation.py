"""Reads a spec and refuses a broken one.

First the twins of what is written once are added. `references` and `regexes` refuse what would lead
out of it or has no end, before any library sees the spec. Then comes what is no OpenAPI, by its
validator, and after that unknown extensions, `keywords`, `identifiers`, names, and what is missing,
before the model is read. Last, where its parts disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.spec.agreement import rules
from generator.spec.checks import (
    extensions,
    identifiers,
    keywords,
    openapi,
    operation_ids,
    references,
    regexes,
    required_parts,
)
from generator.spec.model.spec import read_model
from generator.spec.problems import refuse
from generator.spec.twins.whole_document import read_whole_document

if TYPE_CHECKING:
    from pathlib import Path

    from generator.spec.document import Document
    from generator.spec.model.spec import Spec

_CONTAINMENT: Final = (references.problems, regexes.problems)
_CHECKS: Final = (
    openapi.problems,
    extensions.problems,
    keywords.problems,
    identifiers.problems,
    operation_ids.problems,
    required_parts.problems,
)


def read_spec(path: Path, name: str) -> Spec:
    """The spec, if it is fit to be generated from; BrokenSpecError otherwise."""
    return validate(read_whole_document(path, name))


def validate(document: Document) -> Spec:
    """The model of the document; BrokenSpecError with everything that is wrong.

    A check that fails ends it: what follows would only repeat the same mistakes in other words, or
    stumble over them.
    """
    contain(document)
    for check in _CHECKS:
        refuse(document.name, check(document))
    spec = read_model(document)
    refuse(document.name, rules.problems(spec))
    return spec


def contain(document: Document) -> None:
    """BrokenSpecError if the document leads anywhere else, or might keep a tool busy for ever."""
    for check in _CONTAINMENT:
        refuse(document.name, check(document))
