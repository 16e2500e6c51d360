"""The documentation page.

The whole spec in one HTML file that asks for nothing, neither files nor permissions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.publishing.docs import tables
from generator.publishing.docs.fields import Fields, patterns
from generator.publishing.docs.markup import Prose, breakable, json_html, line_html, links
from generator.publishing.docs.operations import module_sections
from generator.publishing.docs.shell import render
from generator.publishing.docs.token_places import token_places
from generator.publishing.docs.webhooks import webhook_sections, webhook_statuses, webhook_types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.publishing.docs.operations import ModuleSection
    from generator.spec.model.spec import Spec

_STYLES = ("base.css", "layout.css", "docs.css", "cards.css", "codes.css", "print.css")
_SCRIPTS = ("copy.js", "choosers.js", "codes.js", "places.js", "search.js")


def page(spec: Spec) -> str:
    """The page for a spec; the same bytes for the same spec."""
    prose = Prose(links(spec))
    codes = frozenset(code.code for code in spec.codes)
    servers = [server.url for server in spec.servers]
    filters = {
        "md": prose.block,
        "line": prose.inline,
        "plain": prose.plain,
        "json": lambda value: json_html(value, codes),
        "curl": lambda line: line_html(line, servers),
        "breakable": breakable,
    }
    return render("docs.html.jinja", filters, _STYLES, _SCRIPTS, _values(spec))


def _values(spec: Spec) -> dict[str, Any]:
    fields = Fields(spec.schemas)
    modules = module_sections(spec)
    return {
        "info": spec.info,
        "servers": spec.servers,
        "places": token_places(spec),
        **_opening(spec, modules),
        **_envelope(spec, fields),
        "modules": modules,
        "webhooks": webhook_sections(spec),
        "webhook_types": webhook_types(spec),
        "webhook_statuses": webhook_statuses(spec),
        "webhook_repeats": spec.webhooks.repeats,
        "codes": tables.codes(spec),
        "common_codes": spec.common_codes,
        "missing_codes": spec.missing_codes,
        "legend": tables.legend(spec),
        "titles": tables.TITLES,
        "statuses": tables.statuses(spec),
        "about_statuses": _description(spec, "DeliveryStatus"),
        "about_reasons": _description(spec, "RejectionReason"),
        "rejection_reasons": spec.rejection_reasons,
        "limits": tables.limits(spec),
        "file_types": spec.file_types,
        "viber_kinds": tables.viber_kinds(spec),
        "retry_classes": tables.retry_classes(spec),
        "timeout_classes": tables.timeout_classes(spec),
        "retry_meanings": spec.retry_classes,
        "timeout_meanings": spec.timeout_classes,
        "schemas": list(_schemas(spec, fields)),
    }


def _description(spec: Spec, schema: str) -> str:
    """The description of a schema, if there is one of that name."""
    if schema not in spec.schemas.by_name:
        return ""
    return spec.schemas.by_name[schema].description or ""


def _opening(spec: Spec, modules: tuple[ModuleSection, ...]) -> dict[str, Any]:
    """What the page begins with: a call that creates something, and an answer that says it did."""
    success = {code.code for code in spec.codes if code.is_success}
    for module in modules:
        for operation in module.operations:
            answers = [each for each in operation.answers if _code(each.value) in success]
            if operation.creates and operation.requests and answers:
                return {"first": operation, "done": answers[0]}
    return {"first": None, "done": None}


def _code(answer: Any) -> int | None:
    if isinstance(answer, dict):
        return answer.get("response_code")
    return None


def _envelope(spec: Spec, fields: Fields) -> dict[str, Any]:
    """What all answers have in common, and what each has in `response_result`."""
    answers = tables.answers(spec)
    envelope: list[tuple[str, str]] = []
    for name, schema in spec.schemas.all_properties(answers[0].schema).items():
        if name != "response_result":
            envelope.append((name, spec.schemas.resolve(schema).description or ""))
    results: list[tuple[Any, str, list[str]]] = []
    for answer in answers:
        result = spec.schemas.all_properties(answer.schema)["response_result"]
        results.append((fields.type(result), result.description or "", answer.methods))
    return {"envelope": envelope, "results": results}


def _schemas(spec: Spec, fields: Fields) -> Iterator[dict[str, Any]]:
    """Every schema on its own: its type, limits and fields, whose objects are only named."""
    for name, schema in spec.schemas.by_name.items():
        anchor = f"schema-{name}"
        yield {
            "name": name,
            "anchor": anchor,
            "type": fields.type(schema),
            "limits": fields.limits(schema),
            "patterns": list(patterns(schema)),
            "description": schema.description or "",
            "fields": fields.of(schema, anchor, deep=False),
        }
