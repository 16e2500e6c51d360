"""Ratios that the sandbox and the client promise, each against a named peer in the same run: `make
bench`.
"""
