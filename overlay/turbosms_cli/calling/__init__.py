"""A call of the service: for whom, and what is said when it fails or is interrupted."""
