"""What the commands that work through a table have in common."""

import logging
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections

_LOGGER: Final = logging.getLogger("turbosms_django")
_SECONDS_BETWEEN_LOOKS: Final = 1.0


class Worker(BaseCommand):
    """Does what is due; with `--stay` also what becomes due later."""

    step: ClassVar[Callable[[], str | None]]
    """Does one thing; what came of it, or None if nothing is due."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        stay = "go on until it is ended, by Ctrl-C or a signal, which it may be at any moment"
        parser.add_argument("--stay", action="store_true", help=stay)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        stay: bool = options["stay"]
        try:
            self._work()
            while stay:
                time.sleep(_SECONDS_BETWEEN_LOOKS)
                self._work_if_possible()
        except KeyboardInterrupt:
            if not stay:
                raise CommandError("Interrupted: the rest waits.", returncode=130) from None

    def _work(self) -> None:
        outcomes: Counter[str] = Counter()
        while True:
            outcome = type(self).step()
            if outcome is None:
                break
            outcomes[outcome] += 1
        if outcomes:
            counts = [f"{count} {outcome}" for outcome, count in sorted(outcomes.items())]
            self.stdout.write(", ".join(counts))

    def _work_if_possible(self) -> None:
        close_old_connections()
        try:
            self._work()
        except Error as error:
            _LOGGER.warning("the database failed: %s", type(error).__name__)
