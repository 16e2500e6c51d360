"""The control plane under `/sandbox`."""
