"""Makes ``generated/`` from ``openapi.yaml``.

One way through: :mod:`generator.document` reads the spec with its line numbers,
:mod:`generator.validation` refuses a broken one, :mod:`generator.view` reduces it to what the
client generator understands, :mod:`generator.client` and :mod:`generator.fixups` make the low-level
client, :mod:`generator.tables` writes the tables, :mod:`generator.classes` the parameters and
results that applications use, :mod:`generator.build` does all that in a temporary directory and
:mod:`generator.placing` puts the result into place in one step.
"""
