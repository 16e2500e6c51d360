"""The figures of a report as plain types."""

import dataclasses
from typing import Any

from .._model.settings import Limits, Window
from .figures import Figures
from .plain_values import plain


def plain_figures(figures: Figures) -> dict[str, Any]:
    """Those of the progress first, then the others, in the order of their classes."""
    progress: dict[str, Any] = plain(figures.progress)
    others = {
        field.name: plain(getattr(figures, field.name))
        for field in dataclasses.fields(figures)
        if field.name not in ("progress", "limits")
    }
    return {**progress, "limits": _plain_limits(figures.limits), **others}


def _plain_limits(limits: Limits) -> dict[str, Any]:
    """In the form in which a campaign is told them."""
    values = {field.name: getattr(limits, field.name) for field in dataclasses.fields(limits)}
    window: Window | None = values.pop("window")
    text = None if window is None else f"{window.start:%H:%M}-{window.end:%H:%M}"
    plain_values: dict[str, Any] = plain({**values, "window": text})
    return plain_values
