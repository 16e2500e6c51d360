"""The pages' tables are those of the generated data, and each help_url leads to its place."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import pytest

import turbosms_client
from tests.docs.places import places
from tests.docs.table_words import ENGLISH, UKRAINIAN
from tests.docs.tables import DOCS, MARKED, TABLES, error_of, exit_codes, filled, pages
from tests.kit.facts import RESULT_CODES
from turbosms_api.tables.result_codes import CODES_URL, HELP_URL
from turbosms_client import APIError, InvalidParameterError, ResultCode, TurboSMSError
from turbosms_client._results import errors, reports_and_refusals

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.checkout

PAGES = {path.name: path.read_text("utf-8") for path in sorted(DOCS.glob("*.md"))}
PUBLIC = [getattr(turbosms_client, name) for name in turbosms_client.__all__]
ERRORS = [each for each in PUBLIC if inspect.isclass(each) and issubclass(each, TurboSMSError)]


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(DOCS)))
def test_the_tables_are_up_to_date(path: Path) -> None:
    assert path.read_text("utf-8") == filled(path), "run: python -m tests.docs.tables"


def test_every_table_stands_in_a_page() -> None:
    names: list[str] = []
    for page in PAGES.values():
        names += [match["name"] for match in MARKED.finditer(page)]
    assert sorted(names) == sorted(TABLES)


def test_no_word_of_the_tables_is_left_untranslated() -> None:
    english, ukrainian = (exit_codes(words).splitlines() for words in (ENGLISH, UKRAINIAN))
    assert len(english) == len(ukrainian)
    assert not {*english[2:]} & {*ukrainian[2:]}


@pytest.mark.parametrize("page", ["codes.md", "uk/codes.md"])
def test_every_code_leads_to_its_row(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    rows = {
        row[1]: row[0]
        for row in re.findall(r'^(\| <a id="(code-\d+)"></a>\d+ \|.*)$', text, re.MULTILINE)
    }
    assert len(rows) == len(ResultCode) == len(RESULT_CODES)
    for code in ResultCode:
        address, _, place = code.help_url.partition("#")
        assert address == CODES_URL == f"{HELP_URL}codes/"
        assert f"</a>{code:d} | {code.name} |" in rows[place]
        assert code.since.isoformat() in rows[place]
        assert (f"[{error_of(code)}]" in rows[place]) is (code.outcome in ("failure", "unknown"))


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: str(kind.__name__))
def test_every_error_leads_to_its_section(kind: type[TurboSMSError]) -> None:
    address, _, place = kind.__new__(kind).help_url.partition("#")
    assert address == f"{HELP_URL}errors/"
    assert place == kind.__name__.lower()
    assert place in places(PAGES["errors.md"])


def test_an_error_of_your_own_leads_to_the_section_of_its_base() -> None:
    class LateError(turbosms_client.WaitTimeoutError):
        pass

    assert LateError("late", statuses={}).help_url == f"{HELP_URL}errors/#waittimeouterror"


@pytest.mark.parametrize("code", [*ResultCode])
def test_an_error_with_a_code_leads_to_its_row(code: ResultCode) -> None:
    refused = reports_and_refusals.api_error(code, code.name, operation="message/send")
    assert refused.help_url == code.help_url
    assert InvalidParameterError("no", parameter="text", code=int(code)).help_url == code.help_url


def test_a_code_outside_the_table_leads_to_the_table() -> None:
    assert APIError(888, "BRAND_NEW", operation="message/send").help_url == CODES_URL


def test_a_parameter_without_a_code_leads_to_the_section() -> None:
    assert (
        InvalidParameterError("no", parameter="timeout").help_url
        == f"{HELP_URL}errors/#invalidparametererror"
    )


def test_the_tree_of_the_page_is_that_of_the_module() -> None:
    drawn = re.search(r"```text\n(.*?)```", PAGES["errors.md"], re.DOTALL)
    assert drawn
    module = [line[4:] for line in (errors.__doc__ or "").splitlines() if line.startswith("    ")]
    assert drawn[1].splitlines() == module
