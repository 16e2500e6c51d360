"""A text is a string in English, and can be said in Ukrainian."""

from __future__ import annotations

import copy
import datetime as dt
import errno
import json
import pickle
import socket
import threading
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

import pytest

from turbosms_languages import (
    Text,
    _,
    _c,
    _n,
    by_language,
    catalogues,
    current_language,
    in_english,
    joined,
    otherwise,
    reason_of,
    set_language,
    speaking,
    spoken,
)
from turbosms_languages.system_errors import reason_of_network

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_AT = dt.datetime(2026, 12, 24, 10, 0, 5, tzinfo=dt.UTC)


def in_ukrainian(words: str) -> str:
    """As it is printed for a Ukrainian reader; spaces that do not break as `~`."""
    with speaking("uk"):
        return spoken(words).replace("\N{NO-BREAK SPACE}", "~")


def test_it_is_a_string_in_english() -> None:
    text = _("{name} is empty.", name="people.csv")
    assert text == "people.csv is empty."
    assert json.dumps([text]) == '["people.csv is empty."]'
    assert f"{text}!" == "people.csv is empty.!"
    assert spoken(text) == "people.csv is empty."
    assert in_ukrainian(text) == "people.csv: порожній файл."


def test_an_exception_keeps_it() -> None:
    problem = ValueError(_("Nothing was sent."))
    assert in_ukrainian(str(problem)) == "Нічого не надіслано."


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_can_be_said_too(copied: Callable[[Text], Text]) -> None:
    text = _n("{count:,} call", "{count:,} calls", 2)
    assert in_ukrainian(copied(text)) == "2 запити"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_can_be_pickled(protocol: int) -> None:
    problem = ValueError(_n("{count:,} call", "{count:,} calls", 2))
    loaded = pickle.loads(pickle.dumps(problem, protocol))
    assert str(loaded) == "2 calls"
    assert in_ukrainian(str(loaded)) == "2 запити"


def test_values_are_not_read_as_templates() -> None:
    value = "{x} {count:,} %s 100% \x04 {"
    text = _("{name} is empty.", name=value)
    assert text == f"{value} is empty."
    assert in_ukrainian(text) == f"{value}: порожній файл."


@pytest.mark.parametrize("content", [None, b"", b"not a catalogue", b"cut"])
def test_without_its_catalogue_it_is_in_english(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = catalogues.compiled_file("uk").relative_to(catalogues.FOLDER)
    whole = catalogues.compiled_file("uk").read_bytes()
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    if content is not None:
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_bytes(whole[:1_000] if content == b"cut" else content)
    catalogues.catalogue_of.cache_clear()
    try:
        assert in_ukrainian(_("yes")) == "yes"
        assert in_ukrainian(_n("{count:,} call", "{count:,} calls", 1_000)) == "1~000 calls"
    finally:
        catalogues.catalogue_of.cache_clear()


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 запит"),
        (2, "2 запити"),
        (5, "5 запитів"),
        (11, "11 запитів"),
        (12, "12 запитів"),
        (21, "21 запит"),
        (22, "22 запити"),
        (111, "111 запитів"),
        (1_000, "1~000 запитів"),
        (20_001, "20~001 запит"),
    ],
)
def test_there_are_three_plural_forms(count: int, words: str) -> None:
    assert in_ukrainian(_n("{count:,} call", "{count:,} calls", count)) == words


