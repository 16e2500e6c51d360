# ruff: noqa: RUF001 - the letters of Ukrainian
"""The numbers that get nothing: added, removed, listed, written to files and read again."""

from __future__ import annotations

import csv
import datetime as dt
import os
import stat
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.campaigns.audience.making import A, B, C, D, counts, make, opened, states, written
from tests.campaigns.drafts import phone
from turbosms_campaigns import AudienceError, InvalidCampaignError, Suppression

if TYPE_CHECKING:
    from pathlib import Path

    from turbosms_campaigns import Campaigns


def _listed(campaigns: Campaigns) -> list[tuple[str, str, str]]:
    return [(each.phone, each.reason, each.source) for each in campaigns.suppressions]


def test_numbers_are_added_once_and_keep_their_first_reason(campaigns_on_both: Campaigns) -> None:
    suppressions = campaigns_on_both.suppressions
    before = dt.datetime.now(dt.UTC)
    assert suppressions.add([B, A, f"+{A}"], reason="reply", source="sale") == 2
    assert suppressions.add([A, "050 000-00-03"], source="Оля") == 1
    assert suppressions.add([A]) == 0
    assert suppressions.add([]) == 0
    assert _listed(campaigns_on_both) == [
        (A, "reply", "sale"),
        (B, "reply", "sale"),
        (C, "manual", "Оля"),
    ]
    assert len(suppressions) == 3
    first = next(iter(suppressions))
    assert isinstance(first, Suppression)
    assert first.added_at.tzinfo is not None
    # The clock of a database is another one than ours.
    assert abs(first.added_at - before) < dt.timedelta(minutes=10)


def test_numbers_are_found_however_they_are_written(campaigns_on_both: Campaigns) -> None:
    suppressions = campaigns_on_both.suppressions
    suppressions.add([A, "+48601234567"])
    assert "050 000 00 01" in suppressions
    assert "+48 601 234 567" in suppressions
    assert B not in suppressions
    for other in ("", "x", "\0", "\ud800", None, int(A)):
        assert other not in suppressions


def test_numbers_are_removed(campaigns_on_both: Campaigns) -> None:
    suppressions = campaigns_on_both.suppressions
    suppressions.add([A, B, C])
    assert suppressions.remove([f"+{A}", "0500000003", D]) == 2
    assert _listed(campaigns_on_both) == [(B, "manual", "a person")]
    assert suppressions.remove([]) == 0


def test_a_suppressed_recipient_stays_so_when_its_number_is_removed(campaigns: Campaigns) -> None:
    campaigns.suppressions.add([A])
    sale = make(campaigns, [A, B])
    campaigns.suppressions.remove([A])
    assert states(sale) == ["suppressed", "ready"]
    assert states(make(campaigns, [A, B], "next")) == ["ready", "ready"]


def test_ready_recipients_of_open_campaigns_are_suppressed_at_once(
    campaigns_on_both: Campaigns,
) -> None:
    campaigns = campaigns_on_both
    draft = make(campaigns, [A, B, C], "draft")
    running = make(campaigns, [C, A], "running")
    running.start()
    paused = make(campaigns, [A, B], "paused")
    paused.start()
    paused.pause()
    cancelled = make(campaigns, [A, B], "cancelled")
    cancelled.cancel()
    assert campaigns.suppressions.add([A], reason="reply") == 1
    assert states(draft) == ["suppressed", "ready", "ready"]
    assert states(running) == ["ready", "suppressed"]
    assert states(paused) == ["suppressed", "ready"]
    assert states(cancelled) == ["cancelled", "cancelled"]
    for campaign in (draft, running, paused, cancelled):
        counts(campaign)
    [suppressed] = draft.recipients(state="suppressed")
    assert suppressed.reason == "On the suppression list: this person asked for no more messages."


