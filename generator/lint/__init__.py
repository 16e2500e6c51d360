"""Tells what is to be said against the spec."""
