"""The language of the command line: which one was chosen, and click's own texts in it."""
