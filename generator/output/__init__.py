"""What comes out of a command: a directory in its place, and a report."""
