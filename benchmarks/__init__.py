"""Ratios that the sandbox and the client promise, each against a named peer: `make bench`."""
