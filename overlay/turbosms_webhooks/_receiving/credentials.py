"""Checks what a receiver is made with, since a secret that is wrong refuses every call.

No message shows any of it.
"""

from collections.abc import Sequence
from typing import Final

_QUOTES: Final = ("''", '""', "``", "“”", "«»", "„“")
"""What texts are quoted with, in English and in Ukrainian."""
_WHERE_FROM: Final = "pass the webhook's secret key from the account's panel"


def checked_secrets(secret: str | Sequence[str]) -> tuple[str, ...]:
    """The secrets, the newest first.

    Raises:
        TypeError: one of them is no text.
        ValueError: there is none, or one of them was pasted with something around it.
    """
    if secret is None:  # an environment variable that is not set
        raise ValueError(f"there is no secret: {_WHERE_FROM}")
    secrets = (secret,) if isinstance(secret, str) else tuple(secret)
    if not secrets:
        raise ValueError(f"there is no secret: {_WHERE_FROM}")
    for index, each in enumerate(secrets):
        which = "the secret" if index == 0 else f"secret {index + 1}"
        _check_secret(each, which)
    return secrets


def checked_login(basic_auth: tuple[str, str]) -> tuple[str, str]:
    """The login and password of HTTP Basic.

    Raises:
        ValueError: they are no pair of texts, one is empty, or the login has a colon.
    """
    is_pair = not isinstance(basic_auth, str) and len(basic_auth) == 2
    if not is_pair:
        raise ValueError("basic_auth is no pair: pass (login, password)")
    login, password = basic_auth
    for name, text in (("login", login), ("password", password)):
        if not isinstance(text, str) or not text:
            raise ValueError(f"the {name} of basic_auth is empty: leave basic_auth out for none")
    if ":" in login:
        raise ValueError("the login of basic_auth has a colon, which HTTP Basic cannot send")
    return login, password


def _check_secret(secret: str, which: str) -> None:
    if not isinstance(secret, str):
        raise TypeError(f"{which} is no text: {_WHERE_FROM}")
    if not secret:
        raise ValueError(f"{which} is empty: {_WHERE_FROM}")
    if "\n" in secret or "\r" in secret:
        raise ValueError(f"{which} has a line break: it was pasted with one")
    if secret != secret.strip():
        raise ValueError(f"{which} has spaces around it: it was pasted with them")
    is_quoted = len(secret) > 1 and secret[0] + secret[-1] in _QUOTES
    if is_quoted:
        raise ValueError(f"{which} has quotes around it: it was pasted with them")
    if not secret.isprintable():
        raise ValueError(f"{which} has a character that cannot be seen: it was pasted with one")
