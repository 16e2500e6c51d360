"""The published spec.

Everything that other teams take from `dist/spec/`, one file of this folder for each kind.
"""
