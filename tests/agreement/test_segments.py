"""`measure_sms` counts what Twilio's calculator counts.

Needs node, npm and, once, the registry of npm.
"""

from __future__ import annotations

import fcntl
import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.effort import SEED, examples
from tests.kit.debian import find
from tests.kit.processes import output
from turbosms_client import measure_sms

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.one_interpreter

TWILIO: Final = Path(__file__).parent / "twilio"
GSM: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION: Final = "\f^{}\\[~]|€"
CLUSTERS: Final = ("\r\n", "e\u0301", "👍🏽", "🇺🇦", "👩‍💻", "й", "각")
MIXTURES: Final = (
    [*GSM],
    [*EXTENSION],
    [*GSM, *EXTENSION * 4],
    [*"абвгґеєжзиіїйклмнопрстуфхцчшщьюя «»—’"],  # noqa: RUF001
    [*"їж|€^ab"],
    [*"😀🚚𠮷"],
    [*"ж😀a€"],
    [*"`çÇ’“ \u00a0"],  # noqa: RUF001 - not in the alphabet, though some of them look so
    [*CLUSTERS, *"жa😀€"],
)
"""What texts are made of, in equal parts."""
SEAMS: Final[list[int]] = []
for alone, part in ((160, 153), (70, 67)):
    for size in (0, alone, *range(part, 11 * part, part)):
        SEAMS.extend(size + more for more in (-2, -1, 0, 1, 2) if size + more > 0)
DIFFERENCES: Final = {
    "empty": (
        "A text of nothing takes one segment there. "
        "Here it is none, and the service takes no such text (201)."
    ),
    "clusters": (
        "There, no grapheme is divided between two segments, so more units of one may stay free. "
        "The standard knows no graphemes: "
        "3GPP TS 23.040 keeps escapes and surrogate pairs together, and nothing else."
    ),
}
"""Where the two differ, and why; in nothing else may they."""


def texts(count: int, seed: int) -> list[str]:
    """Texts of each mixture, most of them about as long as a seam between segments."""
    chance, made = Random(seed), []
    for number in range(count):
        mixture = MIXTURES[number % len(MIXTURES)]
        width = 2 if mixture in ([*EXTENSION], [*"😀🚚𠮷"]) else 1
        size = chance.choice(SEAMS) // width if number % 5 else chance.randrange(1, 1600)
        made.append("".join(chance.choices(mixture, k=max(size, 1))))
        # A narrow text with a wide character just at a seam.
        place = chance.choice(SEAMS)
        made.append(
            "".join(
                (chance.choice("a ж") * place, chance.choice("€|😀"), "a" * chance.randrange(160))
            )
        )
    return made


@pytest.fixture(scope="session")
def twilio() -> Callable[[list[str]], list[Any]]:
    """What the calculator, in the version of its lock file, says of texts."""
    node, npm = find("node"), find("npm")
    with (TWILIO / "package-lock.json").open("rb+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another worker of the tests may be at it
        installed, wanted = TWILIO / "node_modules/.package-lock.json", json.load(lock)["packages"]
        del wanted[""]
        if not installed.exists() or json.loads(installed.read_bytes())["packages"] != wanted:
            quietly = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            output(npm, "ci", *quietly, cwd=TWILIO, timeout=240)

    def measure(given: list[str]) -> list[Any]:
        told = output(node, "measure.cjs", cwd=TWILIO, input=json.dumps(given))
        rows: list[Any] = json.loads(told)
        assert len(rows) == len(given)
        return rows

    return measure


@pytest.mark.thorough_only
def test_thousands_of_texts(twilio: Callable[[list[str]], list[Any]]) -> None:
    characters = [chr(number) for number in range(0x20, 0x2100, examples(4, 1))]
    given = texts(examples(250, 1_000), SEED) + [character * 2 for character in characters]
    wrong, differing = [], 0
    for text, row in zip(given, twilio(given), strict=True):
        ours = [*measure_sms(text)]
        if ours != row["points"] or not (row["clusters"] or ours == row["graphemes"]):
            wrong.append((text, ours, row))
        differing += ours != row["graphemes"]
    assert wrong == []
    assert differing > examples(0, 5), "no text shows the difference that DIFFERENCES tells of"


@pytest.mark.parametrize(
    ("why", "text", "ours", "theirs"),
    [
        ("empty", "", ["gsm-7", 0, 0], ["gsm-7", 0, 1]),
        ("clusters", "ж" * 66 + "e\u0301" + "ж" * 66, ["ucs-2", 134, 2], ["ucs-2", 134, 3]),
    ],
)
def test_differences(
    *,
    twilio: Callable[[list[str]], list[Any]],
    why: str,
    text: str,
    ours: list[Any],
    theirs: list[Any],
) -> None:
    assert why in DIFFERENCES
    assert [*measure_sms(text)] == ours
    assert twilio([text])[0]["graphemes"] == theirs