def test_what_is_no_list_of_numbers_changes_nothing(campaigns_on_both: Campaigns) -> None:
    suppressions = campaigns_on_both.suppressions
    suppressions.add([A])
    wrong: list[tuple[Any, str]] = [
        ([B, "12345", C, ""], "The list has no phone number in row 2, 4."),
        (["x"] * 9, "in row 1, 2, 3, 4, 5 and 4 more."),
        ([B, None], "in row 2."),
        ([B, int(C)], "in row 2."),
        ([B, "\ud800"], "in row 2."),
        (B, "Pass a list, even for a single phone number"),
        (B.encode(), "Pass a list"),
        (5, "Pass a list"),
        (None, "Pass a list"),
    ]
    for phones, said in wrong:
        for method in (suppressions.add, suppressions.remove):
            with pytest.raises(AudienceError) as caught:
                method(phones)
            assert said in str(caught.value)
    for words in ({"reason": None}, {"reason": " "}, {"source": 5}, {"source": "a\0"}):
        with pytest.raises(InvalidCampaignError) as invalid:
            suppressions.add([B], **words)
        assert invalid.value.parameter in words
    with pytest.raises(InvalidCampaignError):
        suppressions.add([B], reason="\ud800")
    assert _listed(campaigns_on_both) == [(A, "manual", "a person")]


@pytest.mark.parametrize(
    ("content", "options", "found"),
    [
        (f"{A}\n+{B}\n", {}, [("import", "stop.csv")] * 2),
        (f"Телефон;x\n050 000-00-01;1\n{B};2\n{A};3\n", {}, [("import", "stop.csv")] * 2),
        (f"a,b\n{C},{A}\n{C},{B}\n", {"column": "b"}, [("import", "stop.csv")] * 2),
        (f"{A}\n{B}\n", {"reason": "moved"}, [("moved", "stop.csv")] * 2),
        (
            f"phone,source,reason\n{A},Оля,reply\n{B},,\n",
            {"reason": "x"},
            [("reply", "Оля"), ("x", "stop.csv")],
        ),
    ],
)
def test_a_file_is_imported(
    campaigns_on_both: Campaigns,
    tmp_path: Path,
    content: str,
    options: dict[str, Any],
    found: list[tuple[str, str]],
) -> None:
    file = written(tmp_path, content, "stop.csv")
    assert campaigns_on_both.suppressions.import_file(file, **options) == 2
    assert _listed(campaigns_on_both) == [(A, *found[0]), (B, *found[1])]
    assert campaigns_on_both.suppressions.import_file(file, **options) == 0


def test_a_long_file_is_imported_in_parts(campaigns_on_both: Campaigns, tmp_path: Path) -> None:
    sale = make(campaigns_on_both, map(phone, range(11_990, 12_010)))
    file = written(tmp_path, "\n".join(map(phone, range(12_000))), "stop.csv")
    assert campaigns_on_both.suppressions.import_file(str(file)) == 12_000
    assert len(campaigns_on_both.suppressions) == 12_000
    assert [each.phone for each in campaigns_on_both.suppressions] == list(
        map(phone, range(12_000))
    )
    assert counts(sale) == {"suppressed": 10, "ready": 10}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "stop.csv is empty."),
        ("phone\n", "stop.csv has no numbers in it."),
        (f"phone\n{A}\n12345\n{B}\nnobody\n", "stop.csv has no phone number in row 2, 4."),
        (f"a,b\n{A},{B}\n", "stop.csv does not say which column has the phone numbers"),
        (f'{A}\n"{B}\n', "stop.csv, line 2: this is not CSV"),
        (b"%PDF-1.7", "stop.csv is a PDF document"),
        (f"{A}\n\0", "stop.csv, line 2: this is not text."),
    ],
)
def test_a_wrong_file_changes_nothing(
    campaigns: Campaigns, tmp_path: Path, content: str | bytes, said: str
) -> None:
    file = written(tmp_path, content, "stop.csv")
    with pytest.raises(AudienceError) as caught:
        campaigns.suppressions.import_file(file)
    assert said in str(caught.value)
    assert len(campaigns.suppressions) == 0


