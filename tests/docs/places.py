"""The places of a page that a link can lead to."""

from __future__ import annotations

import re


def places(page: str) -> set[str]:
    """Anchors, and headings as GitHub and MkDocs turn them into anchors."""
    text = re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {*re.findall(r'<a id="([^"]+)">', text), *(slug(heading) for heading in headings)}


def slug(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")
