"""file/add and file/details: types, sizes, duplicates, and where a file may come from."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.kit.service import Act, Site
from turbosms_api.tables.file_types import FILE_TYPES
from turbosms_sandbox import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx2

MAX = 3 * 1024 * 1024


def data_uri(content: bytes, media_type: str = "image/png") -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def test_a_file_and_its_details(api: Any) -> None:
    added = api.call("file/add", {"data": data_uri(b"one")})
    file = added["response_result"]
    assert file["link"].startswith("http://127.0.0.1:8026/public/")
    assert file["link"].endswith(f"/{file['id']}.png")
    assert file == {
        "id": file["id"],
        "link": file["link"],
        "source": "",
        "size": 3,
        "created": api.advance(0),
    }
    api.advance(60)
    assert api.call("file/details", {"id": file["id"]}) == added


def test_the_same_file_is_not_stored_again(api: Any) -> None:
    first = api.call("file/add", {"data": data_uri(b"one")})
    api.advance(60)
    assert api.call("file/add", {"data": data_uri(b"one", "IMAGE/PNG")}) == first
    assert api.call("file/add", {"data": "data:image/png,%6Fne"}) == first
    for other in (data_uri(b"two"), data_uri(b"one", "image/jpeg")):
        assert (
            api.call("file/add", {"data": other})["response_result"]["id"]
            != first["response_result"]["id"]
        )


@pytest.mark.parametrize(
    "data",
    [
        "",
        "text",
        "data:",
        "data:image/png;base64",
        "data:image/png;base64,",
        "data:,",
        "data:image/png;base64,???",
        "data:image/png;base64,YQ",
        "http://127.0.0.1/a.png",
        "data:png,x",
        5,
        True,
        [],
        {},
        None,
        "data:,\ud800",
    ],
)
def test_no_file_at_all(api: Any, data: Any) -> None:
    assert api.code("file/add", {"data": data, "x": 1}) == 418
    assert api.code("file/add", {"x": 1}) == 418


@pytest.mark.parametrize("extension", [row.extension for row in FILE_TYPES.values() if row.upload])
def test_every_type_that_can_be_uploaded(api: Any, extension: str) -> None:
    media_type = FILE_TYPES[extension].media_type
    link = api.call("file/add", {"data": data_uri(b"x", media_type)})["response_result"]["link"]
    assert FILE_TYPES[link.rpartition(".")[2]].media_type == media_type


@pytest.mark.parametrize(
    "media_type",
    ["image/webp", "image/svg+xml", "text/html", "application/octet-stream", "video/mp4"],
)
def test_types_that_cannot_be_uploaded(api: Any, media_type: str) -> None:
    assert api.code("file/add", {"data": data_uri(b"x", media_type)}) == 419


def test_media_types_known_by_another_name(api: Any) -> None:
    link = api.call("file/add", {"data": data_uri(b"x", "image/jpg")})["response_result"]["link"]
    assert link.endswith(".jpg")


def test_largest_file(live: httpx2.Client) -> None:
    def code(content: bytes) -> int:
        return int(
            live.post("/file/add.json", json={"data": data_uri(content)}).json()["response_code"]
        )

    assert code(b"x" * MAX) == 0
    assert code(b"x" * (MAX + 1)) == 420
    form = live.post(
        "/file/add.json", data={"data": data_uri(bytes(range(256)) * (MAX // 256))}
    ).json()
    assert (form["response_code"], form["response_result"]["size"]) == (0, MAX)
    assert (
        live.post("/file/add.json", json={"data": "data:text/plain," + "a" * (MAX + 1)}).json()[
            "response_code"
        ]
        == 420
    )


@pytest.mark.parametrize(
    ("file_id", "expected"),
    [
        (12345, 0),
        (23456, 0),
        (1, 417),
        (10**30, 417),
        (None, 308),
        ("x", 308),
        ("12345", 308),
        (1.5, 308),
        (0, 308),
        (-1, 308),
        (True, 308),
        ([], 308),
    ],
)
def test_details_by_id(api: Any, file_id: Any, expected: int) -> None:
    assert api.code("file/details", {"id": file_id}) == expected


def test_details_by_query(api: Any) -> None:
    for file_id, expected in (
        ("12345", 0),
        ("1", 417),
        ("", 308),
        ("x", 308),
        ("-1", 308),
        ("9" * 30, 308),
    ):
        answer = api.request("GET", "/file/details.json", params={"id": file_id})
        assert answer.json()["response_code"] == expected


def test_public_links(api: Any) -> None:
    link = api.call("file/add", {"data": "data:text/csv,a%2Cb"})["response_result"]["link"]
    response = api.request("GET", link, headers={})
    assert (response.status_code, response.content) == (200, b"a,b")
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-security-policy"] == "sandbox; default-src 'none'"
    for wrong in (
        link[:-4],
        link + "x",
        link.replace("/public/", "/public/0"),
        "/public/12345.pdf",
        "/public/x",
        "/public/",
    ):
        assert api.request("GET", wrong, headers={}).status_code == 404
    assert api.request("POST", link, headers={}).status_code == 404


@pytest.mark.parametrize("host", ["example.com", "127.0.0.1:9", "[::1]:80", "localhost"])
def test_links_name_the_server_as_the_caller_did(api: Any, host: str) -> None:
    response = api.request(
        "GET",
        "/file/details.json?id=12345",
        headers={"Authorization": "Bearer sandbox", "Host": host},
    )
    assert response.json()["response_result"]["link"].startswith(f"http://{host}/public/")


def test_links_never_repeat_a_name_that_is_none(api: Any) -> None:
    headers = {"Authorization": "Bearer sandbox", "Host": 'evil"><script>'}
    link = api.request("GET", "/file/details.json?id=12345", headers=headers).json()[
        "response_result"
    ]["link"]
    assert link.startswith("http://127.0.0.1:8026/public/")


def page(content: bytes, media_type: str, status: int = 200) -> Act:
    return Act(content, status, {"Content-Type": media_type})


PAGES: Final = {
    "/a.png": page(b"a", "image/png"),
    "/plain": page(b"plain", "text/plain; charset=utf-8"),
    "/page": page(b"page", "text/html"),
    "/a.exe": page(b"a", "image/png"),
    "/empty.txt": page(b"", "text/plain"),
    "/gone.png": page(b"a", "image/png", 404),
    "/big.txt": page(b"x" * (MAX + 1), "text/plain"),
    "/most.txt": page(b"x" * MAX, "text/plain"),
}


@pytest.fixture
def web() -> Iterator[Site]:
    with Site(PAGES, otherwise=Act(status=302, headers={"Location": "/a.png"})) as site:
        yield site


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a.png", 0),
        ("/a.png?x=1", 0),
        ("/plain", 0),
        ("/most.txt", 0),
        ("/page", 419),
        ("/a.exe", 419),
        ("/empty.txt", 418),
        ("/gone.png", 418),
        ("/redirect.png", 418),
        ("/big.txt", 420),
    ],
)
def test_a_file_is_fetched_from_an_allowed_host(
    api: Any, web: Site, path: str, expected: int
) -> None:
    api.app = create_app(["127.0.0.1"], read_clock=lambda: api.time)
    answer = api.call("file/add", {"url": web.url + path})
    assert answer["response_code"] == expected
    assert web.asked == [path]
    if expected == 0:
        assert answer["response_result"]["source"] == web.url + path


def test_nothing_is_fetched_from_any_other_host(api: Any, web: Site) -> None:
    assert api.code("file/add", {"url": web.url + "/a.png"}) == 418
    port = web.port
    for allowed in (
        ["example.com"],
        ["localhost"],
        ["127.0.0.1:1"],
        [f"127.0.0.1:{port}1"],
        ["0.0.1"],
        [""],
    ):
        api.app = create_app(allowed, read_clock=lambda: api.time)
        assert api.code("file/add", {"url": web.url + "/a.png"}) == 418
    assert web.asked == []
    api.app = create_app([f"127.0.0.1:{port}"], read_clock=lambda: api.time)
    assert api.code("file/add", {"url": web.url + "/a.png"}) == 0


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.png",
        "file:///etc/passwd",
        "//127.0.0.1/a.png",
        "http://",
        "http://127.0.0.1:99999/",
        5,
        [],
        "http://a\x00b",
        "\ud800",
        "http://\ud800/a.png",
    ],
)
def test_what_is_no_address(api: Any, url: Any) -> None:
    api.app = create_app(["127.0.0.1", ""], read_clock=lambda: api.time)
    assert api.code("file/add", {"url": url}) == 418


@pytest.mark.parametrize("path", ["/a b.png", "/a.png ", "/a.png?b\u00a0c"])
def test_an_address_with_white_space_is_no_link(api: Any, web: Site, path: str) -> None:
    api.app = create_app(["127.0.0.1"], read_clock=lambda: api.time)
    assert api.code("file/add", {"url": web.url + path}) == 418
    assert web.asked == []


def test_an_allowed_host_that_does_not_answer(api: Any, web: Site) -> None:
    api.app = create_app(["127.0.0.1"], read_clock=lambda: api.time)
    assert api.code("file/add", {"url": "http://127.0.0.1:1/a.png"}) == 418


def test_data_goes_before_url(api: Any, web: Site) -> None:
    api.app = create_app(["127.0.0.1"], read_clock=lambda: api.time)
    assert (
        api.call("file/add", {"data": "data:,x", "url": web.url + "/a.png"})["response_result"][
            "source"
        ]
        == ""
    )
    assert web.asked == []
