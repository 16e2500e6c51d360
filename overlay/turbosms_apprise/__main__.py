"""Prints the file for `apprise -P`."""

from pathlib import Path

print(Path(__file__).with_name("plugin_file.py"))