@pytest.mark.parametrize(
    ("template", "value", "english", "ukrainian"),
    [
        ("{value:,}", 1_234_567, "1,234,567", "1~234~567"),
        ("{value:,}", 1_234.5, "1,234.5", "1~234,5"),
        ("{value:,}", Decimal("1234.50"), "1,234.50", "1~234,50"),
        ("{value}", 1_234_567, "1234567", "1234567"),
        ("{value:money}", Decimal("1234.5"), "1234.50", "1~234,50"),
        ("{value:money}", Decimal("0.3456"), "0.3456", "0,3456"),
        ("{value:money}", Decimal("-0.5"), "-0.50", "-0,50"),
        ("{value:money}", Decimal("NaN"), "NaN", "NaN"),
        ("{value:time}", _AT, "2026-12-24 10:00:05", "24.12.2026 10:00:05"),
        ("{value:minute}", _AT, "2026-12-24 10:00", "24.12.2026 10:00"),
        ("{value:%H:%M}", _AT, "10:00", "10:00"),
        ("{value:.1f}", 1.5, "1.5", "1,5"),
        ("{value!r}", "sale", "'sale'", "'sale'"),
    ],
)
def test_values_are_written_as_readers_expect(
    template: str, value: object, english: str, ukrainian: str
) -> None:
    text = _(template, value=value)
    assert text == english
    assert in_ukrainian(text) == ukrainian


def test_values_may_be_texts() -> None:
    text = _("{name} cannot be read: {why}.", name="a.csv", why=_("permission denied"))
    assert text == "a.csv cannot be read: permission denied."
    assert in_ukrainian(text) == "a.csv: не вдалося прочитати (немає дозволу)."


def test_texts_are_joined() -> None:
    text = joined(" {or} ", (_("yes"), "{x}", _("no")))
    assert text == "yes {or} {x} {or} no"
    assert in_ukrainian(text) == "так {or} {x} {or} ні"


def test_a_word_may_mean_something_else_elsewhere() -> None:
    assert in_ukrainian(_c("message", "in")) == "вхідне"
    assert _c("message", "in") == "in"


def test_what_is_in_no_catalogue() -> None:
    assert in_ukrainian(_("A text of nobody, {name}.", name="sale")) == "A text of nobody, sale."
    assert in_ukrainian("Nothing was sent.") == "Nothing was sent."
    assert in_ukrainian(_("")) == ""


def test_a_text_with_forms_of_its_own() -> None:
    assert in_ukrainian(by_language("Yes, {0}.", uk="Так, {0}.")) == "Так, {0}."
    assert in_ukrainian(by_language("Yes.", uk=partial(str, "Так."))) == "Так."
    other = otherwise("ENOENT: x", _("no such file or folder"))
    assert other == in_english(other) == "ENOENT: x"
    assert in_ukrainian(other) == "немає такого файлу або теки"  # noqa: RUF001 - Ukrainian


def test_reasons_of_the_system() -> None:
    missing = FileNotFoundError(2, "No such file or directory")
    assert reason_of(missing) == "No such file or directory"
    assert in_ukrainian(reason_of(missing)) == "немає такого файлу або теки"  # noqa: RUF001
    assert in_ukrainian(reason_of(OSError(121, "Remote I/O error"))) == "«Remote I/O error»"
    no_host = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    assert in_ukrainian(reason_of(no_host)) == "немає такого сервера"
    assert in_ukrainian(reason_of(ValueError("half a thing"))) == "«half a thing»"


@pytest.mark.parametrize("name", ["Errno", "WinError"])
def test_reasons_of_the_network_are_found_by_their_number(name: str) -> None:
    """As it stands in the text that a library for HTTP keeps, of Windows too."""
    refused = OSError(f"[{name} {errno.ECONNREFUSED}] Half a thing")
    assert reason_of_network(refused) == "the connection was refused"
    assert reason_of_network(OSError("All connection attempts failed")) is None


def test_the_language_of_a_process_holds_in_threads() -> None:
    heard: list[str] = []

    def listen() -> None:
        heard.append(spoken(_("yes")))

    set_language("uk")
    try:
        thread = threading.Thread(target=listen)
        thread.start()
        thread.join()
        with speaking("en"):
            heard.append(spoken(_("yes")))
    finally:
        set_language("en")
    assert heard == ["так", "yes"]
    assert current_language() == "en"


def test_there_is_no_third_language() -> None:
    with pytest.raises(ValueError, match="'de': choose en or uk"):
        set_language("de")
    with pytest.raises(ValueError, match="'de'"), speaking("de"):
        pass
    assert isinstance(_("yes"), Text)
