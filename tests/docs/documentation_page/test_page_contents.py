"""The documentation page as a file.

All of the spec is in it, links lead somewhere, nothing comes from elsewhere.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from generator.publishing.artefacts import Artefact
from generator.publishing.index import index
from generator.publishing.page import page
from tests.kit.processes import PYTHON, ROOT, environment, output
from tests.openapi import SPEC, read_yaml
from tests.unchecked_models import model_of

pytestmark = pytest.mark.checkout

FILES = [
    Artefact("openapi.yaml", "OpenAPI <3.1>", "The source & more.", 118356, "0" * 64),
    Artefact("schemas/message.send.request.json", "A request", "JSON Schema.", 1, "f" * 64),
    Artefact("docs.html", "Documentation", "This.", 500_000, "a" * 64),
]


class Html(HTMLParser):
    """What tests ask of a page: its elements, their text, the ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"style": [], "script": []}
        self._in = ""
        self.feed(text)
        self.ids = Counter(
            attributes["id"] for _, attributes in self.elements if "id" in attributes
        )
        self.links = [str(attributes["href"]) for tag, attributes in self.elements if tag == "a"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in = tag

    def handle_data(self, data: str) -> None:
        if self._in in self.texts:
            self.texts[self._in].append(data)
            self._in = ""


@pytest.fixture(scope="module")
def text() -> str:
    return page(model_of(SPEC))


@pytest.fixture(scope="module")
def html(text: str) -> Html:
    return Html(text)


def test_it_is_the_same_every_time(text: str) -> None:
    """The other one was made here, by a Python that orders sets in another way."""
    command = (
        "from generator.publishing.page import page; from tests.openapi import SPEC; "
        "from tests.unchecked_models import model_of; print(page(model_of(SPEC)), end='')"
    )
    own = environment(PYTHONHASHSEED="4242", PYTHONIOENCODING="utf-8")
    assert output(PYTHON, "-c", command, cwd=ROOT, env=own) == text


def test_it_is_small_enough_to_send_around(text: str) -> None:
    # The samples of each method in four languages are a sixth of it, meanings in Ukrainian an
    # eightieth.
    assert len(text.encode()) < 750_000


@pytest.mark.parametrize("name", ["docs", "index"])
def test_links_lead_somewhere_and_ids_stand_once(name: str, text: str) -> None:
    html = Html(text if name == "docs" else index("1.0.0", FILES, "SHA256SUMS"))
    assert [place for place, times in html.ids.items() if times > 1] == []
    known = {f"#{place}" for place in html.ids}
    if name == "index":
        known |= (
            {file.path for file in FILES}
            | {"SHA256SUMS"}
            | {f"docs.html#{place}" for place in Html(text).ids}
        )
    assert sorted({link for link in html.links if link not in known}) == []
    for attribute in ("aria-controls", "aria-labelledby", "for"):
        assert {attributes.get(attribute) for _, attributes in html.elements} - {None} <= set(
            html.ids
        )


@pytest.mark.parametrize("name", ["docs", "index"])
def test_nothing_comes_from_elsewhere(name: str, text: str) -> None:
    html = Html(text if name == "docs" else index("1.0.0", FILES, "SHA256SUMS"))
    loading = {"src", "srcset", "action", "data", "poster", "href", "style", "background"}
    for tag, attributes in html.elements:
        if tag == "a":
            continue
        for attribute in loading & set(attributes):
            assert str(attributes[attribute]).startswith("data:")
    assert "url(" not in html.texts["style"][0]
    assert "@import" not in html.texts["style"][0]


@pytest.mark.parametrize("name", ["docs", "index"])
def test_the_policy_allows_what_is_in_the_file_and_nothing_else(name: str, text: str) -> None:
    html = Html(text if name == "docs" else index("1.0.0", FILES, "SHA256SUMS"))
    policy = next(
        str(a["content"])
        for _, a in html.elements
        if a.get("http-equiv") == "Content-Security-Policy"
    )
    allowed = dict(part.split(" ", 1) for part in policy.split("; "))
    assert allowed == {
        "default-src": "'none'",
        "style-src": hashes_of(html.texts["style"]),
        "script-src": hashes_of(html.texts["script"]),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    for _, attributes in html.elements:
        assert not any(attribute.startswith("on") for attribute in attributes)


def hashes_of(parts: list[str]) -> str:
    """How a policy names the only texts that it allows."""
    hashes: list[str] = []
    for part in parts:
        digest = hashlib.sha256(part.encode()).digest()
        hashes.append(f"'sha256-{base64.b64encode(digest).decode()}'")
    return " ".join(hashes)


def test_every_method_field_and_schema_has_a_place(html: Html) -> None:
    wanted = {f"schema-{name}" for name in SPEC["components"]["schemas"]}
    for name, schema in SPEC["components"]["schemas"].items():
        wanted |= {f"schema-{name}-{field}" for field in schema.get("properties", {})}
    for path, item in SPEC["paths"].items():
        method = path.removesuffix(".json").strip("/").replace("/", "-")
        wanted |= {method, f"{method}-request", f"{method}-answer", f"{method}-codes"}
        for parameter in item.get("get", {}).get("parameters", []):
            if "$ref" not in parameter:
                wanted.add(f"{method}-query-{parameter['name']}")
        content = item["post"].get("requestBody", {}).get("content", {})
        for media_type, kind in (
            ("application/json", "json"),
            ("application/x-www-form-urlencoded", "form"),
        ):
            wanted |= {
                f"{method}-example-{kind}-{each}"
                for each in content.get(media_type, {}).get("examples", {})
            }
    viber = SPEC["components"]["schemas"]["ViberParameters"]["properties"]
    wanted |= {f"message-send-request-viber-{field}" for field in viber}
    wanted |= {f"message-sendmulti-request-any-viber-{field}" for field in viber}
    wanted |= {"message-details-answer-response_result-sms-price", "message-send-form-token"}
    wanted |= {"chat-send-form-token", "schema-ChatSendForm-message"}  # composed of two schemas
    assert sorted(wanted - set(html.ids)) == []


@pytest.mark.parametrize(
    ("table", "prefix", "key"),
    [
        ("x-result-codes", "code", "code"),
        ("x-delivery-statuses", "status", "name"),
        ("x-rejection-reasons", "reason", "name"),
        ("x-viber-kinds", "viber-kind", "kind"),
        ("x-limits", "limit", "name"),
        ("x-file-types", "file-type", "extension"),
    ],
)
def test_every_row_of_a_table_has_a_place(table: str, prefix: str, key: str, html: Html) -> None:
    rows = [f"{prefix}-{row[key]}" for row in SPEC[table]]
    assert [place for place in html.ids if re.fullmatch(rf"{prefix}-\w+", str(place))] == rows


def test_every_webhook_has_a_place_its_fields_and_both_forms(html: Html, text: str) -> None:
    for name, item in SPEC["webhooks"].items():
        assert f"webhook-{name}" in html.ids
        content = item["post"]["requestBody"]["content"]
        example = next(iter(content["application/json"]["examples"].values()))["value"]
        for key in example:
            assert f"webhook-{name}-body-{key}" in html.ids
        for key in example["data"]:
            assert f"webhook-{name}-body-data-{key}" in html.ids
            assert f"<dt>data[{key}]</dt>" in text
    for place in ("webhooks", "webhook-types", "webhook-statuses", "webhook-repeats"):
        assert place in html.ids


def test_every_method_links_the_codes_it_can_answer(text: str) -> None:
    for path, item in SPEC["paths"].items():
        method = path.removesuffix(".json").strip("/").replace("/", "-")
        section = text.partition(f'<h4 id="{method}-codes">')[2].partition("</div>")[0]
        linked = {int(code) for code in re.findall(r'href="#code-(\d+)"', section)}
        assert linked == {*item["x-operation"]["codes"], *SPEC["x-common-codes"]}


def test_texts_of_the_spec_cannot_become_elements(text: str) -> None:
    evil = "<img src=x onerror=alert(1)> & \"'</script>"
    spec = copy.deepcopy(SPEC)
    spec["info"].update(title=evil, summary=evil, description=evil)
    send = spec["paths"]["/message/send.json"]["post"]
    send.update(summary=evil, description=evil)
    send["requestBody"]["content"]["application/json"]["examples"]["sms"].update(
        summary=evil, description=evil, value={evil: evil}
    )
    spec["x-result-codes"][0]["meaning"] = evil
    spec["components"]["schemas"]["Phone"].update(description=evil, pattern=evil)
    made = Html(page(model_of(spec)))
    assert not any(tag == "img" for tag, _ in made.elements)
    assert len(made.texts["script"]) == len(Html(text).texts["script"])


def test_a_small_spec_has_a_page_too() -> None:
    spec = read_yaml((ROOT / "tests" / "generator" / "fixtures" / "small.yaml").read_text("utf-8"))
    html = Html(page(model_of(spec)))
    assert {"message-send", "user-balance", "code-405", "schema-SendRequest-recipients"} <= set(
        html.ids
    )
    assert [link for link in html.links if link[1:] not in html.ids] == []


def test_a_code_of_an_outcome_without_a_meaning_is_refused() -> None:
    spec = copy.deepcopy(SPEC)
    spec["x-result-codes"][0]["outcome"] = "perhaps"
    with pytest.raises(KeyError, match="perhaps"):
        page(model_of(spec))


def test_the_index_says_what_each_file_is() -> None:
    text = index("1.0.0", FILES, "SHA256SUMS")
    assert "OpenAPI &lt;3.1&gt;" in text
    assert "The source &amp; more." in text
    assert "118,356 bytes" in text
    cards = text.partition('<ul class="files">')[2]
    assert (
        cards.index('href="openapi.yaml"')
        < cards.index('href="docs.html"')
        < cards.index(">schemas/<")
    )


def test_the_index_begins_with_what_most_come_for() -> None:
    before = index("1.0.0", FILES, "SHA256SUMS").partition('<ul class="files">')[0]
    uses = [href for _, href in re.findall(r'<dt>([^<]+)</dt><dd><a href="([^"]+)"', before)]
    assert uses == ["docs.html", "docs.html#codes"], "of the files that there are"
