"""Webhooks: received, printed, passed to a command; and why a signature is wrong."""
