"""Makes the Python package: the low-level client, the tables, and the classes."""
