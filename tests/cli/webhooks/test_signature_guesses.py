"""Whatever secret and id are: a right signature matches, and a single mistake is found."""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.webhooks.calls import as_form, as_json, call, sha1
from turbosms_cli.webhooks.captured_call import CapturedCall
from turbosms_cli.webhooks.signature_check import Verdict, check_signature
from turbosms_webhooks import WebhookError, WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.rules

# With a letter that no verdict has, so that a secret in one does not stand there by chance.
SECRETS = (
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=8)
    .map(lambda secret: f"{secret}\N{BLACK CHESS QUEEN}")
    .filter(lambda secret: secret.strip("'\"`“”«»„‘’") == secret)  # noqa: RUF001
)
IDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=60)
WRITTEN = st.sampled_from([as_json, as_form])
TOKEN = "0123456789abcdef"
STRUCTURAL = {"malformed", "no_id", "no_signature"}
FIELDS = st.dictionaries(
    st.sampled_from(["id", "signature", "type", "date", "try", "data", "more"]),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=80),
)


def verdict_on(body: bytes, *secrets: str) -> Verdict:
    return check_signature(CapturedCall(body), secrets, [TOKEN])


def reason_of(body: bytes, secret: str) -> str | None:
    """Why a receiver refuses it; None if it does not."""
    try:
        WebhookReceiver(secret).parse(body)
    except WebhookError as error:
        return error.reason
    return None


@settings(max_examples=examples(60, 3_000))
@given(SECRETS, SECRETS, IDS, WRITTEN, st.booleans())
def test_what_the_receiver_accepts_matches(
    secret: str, other: str, event_id: str, written: Callable[[Any], bytes], id_first: bool
) -> None:
    assume(secret != other)
    text = f"{event_id}{secret}" if id_first else f"{secret}{event_id}"
    body = written(call(event_id, signature=sha1(text)))
    callback = WebhookReceiver([other, secret]).parse(body)
    verdict = verdict_on(body, other, secret)
    assert verdict.matches
    assert (verdict.order, verdict.secret_number) == (
        callback.signature_order,
        callback.secret_index + 1,
    )


MISTAKES: dict[str, Callable[[str, str], str]] = {
    "line_break": lambda secret, event_id: sha1(f"{secret}\r\n{event_id}"),
    "white_space": lambda secret, event_id: sha1(f"\t{secret}{event_id}"),
    "quotes": lambda secret, event_id: sha1(f"“{secret}”{event_id}"),
    "api_token": lambda _, event_id: sha1(f"{TOKEN}{event_id}"),
    "id_changed": lambda secret, event_id: sha1(f'{secret}"{event_id}"'),
    "digest": lambda secret, event_id: hmac.new(
        secret.encode(), event_id.encode(), "sha512"
    ).hexdigest(),
    "composition": lambda secret, event_id: sha1(f"{event_id}|{secret}"),
    "encoding": lambda secret, event_id: f"sha1={sha1(f'{secret}{event_id}')}",
}


@settings(max_examples=examples(15, 500))
@given(SECRETS, IDS, WRITTEN)
@pytest.mark.parametrize("reason", MISTAKES)
def test_a_mistake_is_found(
    reason: str, secret: str, event_id: str, written: Callable[[Any], bytes]
) -> None:
    assume(event_id.strip("'\"") == event_id)
    assume(event_id != secret)  # which comes first is then the same
    body = written(call(event_id, signature=MISTAKES[reason](secret, event_id)))
    verdict = verdict_on(body, secret)
    assert not verdict.matches
    assert verdict.reasons == (reason,)
    assert verdict.next_step
    shown = json.dumps(verdict.row(), ensure_ascii=False)
    # Quotes and backslashes of the secret would be written in this way, too.
    assert json.dumps(secret, ensure_ascii=False)[1:-1] not in shown


@settings(max_examples=examples(20, 500))
@given(SECRETS, st.integers(0, 10**15), st.integers(1, 5))
def test_a_number_that_has_lost_its_zeros(secret: str, number: int, zeros: int) -> None:
    text = "0" * zeros + str(number)
    assume(len(text) <= 20)
    verdict = verdict_on(as_json(call(id=number, signature=sha1(f"{secret}{text}"))), secret)
    assert verdict.reasons == ("id_changed",)


@settings(max_examples=examples(20, 500))
@given(SECRETS, IDS)
def test_an_id_that_was_signed_as_it_stood_in_a_form(secret: str, event_id: str) -> None:
    assume(quote_plus(event_id) not in (event_id, event_id.lower(), event_id.upper()))
    body = as_json(call(event_id, signature=sha1(f"{secret}{quote_plus(event_id)}")))
    assert verdict_on(body, secret).reasons == ("id_changed",)


@settings(max_examples=examples(100, 5_000))
@given(SECRETS, st.binary(max_size=300) | FIELDS.map(as_json) | FIELDS.map(as_form))
def test_anything_ends_in_a_verdict_which_is_that_of_the_receiver(secret: str, body: bytes) -> None:
    verdict = verdict_on(body, secret)
    reason = reason_of(body, secret)
    assert verdict.matches == (reason is None)
    if reason in STRUCTURAL:
        assert verdict.reasons == (reason,)
    else:
        assert STRUCTURAL.isdisjoint(verdict.reasons)
