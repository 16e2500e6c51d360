"""Makes ``generated/`` and ``dist/spec/`` from ``openapi.yaml``, in stages of one folder each.

- ``spec`` reads the spec, refuses a broken one, and makes the model that all other stages use.
- ``editions`` writes the spec in its other forms: OpenAPI 3.0, the JSON view.
- ``package`` makes the Python package, ``publishing`` what other teams take.
- ``lint`` and ``versioning`` tell what is to be said against the spec, and how it changed.
- ``scaffold`` writes the stub of a new method into a checkout.
- ``output`` puts a finished directory into its place, and tells how a command ended.
"""
