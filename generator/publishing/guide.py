"""llms.txt: the whole interface in brief, for language models and for people in a hurry (https://llmstxt.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.publishing.artefacts import Artefact


def guide(spec: dict[str, Any], files: Iterable[Artefact]) -> str:
    """The text, in Markdown."""
    return "\n".join([*_introduction(spec), *_methods(spec), *_codes(spec), *_links(files), ""])


def _introduction(spec: dict[str, Any]) -> Iterator[str]:
    info = spec["info"]
    first, _, others = info.get("description", "").partition("\n\n")
    yield f"# {info['title']} {info['version']}\n"
    yield f"> {info.get('summary', info['title'])}. {' '.join(first.split())}\n"
    yield f"Base URL: {spec['servers'][0]['url']}\n"
    yield others.strip()


def _methods(spec: dict[str, Any]) -> Iterator[str]:
    yield "\n## Methods\n"
    for path, item in spec["paths"].items():
        row, post = item["x-operation"], item["post"]
        yield f"- `POST {path}`: {post.get('summary', post['operationId'])} ({row['retry']})"
    yield "\nWhat the words in brackets mean for a repeat:\n"
    yield from (f"- {name}: {meaning}" for name, meaning in spec["x-retry-classes"].items())


def _codes(spec: dict[str, Any]) -> Iterator[str]:
    yield "\n## Result codes\n"
    for row in spec["x-result-codes"]:
        yield f"- {row['code']} {row['name']} ({row['outcome']}): {row['meaning']}"


def _links(files: Iterable[Artefact]) -> Iterator[str]:
    yield "\n## Files\n"
    yield from (f"- [{file.title}]({file.path}): {file.about}" for file in files)
