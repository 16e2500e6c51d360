"""The first example of each operation as a call in several languages."""
