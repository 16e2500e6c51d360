"""`python -m tests.translations`: writes the catalogues, and says what is left to translate."""

from __future__ import annotations

import sys

from tests.translations import catalogues
from turbosms_languages.catalogues import compiled_file


def main() -> None:
    catalogue = catalogues.updated()
    catalogues.FILE.write_bytes(catalogues.written(catalogue))
    compiled_file(catalogues.LANGUAGE).write_bytes(catalogues.compiled(catalogues.read()))
    problems = [*catalogues.problems()]
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    sys.exit(1 if problems else 0)


main()
