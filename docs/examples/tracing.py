"""Traces of a send with OpenTelemetry.

A span of the application, and below it one for each attempt over HTTP.

Needs `opentelemetry-sdk` and `opentelemetry-instrumentation-httpx`. The spans go to the console; in
an application, put your exporter in place of `ConsoleSpanExporter`. No attribute of a span holds
the token, a number or a text.
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
    """Where spans go. `BatchSpanProcessor` instead would send them in the background."""
    made = TracerProvider(resource=Resource.create({"service.name": "shop"}))
    made.add_span_processor(SimpleSpanProcessor(exporter))
    return made


@contextlib.contextmanager
def traced(traces: TracerProvider) -> Iterator[httpx2.Client]:
    """An `httpx2` client of which every request becomes a span.

    This one alone, not each of the process.
    """
    with httpx2.Client() as http:
        # The method takes clients of httpx2, but its annotation still names those of httpx alone.
        HTTPX2ClientInstrumentor.instrument_client(http, tracer_provider=traces)  # type: ignore[arg-type]
        yield http


def notify(client: TurboSMS, tracer: Tracer, phone: str, text: str) -> SendReport:
    """Send under a span of the application, which says what came of it."""
    # An exception would be recorded with its message, which names codes and the sequence_id, and
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
