"""From the bytes of a request to a call of the service, and from its answer back to bytes."""
