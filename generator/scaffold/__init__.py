"""Writes what a new method takes in each room, as a stub that works, and tells what is left."""
