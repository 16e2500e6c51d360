"""The page and its files, as they are served.

To this machine only, and under a policy that lets nothing else run.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from turbosms_sandbox.account.opening import Opening
from turbosms_sandbox.inbox import files_version, tables, website

if TYPE_CHECKING:
    import httpx2

WEB = Path(str(files("turbosms_sandbox"))) / "inbox" / "web"


def files_of(pattern: str) -> list[Path]:
    """The files of the page, what others made left out."""
    found = [file for file in WEB.rglob(pattern) if file.is_file()]
    return [file for file in found if WEB / "vendor" not in file.parents]


def policy(response: httpx2.Response) -> dict[str, list[str]]:
    """The directives of a content security policy."""
    directives: dict[str, list[str]] = {}
    for rule in response.headers["content-security-policy"].split("; "):
        name, *values = rule.split(" ")
        directives[name] = values
    return directives


def test_the_policy_of_the_page(api: Any) -> None:
    page = api.request("GET", "/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    (inline,) = re.findall(r"<script(?! [^>]*src=)[^>]*>(.*?)</script>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    own = {name: ["'self'"] for name in ("style-src", "img-src", "connect-src")}
    none = {
        name: ["'none'"] for name in ("default-src", "base-uri", "form-action", "frame-ancestors")
    }
    rest = {
        "script-src": ["'self'", f"'sha256-{digest}'"],
        "require-trusted-types-for": ["'script'"],
    }
    assert policy(page) == own | none | rest
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cross-origin-opener-policy"] == "same-origin"
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page.text)


def test_files_name_each_other_by_relative_addresses() -> None:
    """A browser keeps only what has the version in its address."""
    naming = [file.name for file in files_of("*") if "/sandbox/inbox/" in file.read_text("utf-8")]
    assert naming == ["index.html"]


def test_everything_that_the_page_names_is_there(api: Any) -> None:
    page = api.request("GET", "/").text
    named = re.findall(r'(?:href|src)="([^"]+)"', page) + re.findall(r'": "(/[^"]+)"', page)
    assert len(named) > 5
    types = {"js": "javascript", "css": "text/css", "svg": "image/svg+xml"}
    for path in named:
        response = api.request("GET", path)
        assert response.status_code == 200, path
        assert types[path.rpartition(".")[2]] in response.headers["content-type"]
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["cache-control"] == "max-age=31536000, immutable"


def test_what_has_no_version_is_asked_for_again(api: Any) -> None:
    """Nor has it one if the version is another."""
    paths = ["/"]
    for name in ("page/main.js", "service/tables.js", "icon.svg"):
        paths += [f"/sandbox/inbox/{name}", f"/sandbox/inbox/0123456789abcdef/{name}"]
    for path in paths:
        response = api.request("GET", path)
        assert response.status_code == 200, path
        assert response.headers["cache-control"] == "no-cache", path


def first_module(api: Any) -> str:
    """Its address, as the page has it."""
    (address,) = re.findall(r'<script type="module" src="([^"]+)"', api.request("GET", "/").text)
    return str(address)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files of the page that a test may change."""
    folder = tmp_path / "web"
    shutil.copytree(WEB, folder)
    monkeypatch.setattr(files_version, "FOLDER", folder)
    monkeypatch.setattr(website, "FOLDER", folder)
    return folder


def test_when_a_file_or_the_account_is_another_so_are_the_addresses(folder: Path, api: Any) -> None:
    before = first_module(api)
    assert first_module(api) == before
    (folder / "list/message_row.js").write_text("// another", "utf-8")
    changed = first_module(api)
    api.options = {"opening": Opening(token="own")}
    api.restart()
    assert len({before, changed, first_module(api)}) == 3


def test_a_file_that_has_changed_since_the_page_was_loaded_is_not_kept(
    folder: Path, api: Any
) -> None:
    address = first_module(api)
    (folder / "page/main.js").write_text("// another", "utf-8")
    response = api.request("GET", address)
    assert response.text == "// another"
    assert response.headers["cache-control"] == "no-cache"


