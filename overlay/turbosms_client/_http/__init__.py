"""How requests reach the service: connections, and the drivers that use them.

A driver takes an `HTTPRequest` and returns an `HTTPResponse`, `NotSent` or `Lost` (see
`driver_interface`). Outside, only `_client` names the HTTP libraries, for `http_client=`.
"""
