"""The spec in its other forms: OpenAPI 3.0, the JSON view, JSON and YAML."""
