"""Random tables: every row is in the state that a few lines of plain Python say, and all add up."""

from __future__ import annotations

import csv
import io
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.campaigns.audience.making import counts, database_of, leftovers, make, opened, written
from tests.campaigns.drafts import phone, write_draft
from tests.effort import examples
from turbosms_campaigns import RecipientState
from turbosms_campaigns._audience import creating
from turbosms_client import normalize_phone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from turbosms_campaigns import Campaign, Campaigns

SOME: Final = [phone(index) for index in range(12)]
"""Few, so that they meet."""
WRITINGS: Final = ("{}", "+{}", " {} ", "+38 ({0[2]}{0[3]}{0[4]}) {0[5]}{0[6]}{0[7]}-{1}", '="{}"')
NAMES: Final = ("Олена", "", " ", "\u200b", "Петро; \"Великий\", 'x'", "a\nb", "{name}", "😀", "%s")
ANSWERS: Final = ("1", "так", "", "ні", "Yes ", "0")


class Row(NamedTuple):
    """A row of a table."""

    phone: str
    name: str
    answer: str


class Table(NamedTuple):
    """A table, and who is to get nothing."""

    rows: list[Row]
    suppressed: list[str]
    in_file: list[str]
    reached: list[str]
    not_reached: list[str]
    demands_consent: bool
    has_default: bool


def _write(number: str, writing: str) -> str:
    return writing.format(number, number[8:])


PHONES: Final = st.one_of(
    st.builds(_write, st.sampled_from(SOME), st.sampled_from(WRITINGS)),
    st.sampled_from(("", "12345", "no number", "+48601234567", "48 601 234 567")),
)
SUBSETS: Final = st.lists(st.sampled_from(SOME), max_size=4, unique=True)
ROW: Final = st.builds(Row, PHONES, st.sampled_from(NAMES), st.sampled_from(ANSWERS))


def _rows_that_count(table: Table) -> list[Row]:
    return [
        row for row in table.rows if row.phone.strip() or row.name.strip() or row.answer.strip()
    ]


TABLES: Final = st.builds(
    Table,
    rows=st.lists(ROW, min_size=1, max_size=25),
    suppressed=SUBSETS,
    in_file=SUBSETS,
    reached=SUBSETS,
    not_reached=SUBSETS,
    demands_consent=st.booleans(),
    has_default=st.booleans(),
).filter(_rows_that_count)


@pytest.fixture(autouse=True)
def _very_few_rows_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(creating, "ROWS_AT_ONCE", 4)


def _is_blank(value: str) -> bool:
    return not value.strip(" \u200b")


def _expected(table: Table) -> list[str]:
    """What each row is to be, one rule after the other."""
    seen: set[str] = set()
    states: list[str] = []
    for row in _rows_that_count(table):
        number = normalize_phone(row.phone.strip().strip('="'))
        if number is None:
            states.append("invalid")
        elif number in seen:
            states.append("duplicate")
        elif number in table.suppressed:
            states.append("suppressed")
        elif _is_excluded(row, number, table):
            states.append("excluded")
        else:
            states.append("ready")
        seen.add(number or "")
    return states


def _is_excluded(row: Row, number: str, table: Table) -> bool:
    has_consent = row.answer.strip().lower() in {"1", "так", "yes"}
    is_without_consent = table.demands_consent and not has_consent
    return number in table.in_file or number in table.reached or is_without_consent


