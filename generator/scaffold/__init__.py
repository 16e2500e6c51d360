"""Writes what a new method takes in each package, as a stub that works, and tells what is left."""
