"""The message module: what a send creates, by which rules, and what is reported about it."""
