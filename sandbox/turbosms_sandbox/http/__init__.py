"""HTTP: from the bytes of a request to a call of the service, and from its answer to bytes."""
