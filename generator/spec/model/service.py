"""What the spec says of the service as a whole: its title, servers, modules, and the token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.spec.document import Document, JsonObject


@dataclass(frozen=True)
class Info:
    """Title and version of the spec, and who it is from."""

    title: str
    version: str
    summary: str
    description: str
    contact: str
    license: str


@dataclass(frozen=True)
class Server:
    """An address under which the paths are found."""

    url: str
    description: str


@dataclass(frozen=True)
class Module:
    """A module of the service, `message` for example."""

    name: str
    description: str


@dataclass(frozen=True)
class SecurityScheme:
    """A place of the token that OpenAPI has words for."""

    name: str
    description: str
    query_parameter: str | None
    """The name of the parameter; None for a header."""


def read_info(document: Document) -> Info:
    """The title of the spec, and what stands beside it."""
    info = document.data["info"]
    return Info(
        title=info["title"],
        version=info["version"],
        summary=info.get("summary", ""),
        description=info.get("description", ""),
        contact=info.get("contact", {}).get("name", ""),
        license=info.get("license", {}).get("name", ""),
    )


def read_servers(document: Document) -> tuple[Server, ...]:
    """The servers; the first is the service itself."""
    servers = document.data.get("servers", ())
    return tuple(Server(each["url"], each.get("description", "")) for each in servers)


def read_modules(document: Document) -> tuple[Module, ...]:
    """The modules that have methods, in the order of the spec's tags."""
    in_use = {item["x-operation"]["module"] for item in document.data["paths"].values()}
    tags = [tag for tag in document.data.get("tags", ()) if tag["name"] in in_use]
    return tuple(Module(tag["name"], tag.get("description", "")) for tag in tags)


def read_security(document: Document) -> tuple[SecurityScheme, ...]:
    """The places of the token in a request, in the order of the spec."""
    schemes = document.data.get("components", {}).get("securitySchemes", {})
    in_use: list[SecurityScheme] = []
    for requirement in document.data.get("security", ()):
        in_use += [_scheme(name, schemes[name]) for name in requirement]
    return tuple(in_use)


def read_token_field(document: Document) -> str | None:
    """The name of the form field that the token may stand in: it is that of the query parameter."""
    schemes = document.data.get("components", {}).get("securitySchemes", {})
    for scheme in schemes.values():
        if scheme.get("in") == "query":
            return str(scheme["name"])
    return None


def _scheme(name: str, scheme: JsonObject) -> SecurityScheme:
    is_query = scheme.get("in") == "query"
    return SecurityScheme(
        name=name,
        description=scheme.get("description", ""),
        query_parameter=scheme["name"] if is_query else None,
    )
