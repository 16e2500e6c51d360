"""The table of result codes, and whatever names one of them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from generator.spec.agreement.duplicates import duplicates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.document import Location
    from generator.spec.model.spec import Spec
    from generator.spec.problems import Problem


def problems(spec: Spec) -> Iterator[Problem]:
    """Codes and names that stand twice, codes out of order, and codes that are in no table."""
    yield from duplicates(spec, "code", [(each.location, each.code) for each in spec.codes])
    yield from duplicates(spec, "name", [(each.location, each.name) for each in spec.codes])
    for code, following in pairwise(spec.codes):
        if following.code < code.code:
            message = f"code {following.code} stands after {code.code}"
            yield spec.document.problem(following.location, message)
    in_table = {each.code for each in spec.codes}
    for location, named_code in _named_codes(spec):
        if named_code not in in_table:
            yield spec.document.problem(location, f"code {named_code} is not in x-result-codes")


def _named_codes(spec: Spec) -> Iterator[tuple[Location, int]]:
    """Every place outside x-result-codes that names a result code."""
    for parameter, code in spec.missing_codes.items():
        yield ("x-missing-codes", parameter), code
    yield from _in_list(("x-common-codes",), spec.common_codes)
    for operation in spec.operations:
        yield from _in_list((*operation.location, "codes"), operation.codes)
    for location, optional_code in _optional_codes(spec):
        if optional_code is not None:
            yield location, optional_code
    for location, value in spec.document.walk():
        if location[-1:] == ("x-codes",):
            yield from (((*location, case), code) for case, code in value.items())


def _in_list(location: Location, codes: tuple[int, ...]) -> Iterator[tuple[Location, int]]:
    for index, code in enumerate(codes):
        yield (*location, index), code


def _optional_codes(spec: Spec) -> Iterator[tuple[Location, int | None]]:
    for limit in spec.limits:
        yield (*limit.location, "code"), limit.code
    for kind in spec.kinds:
        yield (*kind.location, "file_code"), kind.file_code
        yield (*kind.location, "transactional", "code"), kind.transactional_code
