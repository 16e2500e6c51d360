"""Runs openapi-python-client on the view and takes none of its warnings for an answer."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Final

import openapi_python_client
from jinja2 import TemplateError
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.errors import GeneratorError as Complaint
from openapi_python_client.parser.errors import ParseError

from generator.output.errors import GeneratorError

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE: Final = "turbosms_api"


def generate_client(view: Path, templates: Path, target: Path) -> None:
    """Write the package that openapi-python-client makes of the view, with our templates.

    It drops whatever it does not understand, says so in a warning and ends well; every warning is
    an error here.
    """
    settings = ConfigFile(
        package_name_override=PACKAGE,
        # A field that cannot be a Python name starts with a digit: `2way` becomes `is_2way`.
        field_prefix="is_",
        docstrings_on_attributes=True,
        # Formatting is ours: its hooks would run whichever ruff stands in PATH.
        post_hooks=[],
    )
    config = Config.from_sources(
        settings,
        meta_type=MetaType("none"),
        document_source=view,
        file_encoding="utf-8",
        overwrite=False,
        output_path=target,
    )
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            complaints = openapi_python_client.generate(
                config=config, custom_template_path=templates
            )
    except TemplateError as error:
        message = f"a template for openapi-python-client refuses the spec: {error.message}"
        raise GeneratorError(message) from error
    if complaints:
        lines = ["openapi-python-client complains:", *map(_text, complaints)]
        raise GeneratorError("\n".join(lines))


def _text(complaint: Complaint) -> str:
    parts = [complaint.header, complaint.detail]
    if isinstance(complaint, ParseError) and complaint.data is not None:
        parts.append(complaint.data.model_dump_json(exclude_unset=True, by_alias=True))
    return " ".join(part.strip() for part in parts if part)
