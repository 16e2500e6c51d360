"""What the sandbox calls over HTTP: addresses, the hosts that are allowed, and the client.

httpx2 is slow to import: these modules are imported when something is called, and in a thread.
"""
