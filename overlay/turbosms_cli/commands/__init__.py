"""The commands.

Nothing heavy is imported before a command runs, since `turbosms --help` imports all of them.
"""