def test_a_file_that_cannot_be_imported(campaigns: Campaigns, tmp_path: Path) -> None:
    suppressions = campaigns.suppressions
    with pytest.raises(AudienceError, match=r"^nobody.csv cannot be read: No such file"):
        suppressions.import_file(tmp_path / "nobody.csv")
    with pytest.raises(AudienceError, match=r"There is no column 'tel' in stop.csv"):
        suppressions.import_file(written(tmp_path, f"a,b\n{A},{B}\n", "stop.csv"), column="tel")
    with pytest.raises(InvalidCampaignError, match="reason must be a text"):
        suppressions.import_file(written(tmp_path, A), reason="")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(AudienceError, match="pipe is a pipe, which cannot be read twice"):
        suppressions.import_file(pipe)
    assert len(suppressions) == 0


STRANGE = [
    ("reply", "summer, sale; x"),
    ("=cmd|'/c calc'!A1", "'=1"),
    ("a\nb\r\n=1+1", "x;=1+1;@SUM(A1)"),
    ('say "no"', "by \u202eОля\u202c 😀 <b>"),
    ("-", "+380501234567"),
    ("'", "''=x"),
]


def test_what_is_exported_is_imported_as_it_was(
    campaigns_on_both: Campaigns, tmp_path: Path
) -> None:
    suppressions = campaigns_on_both.suppressions
    numbers = ["380500000001", "+48601234567", "+12025550123", "380671112233", *map(phone, (8, 9))]
    for number, (reason, source) in zip(numbers, STRANGE, strict=True):
        suppressions.add([number], reason=reason, source=source)
    file = tmp_path / "stop.csv"
    assert suppressions.export_file(file) == 6
    with opened(f"sqlite:///{tmp_path}/other.db") as others:
        assert others.suppressions.import_file(file) == 6
        assert _listed(others) == _listed(campaigns_on_both)


def test_an_export_is_for_its_owner_alone_and_no_cell_is_a_formula(
    campaigns: Campaigns, tmp_path: Path
) -> None:
    suppressions = campaigns.suppressions
    suppressions.add([A], reason="=1+1", source="x;=1+1")
    suppressions.add(["+48601234567"])
    file = tmp_path / "stop.csv"
    file.write_text("of yesterday")
    file.chmod(0o644)
    assert suppressions.export_file(str(file)) == 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with file.open(newline="", encoding="utf-8") as stream:
        head, first, second = csv.reader(stream)
    assert head == ["phone", "reason", "source", "added_at"]
    assert first[:3] == [A, "'=1+1", "x;'=1+1"]
    assert dt.datetime.fromisoformat(first[3]).utcoffset() == dt.timedelta(0)
    # Without the plus it would be read as something else, and a number is no formula.
    assert second[:3] == ["+48601234567", "manual", "a person"]


def test_an_export_that_fails_leaves_the_file_as_it_was(
    campaigns: Campaigns, tmp_path: Path
) -> None:
    for target in (tmp_path, tmp_path / "nowhere" / "stop.csv"):
        with pytest.raises(OSError, match=r"directory"):
            campaigns.suppressions.export_file(target)
    files = {path.name.partition("-")[0] for path in tmp_path.iterdir()}
    assert files == {"campaigns.db"}


def test_a_list_may_change_while_it_is_read(campaigns_on_both: Campaigns) -> None:
    suppressions = campaigns_on_both.suppressions
    suppressions.add(map(phone, range(0, 12_000, 2)))
    read: list[str] = []
    for each in suppressions:
        if not read:
            suppressions.remove([phone(11_000)])
            suppressions.add([phone(11_001)])
        read.append(each.phone)
    assert read == sorted(read)
    assert phone(11_000) not in read
    assert phone(11_001) in read


def test_two_who_add_the_same_numbers_at_the_same_time(campaigns_on_both: Campaigns) -> None:
    suppressions = campaigns_on_both.suppressions
    sale = make(campaigns_on_both, map(phone, range(3_000)))
    added: list[int] = []

    def add() -> None:
        for first in range(0, 3_000, 500):
            some = map(phone, range(first, first + 500))
            added.append(suppressions.add(some))

    threads = [threading.Thread(target=add) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sum(added) == 3_000
    assert counts(sale) == {"suppressed": 3_000}
