"""The control plane under `/sandbox`: what a test needs beyond the service."""
