"""Whom a campaign leaves out: numbers in files, and whom earlier campaigns have reached."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.campaigns.audience.making import (
    A,
    B,
    C,
    counts,
    database_of,
    leftovers,
    make,
    ready_phones,
    states,
    written,
)
from tests.campaigns.drafts import phone, write_draft
from tests.cli.workbooks import xlsx
from turbosms_campaigns import AudienceError, InvalidCampaignError, RecipientState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from turbosms_campaigns import Campaigns


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (f"{A}\n+{B}\n", "staff.csv"),
        (f"phone;name\n050 000-00-01;x\n{B};y\n", "staff.csv"),
        (f"name,Тел.\nx,{A}\nnobody,\nno number,12345\ny,{B}\n", "staff.txt"),
        (f"tel\n{A}\n{A}\n{B}\n{A}\n", "staff.csv"),
        (f"\ufeff{A}\r\n{B}\r\n", "staff"),
        (xlsx({"One": [["phone"], [float(A)], [B]]}), "staff.xlsx"),
    ],
)
def test_files_of_numbers(
    campaigns: Campaigns, tmp_path: Path, content: bytes | str, name: str
) -> None:
    file = written(tmp_path, content, name)
    sale = make(campaigns, [A, B, C], exclude=[file])
    assert states(sale) == ["excluded", "excluded", "ready"]
    reasons = {each.reason for each in sale.recipients(state="excluded")}
    assert reasons == {f"In the exclusion file {name}."}
    assert leftovers(database_of(campaigns)) == {}


def test_the_column_is_looked_for_in_exclusions_too_but_need_not_be_there(
    campaigns: Campaigns, tmp_path: Path
) -> None:
    same = written(tmp_path, f"a,work\n{A},{B}\n", "same.csv")
    other = written(tmp_path, f"{C}\n", "other.csv")
    rows = [{"home": phone(9), "work": each} for each in (A, B, C)]
    sale = make(campaigns, rows, column="work", exclude=[same, other])
    assert states(sale) == ["ready", "excluded", "excluded"]


def test_a_foreign_number_without_its_plus_is_excluded_all_the_same(
    campaigns: Campaigns, tmp_path: Path
) -> None:
    file = written(tmp_path, "48601234567\n", "sent.csv")
    sale = make(campaigns, ["+48 601 234 567", A], exclude=[file])
    assert states(sale) == ["excluded", "ready"]


def test_the_first_file_is_the_reason(campaigns: Campaigns, tmp_path: Path) -> None:
    files = [written(tmp_path, f"{A}\n{B}\n", "one.csv"), written(tmp_path, f"{B}\n", "two.csv")]
    sale = make(campaigns, [B, A], exclude=[files[1], str(files[0]), files[1]])
    assert [each.reason for each in sale.recipients()] == [
        "In the exclusion file two.csv.",
        "In the exclusion file one.csv.",
    ]


def test_a_long_file_is_read_bit_by_bit(campaigns_on_both: Campaigns, tmp_path: Path) -> None:
    file = written(tmp_path, "\n".join(map(phone, range(25_000))), "many.csv")
    sale = make(campaigns_on_both, map(phone, range(19_000, 27_000)), exclude=[file])
    assert counts(sale) == {"excluded": 6_000, "ready": 2_000}
    assert leftovers(database_of(campaigns_on_both)) == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "staff.csv is empty."),
        ("phone\nnobody\n12345\n", "staff.csv has no phone numbers to exclude"),
        (f"a;b\n{A};{B}\n", "staff.csv does not say which column has the phone numbers"),
        (b"PK\x03\x04", "staff.csv is a ZIP archive"),
        (f"{A}\n".encode() + b"\xff\xfe\xfd", "staff.csv, line 2: this is not in UTF-8"),
    ],
)
def test_files_that_exclude_nobody_are_an_error(
    campaigns: Campaigns, tmp_path: Path, content: bytes | str, said: str
) -> None:
    file = written(tmp_path, content, "staff.csv")
    with pytest.raises(AudienceError, match=said):
        make(campaigns, [C], exclude=[file])
    assert list(campaigns) == []
    assert leftovers(database_of(campaigns)) == {}


def test_a_file_that_is_not_there(campaigns: Campaigns, tmp_path: Path) -> None:
    with pytest.raises(AudienceError, match=r"^nobody.csv cannot be read: No such file"):
        make(campaigns, [C], exclude=[tmp_path / "nobody.csv"])


def test_a_name_that_is_no_text_becomes_one(campaigns: Campaigns, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\xfe.csv"
    with open(path, "w") as file:  # noqa: PTH123 - pathlib has no such names
        file.write(f"{A}\n")
    sale = make(campaigns, [A, B], exclude=[os.fsdecode(path)])
    assert next(iter(sale.recipients())).reason == "In the exclusion file ??.csv."
    again = make(campaigns, os.fsdecode(path), "again")
    assert "??.csv" in again.report().to_dict()["source"]


def test_earlier_campaigns_exclude_those_whom_they_have_reached(
    campaigns_on_both: Campaigns,
) -> None:
    campaigns = campaigns_on_both
    everybody = [
        {"phone": phone(index), "state": state}
        for index, state in enumerate(RecipientState)
        if state not in (RecipientState.INVALID, RecipientState.DUPLICATE)
    ]
    write_draft(database_of(campaigns), everybody, name="summer")
    sale = make(campaigns, [row["phone"] for row in everybody], exclude=["campaign:summer"])
    reached = {
        row["state"]
        for row, state in zip(everybody, states(sale), strict=True)
        if state == "excluded"
    }
    assert reached == {"sending", "accepted", "delivered", "undelivered", "unknown"}
    reasons = {each.reason for each in sale.recipients(state="excluded")}
    assert reasons == {"Reached by the campaign summer."}


def test_several_campaigns_and_the_first_is_the_reason(campaigns: Campaigns) -> None:
    database = database_of(campaigns)
    write_draft(database, [{"phone": each, "state": "delivered"} for each in (A, B)], name="may")
    write_draft(database, [{"phone": each, "state": "delivered"} for each in (B, C)], name="june")
    sale = make(campaigns, [A, B, C], exclude=["campaign:may", "campaign:june"])
    assert [each.reason for each in sale.recipients()] == [
        "Reached by the campaign may.",
        "Reached by the campaign may.",
        "Reached by the campaign june.",
    ]


def test_campaigns_that_are_not_there(campaigns_on_both: Campaigns) -> None:
    wrong: list[tuple[Any, str]] = [
        ("campaign:nobody", "exclude: There is no campaign 'nobody'."),
        ("campaign:sale", "exclude: There is no campaign 'sale'."),
        ("campaign: may", "exclude: There is no campaign ' may'."),
        ("campaign:a/../b", "exclude: There is no campaign 'a/../b'."),
        ("campaign:\0", "exclude: There is no campaign"),
        ("campaign:\ud800", "exclude: There is no campaign"),
        ("campaign:", "which is no file and no campaign"),
        ("", "which is no file and no campaign"),
        (" ", "which is no file and no campaign"),
        (5, "exclude must have paths and campaign:NAME, not int."),
        (None, "exclude must have paths and campaign:NAME, not NoneType."),
    ]
    for exclusion, said in wrong:
        with pytest.raises(InvalidCampaignError) as caught:
            make(campaigns_on_both, [A], exclude=[exclusion])
        assert said in str(caught.value)
        assert caught.value.parameter == "exclude"
    assert list(campaigns_on_both) == []


def test_a_single_exclusion_is_passed_in_a_list(campaigns: Campaigns) -> None:
    with pytest.raises(InvalidCampaignError, match="exclude must be a list of files"):
        make(campaigns, [A], exclude="staff.csv")


def test_a_campaign_that_is_deleted_meanwhile_is_told(campaigns: Campaigns) -> None:
    write_draft(database_of(campaigns), [{"phone": A, "state": "delivered"}], name="summer")
    campaigns.get("summer").cancel()

    def people() -> Iterator[str]:
        yield B
        campaigns.delete("summer")
        yield A

    with pytest.raises(AudienceError, match="'summer' was deleted while the table was read"):
        make(campaigns, people(), exclude=["campaign:summer"])
    assert list(campaigns) == []
    assert leftovers(database_of(campaigns)) == {}


def test_exclusions_may_come_out_of_a_pipe(campaigns: Campaigns, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(f"{A}\n"))
    writer.start()
    sale = make(campaigns, [A, B], exclude=[pipe])
    writer.join(60)
    assert ready_phones(sale) == [B]
