"""The packages of the wheel, and a program that imports every module of those that it is given."""

from __future__ import annotations

from typing import Final

PACKAGES: Final = (
    "turbosms_api",
    "turbosms_apprise",
    "turbosms_campaigns",
    "turbosms_cli",
    "turbosms_client",
    "turbosms_codes",
    "turbosms_django",
    "turbosms_languages",
    "turbosms_sandbox",
    "turbosms_spreadsheets",
    "turbosms_testing",
    "turbosms_webhooks",
)

IMPORT_MODULES: Final = """
import importlib, pkgutil, sys
for package in sys.argv[1:]:
    inside = importlib.import_module(package).__path__
    for module in pkgutil.walk_packages(inside, package + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
            print(module.name)
"""
"""Prints the name of each; what is for the command line of a package alone is left out."""
