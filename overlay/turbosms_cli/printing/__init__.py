"""What a command prints, and the code that it exits with."""
