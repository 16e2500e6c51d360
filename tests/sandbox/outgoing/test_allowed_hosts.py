"""Which hosts may be called: in every way of writing them, and no others."""

from __future__ import annotations

import pytest

from turbosms_sandbox.outgoing.allowed_hosts import is_allowed, is_on_this_machine, read_address

ALLOWED = [
    ("HOST:80", "http://host/a.txt"),
    ("host:80", "http://host:80/a.txt"),
    ("host:443", "https://host/a.txt"),
    ("host:80", "https://host:80/a.txt"),
    ("host:8080", "http://HOST:8080/a.txt"),
    ("host", "http://host:8080/a.txt"),
    ("host", "http://host./a.txt"),
    ("host.", "http://host/a.txt"),
    ("127.0.0.1:80", "http://127.0.0.1/a.txt"),
    ("::1", "http://[::1]/a.txt"),
    ("[::1]", "http://[::1]:8080/a.txt"),
    ("[::1]:80", "http://[::1]/a.txt"),
    ("приклад.укр", "http://xn--80aikifvh.xn--j1amh/a.txt"),
    ("xn--80aikifvh.xn--j1amh:80", "http://приклад.укр/a.txt"),
]
NOT_ALLOWED = [
    ("host:80", "https://host/a.txt"),
    ("host:443", "http://host/a.txt"),
    ("host:80", "http://host:8080/a.txt"),
    ("host:80", "http://user@other/a.txt"),
    ("host:80", "http://host:80@other/a.txt"),
    ("host", "ftp://host/a.txt"),
    ("host", "http://host.other/a.txt"),
    ("host", "http://other/a.txt"),
    ("host:0", "http://host/a.txt"),
    ("[::1]:80", "http://[::1]:81/a.txt"),
    ("::1", "http://[::1:80]/a.txt"),
    ("host", "http://host:99999/a.txt"),
    ("", "http:///a.txt"),
    ("[", "http://host/a.txt"),
]


def allows(allowed: str, url: str) -> bool:
    address = read_address(url)
    return address is not None and is_allowed(address, [allowed])


@pytest.mark.parametrize(("allowed", "url"), ALLOWED)
def test_allowed(allowed: str, url: str) -> None:
    assert allows(allowed, url)


@pytest.mark.parametrize(("allowed", "url"), NOT_ALLOWED)
def test_not_allowed(allowed: str, url: str) -> None:
    assert not allows(allowed, url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:1/", True),
        ("https://LOCALHOST./", True),
        ("http://127.8.9.10/", True),
        ("http://[::1]:5000/", True),
        ("ftp://localhost/", False),
        ("http://localhost:99999/", False),
        ("http://localhost.example.com/", False),
        ("http://10.0.0.1/", False),
        ("http://0.0.0.0/", False),
        ("http://127.0.0.1.nip.io/", False),
        ("http://2130706433/", False),
        ("http:///", False),
    ],
)
def test_on_this_machine(url: str, expected: bool) -> None:
    address = read_address(url)
    assert address is not None
    assert is_on_this_machine(address) == expected


@pytest.mark.parametrize("url", ["http://[::1/", "http://host:x/", "\0"])
def test_no_address(url: str) -> None:
    assert read_address(url) is None
