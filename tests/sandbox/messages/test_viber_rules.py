"""The kinds of Viber message: what each needs, what it may carry, what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.rules

PDF, PNG = 12345, 23457
BUTTON = {"caption": "Open", "action": "https://example.com"}
IMAGE = {"image_url": "https://example.com/a.png"}
PIXEL = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def viber(api: Any) -> Callable[..., int]:
    """Sends a Viber message with exactly these parameters besides the sender.

    Answers the overall code.
    """
    assert api.call("file/add", {"data": PIXEL})["response_result"]["id"] == PNG

    def send(**parameters: Any) -> int:
        answer = api.send(recipients=["380678998668"], viber={"sender": "TurboSMS"} | parameters)
        return int(answer["response_code"])

    return send


@pytest.mark.parametrize(
    ("parameters", "kind", "price"),
    [
        ({"text": "Hello"}, "text", 0.5),
        ({"text": "Hello"} | BUTTON, "button", 0.5),
        (IMAGE, "image", 0.5),
        ({"text": "Hello"} | IMAGE | BUTTON, "image", 0.5),
        ({"file_id": PNG}, "image_file", 0.5),
        ({"file_id": PNG, "text": "Hello"} | BUTTON, "image_file", 0.5),
        ({"file_id": PNG, "image_url": "https://example.com/a.bmp"}, "image_file", 0.5),
        ({"file_id": PDF, "caption": "Contract.pdf"}, "file", 0.36),
        (
            {"file_id": PDF, "caption": "Contract.pdf", "text": "", "action": "", "image_url": ""},
            "file",
            0.36,
        ),
        ({"file_id": PDF, "caption": "Open", "text": "Hello"}, "link", 0.5),
        ({"file_id": PNG, "caption": "Open", "text": "Hello"}, "link", 0.5),
        (
            {"file_id": 0, "caption": "Open", "action": "http://example.com", "text": "Hello"},
            "button",
            0.5,
        ),
    ],
)
def test_kinds(
    api: Any, viber: Callable[..., int], parameters: dict[str, Any], kind: str, price: float
) -> None:
    assert viber(**parameters) == 801
    channel = api.shown()[0]["channels"][0]
    assert (channel["kind"], channel["price"]) == (kind, price)


def test_an_image_file_replaces_the_image_url(api: Any, viber: Callable[..., int]) -> None:
    assert viber(file_id=PNG, image_url="https://example.com/a.png") == 801
    assert api.shown()[0]["channels"][0]["image_url"] == ""


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, 201),
        (BUTTON, 201),
        ({"text": "Hello", "caption": "Open"}, 206),
        ({"text": "Hello", "action": "https://example.com"}, 205),
        ({"text": "Hello", "caption": "", "action": "https://example.com"}, 205),
        ({"text": "Hello"} | IMAGE, 204),
        ({"text": "Hello", "caption": "Open"} | IMAGE, 206),
        ({"text": "Hello", "action": "https://example.com"} | IMAGE, 205),
        (IMAGE | BUTTON, 201),
        ({"file_id": PNG, "text": "Hello"}, 204),
        ({"file_id": PNG, "text": "Hello", "action": "https://example.com"}, 205),
        ({"file_id": PNG} | BUTTON, 201),
        ({"file_id": PDF, "caption": "Open"} | IMAGE, 201),
        ({"file_id": PDF}, 402),
        ({"file_id": PDF, "text": "Hello"} | BUTTON, 402),
        ({"file_id": PNG, "caption": "Picture.png"}, 419),
        ({"file_id": 99999}, 417),
        ({"file_id": -1}, 417),
        ({"file_id": 99999, "caption": "Contract.pdf"}, 417),
        ({"file_id": "12345", "caption": "Contract.pdf"}, 411),
        ({"file_id": 1.5}, 411),
        ({"file_id": True}, 411),
        ({"file_id": [PNG]}, 411),
        ({"text": "Hello", "caption": 5, "action": "https://example.com"}, 411),
        ({"text": "Hello", "caption": "Open", "action": 5}, 411),
        ({"text": "Hello", "caption": "Open", "action": "nowhere"}, 411),
        ({"text": "Hello", "caption": "Open", "action": "viber://chat"}, 411),
        ({"text": "Hello", "caption": "Open", "action": "tel:+380501234567"}, 411),
        ({"text": "Hello", "caption": "Open", "action": "https://"}, 411),
        ({"text": "Hello", "caption": "Open", "action": "https://@"}, 411),
        ({"text": "Hello", "caption": "Open", "action": "https://me@you@/"}, 411),
        ({"text": "Hello", "caption": "Open", "action": "https://:80/"}, 411),
        ({"text": "Hello", "caption": "Open", "action": "https://me@:80"}, 411),
    ],
)
def test_what_is_missing_or_wrong(
    viber: Callable[..., int], parameters: dict[str, Any], expected: int
) -> None:
    assert viber(**parameters) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com/a.jpg", 801),
        ("http://example.com/a.JPEG?size=2#x", 801),
        ("HTTPS://example.com/a.gif", 801),
        ("http://me:secret@[::1]:80/a.gif?@", 801),
        ("https://example.com/image", 801),
        ("https://example.com/a.bmp", 402),
        ("https://example.com/a.webp?x=.png", 402),
        ("https://example.com/a.pdf", 402),
        ("ftp://example.com/a.png", 402),
        ("https://example.com/a.png\n", 402),
        ("https://example.com/a b.png", 402),
        ("a.png", 402),
        ("https://", 402),
        ("https://[/a.png", 402),
        (5, 402),
    ],
)
def test_image_types(viber: Callable[..., int], url: Any, expected: int) -> None:
    assert viber(image_url=url) == expected


@pytest.mark.parametrize(("caption", "expected"), [("ж" * 30, 801), ("ж" * 31, 408)])
def test_button_caption(viber: Callable[..., int], caption: str, expected: int) -> None:
    assert viber(text="Hello", caption=caption, action="https://example.com") == expected
    assert viber(text="Second", caption=caption, file_id=PDF) == expected


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("a" * 25, 801),
        ("a" * 26, 423),
        ("ж" * 12, 801),
        ("ж" * 13, 423),
        ("a" * 12 + "ж", 423),
        ("é" * 25, 801),
    ],
)
def test_file_caption(viber: Callable[..., int], caption: str, expected: int) -> None:
    assert viber(caption=caption, file_id=PDF) == expected


@pytest.mark.parametrize(
    ("ttl", "expected"),
    [
        (60, 801),
        (86400, 801),
        (None, 801),
        (59, 409),
        (86401, 409),
        (0, 409),
        (-1, 409),
        (10**30, 409),
        ("3600", 306),
        (60.0, 306),
        (True, 306),
        ("", 306),
        ("x", 306),
        ([], 306),
    ],
)
def test_ttl_in_json(viber: Callable[..., int], ttl: Any, expected: int) -> None:
    assert viber(text="Hello", ttl=ttl) == expected


@pytest.mark.parametrize(
    ("ttl", "expected"), [("60", 801), ("59", 409), ("1e3", 306), ("", 306), ("60.0", 306)]
)
def test_ttl_in_a_form_is_a_string(api: Any, ttl: str, expected: int) -> None:
    data = {
        "recipients[]": "380678998668",
        "viber[sender]": "TurboSMS",
        "viber[text]": "Hello",
        "viber[ttl]": ttl,
    }
    assert api.request("POST", "/message/send.json", data=data).json()["response_code"] == expected


def test_numbers_in_a_query_are_strings(api: Any) -> None:
    query = {"recipients[]": "380678998668", "viber[sender]": "TurboSMS", "viber[caption]": "a.pdf"}
    for file_id, expected in (("12345", 801), ("1", 417), ("x", 411)):
        answer = api.request(
            "GET", "/message/send.json", params=query | {"viber[file_id]": file_id}
        )
        assert answer.json()["response_code"] == expected


@pytest.mark.parametrize("channel", ["sms", "viber"])
def test_an_empty_channel_in_a_query(api: Any, channel: str) -> None:
    query = {"recipients[]": "380678998668", "sender": "TurboSMS", "text": "Hello", channel: ""}
    assert api.request("GET", "/message/send.json", params=query).json()["response_code"] == 801


TRANSACTIONAL = {"text": "Your code is 4821", "is_transactional": 1}


@pytest.mark.parametrize(
    "extra",
    [
        BUTTON,
        IMAGE,
        {"file_id": PDF, "caption": "Open"},
        IMAGE | BUTTON,
        {"file_id": PDF, "caption": "a.pdf", "text": ""},
    ],
)
def test_transactional_messages_are_text(
    api: Any, viber: Callable[..., int], extra: dict[str, Any]
) -> None:
    api.account(templates=["Your code is %d"])
    assert viber(**(TRANSACTIONAL | extra)) == 410


def test_transactional_price_and_flag(api: Any, viber: Callable[..., int]) -> None:
    api.account(templates=["Your code is %d"])
    assert viber(**TRANSACTIONAL) == 801
    channel = api.shown()[0]["channels"][0]
    assert (channel["is_transactional"], channel["price"], channel["rate"]) == (
        1,
        0.36,
        "transactional",
    )


def test_shared_senders_send_no_transactional_messages(api: Any, viber: Callable[..., int]) -> None:
    api.account(templates=["Your code is %d"])
    assert viber(sender="Mobibon", **TRANSACTIONAL) == 415
    assert viber(sender="Mobibon", text="Hello") == 801


@pytest.mark.parametrize(
    ("template", "text", "fits"),
    [
        ("Your code is %d", "Your code is 4821", True),
        ("Your code is %d", "Your code is 48a1", False),
        ("Your code is %d", "Your code is ", False),
        ("Your code is %d", "your code is 1", False),
        ("Your code is %d.", "Your code is 1!", False),
        ("%s, your order %d is here.", "Anna\nand Ivan, your order 7 is here.", True),
        ("%s, your order %d is here.", ", your order 7 is here.", False),
        ("100%", "100%", True),
        ("(a+)+%d", "(a+)+1", True),
    ],
)
def test_templates(
    api: Any, viber: Callable[..., int], template: str, text: str, fits: bool
) -> None:
    api.account(templates=["Something else", template])
    assert viber(text=text, is_transactional="1") == (801 if fits else 416)


def test_templates_are_for_ukrainian_numbers_only(
    api: Any, codes: Callable[..., list[int]]
) -> None:
    api.account(countries=["UA", "PL"])
    answer = api.viber("380678998668", "48501234567", **TRANSACTIONAL)
    assert (answer["response_code"], codes(answer)) == (803, [416, 0])


def test_traffic_types(api: Any, viber: Callable[..., int]) -> None:
    api.account(
        templates=["Your code is %d"],
        senders=[{"name": "TurboSMS", "traffic_types": ["promotional"]}],
    )
    assert viber(text="Hello") == 801
    assert viber(**TRANSACTIONAL) == 421
    assert viber(file_id=PDF, caption="a.pdf") == 421
    api.account(senders={"TurboSMS": {"traffic_types": ["transactional"]}})
    assert viber(text="Other") == 421
    assert viber(**TRANSACTIONAL) == 801
    assert api.sms()["response_code"] == 801
