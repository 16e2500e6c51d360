"""The commands, with a module for each group.

Nothing heavy is imported before a command runs, since `--help` reads all of them.
"""
