"""Finds English words in what a Ukrainian reader sees, besides names that stay as they are."""

from __future__ import annotations

import re
from typing import Final

from tests.cli.every_command import NAMES

_WORD: Final = re.compile(r"(?<![\w@#$%/.:=<>-])[A-Za-z][A-Za-z'’-]+(?![\w@/:=]|\.\w)")  # noqa: RUF001
_OPTION: Final = re.compile(r"--?[a-z][a-z-]*|'[^']*'|`[^`]*`|\[[a-zA-Z|0-9.]+\]|\{[a-z|]+\}")
_SERVICE: Final = frozenset(
    {
        *(
            "turbosms",
            "TurboSMS",
            "Viber",
            "SMS",
            "Flash-SMS",
            "viber",
            "sms",
            "GSM",
            "UTF",
            "Unicode",
        ),
        *("API", "HTTP", "URL", "JSON", "POST", "OpenAPI", "CSV", "TOML", "Excel", "HMAC", "RTF"),
        *("SHA", "MD", "ZIP", "PDF", "LibreOffice", "SQLite", "PostgreSQL", "macOS", "Ctrl-C"),
        *("Ctrl-D", "SIGTERM", "Enter", "STOP", "Content-Type", "ID", "id", "stdin", "stdout"),
        *("stderr", "bash", "zsh", "fish", "gsm", "ucs"),
    }
)
"""Names of things that have no other."""
_VALUES: Final = frozenset(
    {
        *(
            "none",
            "now",
            "never",
            "tab",
            "full",
            "json",
            "yaml",
            "default",
            "manual",
            "yes",
            "true",
        ),
        *("promotional", "transactional", "message", "user", "chat", "file", "name", "type"),
        *("en", "uk", "sandbox", "import", "or"),
    }
)
"""What is typed as it is: values of options, modules of the service, keys."""
_ALLOWED: Final = _SERVICE | _VALUES | {word for name in NAMES for word in name.split()}


def english_words(text: str, *more: str) -> list[str]:
    """The words, but for names that are allowed, and `more` of them.

    A line that is a command is left out, and so are options and what is quoted.
    """
    lines = (line for line in text.splitlines() if not _is_command(line))
    words = {word for line in lines for word in _WORD.findall(_OPTION.sub(" ", line))}
    return sorted(words - _ALLOWED - set(more))


def _is_command(line: str) -> bool:
    begins = line.strip().removeprefix("| ")
    return begins.startswith(
        ("turbosms ", "export ", "--text ", "--sms ", "--button ", "--exclude")
    )
