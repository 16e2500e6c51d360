"""Everything in which a secret could be seen.

What an error shows by itself, in a traceback, pickled, and in logs.
"""

from __future__ import annotations

import copy
import logging
import pickle
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = str(Path(__file__).parents[2])
INSIDE = ("__self__", "_request", "request", "response", "_response", "headers")


def chain(error: BaseException) -> list[BaseException]:
    """An error, with its causes, contexts and parts."""
    found = [error]
    for link in found:
        parts = getattr(link, "exceptions", ())
        found += [
            one
            for one in (link.__cause__, link.__context__, *parts)
            if one is not None and one not in found
        ]
    return found


def of_error(error: BaseException) -> Iterator[tuple[str, str]]:
    """What an error shows, and where."""
    yield "logged", "".join(traceback.format_exception(error))
    for link in chain(error):
        name = type(link).__name__
        yield f"{name}: repr", f"{link!r} {link} {link.args!r} {getattr(link, '__notes__', '')}"
        public = {key: value for key, value in vars(link).items() if key not in ("_resume",)}
        yield (
            f"{name}: attributes",
            " ".join(f"{key}={value!r} {_inside(value)}" for key, value in public.items()),
        )
        for frame, _ in traceback.walk_tb(link.__traceback__):
            if not frame.f_code.co_filename.startswith(HERE):
                where = f"{name}: {Path(frame.f_code.co_filename).name}, {frame.f_code.co_name}"
                yield where, " ".join(f"{key}={value!r}" for key, value in frame.f_locals.items())
    for made in (copy.copy(error), _pickled(error)):
        yield "copy", f"{made!r} {vars(made)!r} {made.__cause__!r}"


def _inside(value: Any) -> str:
    """What is behind a request or a response that an error leads to."""
    held = [getattr(value, name, None) for name in INSIDE]
    held += [getattr(one, "raw", None) for one in held]
    return repr(held)


def _pickled(error: BaseException) -> BaseException:
    data = pickle.dumps(error)
    made: BaseException = pickle.loads(data)
    made.args = (*made.args, data)
    return made


@contextmanager
def all_logs() -> Iterator[list[str]]:
    """Whatever is logged meanwhile, by every logger at every level."""
    told: list[str] = []
    handler = logging.Handler(logging.NOTSET)
    handler.emit = lambda record: told.append(  # type: ignore[method-assign]
        f"{record.name}: {record.getMessage()} {record.args!r} {logging.Formatter().format(record)}"
    )
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield told
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
