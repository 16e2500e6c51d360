"""Reads the spec, refuses a broken one, and makes a typed model of it."""
