"""Traces a send with OpenTelemetry: an application span, with a span below it for each attempt.

Needs `opentelemetry-sdk` and `opentelemetry-instrumentation-httpx`. The spans go to the console; in
an application, replace `ConsoleSpanExporter` by your exporter. No span attribute holds the token, a
phone number or a text.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

import httpx2
from opentelemetry.instrumentation.httpx import HTTPX2ClientInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SimpleSpanProcessor

from turbosms_client import TurboSMS, TurboSMSError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Tracer

    from turbosms_client import SendReport


def provider(exporter: SpanExporter) -> TracerProvider:
    """Create a tracer provider. A `BatchSpanProcessor` would export spans in the background."""
    made = TracerProvider(resource=Resource.create({"service.name": "shop"}))
    made.add_span_processor(SimpleSpanProcessor(exporter))
    return made


@contextlib.contextmanager
def traced(traces: TracerProvider) -> Iterator[httpx2.Client]:
    """Create an `httpx2` client that makes a span of every request; other clients do not."""
    with httpx2.Client() as http:
        # The method accepts clients of httpx2, but its annotation still names only those of httpx.
        HTTPX2ClientInstrumentor.instrument_client(http, tracer_provider=traces)  # type: ignore[arg-type]
        yield http


def notify(client: TurboSMS, tracer: Tracer, phone: str, text: str) -> SendReport:
    """Send within a span of the application, which records the result."""
    # An exception is recorded with its message, which contains codes and the sequence_id, but
    # nothing secret.
    with tracer.start_as_current_span("notify customer") as span:
        try:
            report = client.message.send([phone], text=text)
        except TurboSMSError as error:
            span.set_attribute("turbosms.error", type(error).__name__)
            raise
        span.set_attributes(
            {"turbosms.code": int(report.code), "turbosms.sequence_id": report.sequence_id}
        )
        return report


def main() -> None:
    traces = provider(ConsoleSpanExporter())
    with traced(traces) as http, TurboSMS(sms_sender="TurboSMS", http_client=http) as client:
        notify(client, traces.get_tracer("shop"), "380678998668", "Your order 12345 is on its way.")


if __name__ == "__main__":
    if "TURBOSMS_BASE_URL" not in os.environ:
        raise SystemExit(
            "This sends an SMS: "
            "set TURBOSMS_BASE_URL and TURBOSMS_TOKEN, for example to a sandbox's."
        )
    main()
