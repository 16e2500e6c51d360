# ruff: noqa: RUF001 - the letters of Ukrainian
"""Which state each row of a table begins in, and that the counts always add up to all rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.campaigns.audience.making import (
    A,
    B,
    C,
    D,
    counts,
    database_of,
    make,
    ready_phones,
    states,
    written,
)
from tests.campaigns.drafts import phone, write_draft
from turbosms_campaigns import InvalidCampaignError

if TYPE_CHECKING:
    from pathlib import Path

    from turbosms_campaigns import Campaigns


def test_each_kind_of_row(campaigns_on_both: Campaigns, tmp_path: Path) -> None:
    campaigns = campaigns_on_both
    write_draft(database_of(campaigns), [{"phone": phone(21), "state": "delivered"}], name="summer")
    campaigns.suppressions.add([phone(22)], reason="reply", source="summer")
    staff = written(tmp_path, f"{phone(23)}\n", "staff.csv")
    rows = [
        {"phone": "050 000-00-01", "ok": "так", "name": "Олена"},
        {"phone": f"+{A}", "ok": "так", "name": "Інша"},
        {"phone": "12345", "ok": "так", "name": "Ніхто"},
        {"phone": "", "ok": "так", "name": "Без номера"},
        {"phone": phone(21), "ok": "так", "name": "Влітку"},
        {"phone": phone(22), "ok": "так", "name": "Стоп"},
        {"phone": phone(23), "ok": "так", "name": "Свої"},
        {"phone": phone(24), "ok": "ні", "name": "Не хоче"},
        {"phone": phone(25), "ok": "", "name": "Не питали"},
        {"phone": B, "ok": "1", "name": "Петро"},
    ]
    sale = make(
        campaigns,
        rows,
        text="Вітаємо, {name}!",
        consent="ok",
        exclude=[staff, "campaign:summer"],
    )
    found = [(each.state.value, each.reason, each.phone) for each in sale.recipients()]
    assert found == [
        ("ready", None, A),
        ("duplicate", "The same number stands in an earlier row, which counts.", A),
        ("invalid", "Not a phone number.", None),
        ("invalid", "Not a phone number.", None),
        ("excluded", "Reached by the campaign summer.", phone(21)),
        (
            "suppressed",
            "On the suppression list: this person asked for no more messages.",
            phone(22),
        ),
        ("excluded", "In the exclusion file staff.csv.", phone(23)),
        ("excluded", "Without consent.", phone(24)),
        ("excluded", "Without consent.", phone(25)),
        ("ready", None, B),
    ]
    assert counts(sale) == {
        "ready": 2,
        "duplicate": 1,
        "invalid": 2,
        "excluded": 4,
        "suppressed": 1,
    }
    assert [each.input for each in sale.recipients()][:4] == ["050 000-00-01", f"+{A}", "12345", ""]
    names = [each.columns["name"] for each in sale.recipients()]
    assert names == [row["name"] for row in rows]


def test_a_number_is_the_same_however_it_is_written(campaigns: Campaigns) -> None:
    same = [
        *("380500000001", "+380500000001", "0500000001", "80500000001", " 380 50 0000001 "),
        *("(050) 000-00-01", "+38 050 000 00 01", "050.000.00.01", "380-50-0000001"),
        *("\u200b380500000001\u200e", "\u00a0050\u00a0000 00 01", "\ufeff0500000001"),
        *('="0500000001"', "'0500000001", '"0500000001"', "=0500000001"),
        *(380500000001, 380500000001.0),
    ]
    sale = make(campaigns, [A, *same])
    assert list(zip(same, states(sale)[1:], strict=True)) == [(each, "duplicate") for each in same]
    assert counts(sale) == {"ready": 1, "duplicate": len(same)}


def test_what_is_no_number_is_invalid(campaigns: Campaigns) -> None:
    wrong = [
        *("12345", "3805000000012", "48601234567x", "О500000001", "0500000001, 0500000002"),
        *("5.0E+8", "null", "-", "\uff10", "\u0660", "\u0660500000001", "tel:0500000001"),
        *(True, 380500000001.5, float("inf"), 1e300, 500000001),
    ]
    sale = make(campaigns, [A, *wrong])
    assert list(zip(wrong, states(sale)[1:], strict=True)) == [(each, "invalid") for each in wrong]
    assert counts(sale) == {"ready": 1, "invalid": len(wrong)}


def test_the_first_row_counts_even_if_it_gets_nothing(campaigns: Campaigns) -> None:
    campaigns.suppressions.add([A])
    rows = [
        {"phone": A, "ok": "1"},
        {"phone": A, "ok": "1"},
        {"phone": B, "ok": ""},
        {"phone": B, "ok": "1"},
    ]
    sale = make(campaigns, rows, consent="ok")
    assert states(sale) == ["suppressed", "duplicate", "excluded", "duplicate"]


def test_a_duplicate_may_be_many_batches_away(campaigns_on_both: Campaigns) -> None:
    numbers = [phone(index) for index in range(1_001)]
    table = [*numbers, A, "0509999999", phone(999), phone(1_000), "0509999999"]
    sale = make(campaigns_on_both, table)
    assert states(sale)[1_001:] == ["duplicate", "ready", "duplicate", "duplicate", "duplicate"]
    assert counts(sale) == {"ready": 1_002, "duplicate": 4}
    duplicates = list(sale.recipients(state="duplicate"))
    assert [each.row for each in duplicates] == [1_002, 1_004, 1_005, 1_006]


def test_suppressed_comes_before_excluded_and_that_before_held_out(
    campaigns: Campaigns, tmp_path: Path
) -> None:
    write_draft(
        database_of(campaigns),
        [{"phone": each, "state": "accepted"} for each in (A, B, C)],
        name="summer",
    )
    campaigns.suppressions.add([A])
    staff = written(tmp_path, f"{A}\n{B}\n", "staff.csv")
    rows = [{"phone": each, "ok": ""} for each in (A, B, C, D)]
    sale = make(
        campaigns, rows, consent="ok", exclude=["campaign:summer", staff], holdout=Decimal(90)
    )
    reasons = [each.reason for each in sale.recipients()]
    assert reasons == [
        "On the suppression list: added by hand.",
        "In the exclusion file staff.csv.",
        "Reached by the campaign summer.",
        "Without consent.",
    ]


def test_consent_is_a_yes_and_nothing_else(campaigns: Campaigns) -> None:
    yes = [
        *("1", "yes", "YES", "true", "True", "так", "ТАК", "+", " 1 ", '="1"', "yes\u200b"),
        *("\ufeffтак", True, 1, 1.0),
    ]
    no = [
        *("0", "no", "ні", "", " ", "-", "yes, but", "2", "11", "y", "true/false", "не так"),
        *(False, 0, None, float("nan"), "\u200b", "так\nні"),
    ]
    rows = [{"phone": phone(n), "Згода": answer} for n, answer in enumerate([*yes, *no])]
    sale = make(campaigns, rows, consent="згода")
    assert states(sale) == ["ready"] * len(yes) + ["excluded"] * len(no)


def test_the_consent_is_not_stored(campaigns: Campaigns) -> None:
    rows = [{"phone": A, "ok": "1", "city": "Київ"}]
    sale = make(campaigns, rows, consent="ok", keep=["city"])
    [recipient] = sale.recipients()
    assert recipient.columns == {"city": "Київ"}


def test_a_consent_column_has_to_be_there(campaigns: Campaigns) -> None:
    with pytest.raises(InvalidCampaignError, match="consent names the column 'ok'") as caught:
        make(campaigns, [{"phone": A}], consent="ok")
    assert caught.value.parameter == "consent"


def test_kept_columns_are_there_for_every_row(campaigns: Campaigns) -> None:
    rows = [
        {"phone": A, "Місто": " Київ ", "note": "x"},
        {"phone": A, "Місто": "Львів"},
        {"phone": "?", "Місто": None},
    ]
    sale = make(campaigns, rows, text="Hi {місто|друже}", keep=["note", "МІСТО"])
    assert [each.columns for each in sale.recipients()] == [
        {"місто": "Київ", "note": "x"},
        {"місто": "Львів", "note": ""},
        {"місто": "", "note": ""},
    ]
    assert ready_phones(sale) == [A]