def test_what_an_editor_keeps_beside_a_file_changes_nothing(folder: Path, api: Any) -> None:
    (folder / "list/.#message_row.js").symlink_to("somebody@somewhere.4711")
    assert api.request("GET", first_module(api)).status_code == 200


def test_a_file_that_is_opened_by_itself_does_nothing(api: Any) -> None:
    for name in ("index.html", "icon.svg", "service/tables.js", "list/search.js", "list/list.css"):
        rules = policy(api.request("GET", f"/sandbox/inbox/{name}"))
        assert rules == {"default-src": ["'none'"], "frame-ancestors": ["'none'"]}


def test_every_module_finds_what_it_imports() -> None:
    """A browser shows an empty page if a single name is missing."""
    exported = re.compile(r"^export (?:async )?(?:const|function|class) (\w+)", re.MULTILINE)
    imported = re.compile(r"^import \{([^}]+)\} from '(\.\.?/[\w/.]+\.js)';", re.MULTILINE)
    sources = {file: file.read_text("utf-8") for file in files_of("*.js")}
    sources[WEB / "service/tables.js"] = tables.module()
    found = 0
    for file, source in sources.items():
        for names, path in imported.findall(source):
            wanted = set(re.findall(r"(\w+)(?: as \w+)?(?:,|\s*$)", names))
            module = (file.parent / path).resolve()
            assert wanted <= set(exported.findall(sources[module])), (file, path)
            found += len(wanted)
    assert found > 200


def test_nothing_of_the_page_names_another_place() -> None:
    """Neither a module nor a style.

    The words of licences and of the vendored library's own error messages aside.
    """
    foreign = re.compile(r"""(?:import|from|fetch\(|url\(|src=|href=)\s*["'`]?(?:https?:)?//""")
    sources = files_of("*")
    assert {"main.js", "tokens.css", "index.html"} <= {file.name for file in sources}
    for file in sources:
        assert not foreign.findall(file.read_text("utf-8")), file.name


@pytest.mark.parametrize(
    "path",
    [
        "/sandbox/inbox/nothing.js",
        "/sandbox/inbox/",
        "/sandbox/inbox/store",
        "/sandbox/inbox/../website.py",
        "/sandbox/inbox/store/../../website.py",
        "/sandbox/inbox/store/%2e%2e/%2e%2e/website.py",
        "/sandbox/inbox/store/..%2f..%2fwebsite.py",
        "/sandbox/inbox//etc/passwd",
        "/sandbox/inbox/0123456789abcdef/nothing.js",
        "/sandbox/inbox/0123456789abcdef/",
        "/sandbox/inbox/0123456789abcdef/../../website.py",
        "/sandbox/inbox/0123456789abcdef/..%2f..%2fwebsite.py",
        "/sandbox/inbox/0123456789abcdef//etc/passwd",
    ],
)
def test_nothing_else_is_served(api: Any, path: str) -> None:
    response = api.request("GET", path)
    assert response.status_code in (404, 405)
    assert "cache-control" not in response.headers


def test_only_this_machine_sees_the_page(api: Any) -> None:
    for host, status in (
        ("localhost:8026", 200),
        ("[::1]:8026", 200),
        ("evil.example", 403),
        ("", 403),
    ):
        response = api.request("GET", "/", headers={"Host": host})
        assert response.status_code == status
        assert ("<html" in response.text) == (status == 200)


def test_a_link_of_any_page_may_lead_here(api: Any) -> None:
    """No other page can hold it in a frame, and what it asks for comes from its own origin."""
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert api.request("GET", "/", headers=headers).status_code == 200


def test_other_verbs_at_the_root_are_the_service(api: Any) -> None:
    assert api.request("HEAD", "/").status_code == 200
    for verb in ("POST", "PUT", "DELETE"):
        assert api.request(verb, "/").json()["response_code"] == 300
