"""Whatever an application sends is shown as it is, and never runs, loads or leads anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from playwright.sync_api import expect

from tests.inbox.conftest import NUMBER
from tests.kit.control import PLAIN_HTTP
from tests.kit.service import Site

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.kit.control import Control

    Open = Callable[..., Page]

PAYLOADS = [
    "<script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    "<img src='https://evil.example/pixel.png'>",
    "<svg onload=window.ran=1>",
    "<svg><script href='data:text/javascript,window.ran=1'/></svg>",
    "<iframe srcdoc='<script>parent.ran = 1</script>'></iframe>",
    "<iframe src='javascript:parent.ran=1'></iframe>",
    "<a href='javascript:window.ran=1'>click</a>",
    "<form action='https://evil.example'><button>Go</button></form>",
    "<style>@import 'https://evil.example/a.css'; * { display: none }</style>",
    "<link rel=stylesheet href='https://evil.example/a.css'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.ran=1>",
    "</p></article></body></html><script>window.ran = 1</script>",
    '"><script>window.ran=1</script>',
    "'-window.ran=1-'",
    "${window.ran = 1}",
    "{{constructor.constructor('window.ran=1')()}}",
    "`);window.ran=1;(`",
    "&lt;script&gt;window.ran=1&lt;/script&gt;",
    "\u2028window.ran=1\u2029",
    "javascript:window.ran=1",
    "data:text/html,<script>window.ran=1</script>",
    "\u202ehttps://example.com/\u2066gpj.exe\u2069",
    '{"__html": "<img src=x onerror=window.ran=1>", "constructor": null, "__proto__": {"ran": 1}}',
]
LINKS = [
    "javascript:window.ran=1",
    "JaVaScRiPt:window.ran=1",
    "data:text/html,<script>window.ran=1</script>",
    "vbscript:window.ran=1",
    "file:///etc/passwd",
    "blob:https://evil.example/a",
    "viber://pa?chatURI=a",
    "x:y",
    "https://",
]
ADDRESSES = [
    "https://example.com/a?b=c&d=%D1%84#e",
    "HTTP://EXAMPLE.COM/",
    "https://приклад.укр/шлях",
    "https://u:p@example.com/",
]
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
HEADERS = {"Authorization": "Bearer sandbox"}


class Sender:
    """Sends what no careful client would let out."""

    def __init__(self, sandbox: str, control: Control) -> None:
        self._address = sandbox
        self._control = control

    def viber(self, **parameters: Any) -> str:
        body = {"recipients": [NUMBER], "viber": {"sender": "TurboSMS", **parameters}}
        return self._send(body)

    def is_refused(self, **parameters: Any) -> bool:
        """Whether the service refuses a Viber message for its link (411)."""
        body = {"recipients": [NUMBER], "viber": {"sender": "TurboSMS", **parameters}}
        code: int = self._ask(body)["response_code"]
        return code == 411

    def sms(self, **parameters: Any) -> str:
        return self._send({"recipients": [NUMBER], "sms": {"sender": "TurboSMS", **parameters}})

    def _ask(self, body: Any) -> Any:
        return httpx2.post(
            f"{self._address}/message/send.json",
            json=body,
            headers=HEADERS,
            **PLAIN_HTTP,
        ).json()

    def _send(self, body: Any) -> str:
        answer = self._ask(body)
        assert answer["response_result"], answer
        self._control.advance(5)
        message_id: str = answer["response_result"][0]["message_id"]
        return message_id


@pytest.fixture
def sender(sandbox: str, control: Control) -> Sender:
    return Sender(sandbox, control)


def unharmed(tab: Page) -> bool:
    """Nothing of a text has run, become an element, or changed what elements are."""
    strange = (
        "iframe, object, embed, form[action], base, body meta, body link, body style, body script"
    )
    count: int = tab.locator(strange).count()
    ran: Any = tab.evaluate("[window.ran, ({}).ran, document.baseURI.startsWith(location.origin)]")
    return count == 0 and ran == [None, None, True]


def test_payloads_in_every_place(sender: Sender, control: Control, opened: Open, rows: Any) -> None:
    """Texts, captions, replies, names of senders and files: in list, phone, details and calls."""
    last = ""
    for number, payload in enumerate(PAYLOADS):
        sender.sms(text=payload)
        query = "+".join(payload.split())  # a link has no white space
        last = sender.viber(
            text=payload, caption=payload[:30], action=f"https://example.com/{number}?q={query}"
        )
        control.reply(NUMBER, payload, sender="TurboSMS")
        name = payload[:20]
        control.account(senders={name: {"2way": True}})
        data = {"file_data": "data:image/png;base64,PHNjcmlwdD4=", "file_name": payload}
        control.control("POST", "replies", {"sender": name, "number": NUMBER, **data})
    control.account(templates=PAYLOADS, forbidden_fragments=[p for p in PAYLOADS if "zzz" in p])
    control.fault("*", "code", code=998, name=PAYLOADS[1])
    tab = opened(f"#/{NUMBER}/{last}")
    expect(tab.get_by_role("region", name="Message details")).to_contain_text(last)
    phone = tab.get_by_role("region", name=f"Phone of {NUMBER}")
    earlier = phone.get_by_role("button", name="Show earlier")
    while earlier.count():
        earlier.click()
    for payload in PAYLOADS:
        visible = payload.strip("\u2028\u2029")
        assert phone.locator(".bubble-text").filter(has_text=visible).count() >= 2, payload
    expect(rows(tab).filter(has_text="<script>window.ran = 1</script>").first).to_be_visible()
    assert unharmed(tab)
    for tool in ("Account", "Faults"):
        tab.get_by_role("group", name="Tools").locator("button").filter(has_text=tool).click()
        expect(tab.get_by_role("dialog")).to_be_visible()
        tab.evaluate(TWO_FRAMES)
        assert unharmed(tab)
        tab.keyboard.press("Escape")
    tab.get_by_role("link", name="Calls").click()
    expect(
        tab.get_by_role("list", name="Calls, newest first").get_by_role("listitem").first
    ).to_be_visible()
    assert unharmed(tab)


def test_only_addresses_of_the_web_are_links(sender: Sender, opened: Open) -> None:
    ids: list[str] = []
    for number, link in enumerate(LINKS):
        assert sender.is_refused(text="see here", caption="Open", action=link)
        ids.append(sender.viber(text=f"see here {number}: {link}"))
    tab = opened(f"#/{NUMBER}")
    page = tab.url.partition("#")[0]
    for number, (message_id, link) in enumerate(zip(ids, LINKS, strict=True)):
        tab.evaluate(f"location.hash = '#/{NUMBER}/{message_id}'")
        phone = tab.get_by_role("region", name=f"Phone of {NUMBER}")
        bubble = phone.get_by_role("article").filter(has_text=f"see here {number}")
        expect(bubble).to_have_count(1)
        expect(tab.get_by_role("region", name="Message details")).to_contain_text(message_id)
        expect(tab.get_by_role("region", name="Course on Viber")).to_be_visible()
        addresses: list[str] = tab.evaluate("[...document.links].map((link) => link.href)")
        # Of `blob:https://…` what follows the scheme is an address of the web, and may be a link.
        own_or_web = (page, "https://evil.example/")
        assert all(address.startswith(own_or_web) for address in addresses), (link, addresses)
        assert unharmed(tab), link


@pytest.mark.thorough_only
def test_addresses_of_the_web_open_apart(sender: Sender, opened: Open) -> None:
    for address in ADDRESSES:
        sender.viber(text=f"see {address}, now", caption="Open", action=address)
    tab = opened(f"#/{NUMBER}")
    for address in ADDRESSES:
        links = tab.get_by_role("article").get_by_role("link", name=address, exact=True)
        expect(links).to_have_count(2)
        for link in links.all():
            assert link.get_attribute("target") == "_blank"
            assert set((link.get_attribute("rel") or "").split()) == {"noopener", "noreferrer"}
            assert (link.get_attribute("href") or "").lower().startswith("http")


def test_a_text_that_turns_the_direction_turns_only_itself(sender: Sender, opened: Open) -> None:
    sender.sms(text="\u202eabc \u2067 שלום")
    sender.sms(text="after")
    bubbles = opened(f"#/{NUMBER}").get_by_role("article")
    texts = bubbles.locator(".bubble-text").all()
    assert [text.get_attribute("dir") for text in texts] == ["auto", "auto"]
    assert texts[0].evaluate("text => getComputedStyle(text).unicodeBidi") in (
        "isolate",
        "plaintext",
        "isolate-override",
    )
    assert texts[1].evaluate("text => getComputedStyle(text).direction") == "ltr"


def test_a_page_of_another_origin_changes_nothing(
    browser: Any, sandbox: str, control: Control
) -> None:
    """By a form, by fetch, by an image, in a frame: whatever a page can try without asking."""
    target = sandbox
    page = f"""<!doctype html><body>
        <form id=form method=post action="{target}/sandbox/reset" target=frame></form>
        <form id=text method=post enctype="text/plain" action="{target}/sandbox/clock" target=frame>
            <input name='{{"advance": 9999, "a": "' value='"}}'></form>
        <iframe name=frame></iframe><iframe id=page src="{target}/"></iframe>
        <img src="{target}/sandbox/calls">
        <script>
            async function attack() {{
                document.getElementById('form').submit();
                document.getElementById('text').submit();
                const changes = [
                    ['POST', 'reset'], ['POST', 'clock'],
                    ['PATCH', 'account'], ['DELETE', 'messages'],
                ];
                const tries = [...changes, ['GET', 'messages']];
                const answers = [];
                for (const [method, path] of tries) for (const mode of ['cors', 'no-cors']) {{
                    const body = method === 'GET' ? undefined : '{{"advance": 9999, "balance": 1}}';
                    const address = `{target}/sandbox/${{path}}`;
                    try {{ answers.push((await fetch(address, {{method, mode, body}})).type); }}
                    catch {{ answers.push('refused'); }}
                }}
                const source = new EventSource('{target}/sandbox/events');
                answers.push(await new Promise((done) => {{
                    source.onopen = () => done('told');
                    source.onerror = () => done('refused');
                }}));
                source.close();
                return answers;
            }}
        </script>"""
    body = {"recipients": [NUMBER], "sms": {"sender": "TurboSMS", "text": "a"}}
    httpx2.post(
        f"{target}/message/send.json",
        json=body,
        headers=HEADERS,
        **PLAIN_HTTP,
    )

    def state() -> list[Any]:
        hour = control.advance(0)[:13]
        return [
            control.account(),
            hour,
            control.shown()[0]["message_id"],
        ]

    before = state()
    with Site({"/": page}) as site:
        tab = browser.new_context().new_page()
        tab.goto(f"{site.url}/")
        answers = tab.evaluate("attack()")
        tab.wait_for_timeout(500)
        assert set(answers) <= {"refused", "opaque"}, answers
        assert answers[-1] == "refused"
        frames = [frame for frame in tab.frames if frame.url.startswith(target)]
        assert not any(frame.get_by_text("Messages").count() for frame in frames)
        tab.context.close()
    assert state() == before


@pytest.mark.thorough_only
def test_the_policy_stops_what_slips_through(browser: Any, sandbox: str) -> None:
    """Even if a text became markup, it could neither run nor load anything."""
    tab = browser.new_context().new_page()
    tab.goto(sandbox)
    refused = tab.evaluate(
        """() => {
            try {
                document.body.innerHTML += '<img src=x onerror="window.ran = 1">';
                return 'taken';
            } catch (error) { return error.constructor.name; }
        }"""
    )
    assert refused == "TypeError"
    assert (
        tab.evaluate("fetch('https://evil.example/').then(() => 'asked', () => 'refused')")
        == "refused"
    )
    tab.context.close()
