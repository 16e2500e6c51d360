"""Telling webhooks what they have to be told: when it is due, over HTTP, with faults."""
