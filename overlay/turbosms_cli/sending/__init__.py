"""`turbosms send`: its message, its preview, its results."""
