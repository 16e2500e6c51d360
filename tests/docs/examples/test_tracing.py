"""docs/examples/tracing.py with the real SDK.

A span for each attempt, below the application's; no secrets.
"""

from __future__ import annotations

import importlib.util
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from tests.kit.processes import PYTHON, ROOT, output, run
from turbosms_client import APIError, RetryPolicy, TurboSMS

if TYPE_CHECKING:
    from tests.kit.control import Control

pytestmark = pytest.mark.checkout

FILE = ROOT / "docs" / "examples" / "tracing.py"
TOKEN, PHONE, TEXT = "sandbox", "380678998668", "Meet me at the old mill"


@pytest.fixture(scope="module")
def example() -> Any:
    spec = importlib.util.spec_from_file_location("tracing_example", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spans_of(example: Any, url: str, phone: str = PHONE) -> tuple[list[Any], Any]:
    """The spans of one call, and what it came to."""
    exporter = InMemorySpanExporter()
    traces = example.provider(exporter)
    retry = RetryPolicy(pause=0.01)
    with (
        example.traced(traces) as http,
        TurboSMS(TOKEN, url, sms_sender="TurboSMS", http_client=http, retry=retry) as client,
    ):
        try:
            end: Any = example.notify(client, traces.get_tracer("test"), phone, TEXT)
        except APIError as error:
            end = error
    return list(exporter.get_finished_spans()), end


def check(spans: list[Any], attempts: int) -> Any:
    """One span of the application, and as many below it as there were attempts.

    None shows what it should not.
    """
    *inner, outer = spans
    assert (outer.name, outer.parent, len(inner)) == ("notify customer", None, attempts)
    for span in inner:
        assert span.parent.span_id == outer.context.span_id
        assert (span.kind, span.context.trace_id) == (SpanKind.CLIENT, outer.context.trace_id)
        assert any(str(value).endswith("/message/send.json") for value in span.attributes.values())
    told = "".join(span.to_json() for span in spans)
    assert not re.search(rf"Bearer|[\"' ]{TOKEN}[\"' ]|{PHONE}|old mill", told)
    return outer


def test_a_span_for_the_attempt(example: Any, control: Control) -> None:
    spans, report = spans_of(example, control.url)
    outer = check(spans, attempts=1)
    assert outer.attributes == {"turbosms.code": 801, "turbosms.sequence_id": report.sequence_id}
    assert spans[0].attributes["http.status_code"] == 200


def test_a_span_for_each_attempt(example: Any, control: Control) -> None:
    control.fault("message/send", "drop_after", times=2)
    spans, report = spans_of(example, control.url)
    outer = check(spans, attempts=3)
    assert report.replayed
    assert outer.attributes["turbosms.code"] == 507
    assert [span.status.is_ok for span in spans] == [False, False, True, True]


def test_a_refusal_marks_the_span_of_the_application(example: Any, control: Control) -> None:
    spans, error = spans_of(example, control.url, "380000000404")
    assert error.code == 404
    outer = check(spans, attempts=1)
    assert outer.attributes["turbosms.error"] == type(error).__name__
    assert (outer.status.is_ok, spans[0].status.is_ok) == (False, True)


def test_it_runs_as_a_program(control: Control) -> None:
    own = {"TURBOSMS_TOKEN": TOKEN, "TURBOSMS_BASE_URL": control.url, "PYTHONWARNINGS": "error"}
    printed = output(PYTHON, FILE, env=own)
    spans = [
        json.loads(text) for text in re.findall(r"^\{.*?^\}", printed, re.MULTILINE | re.DOTALL)
    ]
    assert [span["name"] for span in spans] == ["POST", "notify customer"]
    refused = run(PYTHON, FILE, env={})
    assert (refused.returncode, "TURBOSMS_BASE_URL" in refused.stderr) == (1, True)
