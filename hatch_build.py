"""Puts a software bill of materials into the wheel: what in it was written by others (PEP 770).

The build backend calls this. The only list is `vendored.toml`, beside the files that it names.
"""

from __future__ import annotations

import json
import tempfile
import tomllib
from pathlib import Path
from typing import Any, Final, TypedDict

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR: Final = "turbosms_sandbox/inbox/web/vendor"
"""The folder of what others wrote, in the wheel."""
SBOM_NAME: Final = "turbosms-client.cdx.json"


class VendoredFile(TypedDict):
    """A file in a package of `vendored.toml`."""

    name: str
    """In the folder of what others wrote."""
    path: str
    """In the package that it was taken from."""
    sha256: str


class VendoredPackage(TypedDict):
    """A package of npm in `vendored.toml`."""

    name: str
    version: str
    license: str
    files: list[VendoredFile]


class VendoredParts(BuildHookInterface[BuilderConfig]):
    """Adds `sboms/turbosms-client.cdx.json` to the `.dist-info` of the wheel."""

    _folder: tempfile.TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        listed = tomllib.loads(
            Path(self.root, "sandbox", VENDOR, "vendored.toml").read_text("utf-8")
        )
        metadata = self.metadata
        license_expression = str(metadata.core.license_expression)
        sbom = describe(metadata.name, metadata.version, license_expression, listed["package"])
        self._folder = tempfile.TemporaryDirectory()
        file = Path(self._folder.name, SBOM_NAME)
        file.write_text(json.dumps(sbom, indent=2, ensure_ascii=False) + "\n", "utf-8")
        build_data["sbom_files"].append(str(file))

    def finalize(self, _version: str, _build_data: dict[str, Any], _artifact: str) -> None:
        if self._folder is not None:
            self._folder.cleanup()


def describe(
    name: str, version: str, license_expression: str, packages: list[VendoredPackage]
) -> dict[str, Any]:
    """The bill of materials in CycloneDX 1.6.

    Neither a time nor a random number is in it, so that every build of a commit has the same bytes.
    """
    wheel = f"pkg:pypi/{name}@{version}"
    components = [_component(package) for package in packages]
    vendored = [component["bom-ref"] for component in components]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": wheel,
                "name": name,
                "version": version,
                "licenses": [{"expression": license_expression}],
                "purl": wheel,
            }
        },
        "components": components,
        "dependencies": [
            {"ref": wheel, "dependsOn": vendored},
            *({"ref": reference} for reference in vendored),
        ],
    }


def _component(package: VendoredPackage) -> dict[str, Any]:
    reference = f"pkg:npm/{package['name']}@{package['version']}"
    return {
        "type": "library",
        "bom-ref": reference,
        "name": package["name"],
        "version": package["version"],
        "licenses": [{"license": {"id": package["license"]}}],
        "purl": reference,
        "components": [_file(file, reference) for file in package["files"]],
    }


def _file(file: VendoredFile, package: str) -> dict[str, Any]:
    return {
        "type": "file",
        "bom-ref": f"{package}#{file['path']}",
        "name": f"{VENDOR}/{file['name']}",
        "hashes": [{"alg": "SHA-256", "content": file["sha256"]}],
    }
