"""The worker: DBOS, the lock of a file, heartbeats, the dispatcher."""
