"""Data URIs after RFC 2397."""

from __future__ import annotations

import base64
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbosms_sandbox.files.data_uri import DataUri, TooLargeError, parse

LIMIT = 1000
CONTENT = st.binary(max_size=60)


def is_refused(uri: str) -> bool:
    try:
        parse(uri, LIMIT)
    except ValueError:
        return True
    return False


@given(CONTENT, st.sampled_from(["base64", "BASE64", "Base64"]))
def test_base64_round_trip(content: bytes, word: str) -> None:
    uri = f"data:image/png;{word},{base64.b64encode(content).decode()}"
    assert parse(uri, LIMIT) == DataUri("image/png", content)


@given(CONTENT)
def test_percent_encoding_round_trip(content: bytes) -> None:
    assert parse(f"data:application/pdf,{quote_from_bytes(content)}", LIMIT) == DataUri(
        "application/pdf", content
    )


@given(CONTENT)
def test_base64_may_be_percent_encoded(content: bytes) -> None:
    uri = f"data:image/gif;base64,{quote_from_bytes(base64.b64encode(content), safe='')}"
    assert parse(uri, LIMIT).content == content


@given(CONTENT, st.integers(0, 80), st.sampled_from("!_-*\n ="))
def test_junk_in_base64_is_refused(content: bytes, place: int, junk: str) -> None:
    text = base64.b64encode(content).decode()
    place = min(place, len(text))
    assert is_refused(f"data:image/png;base64,{text[:place]}{junk}{text[place:]}")


@given(st.text(max_size=40) | st.text("data:;,/base64=%A", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    is_refused(text)
    is_refused("data:" + text)


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("data:,a", DataUri("text/plain", b"a")),
        ("DATA:Text/CSV;charset=utf-8,a%2Cb", DataUri("text/csv", b"a,b")),
        ("data:text/plain;charset=utf-8;base64,YQ==", DataUri("text/plain", b"a")),
        ("data:text/plain,a,b", DataUri("text/plain", b"a,b")),
        ("data:text/plain,Привіт", DataUri("text/plain", "Привіт".encode())),
        ("data:;base64,", DataUri("text/plain", b"")),
    ],
)
def test_forms(uri: str, expected: DataUri) -> None:
    assert parse(uri, LIMIT) == expected


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "data",
        "data:",
        "data:image/png;base64",
        "http://a/b,c",
        "data:png,x",
        "data:image/png;base64,YQ",
        "x,",
    ],
)
def test_what_is_no_data_uri(uri: str) -> None:
    with pytest.raises(ValueError, match="no "):
        parse(uri, LIMIT)


@pytest.mark.parametrize("size", [LIMIT - 2, LIMIT - 1, LIMIT])
def test_size_up_to_the_limit(size: int) -> None:
    assert (
        len(parse(f"data:image/png;base64,{base64.b64encode(b'x' * size).decode()}", LIMIT).content)
        == size
    )
    assert len(parse("data:image/png," + "%00" * size, LIMIT).content) == size


@pytest.mark.parametrize("size", [LIMIT + 1, LIMIT + 2, LIMIT + 3, 5 * LIMIT])
def test_size_beyond_the_limit(size: int) -> None:
    with pytest.raises(TooLargeError):
        parse(f"data:image/png;base64,{base64.b64encode(b'x' * size).decode()}", LIMIT)
    with pytest.raises(TooLargeError):
        parse("data:image/png," + "%00" * size, LIMIT)
