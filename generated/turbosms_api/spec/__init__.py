"""The published spec; `turbosms spec` prints it."""
