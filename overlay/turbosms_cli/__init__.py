"""The console script `turbosms`."""
