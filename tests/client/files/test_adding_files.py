"""`file.add` and `file.details`.

At the real sandbox, at the edges of size and type, and with answers that are odd.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from tests.kit.answers import ok
from tests.kit.processes import SandboxProcess
from tests.kit.service import LOST, Act, Site
from turbosms_api.tables.file_types import FILE_TYPES
from turbosms_client import (
    InvalidParameterError,
    NotAllowedError,
    OutcomeUnknownError,
    ProtocolError,
    ResultCode,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.kit.clients import AnyClient
    from tests.kit.control import Control
    from tests.kit.service import Service

pytestmark = pytest.mark.rules

MOST = 3 * 1024 * 1024
FILE = {
    "id": 32895,
    "link": "https://x/1.jpg",
    "source": "",
    "size": 3,
    "created": "2021-01-21 18:00:09",
}
ADDED = ok(FILE)


class Dripping(io.RawIOBase):
    """A stream that gives a little at a time and cannot go back, like a pipe."""

    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = min(self.left, len(buffer), 50_000)
        self.left -= count
        buffer[:count] = b"x" * count
        return count


def test_a_path_the_content_and_a_stream(live: AnyClient, control: Control, tmp_path: Path) -> None:
    path = tmp_path / "Price list.TXT"
    path.write_bytes(b"SMS 0.34\n")
    first: Any = live.file.add(path)
    assert (first.size, first.source, first.created.tzinfo.key) == (9, None, "Europe/Kyiv")
    assert first.link.startswith(control.url)
    with path.open("rb") as stream:
        assert live.file.add(stream) == first
        assert stream.tell() == 9
    rest = io.BytesIO(b"No: SMS 0.34\n")
    rest.seek(4)
    content = b"SMS 0.34\n"
    ways: list[Any] = [str(path), content, bytearray(content), memoryview(content), rest]
    for file in ways:
        assert live.file.add(file, name="p.txt") == first
    assert not rest.closed
    assert live.file.details(first.id) == first
    assert live.file.add(b"SMS 0.34\n", name="p.csv") != first


def test_a_name_can_tell_what_the_path_does_not(live: AnyClient, tmp_path: Path) -> None:
    path = tmp_path / "upload.tmp"
    path.write_bytes(b"x")
    assert (live.file.add(path, name="x.pdf").link or "").endswith(".pdf")
    path = path.rename(tmp_path / "a.pdf")
    assert (live.file.add(path, name="Invoice No. 5").link or "").endswith(".pdf")


def test_the_greatest_file_and_one_byte_more(
    live: AnyClient, ask: AnyClient, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"x" * MOST)
    assert live.file.add(path).size == MOST
    pipe: Any = Dripping(MOST)
    assert live.file.add(pipe, name="a.pdf").size == MOST
    path.write_bytes(b"x" * (MOST + 1))
    endless: Any = Dripping(100 * MOST)
    for file in (path, path.read_bytes(), endless):
        with pytest.raises(InvalidParameterError) as caught:
            ask.file.add(file, name="a.pdf")
        told = (caught.value.parameter, caught.value.code, caught.value.limit)
        assert told == ("file", ResultCode.NOT_ALLOWED_FILE_SIZE, MOST)
    assert endless.left == 100 * MOST - MOST - 1


@pytest.mark.parametrize("extension", sorted(FILE_TYPES))
def test_each_type(live: AnyClient, extension: str) -> None:
    if FILE_TYPES[extension].upload:
        link = live.file.add(extension.encode(), name=f"a.{extension}").link or ""
        assert FILE_TYPES[link.rpartition(".")[2]].media_type == FILE_TYPES[extension].media_type
    else:
        with pytest.raises(InvalidParameterError) as caught:
            live.file.add(b"x", name=f"a.{extension}")
        assert caught.value.code is ResultCode.NOT_ALLOWED_FILE_TYPE


def test_a_file_from_the_web(ask: AnyClient, allowing: str) -> None:
    live = ask.of(allowing, token="sandbox")
    with Site({"/logo.png": b"\x89PNG"}) as site:
        added = live.file.add(url=f"{site.url}/logo.png")
        assert (added.source, added.size) == (f"{site.url}/logo.png", 4)
        with pytest.raises(NotAllowedError) as caught:
            live.file.add(url=f"{site.url}/none.png", sequence_id="mine")
    assert (caught.value.code, caught.value.sequence_id) == (
        ResultCode.NOT_ALLOWED_FILE_EMPTY,
        "mine",
    )


@pytest.fixture
def allowing() -> Iterator[str]:
    """A sandbox that may fetch files from this machine."""
    with SandboxProcess("--allow-host", "127.0.0.1") as process:
        yield process.url


@pytest.mark.parametrize(
    ("parameters", "parameter", "code", "limit"),
    [
        ({}, "file", 418, None),
        ({"file": b"x", "name": "x.txt", "url": "https://x/a.txt"}, "file", None, None),
        ({"file": b"", "name": "x.txt"}, "file", 418, None),
        ({"file": "/no/such/file.txt"}, "file", 418, None),
        ({"file": "/"}, "file", 418, None),
        ({"file": "a\0b.txt"}, "file", 418, None),
        ({"file": 5, "name": "x.txt"}, "file", 418, None),
        ({"file": io.StringIO("text"), "name": "x.txt"}, "file", 418, None),
        ({"file": b"x"}, "name", 419, None),
        ({"file": b"x", "name": "x"}, "name", 419, None),
        ({"file": b"x", "name": 5}, "name", 419, None),
        ({"file": b"x", "name": "x.exe"}, "name", 419, None),
        ({"url": ""}, "url", 418, None),
        ({"file": ""}, "file", 418, None),
        ({"file": b"x", "name": "a.txt", "url": ""}, "url", None, None),
        ({"file": "", "url": "https://example.com/a.pdf"}, "file", None, None),
        ({"file": b"x", "name": ""}, "name", 419, None),
        ({"url": "ftp://x/a.txt"}, "url", 418, None),
        ({"url": "https:///a.txt"}, "url", 418, None),
        ({"url": "\ud800"}, "url", 418, None),
        ({"url": 5}, "url", 418, None),
        ({"file": b"x", "name": "x.txt", "sequence_id": ""}, "sequence_id", 300, None),
    ],
)
def test_what_would_be_refused_is_found_first(
    *,
    ask: AnyClient,
    service: Service,
    parameters: Any,
    parameter: str,
    code: int | None,
    limit: int | None,
) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        ask.file.add(**parameters)
    assert caught.value.parameter == parameter
    assert caught.value.code == (None if code is None else ResultCode(code))
    assert caught.value.limit == limit
    assert service.requests == []


@pytest.mark.parametrize(
    ("number", "limit"),
    [(0, 1), (-1, 1), ("1", None), (1.0, None), (True, None), (None, None), ("", None)],
)
def test_what_is_no_id(ask: AnyClient, service: Service, number: Any, limit: int | None) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        ask.file.details(number)
    error = caught.value
    assert (error.parameter, error.code, error.limit) == (
        "file_id",
        ResultCode.INVALID_FILE_ID,
        limit,
    )
    assert service.requests == []


def test_the_types_that_are_taken_are_told(ask: AnyClient) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        ask.file.add(b"x", name="x.exe")
    assert {"pdf", "png", "txt"} <= {*caught.value.allowed}
    assert "exe" not in caught.value.allowed


def test_a_file_of_nobody(live: AnyClient) -> None:
    with pytest.raises(NotAllowedError) as caught:
        live.file.details(99999)
    assert caught.value.code is ResultCode.NOT_ALLOWED_FILE_ID


@pytest.mark.parametrize("result", [None, [], {"link": "https://x/1.jpg"}, "x"])
def test_answers_that_describe_no_file(ask: AnyClient, service: Service, result: Any) -> None:
    service.answers({**ADDED, "response_result": result})
    with pytest.raises(ProtocolError, match="file/details"):
        ask.file.details(1)
    with pytest.raises(OutcomeUnknownError) as caught:
        ask.file.add(b"x", name="x.txt")
    assert isinstance(caught.value.__cause__, ProtocolError)


def test_a_lost_answer_is_asked_for_again_with_the_same_number(
    ask: AnyClient, service: Service
) -> None:
    service.answers(LOST, Act(status=502), {**ADDED, "response_code": 507})
    added = ask.file.add(io.BytesIO(b"abc"), name="x.jpg")
    assert (added.id, added.link, added.source, added.size) == (32895, "https://x/1.jpg", None, 3)
    assert len({str(body) for body in service.bodies}) == 1
    assert service.bodies[0]["data"] == "data:image/jpeg;base64,YWJj"
    service.answers(LOST, {"response_code": 506, "response_status": "FAILED_SAVE_FILE"})
    with pytest.raises(OutcomeUnknownError) as caught:
        ask.file.add(url="https://x/1.jpg")
    service.answers(ADDED)
    assert ask.resume(caught.value) == added
    assert service.bodies[-1]["url"] == "https://x/1.jpg"
