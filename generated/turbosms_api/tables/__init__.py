"""What the service documents besides its operations, as data: derived from the extensions of openapi.yaml.

The modules need only the standard library: importing one imports neither the HTTP client nor the models.
"""
