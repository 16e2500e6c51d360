"""The login and password of HTTP Basic."""

import base64
import hmac


def is_authorized(authorization: str | None, login: str, password: str) -> bool:
    """Whether a header has this login and password."""
    scheme, _, credentials = (authorization or "").strip().partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        presented = base64.b64decode(credentials.strip(), validate=True)
    except ValueError:
        return False
    return hmac.compare_digest(presented, f"{login}:{password}".encode())
