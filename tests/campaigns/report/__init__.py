"""A package, for pytest: its tests share a browser, which is closed after the last one."""