def _as_csv(rows: Sequence[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["phone", "name", "ok"])
    writer.writerows(rows)
    return text.getvalue()


def _draft(campaigns: Campaigns, table: Table, number: int, folder: Path, form: str) -> Campaign:
    """A campaign of the table, after all that leaves somebody out."""
    suppressions = campaigns.suppressions
    suppressions.remove(SOME)
    suppressions.add(table.suppressed)
    earlier = [{"phone": each, "state": RecipientState.UNDELIVERED} for each in table.reached]
    more = [each for each in table.not_reached if each not in table.reached]
    earlier += [{"phone": each, "state": RecipientState.REFUSED} for each in more]
    write_draft(database_of(campaigns), earlier, name=f"earlier-{number}")
    exclude: list[Any] = [f"campaign:earlier-{number}"]
    if table.in_file:
        exclude.append(written(folder, "\n".join(table.in_file), "staff.csv"))
    recipients: Any = [row._asdict() for row in table.rows]
    if form == "csv":
        recipients = written(folder, _as_csv(table.rows))
    return make(
        campaigns,
        recipients,
        f"table-{number}",
        column="phone",
        text="Hi {name|друже}" if table.has_default else "Hi {name}",
        keep=[] if table.demands_consent else ["answer" if form == "rows" else "ok"],
        consent=("answer" if form == "rows" else "ok") if table.demands_consent else None,
        exclude=exclude,
    )


def _check(campaign: Campaign, table: Table) -> None:
    expected = _expected(table)
    recipients = list(campaign.recipients())
    assert [each.state.value for each in recipients] == expected
    assert counts(campaign) == {state: expected.count(state) for state in set(expected)}
    rows = _rows_that_count(table)
    names = ["" if _is_blank(row.name) else row.name for row in rows]
    assert [each.columns["name"] for each in recipients] == names
    numbers = [normalize_phone(row.phone.strip().strip('="')) for row in rows]
    assert [each.phone for each in recipients] == numbers
    _check_texts(
        campaign, [(names[i], i + 1) for i, each in enumerate(expected) if each == "ready"], table
    )
    assert leftovers(database_of(campaign)) == {}


def _check_texts(campaign: Campaign, ready: list[tuple[str, int]], table: Table) -> None:
    check = campaign.check(samples=len(ready), balance=False)
    fallback = "друже" if table.has_default else ""
    texts = {row: name or fallback for name, row in ready}
    wrong = [row for row, text in texts.items() if not text]
    assert [problem.row for problem in check.problems] == wrong
    assert check.problem_count == len(wrong)
    samples = {sample.row: sample.channels[0].text for sample in check.samples}
    assert samples == {row: f"Hi {text}" for row, text in texts.items() if text}
    assert sum(check.segments.values()) == len(samples)
    assert check.distinct_texts == len(set(samples.values()))


@given(table=TABLES, form=st.sampled_from(("rows", "csv")))
@settings(
    max_examples=examples(25, 500),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_random_tables(
    tables: tuple[Campaigns, Iterator[int], Path], table: Table, form: str
) -> None:
    campaigns, numbers, folder = tables
    _check(_draft(campaigns, table, next(numbers), folder, form), table)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Campaigns in one file, with numbers for their names, and a folder for tables."""
    folder = tmp_path_factory.mktemp("tables")
    with opened(f"sqlite:///{folder}/campaigns.db") as campaigns:
        yield campaigns, count(1), folder


FULL: Final = Table(
    rows=[
        *(Row(f"+{number}", "Олена", "1") for number in SOME[:6]),
        *(Row(number, "", "так") for number in SOME[:9]),
        Row("12345", "a", "1"),
        Row("", "", ""),
        *(Row(number, "\u200b", answer) for number, answer in zip(SOME, ANSWERS * 2, strict=True)),
    ],
    suppressed=[SOME[0], SOME[9]],
    in_file=[SOME[1], SOME[0]],
    reached=[SOME[2], SOME[10]],
    not_reached=[SOME[3], SOME[2]],
    demands_consent=True,
    has_default=False,
)
"""Of everything something."""
VARIANTS: Final[Mapping[str, Table]] = {
    "all": FULL,
    "without consent": FULL._replace(demands_consent=False),
    "with a default": FULL._replace(has_default=True),
    "nobody left": FULL._replace(suppressed=SOME),
}


@pytest.mark.parametrize("form", ["rows", "csv"])
def test_tables_of_everything(database_url: str, tmp_path: Path, form: str) -> None:
    with opened(database_url) as campaigns:
        for number, table in enumerate(VARIANTS.values()):
            _check(_draft(campaigns, table, number, tmp_path, form), table)
