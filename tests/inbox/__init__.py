"""A package, for pytest: its tests share a browser, which is closed behind the last one."""
