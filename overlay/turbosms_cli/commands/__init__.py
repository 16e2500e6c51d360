"""The commands, a module for each kind.

Nothing heavy is imported before a command runs: `--help` reads all of them.
"""
