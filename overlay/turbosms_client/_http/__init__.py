"""How requests reach the service: connections, and the drivers that use them.

A driver takes an `HTTPRequest` and returns an `HTTPResponse`, `NotSent` or `Lost` (see `messages`).
Nothing outside this package knows which HTTP library it uses.
"""
